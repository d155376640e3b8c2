"""Lists in a form: the rows that belong to what the form is about, edited, added and removed together with it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseFormSet
from django.utils.translation import gettext as _

from tracker.history.forms import VersionedForm
from tracker.lib.dates import UncertainDateFormField
from tracker.web.names import Listing, bind_names

MOST_ROWS = 200


class RowForm(forms.ModelForm):
    """One row. `row` is the number of the row it was filled from; where that is gone, it is entered anew."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, listings: dict[str, Listing], **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["row"] = self.instance.pk
        bind_names(self, listings)
        # A row nobody touched is neither checked nor saved, whether it stands already or is the empty one at the end.
        self.empty_permitted = True

    def _get_validation_exclusions(self):
        # Rules about an uncertain date look at its bounds, which are no fields of the form.
        dates = [name for name, field in self.fields.items() if isinstance(field, UncertainDateFormField)]
        bounds = {f"{name}_{bound}" for name in dates for bound in ("earliest", "latest")}
        return super()._get_validation_exclusions() - bounds


class Rows(BaseFormSet):
    """The rows of `form`'s model whose key `owner_key` leads to the owner. No two agree in all of `unique`; where the
    model has an order that is not entered, new rows come last (`ordered`)."""

    form: type[RowForm]
    owner_key = ""
    unique: tuple[str, ...] = ()
    ordered = False
    label = ""
    more = ""
    extra, min_num, max_num, absolute_max = 1, 0, MOST_ROWS, MOST_ROWS
    can_delete, can_order, can_delete_extra = True, False, False
    validate_min, validate_max, edit_only = False, True, False
    renderer = None

    def __init__(self, data=None, *, owner: models.Model, **kwargs):
        found = self._model.objects.filter(**{self.owner_key: owner}) if owner.pk else []
        self.standing = {row.pk: row for row in found}
        self.keys_before = {pk: self._key(row) for pk, row in self.standing.items()}
        super().__init__(data, initial=[{}] * len(self.standing), **kwargs)

    @property
    def _model(self) -> type[models.Model]:
        return self.form._meta.model

    def _key(self, row: models.Model) -> tuple:
        return tuple(getattr(row, row._meta.get_field(name).attname) for name in self.unique)

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "instance": self._row_at(index)}

    def _row_at(self, index: int | None) -> models.Model | None:
        if index is None:
            return None
        if not self.is_bound:
            rows = list(self.standing.values())
            return rows[index] if index < len(rows) else None
        sent = self.data.get(f"{self.add_prefix(index)}-row", "")
        return self.standing.get(int(sent)) if sent.isdecimal() and len(sent) < 19 else None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove")

    @property
    def kept_forms(self) -> list[RowForm]:
        """Without those ticked for removal and without empty ones."""
        return [
            form
            for form in self.forms
            if not (self.is_bound and form.data.get(form.add_prefix("DELETE")))
            and (form.instance.pk or (self.is_bound and form.has_changed()))
        ]

    def clean(self):
        seen = set()
        for form in self.kept_forms:
            key = self._key(form.instance)
            if self.unique and not form.errors and key in seen:
                form.add_error(self.unique[0], ValidationError(_("It is listed twice.")))
                raise ValidationError(_("A row is listed twice."))
            seen.add(key)

    def save(self, owner: models.Model) -> bool:
        """Write what differs; whether anything did. Rows that are not listed any more are removed.

        Raises ProtectedError where a removed row is in use, IntegrityError where the database refuses one.
        """
        kept = self.kept_forms
        gone = self.standing.keys() - {form.instance.pk for form in kept}
        for pk in gone:
            self.standing[pk].delete()
        changed = [form for form in kept if form.has_changed()]
        for form in self._in_turn(changed):
            setattr(form.instance, self.owner_key, owner)
            if self.ordered and self._has_no_place(form):
                form.instance.order = self._next_place()
            form.save()
        return bool(gone or changed)

    def _in_turn(self, changed: list[RowForm]):
        """A row that takes a number comes after the row that gives it up: article 3 becomes 4 before 2 becomes 3."""
        pending = list(changed)
        while pending:
            held = [self.keys_before.get(form.instance.pk) for form in pending]
            free = (
                form
                for place, form in enumerate(pending)
                if self._key(form.instance) not in held[:place] + held[place + 1 :]
            )
            ready = next(free, pending[0])
            pending.remove(ready)
            yield ready

    def _has_no_place(self, form: RowForm) -> bool:
        return form.cleaned_data.get("order") is None and (form.instance._state.adding or "order" in form.fields)

    def _next_place(self) -> int:
        taken = [row.order for row in (*self.standing.values(), *(form.instance for form in self.forms))]
        return max((place for place in taken if place is not None), default=-1) + 1


class ListsForm(VersionedForm):
    """A form with lists below it, valid and saved together. `rows`: the lists by the prefix of their fields. A list
    that was not sent stays as it is.

    `listings()` gives the names that may be typed, by the id of their datalist; each is read once.
    """

    rows: dict[str, type[Rows]] = {}

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.names = self.listings()
        bind_names(self, self.names)
        self.lists = {
            prefix: rows(
                data if data is not None and f"{prefix}-TOTAL_FORMS" in data else None,
                owner=self.instance,
                prefix=prefix,
                form_kwargs={"listings": self.names},
            )
            for prefix, rows in self.rows.items()
        }

    def listings(self) -> dict[str, Listing]:
        return {}

    @property
    def name_lists(self) -> list[tuple[str, list[str]]]:
        """For <datalist>s: their ids with the names to choose from."""
        return [(id, list(listing.labels.values())) for id, listing in self.names.items()]

    def is_valid(self) -> bool:
        # Each is asked, so that all errors are shown at once.
        parts = [super().is_valid(), *(rows.is_valid() for rows in self.lists.values() if rows.is_bound)]
        return all(parts)

    def _save_m2m(self):
        super()._save_m2m()
        changed = [rows.save(self.instance) for rows in self.lists.values() if rows.is_bound]
        if any(changed):
            self.instance.touch()
