"""What every reader gives, whatever the format: a Record for each story, or a refusal with its reason."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.lib.text import BadText, normalise, one_line

LONGEST_LINE = 500  # characters kept of a title, outlet or byline
GAP = " … "  # between the pieces of a statement's words


class Refused(ValueError):
    """The input cannot become a report; `reason` says why and what to do, for people.

    `format` and `title` are set where a part of a file is refused: what it is, and what it calls itself;
    `url` where it stands, if it says so.
    """

    def __init__(self, reason, *, format="", title="", url=""):
        super().__init__(reason)
        self.reason, self.format, self.title, self.url = reason, format, title, url


class Failed(Exception):
    """Reading broke off (time, memory, the reading process died): trying again may help. `reason` as for Refused."""

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


@dataclass(frozen=True)
class Columns:
    """A table whose columns mean nothing known yet: a person says which is which, once (tracker.intake.tables).

    `rows` are the first few, as shown; `proposed` {field: header} is what the headers suggest.
    """

    headers: list[str]
    rows: list[list[str]]
    proposed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stand:
    """A position as coded: `on` names an issue, or an article as its label does; `holder` may be empty: the speaker's side."""

    on: str
    stance: str = ""
    holder: str = ""
    condition: str = ""


@dataclass(frozen=True)
class Coded:
    """A statement that came with the report, coded elsewhere; it arrives as a draft (tracker.intake.coded).

    `exact` are its words; `start` and `end` their place in Record.text, or None: they are looked up. A statement of several
    pieces has them in `pieces`, and in `exact` their words joined by GAP. `stance`, `form`, `basis`, `act` and `certainty`
    are values of these lists or "". `said_on` is EDTF, or words that are resolved against the report's day; `said_words`
    and `said_against` (a day in ISO 8601) are the words and the day behind an EDTF. `reasons` has a word for a track.
    `coder` and `rule` say whose work it was, and in what: "dna", "table", "own".
    """

    exact: str
    start: int | None = None
    end: int | None = None
    speaker: str = ""
    organisation: str = ""
    issue: str = ""
    stance: str = ""
    tracks: tuple[str, ...] = ()
    said_on: str = ""
    summary: str = ""
    note: str = ""
    coder: str = ""
    rule: str = ""
    condition: str = ""
    speaker_words: str = ""
    form: str = ""
    basis: str = ""
    act: str = ""
    certainty: str = ""
    addressee: str = ""
    addressee_words: str = ""
    venue: str = ""
    original_text: str = ""
    translation: str = ""
    said_words: str = ""
    said_against: str = ""
    pieces: tuple[tuple[int, int], ...] = ()
    relays: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    positions: tuple[Stand, ...] = ()


@dataclass
class Record:
    """One report as read. Empty string or None: not found.

    `published_at`, `updated_at` and `embargoed_until` are aware; `language` is ISO 639-1; `kind` is a ReportKind or "".
    `format` is the reader's FORMAT. `identifier` is what the source itself calls the story in all its versions (a feed's
    guid, NewsML's id), `version` how it counts them; `markup_hash` tells whether the story's own markup changed, where a source
    sends that alone (an entry of a feed; a page's is another at every look). `sources` has a Source for each field that was found, `notes` what
    was changed in the text ("3 control characters were taken out").
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
    kind: str = ""
    summary: str = ""
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None
    format: str = ""
    identifier: str = ""
    version: str = ""
    markup_hash: str = ""
    statements: list[Coded] = field(default_factory=list)
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


def only_one(found: list[Record | Refused | Columns]) -> Record:
    """The Record where a file holds that one story and nothing else. Raises Refused."""
    if len(found) > 1:
        raise Refused(f"It holds {len(found)} stories. Import it as a file, so that each becomes a report of its own.")
    if isinstance(found[0], Refused):
        raise found[0]
    if isinstance(found[0], Columns):
        raise Refused("This is a table. Import it as a file, where you say what each column holds.")
    return found[0]
