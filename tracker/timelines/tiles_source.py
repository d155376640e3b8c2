"""What lanes are drawn from: the entries of a selection, counted by lane and time."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Protocol

from .entries import EVENT, PROPOSAL, STATEMENT, Dossier, Entry, read
from .filters import Filters
from .tiles import DAY, Counts
from .tiles_lanes import ALL, NO_TRACK, Lanes, lanes_of
from .tiles_marks import Mark, told

WEIGHT = {EVENT: 0, PROPOSAL: 1, STATEMENT: 2}
EPOCH = date(1970, 1, 1).toordinal()


class Source(Protocol):
    """Counts leave out entries without a date. Every count is at the earliest day or instant."""

    lanes: Lanes
    one_in: int

    def by_day(self) -> dict[date, int]:
        """Entries by earliest day, each once, whichever its lanes."""

    def bins(self, width: int, begin: int, end: int) -> Counts:
        """By lane and bin, from the bin that begins at `begin` on; narrower than a day only what is known so closely."""

    def days(self, begin: int, end: int) -> Counts:
        """By lane and day, from the day of `begin` on: what is known by the day only."""

    def marks(self, begin: int, end: int, most: int) -> list[Mark]:
        """The most important entries, at most so many, told. Of a kind that does not fit as a whole some are taken, spread
        over the time; statements, of which each is one of many, are then left to the counts."""


class Read:
    """Entries that were read into memory (entries.read); none of them is known more closely than by the day."""

    one_in = 1

    def __init__(self, dossier: Dossier, entries: Iterable[Entry], filters: Filters, *, track=None, **reader):
        self.by, self.negotiation, self.reader = filters.lanes or "track", dossier.negotiation, reader
        self.entries = [entry for entry in entries if entry.span]
        totals = Counter(key for entry in self.entries for key in self._keys(entry))
        self.lanes = lanes_of(self._things(dossier, track), totals, filters, self.by)

    def _things(self, dossier: Dossier, track) -> dict:
        if self.by == "track":
            return {one.slug: one for one in ([track] if track else dossier.tracks.values())}
        if self.by == "issue":
            return {issue.slug: issue for issue in dossier.issues.values()}
        return {str(actor.pk): actor for actor in dossier.actors.values()}

    def _keys(self, entry: Entry) -> set[str]:
        if self.by == "track":
            return set(entry.facets["track"]) or {NO_TRACK}
        if self.by == "issue":
            return {slug for taken in entry.taken for slug in taken.issues}
        return set(entry.facets.get("actor", ())) if self.by == "actor" else {ALL}

    @cached_property
    def _days(self) -> Counter:
        return Counter((key, entry.span.first) for entry in self.entries for key in self._keys(entry))

    def by_day(self) -> dict[date, int]:
        return Counter(entry.span.first for entry in self.entries)

    def bins(self, width: int, begin: int, end: int) -> Counts:
        return _counted(self._days, width, begin, end) if width >= DAY else []

    def days(self, begin: int, end: int) -> Counts:
        return _counted(self._days, DAY, begin // DAY * DAY, end)

    def marks(self, begin: int, end: int, most: int) -> list[Mark]:
        found: list[Entry] = []
        inside = sorted(
            (e for e in self.entries if begin <= seconds(e.span.first) < end), key=attrgetter("span.first", "pk")
        )
        for kind in WEIGHT:
            of_kind, room = [entry for entry in inside if entry.kind == kind], most - len(found)
            if len(of_kind) <= room:
                found += of_kind
            elif kind != STATEMENT:
                found += thinned(of_kind, room * 3 // 4)
        return told(map(self._mark, found), self.negotiation, **self.reader)

    def _mark(self, entry: Entry) -> Mark:
        first, last = seconds(entry.span.first), seconds(entry.span.last) + DAY - 1
        return Mark(entry.kind, entry.pk, tuple(self._keys(entry)), first, last, entry.span.is_vague)


def thinned(entries: list, room: int) -> list:
    return [entries[place * len(entries) // room] for place in range(room)]


def _counted(days: Counter, width: int, begin: int, end: int) -> Counts:
    counts: Counter = Counter()
    for (key, day), count in days.items():
        at = seconds(day)
        if begin <= at < end:
            counts[key, (at - begin) // width] += count
    return [(key, place, count) for (key, place), count in counts.items()]


def seconds(day: date) -> int:
    """When the day begins (UTC), in seconds since 1970."""
    return (day.toordinal() - EPOCH) * DAY


def day_at(moment: int) -> date:
    """The day (UTC) of so many seconds since 1970."""
    return date.fromordinal(min(max(moment // DAY + EPOCH, 1), date.max.toordinal()))


def source_of(negotiation, filters: Filters, *, track=None, user, public_by=None) -> Source:
    """The source of lanes for what `user` may see under the filters."""
    dossier = read(negotiation, user=user, public_by=public_by, words=filters.words)
    let_in = [e for e in dossier.entries if (not track or track.slug in e.facets["track"]) and not filters.failed_by(e)]
    return Read(dossier, let_in, filters, track=track, user=user, public_by=public_by)
