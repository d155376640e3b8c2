"""Whose item it is: every worker takes another one, and a dead worker's is free at once.

A worker that takes an item writes so (status reading, one attempt more) and holds a lock on the item in its database
session until the item's end. The database frees the lock when the session ends, however the worker dies: an item in
`reading` whose lock is free has nobody who reads it, and is taken again. There are no time-outs.
"""

from dataclasses import dataclass

from django.db import connection

from ..models import Item, ItemStatus, Run

LOCKS = 0x6974656D  # tells these advisory locks from others
LOOKED_AT = 100  # items at the head of the queue; more than there are workers
# The lock is tried on one item after the other until one is free: LIMIT stops the scan there.
CLAIM = """
    WITH queue AS MATERIALIZED (
        SELECT id FROM intake_item
         WHERE status IN ('waiting', 'reading') AND (not_before IS NULL OR not_before <= now()) {of_run}
         ORDER BY is_slow, id LIMIT {looked_at}
    ), free AS MATERIALIZED (
        SELECT id FROM queue WHERE pg_try_advisory_lock({locks}, (id % 2147483648)::int) LIMIT 1
    ), taken AS (
        UPDATE intake_item SET status = 'reading', attempts = attempts + 1, changed_at = now()
          FROM free
         WHERE intake_item.id = free.id AND status IN ('waiting', 'reading')
        RETURNING intake_item.id, attempts
    )
    SELECT free.id, taken.attempts FROM free LEFT JOIN taken USING (id)
"""


class Lost(Exception):
    """The item is no longer ours: the session broke off, and another worker took it."""


@dataclass(frozen=True)
class Claim:
    """An item taken by this session; `attempt` counts from 1."""

    pk: int
    attempt: int

    def check(self) -> None:
        """Hold the item's row until the end of the transaction. Raises Lost where another worker has it."""
        rows = Item.objects.select_for_update(of=("self",)).filter(pk=self.pk)
        if not rows.filter(status=ItemStatus.READING, attempts=self.attempt).exists():
            raise Lost(f"item {self.pk}")

    def release(self) -> None:
        _unlock(self.pk)


def claim(run: Run | None = None) -> Claim | None:
    """Take the next item that waits or whose worker died; None when there is none. Committed at once."""
    of_run = f"AND run_id = {int(run.pk)}" if run else ""
    statement = CLAIM.format(locks=LOCKS, looked_at=LOOKED_AT, of_run=of_run)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone()
        if row is None:
            return None
        pk, attempt = row
        if attempt is not None:
            return Claim(pk, attempt)
        _unlock(pk)  # it ended between our look and our lock


def _unlock(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, (%s %% 2147483648)::int)", [LOCKS, pk])
