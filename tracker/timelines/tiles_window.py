"""The tiles that cover a stretch of time at a usual width of the lanes: they stand in the page, so that the browser can draw at once."""

from collections.abc import Collection
from datetime import date

from .axis import Axis
from .strip_marks import TYPICAL
from .tiles import BINS, DAY, LADDER, MOST_MARKS, Stretch, Tile
from .tiles_pick import marks
from .tiles_source import Source, seconds

LEAST_BIN = 3  # px, as in static/js/timeline-time.js


def tile_of(source: Source, stretch: Stretch) -> Tile:
    begin, end = stretch.begin, stretch.end
    return Tile(
        stretch=stretch,
        lanes=source.lanes.keys,
        bins=source.bins(stretch.width, begin, end),
        days=source.days(stretch.width, begin, end),
        marks=marks(source, begin, end, MOST_MARKS),
        one_in=source.one_in,
    )


def tiles_of(source: Source, axis: Axis, days: Collection[date]) -> list[Tile]:
    """Of the whole axis, but for where there are no entries; `days`: those that have some."""
    least = axis.days * DAY / TYPICAL * LEAST_BIN
    width = next((width for width in LADDER if width >= least), LADDER[-1])
    length = width * BINS
    begin, end = seconds(max(axis.first, min(days))), seconds(min(axis.last, max(days))) + DAY
    return [tile_of(source, Stretch(width, number)) for number in range(begin // length, -(-end // length))]
