"""What every reader gives, whatever the format: one Record, or a refusal with its reason."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.lib.text import BadText, normalise, one_line

LONGEST_LINE = 500  # characters kept of a title, outlet or byline


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

    `published_at` is aware; `language` is ISO 639-1; `sources` has a Source for each field that was found,
    `notes` what was changed in the text ("3 control characters were taken out").
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
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text, nothing):
        """A Record of `text` made fit to be kept; Refused with the reason `nothing` where no letter is in it."""
        try:
            clean = normalise(text)
        except BadText as error:
            raise Refused(nothing if not text.strip() else str(error)) from error
        if not any(character.isalnum() for character in clean.text):
            raise Refused(nothing)
        return cls(text=clean.text, notes=clean.notes)

    def take(self, name, value, source):
        """Set a field that is still empty; says whether it was taken."""
        if not value or getattr(self, name):
            return False
        setattr(self, name, one_line(value)[:LONGEST_LINE] if isinstance(value, str) else value)
        self.sources[name] = source
        return True
