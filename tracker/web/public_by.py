"""What was public by a day: `?public_by=YYYY-MM-DD` on every page to read.

A page so asked shows what reports published by the end of that day (UTC) carried, and nothing later.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.http import HttpRequest
from django.utils.translation import gettext as _

PARAMETER = "public_by"
SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat alone takes week dates too


@dataclass(frozen=True)
class PublicBy:
    """`day` as asked for, `moment` its last microsecond (aware, UTC); both None for "now".

    `error`: why `words`, what the address carries, is no day; the page then shows what is public now and says so.
    """

    day: date | None = None
    words: str = ""
    error: str = ""

    @property
    def moment(self) -> datetime | None:
        return datetime.combine(self.day, time.max, UTC) if self.day else None

    def context(self) -> dict:
        """For templates/_components/as_of.html."""
        return {"public_by": self.day, "public_by_words": self.words, "public_by_error": self.error}


def parse(words: str) -> PublicBy:
    """Read a day written as YYYY-MM-DD; empty is "now"."""
    words = words.strip()
    if not words:
        return PublicBy()
    try:
        day = date.fromisoformat(words) if SHAPE.fullmatch(words) else None
    except ValueError:
        day = None
    if day is None:
        reason = _("“%(words)s” is not a day. Write it as year, month and day, for instance 2022-01-12.")
        return PublicBy(words=words, error=reason % {"words": words[:40]})
    return PublicBy(day=day, words=words)


def public_by(request: HttpRequest) -> PublicBy:
    """What the address of the page asks for."""
    return parse(request.GET.get(PARAMETER, ""))
