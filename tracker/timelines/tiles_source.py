"""What lanes are drawn from: the entries of a selection, counted by lane and time.

1. Where nothing but one track is chosen the counts kept by day answer (models.DayCount), whatever the size.
2. Else the narrow rows are counted, exactly up to BOUND of them; above it a fixed sample is, every SAMPLE-th entry, and
   `one_in` says so.
3. Hours are not kept: where bins are of an hour or less the rows are counted, of which the window then holds few. In
   between, several hours a bin, days are told apart, not hours.
4. As of an earlier moment events are what their claims said by then; there are few, and they are added here.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F

from tracker.negotiations.models import Actor
from tracker.runtime.planned import planned

from . import entries
from .models import DayCount, Facet, TotalCount
from .selection import BOUND, Selection
from .tiles import DAY, EARLIEST, HOUR, LATEST, Counts
from .tiles_lanes import ALL, MOST_LANES, NO_TRACK, Lanes, lanes_of

SAMPLE = 16
BY_DAY = """
SELECT day, sum(n)::int FROM timelines_daycount
 WHERE negotiation_id = %s::bigint AND facet = %s::smallint AND value = %s::int AND day > '0001-01-01' GROUP BY 1
"""
EPOCH = date(1970, 1, 1).toordinal()
# By what lanes are made: the column of a row, the facet of kept counts.
COLUMNS = {"track": "tracks", "actor": "actors", "issue": "issues"}
FACETS = {"track": Facet.TRACK, "actor": Facet.ACTOR, "issue": Facet.ISSUE, "one": Facet.ALL}
# In SQL, of a row `r`: whether it is known more closely than by the day.
IS_CLOSE = "r.latest - r.earliest < interval '23 hours'"


class Source:
    """Every count is at the earliest day or instant; entries without a date are left out."""

    def __init__(self, selection: Selection, *, of_any_day: bool = False):
        """`of_any_day`: whatever the days asked for, unless they bound what is shared."""
        leave_out = ("dates",) if of_any_day and not selection.is_shared else ()
        filters = selection.filters
        self.selection, self.by, self.one_in = selection, filters.lanes or "track", 1
        self.rows = selection.rows(leave_out=leave_out).exclude(first=None).order_by()
        self.track = selection.one_track()
        any_day = "dates" in leave_out or not (filters.first or filters.last)
        self.is_kept = selection.has_kept_counts and any_day and self.track != 0  # 0: a track that is not known
        asked = filters.without("dates") if "dates" in leave_out else filters
        self.derived = [one for one in selection.derived_events if one.span and not asked.failed_by(one)]

    # The lanes

    @cached_property
    def lanes(self) -> Lanes:
        return lanes_of(self._things, self._totals, self.selection.filters, self.by)

    @cached_property
    def ids(self) -> dict[int, str]:
        """Keys of the lanes by the ids that rows and counts have."""
        if self.by == "one":
            return {0: ALL}
        shown = set(self.lanes.keys)
        return {thing.pk: key for key, thing in self._things.items() if key in shown}

    @cached_property
    def _things(self) -> dict[str, object]:
        selection = self.selection
        if self.by == "track":
            chosen = selection.filters.of("track")
            tracks = [selection.track] if selection.track else selection.tracks.values()
            return {one.slug: one for one in tracks if not chosen or one.slug in chosen}
        if self.by == "issue":
            return {issue.slug: issue for issue in selection.issues.values()}
        if self.by == "actor":
            wanted = {int(value) for value in selection.filters.of("actor")} & set(self._by_id)
            most = {pk for pk, _n in self._by_id.most_common(MOST_LANES)}
            return {str(actor.pk): actor for actor in Actor.objects.filter(pk__in=wanted or most)}
        return {}

    @cached_property
    def _totals(self) -> dict[str, int]:
        if self.by == "track":
            off = self._off_track
            return {NO_TRACK: 1} if off is not None and off.exists() else {}
        if self.by == "one":
            return {}
        return {key: self._by_id[thing.pk] for key, thing in self._things.items()}

    @cached_property
    def left_out(self) -> int:
        """Of actors and issues those that have entries but no lane."""
        return max(len(self._by_id) - MOST_LANES, 0) if self.by in ("actor", "issue") else 0

    @cached_property
    def _by_id(self) -> Counter:
        """Of actors or issues, how many entries each has."""
        if self.is_kept:
            kept = TotalCount.objects.of(self.selection.negotiation).filter(
                track=self.track or 0, facet=FACETS[self.by]
            )
            return Counter(dict(kept.values_list("value", "n")))
        found = self._counted("lane, 0", "unnest(r.lanes) lane", [COLUMNS[self.by]])
        counts = Counter({lane: n for lane, _none, n in found})
        for event in self.derived:
            counts.update(self._lane_ids(event))
        return counts

    @cached_property
    def _off_track(self):
        """Rows on no track, where they can be in a lane."""
        chosen = self.selection.track or self.selection.filters.of("track")
        return None if chosen else self.rows.filter(tracks=[])

    # Counts

    def by_day(self) -> dict[date, int]:
        """Entries by earliest day, each once, whichever its lanes."""
        if self.is_kept:
            facet, value = (Facet.TRACK, self.track) if self.track else (Facet.ALL, 0)
            counts = Counter(dict(planned(BY_DAY, [self.selection.negotiation.pk, facet, value])))
        else:
            counts = Counter({day: n for _lane, day, n in self._counted("0, r.first", "", [])})
        counts.update(event.span.first for event in self.derived)
        return counts

    def bins(self, width: int, begin: int, end: int) -> Counts:
        """By lane and bin, from the bin that begins at `begin` on. Of an hour and less only what is known so closely."""
        if width >= DAY:
            return [*self._day_bins(width, begin, end), *self._derived(width, begin, end)]
        if width > HOUR:
            return []  # told by day
        bin_of = "floor((extract(epoch FROM r.earliest) - %s) / %s)::integer"
        return list(self._of_lanes(bin_of, [begin, width], begin, end, f"AND {IS_CLOSE}"))

    def days(self, width: int, begin: int, end: int) -> Counts:
        """For bins narrower than a day: by lane and day, of days that begin in the stretch, counted from the day of
        `begin` on: all of a day, or where bins tell hours what is known by the day only."""
        if width >= DAY:
            return []
        first, start = begin // DAY * DAY, -(-begin // DAY) * DAY
        derived = [(lane, (at - first) // DAY, 1) for lane, at in self._derived_at(start, end)]
        if width > HOUR:
            offset = (start - first) // DAY
            return [*((lane, place + offset, n) for lane, place, n in self._day_bins(DAY, start, end)), *derived]
        place, more = "r.first - %s::date", f"AND NOT {IS_CLOSE}"
        return [*self._of_lanes(place, [day_at(begin)], start, end, more), *derived]

    def _day_bins(self, width: int, begin: int, end: int) -> Iterator[tuple[str, int, int]]:
        first, step = day_at(begin), width // DAY
        if not self.is_kept or (self.track and self.by in ("actor", "issue")):
            yield from self._of_lanes("(r.first - %s::date) / %s", [first, step], begin, end)
            return
        facet = Facet.TRACK if self.track else FACETS[self.by]
        values = {self.track: self.lanes.keys[0]} if self.track else self.ids
        if not values:
            return
        kept = self._kept(facet, list(values)).filter(day__gte=first, day__lte=day_at(end - 1)).exclude(day=date.min)
        sql, parameters = kept.values_list("value", "day", "n").query.sql_with_params()
        grouped = f"SELECT value, (day - %s) / %s, sum(n) FROM ({sql}) r (value, day, n) GROUP BY 1, 2"
        for value, place, n in _asked(grouped, [first, step, *parameters]):
            yield values[value], place, n
        if self.by == "track" and NO_TRACK in self.lanes.keys:
            yield from self._off("(r.first - %s::date) / %s", [first, step], begin, end)

    def _kept(self, facet: int, values: list[int]):
        return DayCount.objects.of(self.selection.negotiation).filter(facet=facet, value__in=values).order_by()

    def _of_lanes(
        self, place: str, values: list, begin: int, end: int, more: str = ""
    ) -> Iterator[tuple[str, int, int]]:
        """Counts of rows whose earliest day lies in the stretch, by lane and `place`."""
        rows = self.between(begin, end)
        where = f"WHERE TRUE {more}"
        if self.by == "one":
            for _lane, at, n in self._counted(f"0, {place}", "", [], values, where, rows):
                yield ALL, at, n
            return
        where, wanted = f"WHERE lane = ANY(%s) {more}", list(self.ids)
        columns = [COLUMNS[self.by]]
        for lane, at, n in self._counted(
            f"lane, {place}", "unnest(r.lanes) lane", columns, values, where, rows, [wanted]
        ):
            yield self.ids[lane], at, n
        if NO_TRACK in self.lanes.keys:
            yield from self._off(place, values, begin, end, f"WHERE TRUE {more}")

    def _off(self, place: str, values: list, begin: int, end: int, where: str = "") -> Iterator[tuple[str, int, int]]:
        rows = self.between(begin, end).filter(tracks=[])
        for _lane, at, n in self._counted(f"0, {place}", "", [], values, where, rows):
            yield NO_TRACK, at, n

    def between(self, begin: int, end: int):
        """Rows that begin on a day of the stretch."""
        return self.rows.filter(first__gte=day_at(begin), first__lte=day_at(end - 1))

    def _counted(self, what, unnested, columns, values=(), where="", rows=None, more=()) -> list[tuple]:
        """`what` (lane and place, in SQL of a row `r`) with counts; exact up to BOUND rows, else from the sample."""
        rows = self.rows if rows is None else rows
        columns = ["first", "earliest", "latest", *columns]
        names = ", ".join(["first", "earliest", "latest", "lanes"][: len(columns)])
        try:
            inner, parameters = rows.values_list(*columns)[: BOUND + 1].query.sql_with_params()
        except EmptyResultSet:  # a filter that nothing can meet
            return []
        table = f"FROM r {',' if unnested else ''} {unnested} {where}"
        sql = f"WITH r ({names}) AS MATERIALIZED ({inner}) SELECT {what}, count(*), (SELECT count(*) FROM r) {table} GROUP BY 1, 2"
        found = _asked(sql, [*parameters, *values, *more])
        if not found or found[0][3] <= BOUND:
            return [row[:3] for row in found]
        self.one_in = SAMPLE
        inner, parameters = sampled(rows).values_list(*columns).query.sql_with_params()
        sql = f"WITH r ({names}) AS MATERIALIZED ({inner}) SELECT {what}, count(*) {table} GROUP BY 1, 2"
        return [(lane, place, n * SAMPLE) for lane, place, n in _asked(sql, [*parameters, *values, *more])]

    # As of an earlier moment

    def _derived(self, width: int, begin: int, end: int) -> Iterator[tuple[str, int, int]]:
        for lane, at in self._derived_at(begin, end):
            yield lane, (at - begin) // width, 1

    def _derived_at(self, begin: int, end: int) -> Iterator[tuple[str, int]]:
        for event in self.derived:
            if begin <= (at := seconds(event.span.first)) < end:
                for lane in self.keys_of(event):
                    yield lane, at

    def keys_of(self, event: entries.Entry) -> list[str]:
        if self.by == "one":
            return [ALL]
        keys = [self.ids[pk] for pk in self._lane_ids(event) if pk in self.ids]
        return keys or ([NO_TRACK] if self.by == "track" and not event.facets["track"] else [])

    def _lane_ids(self, event: entries.Entry) -> set[int]:
        if self.by == "track":
            return {pk for pk, track in self.selection.tracks.items() if track.slug in event.facets["track"]}
        return {int(pk) for pk in event.facets["actor"]} if self.by == "actor" else set()


def sampled(rows):
    """Always the same entries, one in SAMPLE; they have an index of their own (entry_sample)."""
    return rows.annotate(part=F("object_id") % SAMPLE).filter(part=0)


def _asked(sql: str, parameters: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def seconds(day: date) -> int:
    """When the day begins (UTC), in seconds since 1970."""
    return (day.toordinal() - EPOCH) * DAY


def day_at(moment: int) -> date:
    """The day (UTC) of so many seconds since 1970."""
    return date.fromordinal(min(max(moment // DAY + EPOCH, 1), date.max.toordinal()))


def instant(moment: datetime) -> int:
    return int(moment.timestamp())


def moment(at: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(at, EARLIEST), LATEST - 1))
