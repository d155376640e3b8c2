"""Phrases a researcher can read, found in a text: the word lists of lexicons/stances and lexicons/claims.

A phrase is written as its words; "/" parts forms that may stand in one place ("rule/rules/ruled out"), "…" stands for up
to GAP words between ("call/called on … to"). Case does not count, nor do the case endings of Russian words.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from .names import fold

FOLDER = Path(__file__).with_name("lexicons")
GAP = 6  # words that "…" may stand for
MOST_WORDS = 120  # a longer "sentence" is cut: every later step looks along one sentence
WORD = re.compile(r"\w+(?:['’]\w+)*")
# A full stop ends a sentence before a capital, a digit or a quotation, unless a short word or an initial stands before it.
END = re.compile(
    r"(?<!\b\w)(?<!\b[A-ZА-Я]\w)[.!?…][\"”’»)]*\s+(?=[\"“«(]?[A-ZА-ЯЁ0-9])|\n+|(?<=[.!?])[\"”»]\s+(?=[A-ZА-ЯЁ])"
)
GAP_SIGN = "…"


class Word(NamedTuple):
    """A word of a text; `low` is its folded form."""

    start: int
    end: int
    low: str
    capital: bool


@dataclass(frozen=True)
class Match:
    """words[first:last] is a phrase that stands for `value`."""

    first: int
    last: int
    value: Any


class Wordbook:
    """Phrases with what they stand for. Of those that begin at one word the longest is found."""

    def __init__(self, entries: Sequence[tuple[str, Any]]):
        self._by_first: dict[str, list[tuple[tuple, Any]]] = {}
        for phrase, value in entries:
            steps = tuple(_step(part) for part in phrase.split())
            for first in steps[0]:
                self._by_first.setdefault(first, []).append((steps[1:], value))
        for known in self._by_first.values():
            known.sort(key=lambda one: -len(one[0]))

    def find(self, words: Sequence[Word]) -> list[Match]:
        """In order, not overlapping."""
        if self._by_first.keys().isdisjoint([word.low for word in words]):
            return []
        found: list[Match] = []
        free = 0
        for at, word in enumerate(words):
            if at < free or word.low not in self._by_first:
                continue
            for steps, value in self._by_first[word.low]:
                last = _reach(steps, words, at + 1)
                if last:
                    found.append(Match(at, last, value))
                    free = last
                    break
        return found


def _step(part: str) -> frozenset[str]:
    return frozenset({GAP_SIGN} if part == GAP_SIGN else (fold(form) for form in part.split("/")))


def _reach(steps: tuple, words: Sequence[Word], at: int) -> int:
    """Behind the last word of the phrase, 0 where it does not stand there."""
    gap = 0
    for step in steps:
        if GAP_SIGN in step:
            gap = GAP
            continue
        here = next((n for n in range(at, min(len(words), at + gap + 1)) if words[n].low in step), None)
        if here is None:
            return 0
        at, gap = here + 1, 0
    return at


@lru_cache(maxsize=2)  # claims and positions are looked for in the same text
def sentences(text: str) -> tuple[tuple[Word, ...], ...]:
    """The words of each sentence."""
    return tuple(words for start, end in bounds(text) if (words := words_of(text, start, end)))


def bounds(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end."""
    start = 0
    for end in END.finditer(text):
        yield start, end.end()
        start = end.end()
    yield start, len(text)


def words_of(text: str, start: int, end: int) -> tuple[Word, ...]:
    found = islice(WORD.finditer(text, start, end), MOST_WORDS)
    return tuple(Word(*match.span(), *_form(match.group())) for match in found)


@lru_cache(maxsize=10_000)
def _form(word: str) -> tuple[str, bool]:
    return fold(word.replace("’", "'")), word[0].isupper()


@cache
def languages(kind: str) -> list[str]:
    """For which there are word lists of that kind."""
    return sorted(path.stem for path in (FOLDER / kind).glob("*.toml"))


@cache
def read(kind: str, language: str) -> dict:
    """The word lists as written. KeyError where there are none."""
    if language not in languages(kind):
        raise KeyError(f"No {kind} rules for language {language!r}")
    return tomllib.loads((FOLDER / kind / f"{language}.toml").read_text("utf-8"))
