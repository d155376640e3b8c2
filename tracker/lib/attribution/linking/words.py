"""The words of linking, from the toml files beside this one; and text as folded words to compare."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from ..names import fold

FOLDER = Path(__file__).parent
Value = TypeVar("Value")
WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True)
class Word:
    """A word of a text: its place there, and `low`, as it is compared (no case, no Russian case ending, no 's)."""

    start: int
    end: int
    text: str
    low: str


@cache
def load(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def words_of(text: str) -> list[Word]:
    return [Word(m.start(), m.end(), m.group(), folded(m.group())) for m in WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    return fold(re.sub(r"['’]s?$", "", word))


def lows_of(text: str) -> list[str]:
    return [folded(word) for word in WORD.findall(text)]


def phrase(words: str) -> tuple[str, ...]:
    """Words to compare; a possessive stays apart from its noun ("president's office" is no president)."""
    return tuple(word.low + ("'s" if is_possessive(word) else "") for word in words_of(words))


def is_possessive(word: Word) -> bool:
    return word.text.endswith(("'s", "’s"))


class Phrases(Generic[Value]):
    """Finds the phrases of a list in words: at each place the longest."""

    def __init__(self, values: dict[tuple[str, ...], Value]):
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for key, value in values.items():
            self._by_first.setdefault(key[0], []).append((key, value))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def at(self, lows: list[str], index: int) -> tuple[int, Value] | None:
        """(how many words, value) of the longest phrase that begins there."""
        for key, value in self._by_first.get(lows[index], ()):
            if tuple(lows[index : index + len(key)]) == key:
                return len(key), value
        return None
