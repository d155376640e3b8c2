"""The lanes above a timeline as the server draws them: the page's first picture, and all of it without scripts.

1. The window is the days asked for, or else all days that hold entries but for a few far away; the overview above
   the lanes always shows the latter.
2. Bars count entries, on a logarithmic scale, so that one stays visible beside a thousand. An uncertain date counts at
   its earliest day, so that sums stay sums, and its mark trails a soft span besides.
3. An entry on several tracks stands in the lane of each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from math import log1p

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .axis import Axis, Tick, axis_for, days_words, percent
from .filters import LANES, Filters
from .strip_config import config, links_of
from .strip_marks import Placed, Room, Sign, placed, signs
from .tiles import DAY, LADDER, MOST_MARKS, Tile
from .tiles_lanes import Lane, Lanes
from .tiles_pick import marks
from .tiles_source import Source, seconds
from .tiles_window import tiles_of

TALLEST = 26  # px of the tallest bar
MOST_BARS = 240
MOST_IN_OVERVIEW = 320
WIDE = 1000  # units of a drawing that is stretched to its place's width


class Drawing(IntEnum):
    """How much of the lanes the server draws: where scripts run their labels are enough."""

    NONE = 0
    BARE = 1
    WHOLE = 2


@dataclass(frozen=True)
class Column:
    """Some days across all lanes; `url` shows them alone."""

    x: str
    width: str
    title: str
    url: str


@dataclass(frozen=True)
class Drawn:
    """A lane: `bars` is a path, WIDE by TALLEST."""

    lane: Lane
    bars: str
    marks: list[Placed]
    count: int


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    url: str
    is_shown: bool


@dataclass(frozen=True)
class Beyond:
    """Entries off the axis."""

    count: int
    url: str


@dataclass(frozen=True)
class Strip:
    """`axis`: the window. `now`: x of the moment the page is read as of, "" when off the axis. `overview`: a path over
    `whole`, `shade`: the window on it. `days`: so many days one bar stands for. `tallest`: entries of the tallest bar.
    `config`: what the browser needs to draw the same from tiles (static/js/timeline.js)."""

    lanes: Lanes
    drawn: list[Drawn]
    axis: Axis
    whole: Axis
    columns: list[Column]
    room: Room
    now: str
    overview: str
    shade: tuple[str, str]
    before: Beyond | None
    later: Beyond | None
    days: int
    tallest: int
    one_in: int
    left_out: int
    filters: Filters
    config: dict

    @property
    def ticks(self) -> list[Tick]:
        return self.axis.ticks if self.columns else []

    @property
    def go(self) -> str:
        return self.config["go"]

    @property
    def picture(self) -> str:
        return self.config["picture"] + self.filters.address()

    @property
    def by(self) -> str:
        return str(LANES[self.lanes.by])

    @property
    def span(self) -> str:
        return days_words(self.axis.first, self.axis.last)

    @property
    def bar_words(self) -> str:
        each = ngettext("entries by day", "entries by %(n)s days", self.days) % {"n": self.days}
        return _("%(each)s, the tallest bar is %(tallest)s") % {"each": each, "tallest": self.tallest}

    @property
    def kinds(self) -> list[Choice]:
        """What else the lanes may stand for."""
        shown = self.lanes.by
        return [
            Choice(
                value,
                str(label),
                replace(self.filters, lanes="" if value == "track" else value).address(),
                value == shown,
            )
            for value, label in LANES.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters but for the days, as hidden fields."""
        near = [("near", self.whole.last.isoformat())]
        return near + [
            (name, value)
            for name, values in QueryDict(self.filters.without("dates").address()[1:]).lists()
            for value in values
        ]

    @property
    def legend(self) -> list[Sign]:
        """What the marks mean, of those that are drawn."""
        return signs(one.mark for drawn in self.drawn for one in drawn.marks)


def draw(
    source: Source, today: date, drawing: Drawing = Drawing.WHOLE, *, on: Axis | None = None, tallest: int = 1
) -> Strip | None:
    """None when there is nothing with a date. `source`: of any day; the days asked for are the window, unless it is drawn
    `on` another axis. `tallest`: what the tallest bar stands for at least."""
    days, filters = source.by_day(), source.selection.filters
    whole = axis_for(days, filters.first, filters.last)
    if whole is None:
        return None
    axis = on or _window(whole, filters)
    width = _width(axis.days, MOST_BARS)
    tiles = [] if on else tiles_of(source, axis, days)
    drawn, tallest = _lanes(source, axis, width, tiles, tallest) if drawing == Drawing.WHOLE else _bare(source)
    overview_width = _width(whole.days, MOST_IN_OVERVIEW)
    overview = _by_bin(days, overview_width, whole)
    return Strip(
        lanes=source.lanes,
        drawn=drawn,
        axis=axis,
        whole=whole,
        columns=_columns(axis, days, filters) if drawing == Drawing.WHOLE else [],
        room=Room.for_lanes(len(drawn)),
        now=percent(axis.x(today) + 50 / axis.days) if axis.covers(today) else "",
        overview=bars(overview, overview_width / DAY / whole.days, max(overview.values(), default=1)),
        shade=(percent(whole.x(axis.first)), percent(max(100 * axis.days / whole.days, 0.4))),
        before=_beyond({day: n for day, n in days.items() if day < whole.first}, filters),
        later=_beyond({day: n for day, n in days.items() if day > whole.last}, filters),
        days=width // DAY,
        tallest=tallest,
        one_in=source.one_in,
        left_out=source.left_out,
        filters=filters,
        config=config(source, days, whole, today, tiles),
    )


def _bare(source: Source) -> tuple[list[Drawn], int]:
    return [Drawn(lane, "", [], 0) for lane in source.lanes.shown], 1


def _lanes(source: Source, axis: Axis, width: int, tiles: list[Tile], least: int) -> tuple[list[Drawn], int]:
    """The lanes, and the tallest bar's count."""
    begin, end = seconds(axis.first), seconds(axis.last) + DAY
    bins: dict[str, dict[int, int]] = {key: {} for key in source.lanes.keys}
    for key, place, count in source.bins(width, begin, end):
        bins[key][place] = count
    tallest = max([least, *(n for counts in bins.values() for n in counts.values())])
    room, links = Room.for_lanes(len(bins)), links_of(source.selection.negotiation)
    within = [mark for tile in tiles for mark in tile.marks if begin <= mark.first < end]
    found = within if tiles else marks(source, begin, end, MOST_MARKS)
    drawn = []
    for lane in source.lanes.shown:
        own = placed([mark for mark in found if lane.key in mark.lanes], axis, room, links)
        drawn.append(
            Drawn(lane, bars(bins[lane.key], width / (end - begin), tallest), own, sum(bins[lane.key].values()))
        )
    return drawn, tallest


def _window(whole: Axis, filters: Filters) -> Axis:
    first, last = filters.first or whole.first, filters.last or whole.last
    return Axis(first, last) if first <= last else whole


def _width(days: int, most: int) -> int:
    """The narrowest bins of a day and more, of which the days need at most so many."""
    widths = [width for width in LADDER if width >= DAY]
    return next((width for width in widths if days * DAY <= most * width), widths[-1])


def _by_bin(days: Mapping[date, int], width: int, axis: Axis) -> dict[int, int]:
    counts: dict[int, int] = {}
    for day, count in days.items():
        if axis.covers(day):
            place = (day - axis.first).days * DAY // width
            counts[place] = counts.get(place, 0) + count
    return counts


def bars(counts: Mapping[int, int], share: float, tallest: int) -> str:
    """A path of bars, each `share` of WIDE, as high as `height` says."""
    step, gap = share * WIDE, min(share * WIDE * 0.12, 1)
    parts = []
    for place, count in sorted(counts.items()):
        x = place * step
        top = TALLEST - height(count, tallest)
        parts.append(f"M{x + gap:.1f} {TALLEST}V{top:.1f}H{x + step - gap:.1f}V{TALLEST}")
    return "".join(parts)


def height(count: int, tallest: int) -> float:
    return max(TALLEST * log1p(count) / log1p(tallest), 2.5)


def _columns(axis: Axis, days: Mapping[date, int], filters: Filters) -> list[Column]:
    """The axis's bins, of days, weeks, months or years."""
    bins, place = axis.bins, 0
    counts = [0] * len(bins)
    for day in sorted(filter(axis.covers, days)):
        while day > bins[place][1]:
            place += 1
        counts[place] += days[day]
    return [_column(axis, first, last, n, filters) for (first, last), n in zip(bins, counts, strict=True)]


def _column(axis: Axis, first: date, last: date, count: int, filters: Filters) -> Column:
    words = ngettext("%(n)s entry", "%(n)s entries", count) % {"n": count}
    width = percent(100 * ((last - first).days + 1) / axis.days)
    url = filters.between(first, last).address()
    return Column(percent(axis.x(first)), width, f"{days_words(first, last)}: {words}", url)


def _beyond(days: Mapping[date, int], filters: Filters) -> Beyond | None:
    return Beyond(sum(days.values()), filters.between(min(days), max(days)).address()) if days else None
