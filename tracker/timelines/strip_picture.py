"""The lanes as a picture of their own: one SVG file with title, filters, days, date, sources and address in its margin."""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from .selection import BOUND
from .strip import Strip
from .strip_marks import Sign
from .tiles_source import Source

WIDTH, LABELS, MARGIN = 1200, 150, 32  # px
HEAD, AXIS, FOOT = 84, 24, 36
TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6})", re.IGNORECASE)


@cache
def colours() -> dict[str, str]:
    """The tokens of the light theme, with underscores for hyphens: a picture stands alone, without the page's styles."""
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    return {name.replace("-", "_"): value for name, value in TOKEN.findall(text)}


@dataclass(frozen=True)
class Row:
    """A lane at `y`; `colour` of its bars and of marks on it."""

    drawn: object
    y: int
    colour: str


@dataclass(frozen=True)
class Picture:
    """`sources`: reports among the entries shown, "more than" so many where `is_more`."""

    strip: Strip
    title: str
    said: str
    address: str
    sources: int
    is_more: bool

    @property
    def rows(self) -> list[Row]:
        top, height = HEAD + AXIS, self.strip.room.height
        return [Row(one, top + n * height, self._colour(one.lane)) for n, one in enumerate(self.strip.drawn)]

    def _colour(self, lane) -> str:
        if lane.track:
            return colours()[f"track_{(int(lane.track.colour or 1) - 1) % 12 + 1}"]
        return colours()["accent"]

    @property
    def legend(self) -> list[tuple[int, int, Sign]]:
        """(x, y, sign), seven side by side."""
        top = self.bottom + 24
        return [(MARGIN + 8 + n % 7 * 162, top + n // 7 * 20, sign) for n, sign in enumerate(self.strip.legend)]

    @property
    def below(self) -> int:
        """Where the words under the legend begin."""
        return self.bottom + 28 + -(-len(self.strip.legend) // 7) * 20

    @property
    def bottom(self) -> int:
        return HEAD + AXIS + len(self.strip.drawn) * self.strip.room.height

    @property
    def height(self) -> int:
        return self.below + FOOT

    @property
    def field(self) -> int:
        return WIDTH - 2 * MARGIN - LABELS

    @property
    def scale(self) -> str:
        """From the path's 1000 units to the width of a lane."""
        return f"{self.field / 1000:.4f}"


def sources(source: Source, first, last) -> tuple[int, bool]:
    """How many reports the entries between two days come from, and whether there are more than were looked at."""
    rows = source.rows.between(first, last).exclude(report=None)
    found = list(rows.values_list("report", flat=True)[: BOUND + 1])
    return len(set(found)), len(found) > BOUND
