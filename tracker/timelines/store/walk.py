"""Walking through all that the read side ought to hold or holds of a negotiation, in batches that a transaction bears."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from tracker.events.models import Event
from tracker.negotiations.models import Negotiation, Proposal
from tracker.statements.models import Statement

from ..models import DayCount, Entry, EntryKind, MonthCount, OnTrack
from ..models.counts import UNDATED
from ..models.entry import KEY_STEP

BATCH = 2000  # entries


def batches(negotiation: Negotiation, kind: int, after: int = 0) -> Iterator[list[int]]:
    """Ids of the objects of a kind that are there or kept, in order, those above `after`."""
    while ids := _next(negotiation, kind, after):
        yield ids
        after = ids[-1]


def _next(negotiation: Negotiation, kind: int, after: int) -> list[int]:
    base = kind * KEY_STEP
    keys = {"negotiation": negotiation, "kind": kind}
    there = _objects(kind).filter(negotiation=negotiation, pk__gt=after).order_by("pk")
    kept = Entry.objects.filter(**keys, pk__gt=base + after, pk__lt=base + KEY_STEP).order_by("pk")
    tracks = OnTrack.objects.filter(**keys, entry_id__gt=base + after, entry_id__lt=base + KEY_STEP)
    found = {
        *there.values_list("pk", flat=True)[:BATCH],
        *kept.values_list("object_id", flat=True)[:BATCH],
        *tracks.order_by("entry_id").values_list("object_id", flat=True)[:BATCH],
    }
    return sorted(found)[:BATCH]


def _objects(kind: int):
    if kind == EntryKind.STATEMENT:
        return Statement.objects.published()
    return Event.objects.all() if kind == EntryKind.EVENT else Proposal.objects.all()


def months(negotiation: Negotiation) -> list[date]:
    """The first days of the months in which something is or should be counted."""
    of = {"negotiation": negotiation}
    days = Entry.objects.filter(**of).order_by().values_list("first", flat=True).distinct()
    counted = DayCount.objects.filter(**of).order_by().values_list("day", flat=True).distinct()
    in_months = MonthCount.objects.filter(**of).order_by().values_list("month", flat=True).distinct()
    return sorted({(day or UNDATED).replace(day=1) for day in (*days, *counted, *in_months)})


def call(function: str, *values) -> None:
    """A function of the store, for its effect."""
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", values)
