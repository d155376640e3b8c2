"""Reading history: who changed what, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.db import models

from tracker.accounts.models import User

# Columns that change with every edit and say nothing by themselves.
QUIET = {"version", "created_at", "status_changed_at", "edited_at"}
LABELS = {"insert": "Entered", "update": "Changed", "delete": "Deleted"}


@dataclass(frozen=True)
class FieldChange:
    """A field's value before and after, as text for people. `old` is "" where the row was entered."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One recorded change. `event_id` and `model` name the history row it was read from."""

    event_id: int
    model: str
    what: str
    label: str
    when: datetime
    who: str
    why: str
    fields: list[FieldChange]


def history_model(model: type[models.Model]) -> type[models.Model]:
    """The table of recorded states of `model`'s rows; LookupError if it has none."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}HistoryRow")


def changes(row: models.Model, parts: Iterable[tuple[type[models.Model], str]] = ()) -> list[Change]:
    """All recorded changes of `row`, newest first, with those of its `parts` (model, name of its key to the row).

    Two queries, one more per part, and one for the people.
    """
    model = type(row)
    read = _changes_of(model, history_model(model).objects.filter(pgh_obj_id=row.pk))
    for part, key in parts:
        read += _changes_of(part, history_model(part).objects.filter(**{f"{key}_id": row.pk}))
    return _with_names(sorted(read, key=lambda change: change.when, reverse=True))


def _changes_of(model: type[models.Model], rows: models.QuerySet) -> list[Change]:
    """One Change per recorded state, each compared with the state before it of the same row."""
    before: dict[int, models.Model] = {}
    read = []
    for row in rows.order_by("pgh_id"):
        old = before.get(row.pgh_obj_id)
        before[row.pgh_obj_id] = row
        fields = _differences(model, old, row) if row.pgh_label != "delete" else []
        if row.pgh_label == "update" and not fields:
            continue
        context = row.pgh_context or {}
        read.append(
            Change(
                event_id=row.pgh_id,
                model=model._meta.label_lower,
                what=str(model._meta.verbose_name),
                label=LABELS[row.pgh_label],
                when=row.pgh_created_at,
                who=str(context.get("user") or ""),
                why=str(context.get("why") or ""),
                fields=fields,
            )
        )
    return read


def _differences(model: type[models.Model], old: models.Model | None, new: models.Model) -> list[FieldChange]:
    found = []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in QUIET:
            continue
        before, after = (_text(field, row) for row in (old, new))
        if before != after:
            found.append(FieldChange(str(field.verbose_name), before, after))
    return found


def _text(field: models.Field, row: models.Model | None) -> str:
    if row is None:
        return ""
    value = getattr(row, field.attname)
    if value is None or value == "" or value == []:
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"no. {value}" if field.is_relation else str(value)


def _with_names(read: list[Change]) -> list[Change]:
    """Replace the numbers of people by their names."""
    numbers = {int(change.who) for change in read if change.who.isdigit()}
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=numbers)} if numbers else {}
    return [replace(change, who=names.get(change.who, "somebody" if change.who else "Parley")) for change in read]
