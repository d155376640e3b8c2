"""Pages by key: a page stays what it is when entries come or go before it, and costs the same however far one reads.

1. A key is where an entry stands: first and last day, kind, id. What lies beyond it is asked for in runs, each of which is
   one range of the index: the rest of the same kind and days, of the same days, of the same first day, of all other days,
   the undated. One run after the other until the page is full; in a full day that is one.
2. Back is the same with everything turned round.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from .entries import RANK, Place, Span
from .models.entry import EntryQuerySet

KEY = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{4}-[0-9]{2}-[0-9]{2})|undated)_([a-z]+)_([1-9][0-9]{0,17})")
KINDS = {rank: kind for kind, rank in RANK.items()}
COLUMNS = ("kind", "object_id", "first", "last", "is_vague")


@dataclass(frozen=True)
class Page:
    """`next` and `previous`: keys for the address (`after`, `before`), "" where there is no more. `wrong_key`: the
    address had one that cannot be read, and the page is the first."""

    entries: list[Place]
    next: str = ""
    previous: str = ""
    wrong_key: bool = False


def page_of(
    rows: EntryQuerySet,
    *,
    also: Iterable[Place] = (),
    newest_first: bool,
    after: str = "",
    before: str = "",
    size: int = 50,
) -> Page:
    """The page of `rows` and of what is there `also` that begins after one key or ends before another."""
    key = _read(after or before)
    reading = _Reading(rows, list(also), newest_first)
    if key and not after:
        found = reading.back(key, size + 1)
        if len(found) >= size:
            return _page(found[-size:], more_before=len(found) > size, more_after=bool(reading.on(found[-1], 1)))
        key = None  # the list begins less than a page before the key
    found = reading.on(key, size + 1)
    is_wrong = bool(after or before) and _read(after or before) is None
    return _page(found[:size], more_before=key is not None, more_after=len(found) > size, wrong_key=is_wrong)


def _page(found: list[Place], *, more_before: bool, more_after: bool, wrong_key: bool = False) -> Page:
    return Page(
        entries=found,
        next=_write(found[-1]) if more_after and found else "",
        previous=_write(found[0]) if more_before and found else "",
        wrong_key=wrong_key,
    )


class _Reading:
    """Reads on from a place, or back from it."""

    def __init__(self, rows: EntryQuerySet, also: list[Place], newest_first: bool):
        self.rows, self.also, self.newest_first = rows, also, newest_first

    def on(self, key: Place | None, most: int) -> list[Place]:
        return self._read(key, most, is_back=False)

    def back(self, key: Place, most: int) -> list[Place]:
        """In the order of the list too."""
        return self._read(key, most, is_back=True)[::-1]

    def _read(self, key: Place | None, most: int, *, is_back: bool) -> list[Place]:
        order, found = self._order(is_back), []
        for run in _runs(key, later=self.newest_first == is_back, is_back=is_back):
            found += [
                _place(row) for row in self.rows.filter(run).order_by(*order).values_list(*COLUMNS)[: most - len(found)]
            ]
            if len(found) == most:
                break
        if self.also:
            found = sorted(
                [*found, *filter(self._beyond(key, is_back), self.also)], key=self._sort_key, reverse=is_back
            )
        return found[:most]

    def _order(self, is_back: bool) -> list:
        """As the index entry_newest goes, or as it goes backwards; undated ones are a run of their own."""
        by_day = [F(name) for name in ("first", "last")]
        if self.newest_first == is_back:
            days = [day.asc(nulls_first=True) for day in by_day]
        else:
            days = [day.desc(nulls_last=True) for day in by_day]
        return [*days, *(["-kind", "-object_id"] if is_back else ["kind", "object_id"])]

    def _sort_key(self, place: Place) -> tuple:
        return place.order(self.newest_first)

    def _beyond(self, key: Place | None, is_back: bool):
        if key is None:
            return lambda place: True
        end = self._sort_key(key)
        return (lambda place: self._sort_key(place) < end) if is_back else (lambda place: self._sort_key(place) > end)


def _runs(key: Place | None, *, later: bool, is_back: bool) -> Iterator[Q]:
    """What lies beyond the key, nearest first. `later`: towards later days."""
    undated, dated = Q(first__isnull=True), Q(first__isnull=False)
    if key is None:
        yield from (dated, undated)
        return
    days = Q(first=key.span.first, last=key.span.last) if key.span else undated
    days_beyond, ids_beyond = ("gt" if later else "lt"), ("lt" if is_back else "gt")
    rank = RANK[key.kind]
    yield days & Q(kind=rank, **{f"object_id__{ids_beyond}": key.pk})
    yield days & Q(**{f"kind__{ids_beyond}": rank})
    if key.span:
        yield Q(first=key.span.first, **{f"last__{days_beyond}": key.span.last})
        yield Q(**{f"first__{days_beyond}": key.span.first})
        if not is_back:
            yield undated
    elif is_back:
        yield dated


def _place(row: tuple) -> Place:
    kind, pk, first, last, is_vague = row
    return Place(KINDS[kind], pk, Span(first, last, is_vague) if first else None)


def _write(place: Place) -> str:
    days = f"{place.span.first.isoformat()}_{place.span.last.isoformat()}" if place.span else "undated"
    return f"{days}_{place.kind}_{place.pk}"


def _read(key: str) -> Place | None:
    match = KEY.fullmatch(key)
    if not match or match[3] not in RANK:
        return None
    try:
        days = [date.fromisoformat(part) for part in match.group(1, 2) if part]
    except ValueError:
        return None
    return Place(match[3], int(match[4]), Span(*days) if days else None)
