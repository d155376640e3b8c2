"""The work of a run: take an item, read it, file it, and say how it ended; the last two in one transaction.

Every file is read for a short time first. One that takes longer goes behind all others of every run, and is then read
for as long as is allowed; addresses are fetched behind the others too. What is made to take long holds nobody up.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pghistory
import structlog
from django.db import DatabaseError, connection, transaction

from tracker.statements.coding.registry import Registry

from ..fetching import Busy
from ..models import Item, Run
from ..record import Failed, Record, Refused
from . import ends
from .claims import Claim, Lost, claim
from .filing import prepare
from .reading import fetch, read

log = structlog.get_logger("parley.intake")

SHORT, LONG = 2.0, 30.0  # seconds for the first and the second reading
MOST_ATTEMPTS = 5
REFRESHED_AFTER = 20.0  # seconds for which the names of a negotiation are taken as read


@dataclass(frozen=True)
class Worked:
    """`items` taken; `more_wait`: the time was up before the items were."""

    items: int
    more_wait: bool


@dataclass
class Desk:
    """What is read once for many items: the names that each negotiation knows."""

    registries: dict[int, tuple[float, Registry]] = field(default_factory=dict)

    def registry(self, run: Run) -> Registry:
        made, known = self.registries.get(run.negotiation_id, (0.0, None))
        if known is None or time.monotonic() - made > REFRESHED_AFTER:
            known = Registry(run.negotiation)
            self.registries[run.negotiation_id] = time.monotonic(), known
        return known

    def forget(self) -> None:
        self.registries.clear()


def work(seconds: float | None = None, *, run: Run | None = None, stop: Callable[[], bool] = lambda: False) -> Worked:
    """Take items (those of `run`, where one is given) one after the other until none waits, the time is up, or `stop`
    says so."""
    began, items, desk = time.monotonic(), 0, Desk()
    while not stop() and (seconds is None or time.monotonic() - began < seconds):
        claimed = claim(run)
        if claimed is None:
            return Worked(items, more_wait=False)
        try:
            _do(claimed, desk)
        finally:
            _release(claimed)
        items += 1
    return Worked(items, more_wait=True)


def _do(claimed: Claim, desk: Desk) -> None:
    item = Item.objects.select_related(
        "run__negotiation", "run__feed__outlet", "run__started_by", "original", "part_of"
    ).get(pk=claimed.pk)
    try:
        _to_its_end(item, claimed, desk)
    except Lost:
        log.warning("item taken by another worker", item=item.pk)
    except Exception as problem:
        if isinstance(problem, DatabaseError) and not _is_connected():
            raise  # the item is free for whoever comes next
        log.exception("item failed", item=item.pk)
        desk.forget()
        _end(item, claimed, ends.broken(problem))


def _to_its_end(item: Item, claimed: Claim, desk: Desk) -> None:
    if item.run.cancelled_at:
        return _end(item, claimed, ends.CANCELLED)
    if claimed.attempt > MOST_ATTEMPTS:
        return _end(item, claimed, ends.WORE_OUT)
    try:
        if item.original is None and item.record is None:
            return _end(item, claimed, fetch(item) | ends.FETCHED)
        found = read(item, seconds=LONG if item.is_slow else SHORT)
    except Refused as refused:
        return _end(item, claimed, ends.refused(refused))
    except Busy as busy:
        return _end(item, claimed, ends.left_alone(busy, item))
    except Failed as failed:
        return _end(item, claimed, ends.failed(failed) if item.is_slow else ends.SLOW)
    _file(found, item, claimed, desk)


def _file(found, item: Item, claimed: Claim, desk: Desk) -> None:
    """A second time where the database refuses once: a name that was taken as known may be gone."""
    why = f"Import “{item.run.label}”"
    with pghistory.context(user=item.run.started_by_id, why=why, run=item.run_id, item=item.pk):
        for is_last in (False, True):
            try:
                return _file_once(found, item, claimed, desk.registry(item.run))
            except DatabaseError:
                desk.forget()
                if is_last or not _is_connected():
                    raise


def _file_once(found, item: Item, claimed: Claim, registry: Registry) -> None:
    """The dear part first: others of the negotiation wait while this one is filed."""
    is_story = len(found) == 1 and isinstance(found[0], Record)
    ready = prepare(found[0], item=item, registry=registry) if is_story else None
    with transaction.atomic():
        claimed.check()
        ends.write(item, ends.of(found, item, registry=registry, ready=ready))


def _end(item: Item, claimed: Claim, values: dict) -> None:
    with transaction.atomic():
        claimed.check()
        ends.write(item, values)


def _release(claimed: Claim) -> None:
    """Without a connection there is no lock any more."""
    try:
        claimed.release()
    except DatabaseError:
        connection.close()


def _is_connected() -> bool:
    return connection.connection is not None and not connection.connection.broken
