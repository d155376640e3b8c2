"""A text split into words once, for all who look through it word by word: names, dates, words of saying."""

import re
from collections import defaultdict
from collections.abc import Container, KeysView
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

_WORD_OR_GAP = re.compile(r"(\w+)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as `written` and in `low` letters; word i stands at places[2 * i] to places[2 * i + 1], behind gaps[i].
    `where` gives the numbers of all words that are the same in low letters."""

    written: list[str]
    low: list[str]
    gaps: list[str]
    places: list[int]
    where: dict[str, list[int]]

    @property
    def vocabulary(self) -> KeysView[str]:
        """The low words, each once."""
        return self.where.keys()

    def among(self, wanted: Container[str]) -> list[int]:
        """The numbers of the words that are one of `wanted`, in order: each word is looked up once, however often it stands in the text."""
        return sorted(chain.from_iterable([numbers for low, numbers in self.where.items() if low in wanted]))


@lru_cache(maxsize=2)
def split(text: str) -> Words:
    """The words of `text`; the last two texts are kept in mind."""
    parts = _WORD_OR_GAP.split(text)
    written = parts[1::2]
    low = [word.lower() for word in written]
    where: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(low):
        where[word].append(number)
    return Words(written, low, parts[::2], list(accumulate(map(len, parts))), where)
