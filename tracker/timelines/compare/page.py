"""The page put together: both sides, the lanes of both on one axis and on one scale, the tables."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import as_of
from tracker.timelines.axis import Axis, axis_for, days_words, percent
from tracker.timelines.counts import Counts, counts_of
from tracker.timelines.facets import Facet, facets
from tracker.timelines.filters import LANES, Filters
from tracker.timelines.naming import Naming, Words
from tracker.timelines.places import timeline_address
from tracker.timelines.selection import BOUND, Selection
from tracker.timelines.strip import Choice, Column, Drawing, Drawn, Strip, draw
from tracker.timelines.strip_marks import Sign, signs
from tracker.timelines.tiles_source import Source
from tracker.web.public_by import parse as read_public_by

from .choose import Group, groups, saved_views
from .pair import Pair
from .tables import Side as Told
from .tables import Table, tables


@dataclass(frozen=True)
class Side:
    """`name`: "a" or "b". `drop`: the timeline of the other side, "" where there is none."""

    name: str
    pair: Pair
    filters: Filters
    words: list[Words]
    counts: Counts
    facets: list[Facet]
    page: str
    strip: Strip | None
    lanes: list[Drawn]
    drop: str

    @property
    def letter(self) -> str:
        return self.name.upper()

    @property
    def found_words(self) -> str:
        return f"{min(self.counts.found, BOUND):,}"

    @property
    def more_than(self) -> bool:
        return self.counts.is_bounded and self.counts.found > BOUND

    @property
    def timeline(self) -> str:
        return self.page + self.filters.address()

    @property
    def chips(self) -> list[tuple[Words, str]]:
        """Each filter with the address of the comparison without it; "" where it stays."""
        return [(one, "" if one.facet == "public_by" else self._without(one)) for one in self.words]

    def _without(self, one: Words) -> str:
        return self.pair.put(self.name, self.filters.without(one.facet, one.value or None)).address()


@dataclass(frozen=True)
class Comparison:
    """`sides`: one while nothing has been chosen to compare with. `axis`: None without anything dated."""

    negotiation: Negotiation
    pair: Pair
    sides: list[Side]
    axis: Axis | None
    columns: list[Column]
    tables: list[Table]
    choices: list[Group]

    @property
    def is_whole(self) -> bool:
        return len(self.sides) == 2

    @property
    def notes(self) -> list[str]:
        return [f"{side.letter}: {note}" for side in self.sides for note in side.filters.notes]

    @property
    def query_a(self) -> str:
        return self.pair.a.address()[1:]

    @property
    def query_b(self) -> str:
        return self.pair.of("b").address()[1:]

    @property
    def swap(self) -> str:
        return self.pair.swapped().address()

    @property
    def span(self) -> str:
        return days_words(self.axis.first, self.axis.last) if self.axis else ""

    @property
    def kinds(self) -> list[Choice]:
        """What else the lanes of both may stand for."""
        shown = self.pair.a.lanes or "track"
        return [
            Choice(value, str(label), self.pair.in_lanes("" if value == "track" else value).address(), value == shown)
            for value, label in LANES.items()
        ]

    @property
    def strip(self) -> Strip | None:
        return next((side.strip for side in self.sides if side.strip), None)

    @property
    def room(self) -> int:
        return max((len(side.strip.room.rows) for side in self.sides if side.strip), default=1)

    @property
    def legend(self) -> list[Sign]:
        return signs(one.mark for side in self.sides for drawn in side.lanes for one in drawn.marks)


def comparison(negotiation: Negotiation, pair: Pair, *, user) -> Comparison:
    """Fifty queries at most, whatever the data."""
    asked = {"a": pair.a} | ({"b": pair.b} if pair.b is not None else {})
    naming = Naming(negotiation, asked.values())
    selections = {name: _selection(negotiation, filters, user) for name, filters in asked.items()}
    strips, axis, days = _strips(selections)
    shown = {drawn.lane.key for strip in strips.values() if strip for drawn in strip.drawn if drawn.count}
    page, sides = timeline_address(negotiation), []
    for name, filters in asked.items():
        counts, strip = counts_of(selections[name]), strips[name]
        sides.append(
            Side(
                name=name,
                pair=pair,
                filters=filters,
                words=naming.of(filters),
                counts=counts,
                facets=_facets(selections[name], counts),
                page=page,
                strip=strip,
                lanes=[drawn for drawn in strip.drawn if drawn.lane.key in shown] if strip else [],
                drop=page + pair.of("a" if name == "b" else "b").address() if len(asked) == 2 else "",
            )
        )
    told = [Told(side.filters, side.counts.facets, side.facets, page) for side in sides]
    return Comparison(
        negotiation=negotiation,
        pair=pair,
        sides=sides,
        axis=axis,
        columns=_columns(axis, days, pair) if axis else [],
        tables=tables(*told) if len(told) == 2 else [],
        choices=groups(list(saved_views(negotiation, user)), sides[0].facets),
    )


def _selection(negotiation: Negotiation, filters: Filters, user) -> Selection:
    """Each side may be read as of its own day."""
    return Selection(negotiation, filters, user=user, public_by=read_public_by(filters.public_by).moment)


def _facets(selection: Selection, counts: Counts) -> list[Facet]:
    """With all the answers of those that a side may be changed to."""
    return facets(selection, counts.facets, whole="actor")


# Lanes


def _strips(selections: dict[str, Selection]) -> tuple[dict[str, Strip | None], Axis | None, list[Counter]]:
    """The lanes of each side in its own days, all on one axis, and bars of one height for one count; and by day how many
    entries each side has."""
    sources = {name: Source(selection) for name, selection in selections.items()}
    days = [Counter(source.by_day()) for source in sources.values()]
    axis = _axis(days, [selection.filters for selection in selections.values()])
    if axis is None:
        return dict.fromkeys(sources), None, days
    today = {name: as_of(selection.public_by).date() for name, selection in selections.items()}
    strips = {name: draw(source, today[name], Drawing.WHOLE, on=axis) for name, source in sources.items()}
    tallest = max(strip.tallest for strip in strips.values() if strip)
    return (
        {
            name: draw(sources[name], today[name], Drawing.WHOLE, on=axis, tallest=tallest)
            if strip and strip.tallest < tallest
            else strip
            for name, strip in strips.items()
        },
        axis,
        days,
    )


def _axis(days: list[Counter], asked: list[Filters]) -> Axis | None:
    """From the first day to the last of what either shows: the days it asks for, else those that hold its entries."""
    wholes = [axis_for(counts, filters.first, filters.last) for counts, filters in zip(days, asked, strict=True)]
    spans = [
        (filters.first or axis.first, filters.last or axis.last)
        for axis, filters in zip(wholes, asked, strict=True)
        if axis
    ]
    if not spans:
        return None
    first, last = min(first for first, _last in spans), max(last for _first, last in spans)
    return Axis(min(first, last), max(first, last))


def _columns(axis: Axis, days: list[Counter], pair: Pair) -> list[Column]:
    return [_column(axis, first, last, days, pair) for first, last in axis.bins]


def _column(axis: Axis, first: date, last: date, days: list[Counter], pair: Pair) -> Column:
    counts = [sum(n for day, n in of_side.items() if first <= day <= last) for of_side in days]
    words = ", ".join(f"{letter} {n}" for letter, n in zip("AB", counts, strict=False))
    width = percent(100 * ((last - first).days + 1) / axis.days)
    title = _("%(days)s: %(counts)s") % {"days": days_words(first, last), "counts": words}
    return Column(percent(axis.x(first)), width, title, pair.between(first, last).address())
