"""A model field for uncertain dates: five readable columns behind one attribute."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from .bounds import LONGEST
from .uncertain import UncertainDate

COMPANIONS = ("words", "earliest", "latest", "reference")
LONGEST_WORDS = 200  # characters


class _Stored(str):
    """EDTF on its way out of the database: its companions come with it, or are deferred, and are left as they are."""


class _Attribute:
    """`row.said_on`: an UncertainDate or None.

    Giving it one, or an EDTF string, or None fills all five columns; a string that is no EDTF raises BadDate.
    """

    def __init__(self, field: "UncertainDateField"):
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        name = self.field.name
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])  # it was deferred
        stored = row.__dict__[name]
        if not stored:
            return None
        return UncertainDate(stored, getattr(row, f"{name}_words"), getattr(row, f"{name}_reference"))

    def __set__(self, row: models.Model, value: UncertainDate | str | None) -> None:
        name = self.field.name
        if isinstance(value, _Stored):
            row.__dict__[name] = str(value)
            return
        if isinstance(value, str) and value:
            known = row.__dict__
            same = known.get(name) in (None, value)  # then the words given with it, or before, are still its words
            words = (known.get(f"{name}_words", ""), known.get(f"{name}_reference")) if same else ()
            value = UncertainDate(value, *words)
        for column, part in self.field.columns(value or None).items():
            row.__dict__[column] = part


class UncertainDateField(models.CharField):
    """EDTF text (up to 64 characters, "" for none) with four companions: `<name>_words` (as found), `<name>_earliest`
    and `<name>_latest` (timestamptz, for sorting and search) and `<name>_reference` (the day the words were resolved
    against).

    Migrations and history tables see five ordinary columns: deconstructed, the field says `companions=False`. What
    writes single columns, `save(update_fields=...)` and `QuerySet.update(...)`, takes them all from `columns()`.
    """

    def __init__(self, *args: Any, companions: bool = True, **kwargs: Any):
        self.companions = companions
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "tracker.lib.dates.UncertainDateField", args, {**kwargs, "companions": False}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        if self.companions:
            self._add_companions(cls, name)
        super().contribute_to_class(cls, name, private_only)
        if self.companions:
            setattr(cls, name, _Attribute(self))

    def columns(self, value: UncertainDate | None) -> dict[str, object]:
        """The five columns of a value by name, as for `QuerySet.update(**field.columns(value))`."""
        parts = (
            (value.edtf, value.words[:LONGEST_WORDS], value.earliest, value.latest, value.reference)
            if value
            else ("", "", None, None, None)
        )
        return dict(zip([self.name, *(f"{self.name}_{one}" for one in COMPANIONS)], parts, strict=True))

    def from_db_value(self, value, expression, connection):
        return _Stored(value) if self.companions and value is not None else value

    def _add_companions(self, cls: type[models.Model], name: str) -> None:
        """Before this field in the order of columns, so that what it sets is not overwritten by their defaults."""
        verbose = self.verbose_name or name.replace("_", " ")
        fields: dict[str, models.Field] = {
            "words": models.CharField(f"{verbose}, in words", max_length=LONGEST_WORDS, blank=True, default=""),
            "earliest": models.DateTimeField(f"{verbose}, earliest", null=True, blank=True),
            "latest": models.DateTimeField(f"{verbose}, latest", null=True, blank=True),
            "reference": models.DateField(f"{verbose}, resolved against", null=True, blank=True),
        }
        inherited = {field.name for field in cls._meta.local_fields}  # of an abstract base, copied before this one
        for place, (companion, field) in enumerate(fields.items()):
            if f"{name}_{companion}" in inherited:
                continue
            field.creation_counter = self.creation_counter - 1 + 0.2 * (place + 1)  # type: ignore[assignment]  # between two
            field.contribute_to_class(cls, f"{name}_{companion}")

    def pre_save(self, row, add):
        return row.__dict__.get(self.name, "")

    def value_from_object(self, row):
        return getattr(row, self.name)

    def value_to_string(self, row: models.Model) -> str:
        return self.pre_save(row, add=False)

    def clean(self, value: Any, row: models.Model | None) -> str:
        return super().clean(self.get_prep_value(value), row)

    def get_prep_value(self, value):
        return value.edtf if isinstance(value, UncertainDate) else super().get_prep_value(value or "")

    def formfield(self, **kwargs):
        from .forms import UncertainDateFormField

        defaults = {
            "label": self.verbose_name.capitalize(),
            "help_text": self.help_text,
            "required": not self.blank,
        }
        return UncertainDateFormField(**{**defaults, **kwargs})


def uncertain_date_constraints(prefix: str, name: str) -> list[models.CheckConstraint]:
    """The rules of an uncertain date's columns, named after the table's `prefix`."""
    early, late = f"{name}_earliest", f"{name}_latest"
    empty = Q(**{name: "", f"{early}__isnull": True, f"{late}__isnull": True})
    dated = ~Q(**{name: ""}) & (Q(**{f"{early}__isnull": False}) | Q(**{f"{late}__isnull": False}))
    return [
        models.CheckConstraint(condition=empty | dated, name=f"{prefix}_{name}_has_bounds"),
        models.CheckConstraint(
            condition=Q(**{f"{early}__isnull": True})
            | Q(**{f"{late}__isnull": True})
            | Q(**{f"{early}__lte": F(late)}),
            name=f"{prefix}_{name}_in_order",
        ),
    ]
