"""The words of one language, read from lexicons/<language>.toml (a researcher may edit those)."""

import re
import tomllib
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace

from tracker.lib.words import split

from .taught import Taught, merged

FOLDER = Path(__file__).with_name("lexicons")
BASE, THIRD, PAST, GERUND, PARTICIPLE = "base", "third", "past", "gerund", "participle"
FORMS = (BASE, THIRD, PAST, GERUND, PARTICIPLE)
TABLES = ("grammar", "sources", "unnamed", "relay", "trimming", "days", "nouns")
IN_RUNNING_TEXT = ("anonymity", "background", "background_titles", "briefings", "passives", "by")


@dataclass(frozen=True)
class Cue:
    """One form of a reporting verb: what it may be followed by and what act it reports."""

    lemma: str
    form: str
    act: str
    takes: frozenset
    particle: str = ""


class Phrases:
    """Phrases that are looked for in a text as whole words, whatever their case and the blanks between them."""

    def __init__(self, phrases):
        self._rows = [(flat(phrase), split(phrase).vocabulary) for phrase in phrases]
        self._pattern = any_of(phrases)

    def among(self, vocabulary):
        """Those that may stand in a text of these words: Phrases, or None where there are none, as for most lists."""
        rows = [row for row in self._rows if row[1] <= vocabulary]
        if not rows:
            return None
        fewer = copy(self)
        fewer._rows = rows
        return fewer

    def search(self, text, flattened):
        """The Match of the first in the text, also given as `flat(text)`, or None. The pattern is slow, and tried only where it may fit."""
        for phrase, _words in self._rows:
            if phrase in flattened:
                return self._pattern.search(text)
        return None


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language; `cues` maps a lower-case word to its possible Cues.

    `triggers` are all words at which a frame may begin, `trigger_pieces` the first letters-only part of each; `acts` are acts with the
    Phrases in a content that tell them. The other tables are those of the file, each list a frozenset (`words.sources.stops`) or, where
    it is looked for in running text, Phrases. `data` is the file as read, for the lists that are used in one place only.
    """

    language: str
    cues: dict
    abbreviations: frozenset
    openers: frozenset
    triggers: frozenset
    trigger_pieces: frozenset
    acts: list
    grammar: SimpleNamespace
    sources: SimpleNamespace
    unnamed: SimpleNamespace
    relay: SimpleNamespace
    trimming: SimpleNamespace
    days: SimpleNamespace
    nouns: SimpleNamespace
    data: dict

    @cached_property
    def pasts(self):
        return frozenset(word for word, cues in self.cues.items() if any(cue.form == PAST for cue in cues))

    @cached_property
    def finites(self):
        return frozenset(word for word, cues in self.cues.items() if any(cue.form in (PAST, THIRD) for cue in cues))

    @cached_property
    def may_stop(self):
        """Words at which a clause may end without a mark before them; contents.py looks closer."""
        return self.grammar.conjunctions | {"according", "while"}

    @cached_property
    def no_first_names(self):
        """What may stand with a capital before a surname and is no first name."""
        return self.sources.titles | self.sources.stops | self.days.names

    @cached_property
    def gerunds(self):
        return frozenset(word for word, cues in self.cues.items() if any(cue.form == GERUND for cue in cues))


def flat(text):
    """The text as phrases are looked for in it: small letters, one blank between words."""
    return " ".join(text.split()).casefold()


@cache
def available():
    """Languages that have rules."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@lru_cache(maxsize=32)
def load(language, taught: tuple[Taught, ...] = ()):
    """The Lexicon of a language, with the words `taught` of that language. KeyError where there are no rules for it."""
    if language not in available():
        raise KeyError(f"No attribution rules for language {language!r}")
    data = merged(_file(language), tuple(one for one in taught if one.language == language))
    text = data["text"]
    cues = _cues(data)
    triggers = frozenset(_triggers(cues, data))
    return Lexicon(
        language,
        cues,
        frozenset(text["abbreviations"]),
        frozenset(text["openers"]),
        triggers,
        frozenset(re.split(r"[\W_]", trigger)[0] for trigger in triggers),
        [(entry["act"], Phrases(entry["words"])) for entry in data["content_act"]],
        **{name: _table(data[name]) for name in TABLES},
        data=data,
    )


def _table(rows):
    return SimpleNamespace(**{name: _list(name, value) for name, value in rows.items()})


def _list(name, value):
    if name in IN_RUNNING_TEXT:
        return Phrases(value)
    return frozenset(value) if isinstance(value, list) else value


@cache
def _file(language):
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def any_of(phrases):
    """Pattern matching any phrase as whole words, the longest first."""
    longest_first = sorted(phrases, key=len, reverse=True)
    body = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE) if body else re.compile(r"(?!)")


def _triggers(cues, data):
    yield from cues
    yield from data["relay"]["verbs"]
    yield from data["nouns"]["claims"]
    yield from (phrase.split()[0] for phrase in data["sources"]["prepositions"])


def _cues(data):
    cues: dict[str, list[Cue]] = {}
    for entry in data["cue"]:
        takes = frozenset(entry.get("takes", ()))
        for verb in entry["verbs"]:
            words, _, particle = verb.partition(" + ")
            forms = words.split()
            lemma = next(form for form in forms if form != "-").split("/")[0]
            for name, written in zip(FORMS, forms, strict=False):
                cue = Cue(lemma, name, entry["act"], takes, particle)
                for form in written.split("/") if written != "-" else ():
                    cues.setdefault(form, []).append(cue)
    return cues
