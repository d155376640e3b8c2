"""The tiles that cover a stretch of time at a usual width of the lanes: they stand in the page, so that the browser can draw at once."""

from .strip_marks import TYPICAL
from .tiles import BINS, LADDER, MOST_MARKS, Stretch, Tile
from .tiles_pick import marks
from .tiles_source import Source

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


def tiles_of(source: Source, begin: int, end: int, whole: tuple[int, int]) -> list[Tile]:
    """`begin` to before `end` in seconds since 1970; `whole`: outside of which there are no entries."""
    least = (end - begin) / TYPICAL * LEAST_BIN
    width = next((width for width in LADDER if width >= least), LADDER[-1])
    length = width * BINS
    begin, end = max(begin, whole[0]), min(end, whole[1])
    return [tile_of(source, Stretch(width, number)) for number in range(begin // length, -(-end // length))]
