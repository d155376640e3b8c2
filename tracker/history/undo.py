"""Taking back all that one request did to some tables, as a change like any other: recorded, and refused where somebody
has changed a row since."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from django.db import models, transaction

from .queries import QUIET, history_model

Row = tuple[
    type[models.Model], models.Model | None, models.Model
]  # table, state before the request (None: none), after


class ChangedSince(Exception):
    """A row is not any more as that request left it. `row` is the row as it stands, None if it is gone."""

    def __init__(self, row: models.Model | None):
        self.row = row
        super().__init__("It was changed since, so it cannot be taken back.")


@transaction.atomic
def take_back(context: UUID, tables: Sequence[models.QuerySet]) -> None:
    """Put the rows that the request of that context id changed back to where they stood before it.

    `tables`: querysets over tracked tables' histories, narrowed to where such rows can be, those that refer to others
    before these. Raises ChangedSince, and nothing is changed.

    1. What was entered goes, what was changed gets its former values.
    2. What was deleted comes back under its old number, now in the opposite order.
    """
    touched = [row for history in tables for row in _touched(history, context)]
    for model, before, after in touched:
        _refuse_if_changed(model, after)
        if after.pgh_label == "delete":
            continue
        if before is None:
            model._base_manager.filter(pk=after.pgh_obj_id).delete()
        else:
            model._base_manager.filter(pk=after.pgh_obj_id).update(**_values(model, before))
    for model, before, after in reversed(touched):
        if after.pgh_label == "delete" and before is not None:
            model(pk=after.pgh_obj_id, **_values(model, before)).save(force_insert=True)


def _touched(history: models.QuerySet, context: UUID) -> Iterable[Row]:
    states = history.filter(pgh_context_id=context).order_by("pgh_obj_id", "pgh_id")
    model = history.model.pgh_tracked_model
    for pk, found in groupby(states, key=lambda state: state.pgh_obj_id):
        first, *rest = found
        last = rest[-1] if rest else first
        earlier = history_model(model)._base_manager.filter(pgh_obj_id=pk, pgh_id__lt=first.pgh_id)
        before = None if first.pgh_label == "insert" else earlier.order_by("-pgh_id").first()
        if before is not None or last.pgh_label != "delete":  # not what came and went within the request
            yield model, before, last


def _refuse_if_changed(model: type[models.Model], after: models.Model) -> None:
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=after.pgh_obj_id).first()
    gone = after.pgh_label == "delete"
    if (row is None) != gone or (row is not None and _values(model, row) != _values(model, after)):
        raise ChangedSince(row)


def _values(model: type[models.Model], row: models.Model) -> dict:
    """What people enter, by column and as the database takes it; not what every change moves."""
    return {
        field.attname: field.get_prep_value(getattr(row, field.attname))
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in QUIET
    }
