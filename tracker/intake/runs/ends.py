"""How items end: the values of Item for each end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from tracker.lib.text import content_hash, one_line
from tracker.statements.coding.registry import Registry

from ..fetching import Busy
from ..models import Item, ItemStatus, Run
from ..record import Columns, Failed, Record, Refused
from ..record_json import as_json
from . import filing

Values = dict[str, Any]

CANCELLED = {"status": ItemStatus.CANCELLED, "reason": "The run was cancelled."}
WORE_OUT = {
    "status": ItemStatus.FAILED,
    "reason": "It ended the worker five times. Look at the original: perhaps it is damaged, or made to do harm.",
}
SLOW = {"status": ItemStatus.WAITING, "is_slow": True, "attempts": 0}
FETCHED = {"status": ItemStatus.WAITING, "is_slow": False, "attempts": 0, "not_before": None, "reason": ""}
# How long a server that asks to be left alone is left alone: what it asks, within these, and for so long in all.
LEAST_PAUSE, USUAL_PAUSE, MOST_PAUSE = timedelta(seconds=10), timedelta(minutes=2), timedelta(hours=1)
PATIENCE = timedelta(hours=12)
KEPT = (ItemStatus.NEEDS_LOOK, ItemStatus.DISMISSED)  # whose record waits for a decision
SAY_WHAT_COLUMNS_HOLD = "It is a table. Say once what its columns hold; tables like it are then read by themselves."


def write(item: Item, values: Values) -> None:
    Item.objects.filter(pk=item.pk).update(changed_at=timezone.now(), **values)


def of(
    found: Sequence[Record | Refused | Columns], item: Item, *, registry: Registry, ready: filing.Ready | None = None
) -> Values:
    """File what was read from an item, or make items of several stories; to be called in a transaction."""
    if len(found) > 1:
        return _opened(found, item)
    one = found[0]
    if isinstance(one, Refused):
        return refused(one)
    if isinstance(one, Columns):
        return {"status": ItemStatus.NEEDS_LOOK, "reason": SAY_WHAT_COLUMNS_HOLD, "record": {"columns": as_json(one)}}
    filed = filing.file(one, item=item, registry=registry, ready=ready)
    return outcome(filed, one, by=item.run.started_by, registry=registry)


def outcome(filed: filing.Outcome, record: Record, *, by, registry: Registry | None = None) -> Values:
    """As decided, with drafts of the statements that came along, coded by `by`."""
    filed = filing.with_coded(filed, record, by=by, registry=registry)
    return {
        "status": filed.status,
        "reason": fit(filed.reason),
        "report": filed.report,
        "revision": filed.revision,
        "alike": filed.alike,
        "format": record.format[:20],
        "title": one_line(record.title)[:500],
        "record": as_json(record) if filed.status in KEPT else None,
        "content_hash": content_hash(record.text),
    }


def refused(problem: Refused) -> Values:
    values = {"status": ItemStatus.REFUSED, "reason": fit(problem.reason), "format": fit(problem.format)[:20]}
    return values | ({"title": one_line(fit(problem.title))[:500]} if problem.title else {})


def failed(problem: Failed) -> Values:
    return {"status": ItemStatus.FAILED, "reason": fit(problem.reason)}


def left_alone(problem: Busy, item: Item) -> Values:
    """It waits for as long as its server asks; after half a day a person is asked."""
    asked = timedelta(seconds=problem.seconds) if problem.seconds is not None else USUAL_PAUSE
    until = timezone.now() + max(LEAST_PAUSE, min(asked, MOST_PAUSE))
    if until > item.run.created_at + PATIENCE:
        hours = PATIENCE // timedelta(hours=1)
        return failed(Failed(f"{problem.reason} Not by itself, though: its run is over {hours} hours old. Try again."))
    return {
        "status": ItemStatus.WAITING,
        "is_slow": True,
        "attempts": 0,
        "not_before": until,
        "reason": fit(problem.reason),
    }


def broken(problem: Exception) -> Values:
    """What went wrong is ours, or the machine's."""
    if isinstance(problem, DatabaseError):
        words = " ".join(str(problem).split())[:200]
        reason = f"The database refused it ({words}). If there is room on its disk and it may be written, try again."
    else:
        reason = f"Parley made a mistake with it ({type(problem).__name__}); the log has the details. Try again later."
    return {"status": ItemStatus.FAILED, "reason": fit(reason)}


def _opened(found: Sequence[Record | Refused | Columns], item: Item) -> Values:
    """Each story of a file becomes an item of its own, behind those of the run."""
    Run.objects.select_for_update().get(pk=item.run_id)
    last = Item.objects.filter(run=item.run_id).order_by("-number").values_list("number", flat=True).first() or 0
    parts = [_part(one, item, number) for number, one in enumerate(found, start=last + 1)]
    Item.objects.bulk_create(parts, batch_size=100)
    return {"status": ItemStatus.OPENED, "reason": f"{len(found)} stories", "format": _format(found)}


def _part(one: Record | Refused | Columns, item: Item, number: int) -> Item:
    part = Item(
        run_id=item.run_id,
        number=number,
        part_of=item,
        original=item.original,
        content_type=item.content_type,
        name=f"{item.name}, part {number}"[:500],
    )
    if isinstance(one, Record):
        title = one_line(one.title)[:500]
        part.name, part.title, part.format = title or part.name, title, one.format[:20]
        part.record, part.content_hash = as_json(one), content_hash(one.text)
    else:
        values = refused(one if isinstance(one, Refused) else Refused("It is a table within another file."))
        for name, value in values.items():
            setattr(part, name, value)
    return part


def _format(found: Sequence[Record | Refused | Columns]) -> str:
    return next((one.format[:20] for one in found if isinstance(one, Record)), "")


def fit(words: str) -> str:
    """Words that a table can hold, whatever a file made them say."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()
