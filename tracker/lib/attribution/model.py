"""What goes into the engine (names already known) and what comes out (suggestions).

All offsets are code points into the text that was given, end exclusive.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .taught import Taught

if TYPE_CHECKING:
    from tracker.lib.dates import UncertainDate


@dataclass(frozen=True)
class KnownName:
    """Somebody or something the dossier already has.

    `key` is whatever the caller wants back; `names` holds the name and every alias;
    `kind` is free for tracks and issues, and for actors decides whether a surname alone
    may stand for the name (only "person").
    """

    key: Hashable
    names: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class Known:
    """The names of one dossier, and the words taught beside the lexicons. `indexes` are made of them when first needed, and serve every text after."""

    actors: tuple[KnownName, ...] | list[KnownName] = ()
    tracks: tuple[KnownName, ...] | list[KnownName] = ()
    issues: tuple[KnownName, ...] | list[KnownName] = ()
    taught: tuple[Taught, ...] = ()
    indexes: dict = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Span:
    """A place in the text and its words."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Link:
    """A known track or issue, and the words that speak for it."""

    key: Hashable
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Offer:
    """What a statement may be linked to: `kind` is speaker, track, issue, provision, event or date, `key` the caller's for it (of a
    date its EDTF), `words` what in the text speaks for it, `rule` how it was found, `reason` the same for people."""

    kind: str
    key: Hashable
    words: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Suggestion:
    """One proposed statement: text[start:end] is the content, one contiguous piece.

    `form` is direct, mixed or indirect; `basis` on_record, background, anonymous or document.
    `speaker` is the key of a known actor, or None where nobody fits or several do; then
    `reason` says so. `group` is shared by the pieces of one statement ("A," he said. "B").
    `dates` are (start, end, UncertainDate) inside the content; `said_on` is the day of speaking.
    `candidates` are the keys of all whom a name that was left open may mean; `offers` is what linking found (linking/linker.py).
    """

    start: int
    end: int
    form: str
    source: Span | None
    cue: Span | None
    speaker: Hashable | None
    speaker_words: str
    basis: str
    relayed_by_words: str
    act: str | None
    tracks: list[Link]
    issues: list[Link]
    dates: "list[tuple[int, int, UncertainDate]]"
    said_on: "UncertainDate | None"
    rule: str
    reason: str
    addressee_words: str = ""
    group: int = 0
    candidates: tuple[Hashable, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass
class Frame:
    """A cue, who it belongs to and what it introduces, as found in one sentence.

    `pieces` are (start, end) of content; `that` is where the first piece would begin if the
    "that" before it were counted in.
    """

    pieces: list[tuple[int, int]]
    form: str
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    rule: str
    act: str = "state"
    that: int | None = None
    sentence: tuple[int, int] = (0, 0)
    addressee: tuple[int, int] | None = None
    relay: tuple[int, int] | None = None
    antecedent: tuple[int, int] | None = None  # of a source "who": the phrase it refers to
    nested: bool = False  # its cue stands inside what another frame of the sentence says
    publication: bool = False  # what was put out is a document, not words
    group: int = 0
    notes: list[str] = field(default_factory=list)
