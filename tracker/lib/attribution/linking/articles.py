"""Which provision "Article 4 of the draft treaty" is.

1. A number behind a word for a part ("article", "point", texts.toml) is looked up in the tabled texts that have such a part.
2. Which text: the one named within reach behind it ("of the draft treaty") or else before it; by what it is called, or by
   who tabled it and a word for a text ("the Russian draft"). Else the last one named before it in the report. Else the
   only text that has such a part. Where several are left, all of them are given.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache

from ..model import KnownName
from ..names import Names
from .words import folded, load

REACH = 60  # characters behind a part in which its text is named
ADJECTIVE_REACH = 30  # between who tabled it and the word for a text
MOST_OPEN = 4
KIND_REACHES = 14  # characters before a number in which the word for a part stands
NUMBER = re.compile(r"\b(?:[0-9]{1,3}|[IVX]{1,5})\b")
NUMBERS = re.compile(
    r"{0}(?:(?:, | and |, and | or | и ){0}){{0,6}}\b(?![-.,]?[0-9%])".format(r"(?:[0-9]{1,3}|[IVX]{1,5})")
)
ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True)
class Text:
    """A tabled text: all it is called, what its author is called, and its parts, each as (number as it is filed, key,
    the issue it is about)."""

    key: Hashable
    names: tuple[str, ...]
    author: tuple[str, ...] = ()
    parts: tuple[tuple[str, Hashable, Hashable | None], ...] = ()


@dataclass(frozen=True)
class Part:
    """A place where a part is named; `keys` are the provisions it may be, `why` says which text was taken."""

    start: int
    end: int
    words: str
    keys: tuple[Hashable, ...]
    why: str


class Articles:
    """The tabled texts of one dossier."""

    def __init__(self, texts: Iterable[Text]):
        texts = list(texts)
        self._titles = {text.key: text.names[0] for text in texts}
        self._texts = Names(KnownName(text.key, text.names) for text in texts)
        self._authors = Names(KnownName(text.key, text.author) for text in texts if text.author)
        self._parts: dict[tuple[str, str], dict[Hashable, Hashable]] = {}
        self._about: dict[tuple[Hashable, Hashable], list[Hashable]] = {}
        for text in texts:
            for number, key, issue in text.parts:
                self._parts.setdefault(_number(number), {})[text.key] = key
                self._about.setdefault((text.key, issue), []).append(key)

    def about(self, issue: Hashable, texts: Iterable[Hashable]) -> tuple[Hashable, ...]:
        """The part of each of the texts that alone in it is about the issue."""
        parts = [self._about.get((text, issue), []) for text in texts]
        return tuple(one[0] for one in parts if len(one) == 1)

    def title(self, text: Hashable) -> str:
        return self._titles[text]

    def find(self, text: str, named: list[tuple[int, int, tuple]]) -> list[Part]:
        """The parts named in a report, in order; `named` is what the report's `named` gave."""
        found: list[Part] = []
        read_to = 0
        for number in NUMBER.finditer(text) if self._parts else ():
            kind = _kind_before().search(text, max(0, number.start() - KIND_REACHES), number.start())
            if kind is None or number.start() < read_to:
                continue
            numbers = NUMBERS.match(text, number.start())
            read_to = numbers.end() if numbers else number.end()
            for one in NUMBER.findall(text, number.start(), read_to) if numbers else ():
                having = self._parts.get((_kinds()[folded(kind[1])], _arabic(one)))
                if having:
                    keys, why = self._which(having, named, kind.start(), read_to)
                    found.append(Part(kind.start(), read_to, text[kind.start() : read_to], keys, why))
        return found

    def named(self, text: str) -> list[tuple[int, int, tuple]]:
        """Where texts are named: (start, end, keys)."""
        named = [(one.start, one.end, one.keys) for one in self._texts.find(text)]
        for author in self._authors.find(text):
            behind = _texts().match(text, author.end, author.end + ADJECTIVE_REACH)
            if behind:
                named.append((author.start, behind.end(), author.keys))
        return sorted(named)

    def _which(self, having: dict, named: list, start: int, end: int) -> tuple[tuple, str]:
        near = [(a, b, keys) for a, b, keys in named if a >= end and a - end <= REACH]
        before = [(a, b, keys) for a, b, keys in reversed(named) if b <= start]
        for why, places in (("named beside it", near[:1]), ("the last text named before it", before[:1])):
            for _, _, texts in places:
                keys = tuple(having[text] for text in texts if text in having)
                if keys:
                    return keys[:MOST_OPEN], f"{', '.join(self._titles[t] for t in texts if t in having)}: {why}"
        keys = tuple(having.values())[:MOST_OPEN]
        return keys, "the only text with such a part" if len(
            having
        ) == 1 else "no text is named: each of them has such a part"


def _number(filed: str) -> tuple[str, str]:
    """("point", "3") of a provision filed as "Point 3"; a bare number is an article's."""
    kind, _, number = filed.strip().rpartition(" ")
    return _kinds().get(folded(kind), folded(kind) or "article"), _arabic(number)


def _arabic(number: str) -> str:
    low = number.casefold().rstrip(".")
    if not low or set(low) - set(ROMAN):
        return low
    values = [ROMAN[sign] for sign in low]
    return str(sum(-v if any(v < later for later in values[at + 1 :]) else v for at, v in enumerate(values)))


@cache
def _kinds() -> dict[str, str]:
    return {folded(word): row[0] for row in load("texts")["parts"] for word in row}


@cache
def _kind_before() -> re.Pattern:
    kinds = "|".join(sorted((re.escape(word) for row in load("texts")["parts"] for word in row), key=len, reverse=True))
    return re.compile(rf"\b({kinds})\.?\s\Z", re.IGNORECASE)


@cache
def _texts() -> re.Pattern:
    words = "|".join(sorted((re.escape(word) for word in load("texts")["texts"]), key=len, reverse=True))
    return re.compile(rf"(?:['’]s?)?(?:\s\w+)?\s(?:{words})\b", re.IGNORECASE)
