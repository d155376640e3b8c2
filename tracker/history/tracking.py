"""History by database triggers: who, when, what and why, in bulk writes and raw SQL too.

Each editorial table has a twin (`<table>historyrow`) that receives a whole copy of the row at every insert, update and
delete. The context (who, why, which request) lies in the copy itself, so it cannot be edited apart from it, and the
twin refuses UPDATE, DELETE and TRUNCATE.
"""

import pghistory
import pghistory.models
import pgtrigger
from django.db import models


class HistoryRow(pghistory.models.Event):
    """One recorded state of a row. Order by `pgh_id`, the order in which the database saw the changes."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def _refuse_truncate() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="no_truncate",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'History is never emptied: %', TG_TABLE_NAME;",
    )


def tracked(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: keep the history of this model's table."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        base_model=HistoryRow,
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        append_only=True,
        meta={"triggers": [_refuse_truncate()]},
    )(model)
