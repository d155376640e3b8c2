"""How many entries a selection holds, in all and under each answer to a facet.

1. When nothing but days and one track is chosen, whole months come from the counts that are kept, and the days at either
   end from the rows; so does what begins before the days and may reach into them.
2. Otherwise the rows are counted: for a facet that has answers chosen, those under all the other filters; up to BOUND.
3. As of an earlier moment events are not among the rows (selection.py) and are counted in Python.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from tracker.runtime.planned import planned

from . import facets as derived
from .entries import Place
from .filters import CHOICES, FACETS, Filters
from .models import Facet, TotalCount
from .models.counts import UNDATED
from .models.entry import EntryQuerySet
from .selection import BOUND, CODES, KINDS, Selection

ALL = "all"
KEPT = {**{name: Facet[name.upper()] for name in FACETS}, ALL: Facet.ALL}
NAMES = {facet.value: name for name, facet in KEPT.items()}
# How a facet's answers stand in a row.
COLUMNS = {
    **{name: name for name in ("kind", "act", "form", "basis", "certainty")},
    ALL: "0",
    "outlet": "outlet_id",
    **{name: f"unnest({column})" for name, column in
       (("track", "tracks"), ("actor", "actors"), ("party", "parties"), ("issue", "issues"), ("stance", "stances"))},
}  # fmt: skip
NARROW = ("kind", "act", "form", "basis", "certainty", "outlet_id")
LISTS = ("tracks", "actors", "parties", "issues", "stances", "takes")
DAY = timedelta(days=1)
AFTER_UNDATED = date(1, 2, 1)  # the undated are kept in the first month of all (models.counts.UNDATED)


@dataclass(frozen=True)
class Counts:
    """`facets`: for each facet how many entries have a value, written as in an address, under all the other filters.
    `is_bounded`: there are more than BOUND entries somewhere, and what is counted is BOUND of them. `without`: where
    nothing is found, how many there would be without one filter."""

    found: int
    total: int
    facets: dict[str, Counter]
    without: Counter
    may_lie_outside: int = 0
    is_bounded: bool = False


def counts_of(selection: Selection) -> Counts:
    tally = _kept(selection) if selection.has_kept_counts else _counted(selection)
    events = derived.select(selection.derived_events, selection.filters)
    found, by_facet = tally.found + len(events.entries), tally.facets
    return Counts(
        found=found,
        total=_total(selection) if selection.filters.is_on and not selection.is_shared else found,
        facets={
            name: by_facet[name] + events.counts[name] if events.counts[name] else by_facet[name] for name in FACETS
        },
        without=Counter() if found or selection.is_shared else _without(selection) + events.without,
        may_lie_outside=_outside(selection) + sum(map(selection.filters.may_lie_outside, events.entries)),
        is_bounded=tally.is_bounded,
    )


class _Tally:
    """Counts by facet as they come in, by the tables' values."""

    def __init__(self, selection: Selection):
        self.counts: dict[str, Counter] = {name: Counter() for name in (*FACETS, ALL)}
        self.selection, self.is_bounded = selection, False

    def add(self, counted: dict[str, Counter]) -> None:
        for name, counts in counted.items():
            self.counts[name].update(counts)

    @property
    def found(self) -> int:
        return self.counts[ALL][0]

    @property
    def facets(self) -> dict[str, Counter]:
        """By the values as an address has them."""
        tracks, issues = self.selection.tracks, self.selection.issues
        slugs = {"track": tracks, "issue": issues}
        kinds = {code: word for word, code in KINDS.items()}
        found = {}
        for name in FACETS:
            if name in slugs:
                known = {pk: thing.slug for pk, thing in slugs[name].items()}
            elif name in CHOICES:
                known = kinds if name == "kind" else dict(enumerate(CODES[name], start=1))
            else:
                known = {value: str(value) for value in self.counts[name]}
            found[name] = Counter({known[value]: n for value, n in self.counts[name].items() if value in known})
        return found


# What is kept


def _kept(selection: Selection) -> _Tally:
    tally, asked, track = _Tally(selection), selection.filters, selection.one_track() or 0
    months = _whole_months(asked)
    keys = {"negotiation": selection.negotiation.pk, "track": track}
    if not months:
        kept = planned(TOTALS, keys)
    else:
        kept = planned(MONTHS, {**keys, "begin": months[0], "end": months[1]})
        ends = _ends(asked, *months)
        tally.add(_grouped(selection.rows({"dates"}).filter(ends), {name for name in COLUMNS if name != "track"}))
        if not selection.track:
            tally.add(_grouped(selection.rows({"dates", "track"}).filter(ends), {"track"}))
    for facet, value, n in kept:
        tally.counts[NAMES[facet]][value] += n
    return tally


# Of one track or, 0, of all; answers to the facet of tracks (1) are of all.
TOTALS = """
SELECT facet, value, n FROM timelines_totalcount
 WHERE negotiation_id = %(negotiation)s::bigint AND track = %(track)s::int AND facet <> 1
UNION ALL
SELECT facet, value, n FROM timelines_totalcount
 WHERE negotiation_id = %(negotiation)s::bigint AND track = 0 AND facet = 1
"""
MONTHS = """
SELECT facet, value, sum(n)::int FROM timelines_monthcount
 WHERE negotiation_id = %(negotiation)s::bigint AND track = %(track)s::int AND facet <> 1
   AND month >= %(begin)s::date AND month < %(end)s::date GROUP BY 1, 2
UNION ALL
SELECT facet, value, sum(n)::int FROM timelines_monthcount
 WHERE negotiation_id = %(negotiation)s::bigint AND track = 0 AND facet = 1
   AND month >= %(begin)s::date AND month < %(end)s::date GROUP BY 1, 2
"""


def _whole_months(asked: Filters) -> tuple[date, date] | None:
    """The first days of the first month that lies in the days asked for as a whole, and of the next that does not; None:
    no days are asked for."""
    if not (asked.first or asked.last):
        return None
    begin = max(_month_from(asked.first or date.min), AFTER_UNDATED)
    end = (asked.last + DAY).replace(day=1) if asked.last and asked.last < date.max else date.max
    return begin, max(begin, end)


def _month_from(day: date) -> date:
    """The first of a month that is on the day or next after it."""
    if day.day == 1:
        return day
    first = day.replace(day=1)
    return date.max if (first.year, first.month) == (date.max.year, 12) else (first + 31 * DAY).replace(day=1)


def _ends(asked: Filters, begin: date, end: date) -> Q:
    """What lies in the days asked for but begins outside of the months from `begin` until before `end`."""
    first, last = asked.first or date.min, asked.last or date.max
    before, behind = Q(first__gte=first, first__lt=begin), Q(first__gte=end)
    reaching = Q(first__lt=first, last__gte=first, last__gt=F("first"))
    return (before & Q(first__lte=last)) | (behind & Q(first__lte=last)) | reaching


# What is counted


def _counted(selection: Selection) -> _Tally:
    tally, asked = _Tally(selection), selection.filters
    chosen = [name for name in FACETS if asked.of(name)]
    tally.add(_grouped(selection.rows(), {name for name in COLUMNS if name not in chosen}, selection))
    tally.is_bounded = tally.found > BOUND
    for name in chosen:
        counted = _grouped(selection.rows({name}), {name, ALL}, selection)
        tally.is_bounded |= counted.pop(ALL, Counter())[0] > BOUND
        tally.add(counted)
    return tally


def _grouped(rows: EntryQuerySet, names: Iterable[str], selection: Selection | None = None) -> dict[str, Counter]:
    """`rows`, or BOUND and one of them, counted by each answer to facets and in all; one query."""
    narrow, params = rows.order_by().values_list(*NARROW, *LISTS)[: BOUND + 1].query.sql_with_params()
    parts, values = [], []
    for name in names:
        part, more = _part(name, selection)
        parts.append(part)
        values += more
    with connection.cursor() as cursor:
        cursor.execute(f"WITH found AS MATERIALIZED ({narrow}) {' UNION ALL '.join(parts)}", [*params, *values])
        counted: dict[str, Counter] = {name: Counter() for name in names}
        for name, value, n in cursor.fetchall():
            if value is not None:
                counted[name][value] = n
    return counted


def _part(name: str, selection: Selection | None) -> tuple[str, list]:
    """Issue and stance count together where the other is chosen: both must be those of one position."""
    other = {"issue": "stance", "stance": "issue"}.get(name)
    wanted = selection.values(other) if selection and other else None
    if wanted is None:
        return f"SELECT '{name}', {COLUMNS[name]}, count(*) FROM found GROUP BY 2", []
    own, its = ("take / 16", "take %% 16") if name == "issue" else ("take %% 16", "take / 16")
    taking = f"SELECT DISTINCT {own} AS value FROM unnest(takes) take WHERE {its} = ANY (%s)"
    return f"SELECT '{name}', value, count(*) FROM found CROSS JOIN LATERAL ({taking}) one GROUP BY 2", [wanted]


def _bounded(rows: EntryQuerySet) -> int:
    return rows.order_by().values("kind")[: BOUND + 1].count()


def _total(selection: Selection) -> int:
    """Of the page without filters."""
    if selection.is_as_of:
        return _bounded(selection.under(Filters()).rows()) + len(selection.derived_events)
    track = selection.track.pk if selection.track else 0
    kept = TotalCount.objects.of(selection.negotiation).filter(track=track, facet=Facet.ALL)
    return kept.values_list("n", flat=True).first() or 0


def _outside(selection: Selection) -> int:
    """How many may, their dates being uncertain, lie outside of the days asked for."""
    asked, beyond = selection.filters, Q()
    if asked.first:
        beyond |= Q(first__lt=asked.first)
    if asked.last:
        beyond |= Q(last__gt=asked.last)
    return _bounded(selection.rows().filter(beyond, last__gt=F("first"))) if beyond else 0


def _without(selection: Selection) -> Counter:
    asked = selection.filters
    on = [name for name in FACETS if asked.of(name)] + ["text"] * bool(asked.text)
    on += ["dates"] * bool(asked.first or asked.last)
    return Counter({name: _bounded(selection.rows({name})) for name in on})


def by_month(selection: Selection, months: Iterable[date | None], places: Iterable[Place]) -> Counter:
    """How many of the selection, and of `places`, begin in each of these months (first days; None: undated)."""
    wanted = set(months)
    counted = Counter(place.span.first.replace(day=1) if place.span else None for place in places)
    kept = _kept_by_month(selection, wanted)
    counted.update(kept)
    rows, left = selection.rows(), sorted(month for month in wanted if month and month not in kept)
    if None in wanted and None not in kept:
        counted[None] += rows.filter(first=None).count()
    if left:
        of_them = rows.filter(first__gte=left[0], first__lt=_month_from(left[-1] + DAY))
        by_first = of_them.order_by().values_list(TruncMonth("first")).annotate(n=Count("kind"))
        counted.update({month: n for month, n in by_first if month in left})
    return counted


def _kept_by_month(selection: Selection, wanted: set[date | None]) -> dict[date | None, int]:
    if not selection.has_kept_counts:
        return {}
    whole = _whole_months(selection.filters)
    months = [month or UNDATED for month in wanted if not whole or (month and whole[0] <= month < whole[1])]
    rows = planned(OF_MONTHS, [selection.negotiation.pk, selection.one_track() or 0, months])
    return {None if month == UNDATED else month: n for month, n in rows}


OF_MONTHS = """
SELECT month, n FROM timelines_monthcount
 WHERE negotiation_id = %s::bigint AND track = %s::int AND facet = 0 AND value = 0 AND month = ANY (%s::date[])
"""
