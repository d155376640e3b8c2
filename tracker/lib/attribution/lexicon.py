"""The words of one language, read from lexicons/<language>.toml (a researcher may edit those)."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from .taught import Taught, merged

FOLDER = Path(__file__).with_name("lexicons")
BASE, THIRD, PAST, GERUND, PARTICIPLE = "base", "third", "past", "gerund", "participle"
FORMS = (BASE, THIRD, PAST, GERUND, PARTICIPLE)


@dataclass(frozen=True)
class Cue:
    """One form of a reporting verb: what it may be followed by and what act it reports."""

    lemma: str
    form: str
    act: str
    takes: frozenset
    particle: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language; `cues` maps a lower-case word to its possible Cues.

    `triggers` are all words at which a frame may begin, `trigger_pieces` the first letters-only part of each.
    `data` is the file as read, for the lists that are used in one place only. `group(table, name)` is the list data[table][name]
    as a frozenset, `pattern(table, name)` a compiled pattern for any of its phrases as whole words, `flat_phrases(table, name)`
    its phrases as `flat` writes them; they remember, and are no methods, because they are asked a thousand times a report.
    """

    language: str
    cues: dict
    abbreviations: frozenset
    openers: frozenset
    triggers: frozenset
    trigger_pieces: frozenset
    data: dict
    group: Callable
    pattern: Callable
    flat_phrases: Callable

    @cached_property
    def pasts(self):
        return frozenset(word for word, cues in self.cues.items() if any(cue.form == PAST for cue in cues))

    @cached_property
    def finites(self):
        return frozenset(word for word, cues in self.cues.items() if any(cue.form in (PAST, THIRD) for cue in cues))

    @cached_property
    def gerunds(self):
        return frozenset(word for word, cues in self.cues.items() if any(cue.form == GERUND for cue in cues))

    def may_hold(self, flattened, table, name):
        """Can the pattern of data[table][name] be found in a text, given as `flat(text)`? Soon answered, never wrong with no."""
        return any(phrase in flattened for phrase in self.flat_phrases(table, name))


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
        data,
        cache(lambda table, name: frozenset(data[table][name])),
        cache(lambda table, name: any_of(data[table][name])),
        cache(lambda table, name: tuple(flat(phrase) for phrase in data[table][name])),
    )


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
    yield from data["relay"].get("verbs", ())
    yield from data.get("nouns", {}).get("claims", ())
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
                for form in written.split("/"):
                    cues.setdefault(form, []).append(cue)
    return cues
