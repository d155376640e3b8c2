"""Which entries of a stretch of time are shown one by one, as marks: events, then tabled texts, then what was said.

Of events and texts that are too many some are taken, spread over the time. A statement is one of many like it: where not
all of them fit, the bars alone tell of them, and zooming in opens them.
"""

from collections.abc import Iterator

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from .entries import EVENT, PROPOSAL, STATEMENT
from .entries import Entry as Derived
from .models import EntryKind
from .tiles import DAY
from .tiles_lanes import ALL, NO_TRACK
from .tiles_marks import Mark, told
from .tiles_source import COLUMNS, Source, instant, moment, seconds

NAMES = {EntryKind.EVENT: EVENT, EntryKind.PROPOSAL: PROPOSAL, EntryKind.STATEMENT: STATEMENT}
TAKES_POSITION = 3  # `weight` of such statements and all that come before them
POSITIONS, OTHERS = {"weight__gt": 1, "weight__lte": TAKES_POSITION}, {"weight__gt": TAKES_POSITION}


def marks(source: Source, begin: int, end: int, most: int) -> list[Mark]:
    """The most important entries that begin in the stretch, at most so many; seven queries at most."""
    within = {"earliest__gte": moment(begin), "earliest__lt": moment(end)}
    rows = source.between(begin, end).filter(**within)
    found = [_derived(source, event) for event in source.derived if begin <= seconds(event.span.first) < end]
    found = _thinned(found, most * 3 // 4) if len(found) > most else found
    for kind in (EntryKind.EVENT, EntryKind.PROPOSAL):
        found += _spread(source, rows.filter(kind=kind, weight__lte=1), most - len(found))
    for level in (POSITIONS, OTHERS):
        said = list(_read(source, rows.filter(**level)[: most - len(found) + 1]))
        if len(found) + len(said) > most:
            break
        found += said
    return told(found, source.selection)


def _spread(source: Source, rows, room: int) -> list[Mark]:
    all_of_them = list(_read(source, rows[: room + 1]))
    if len(all_of_them) <= room:
        return all_of_them
    step = -(-rows.count() // (room * 3 // 4))
    numbered = rows.annotate(place=Window(RowNumber(), order_by=["earliest", "object_id"]) % step)
    return list(_read(source, numbered.filter(place=0)))


def _thinned(found: list, room: int) -> list:
    return [found[place * len(found) // room] for place in range(room)]


def _read(source: Source, rows) -> Iterator[Mark]:
    column = F(COLUMNS[source.by]) if source.by in COLUMNS else F("tracks")
    columns = ("kind", "object_id", "earliest", "latest", "is_vague")
    for kind, pk, earliest, latest, is_vague, ids in rows.values_list(*columns, column):
        yield Mark(NAMES[kind], pk, _lanes(source, ids), instant(earliest), instant(latest), is_vague)


def _lanes(source: Source, ids: list[int]) -> tuple[str, ...]:
    if source.by == "one":
        return (ALL,)
    keys = tuple(source.ids[pk] for pk in ids if pk in source.ids)
    return keys if keys or ids or source.by != "track" else (NO_TRACK,)


def _derived(source: Source, event: Derived) -> Mark:
    span = event.span
    last = seconds(span.last) + DAY - 1
    return Mark(EVENT, event.pk, tuple(source.keys_of(event)), seconds(span.first), last, span.is_vague)
