"""What every reader gives, whatever the format: one Record, or a refusal with its reason."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

LONGEST_LINE = 500  # characters kept of a title, outlet or byline
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


class Refused(ValueError):
    """The input cannot become a report; `reason` says why and what to do, for people."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Source:
    """Where a field was taken from.

    `where` in plain words ("dateline, first line"); `words` as they stood there; `span` their
    code points in Record.text, or None where they are not in the text (a meta tag, the address).
    """

    where: str
    words: str = ""
    span: tuple[int, int] | None = None


@dataclass
class Record:
    """One report as read. Empty string or None: not found.

    `published_at` is aware; `language` is ISO 639-1; `sources` has a Source for each field that was found.
    """

    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    dateline_place: str = ""
    dateline_day: date | None = None
    published_at: datetime | None = None
    published_words: str = ""
    language: str = ""
    url: str = ""
    sources: dict[str, Source] = field(default_factory=dict)

    def take(self, name, value, source):
        """Set a field that is still empty; says whether it was taken."""
        if not value or getattr(self, name):
            return False
        setattr(self, name, one_line(value) if isinstance(value, str) and name != "text" else value)
        self.sources[name] = source
        return True


def one_line(value):
    """A short value without line breaks, control and direction marks."""
    return re.sub(r"\s+", " ", UNSEEN.sub(" ", value)).strip()[:LONGEST_LINE]
