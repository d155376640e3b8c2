"""The word lists of claims made ready, and the signs of events they find in a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from . import wordbook
from .wordbook import Match, Word, Wordbook

NAME = r"[^\W\d_a-zа-яё][\w'’-]+"
NOUN = "noun"


class Verb(NamedTuple):
    """A verb that tells of an event of this `kind`; `past`: that it took place; `needs`: a list of which a word must stand
    in the sentence as well."""

    kind: str
    past: bool
    needs: str = ""


@dataclass(frozen=True)
class Sign:
    """words[first:last] tell of an event of this kind; `past` is None for a noun."""

    first: int
    last: int
    kind: str
    past: bool | None = None


@dataclass(frozen=True)
class Rules:
    """`order` ranks the steps: of several near a noun the first counts."""

    verbs: Wordbook
    nouns: Wordbook
    lists: dict[str, Wordbook]
    steps: Wordbook
    order: dict[str, int]
    negation: Wordbook
    never: Wordbook
    places: re.Pattern
    no_places: frozenset[str]
    same_day: re.Pattern
    duration: re.Pattern

    def signs(self, words: Sequence[Word]) -> list[Sign]:
        """Verbs first; a noun counts where no verb and no word of a step has it."""
        verbs, nouns = self.verbs.find(words), self.nouns.find(words)
        if not verbs and not nouns:
            return []
        never = self.never.find(words)
        verbs = [one for one in verbs if not _within(one, never) and self._has_needed(one.value, words)]
        taken = [*verbs, *never, *(step for step in self.steps.find(words) if step.last - step.first > 1)]
        nouns = [one for one in nouns if not _within(one, taken)]
        signs = [Sign(one.first, one.last, one.value.kind, one.value.past) for one in verbs]
        return signs + [Sign(one.first, one.last, one.value) for one in nouns]

    def _has_needed(self, verb: Verb, words: Sequence[Word]) -> bool:
        return not verb.needs or bool(self.lists[verb.needs].find(words))


def _within(match: Match, others: Sequence[Match]) -> bool:
    return any(other.first <= match.first < other.last for other in others)


@cache
def rules(language: str) -> Rules:
    """KeyError where there are no word lists for the language."""
    data = wordbook.read("claims", language)
    verbs = [
        (words, Verb(entry["kind"], form == "past", entry.get("needs", "")))
        for entry in data["verb"]
        for form in ("past", "bare")
        for words in entry.get(form, ())
    ]
    return Rules(
        verbs=Wordbook(verbs),
        nouns=Wordbook([(words, entry["kind"]) for entry in data["noun"] for words in entry["words"]]),
        lists={title: _any(phrases) for title, phrases in data["lists"].items()},
        steps=Wordbook([(words, entry["step"]) for entry in data["step"] for words in entry["words"]]),
        order={entry["step"]: place for place, entry in enumerate(data["step"])},
        negation=_any(data["negation"]["words"]),
        never=_any(data["never"]["words"]),
        places=re.compile(rf"(?<!\w)(?i:{'|'.join(data['place']['before'])}) (?:the )?({NAME}(?: {NAME}){{0,3}})"),
        no_places=frozenset(data["place"]["never"]),
        same_day=re.compile(rf"(?<!\w)(?:{'|'.join(data['same']['words'])})(?!\w)", re.IGNORECASE),
        duration=_duration(**data["duration"]),
    )


def _any(phrases: list[str]) -> Wordbook:
    return Wordbook([(words, True) for words in phrases])


def _duration(about: list[str], numbers: list[str], half: str, units: list[str]) -> re.Pattern:
    """ "just over two hours", "an hour and a half"."""
    number = rf"(?:\d+(?:\.\d+)?|{'|'.join(numbers)})"
    return re.compile(
        rf"(?<!\w)(?:(?:{'|'.join(about)}) )?{number}(?: {half})? (?:{'|'.join(units)})(?: {half})?(?!\w)"
    )
