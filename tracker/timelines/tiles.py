"""A tile: what the lanes of a timeline show of one stretch of time, small whatever the dossier's size.

1. Bins have one of the widths of LADDER. A tile is BINS bins of one width; tiles are numbered from 1970-01-01 UTC, so a
   stretch of time has the same tiles for everybody, and a tile can be kept and asked for again by its ETag.
2. Each lane has a count for every bin. An uncertain date counts at its earliest day, so that sums stay sums.
3. Bins of several hours stand empty: entries are then told by day. In bins of an hour and less stands what is known so
   closely, and what is known only by the day is counted apart: an hour must not be made up for it.
4. Besides the counts there are the most important entries, at most MOST_MARKS, each with what is drawn of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .tiles_marks import Mark

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Seconds: two doubling to half an hour (rounded, so that each parts a day evenly), then hours, then days.
LADDER = (
    *(2, 4, 8, 15, 30),
    *(MINUTE * n for n in (1, 2, 4, 8, 15, 30)),
    *(HOUR * n for n in (1, 2, 4, 8)),
    *(DAY << n for n in range(8)),
)
BINS = 512
MOST_MARKS = 64
# Tiles begin between the years 1 and 9999, which is as far as dates go.
EARLIEST, LATEST = -62_135_596_800, 253_402_300_800


@dataclass(frozen=True)
class Stretch:
    """Tile `number` of `width` seconds a bin, and where it lies: `begin` to before `end`, in seconds since 1970."""

    width: int
    number: int

    @property
    def begin(self) -> int:
        return self.number * self.width * BINS

    @property
    def end(self) -> int:
        return self.begin + self.width * BINS

    @property
    def is_known(self) -> bool:
        return self.width in LADDER and self.end > EARLIEST and self.begin < LATEST

    @property
    def days(self) -> int:
        """How many days it touches; the first is that of `begin`."""
        return -(-self.end // DAY) - self.begin // DAY


# (lane's key, number of the bin or day from the stretch's first, count)
Counts = Iterable[tuple[str, int, int]]


@dataclass(frozen=True)
class Tile:
    stretch: Stretch
    lanes: tuple[str, ...]
    bins: Counts
    days: Counts
    marks: list[Mark]
    one_in: int = 1  # drawn from a fixed sample of every so manieth entry, the counts multiplied

    def as_json(self) -> dict:
        """`bins` and `days`: for each of `lanes` its counts as `packed`; `marks` as Mark.as_json."""
        return {
            "width": self.stretch.width,
            "number": self.stretch.number,
            "lanes": self.lanes,
            "bins": _by_lane(self.lanes, self.bins),
            "days": _by_lane(self.lanes, self.days) if self.stretch.width < DAY else [],
            "marks": [mark.as_json(self.lanes) for mark in self.marks],
            **({"one_in": self.one_in} if self.one_in > 1 else {}),
        }


def _by_lane(lanes: tuple[str, ...], counts: Counts) -> list[list[int]]:
    found: dict[str, dict[int, int]] = {lane: {} for lane in lanes}
    for lane, place, count in counts:
        if lane in found:
            found[lane][place] = count
    return [packed(found[lane]) for lane in lanes]


def packed(counts: dict[int, int]) -> list[int]:
    """Counts in the order of their places; a negative number stands for so many places without any.

    packed({2: 5, 3: 1, 7: 4}) == [-2, 5, 1, -3, 4]
    """
    numbers, place = [], 0
    for following, count in sorted(counts.items()):
        if following > place:
            numbers.append(place - following)
        numbers.append(count)
        place = following + 1
    return numbers
