"""The base of every table that people edit: a version that each change raises, so that no edit is lost unseen."""

from typing import Any

import pgtrigger
from django.db import models, transaction
from django.db.models import F


class EditConflict(Exception):
    """Somebody else changed the row since it was read. `current` is the row as it stands now, or None if it is gone."""

    def __init__(self, current: "Editable | None"):
        self.current = current
        super().__init__("This was changed by somebody else since you opened it.")


class Editable(models.Model):
    """A row that people edit.

    `version` starts at 1 and is raised by a database trigger at every change, whoever makes it (bulk writes and raw
    SQL too). An editor sends the version it read; `lock_at` refuses it when the row has moved on.
    """

    # Lists of rows edited on this row's page, by their related names: its history shows their changes too.
    history_parts: tuple[str, ...] = ()

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Trigger(
                name="raise_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(),
                func="NEW.version = OLD.version + 1; RETURN NEW;",
            )
        ]

    def touch(self) -> None:
        """Raise the version of a row of which only the lists below it changed: two editors of them must meet."""
        type(self)._default_manager.filter(pk=self.pk).update(version=F("version") + 1)

    @classmethod
    def lock_at(cls, pk: Any, version: int):
        """Lock and return the row if it still has `version`; raise EditConflict if it moved on or is gone.

        To be called inside a transaction, before the row is changed.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("lock_at belongs inside transaction.atomic()")
        row = cls._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None or row.version != version:
            raise EditConflict(row)
        return row
