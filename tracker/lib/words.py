"""A text split into words once, for all who look through it word by word: names, dates, words of saying."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_WORD_OR_GAP = re.compile(r"(\w+)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as `written` and in `low` letters; word i stands at places[2 * i] to places[2 * i + 1], behind gaps[i].
    `vocabulary` is the low ones, each once."""

    written: list[str]
    low: list[str]
    gaps: list[str]
    places: list[int]
    vocabulary: frozenset[str]


@lru_cache(maxsize=2)
def split(text: str) -> Words:
    """The words of `text`; the last two texts are kept in mind."""
    parts = _WORD_OR_GAP.split(text)
    written = parts[1::2]
    low = [word.lower() for word in written]
    return Words(written, low, parts[::2], list(accumulate(map(len, parts))), frozenset(low))
