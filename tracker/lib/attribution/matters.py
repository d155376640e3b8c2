"""Issues and provisions found in a text: by a name, or by a word that only one issue's names have.

The name of an issue says what is asked for ("An end to NATO enlargement"); what a text names is often the thing itself
("enlargement"). Such a mention is *turned*: who rejects the thing demands the issue. Beside a word that says the same as
the issue's opening ("no enlargement", "stop the enlargement") it is not.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from . import wordbook
from .model import KnownName
from .names import Names, fold
from .wordbook import WORD, Word, Wordbook

ISSUE, PROVISION = "issue", "provision"
SHORTEST = 4  # letters of a word that may name an issue by itself
ENDER_REACH = 3  # words between "end" and the thing


@dataclass(frozen=True)
class Mention:
    """text[start:end] names the matters `keys`; `by_name`: with a whole name, else with a word of only its names."""

    start: int
    end: int
    words: str
    keys: tuple[Hashable, ...]
    by_name: bool = True


class Matters:
    """The issues and provisions of a dossier, ready to be found. `strangers` are names of actors and tracks: their words
    tell nothing about an issue."""

    def __init__(
        self,
        issues: Iterable[KnownName],
        provisions: Iterable[KnownName] = (),
        strangers: Iterable[KnownName] = (),
        language: str = "en",
    ):
        self.issues = list(issues)
        self.kinds = {one.key: ISSUE for one in self.issues}
        named = [KnownName((ISSUE, one.key), one.names) for one in self.issues]
        named += [KnownName((PROVISION, one.key), one.names) for one in provisions]
        self.language = language
        self.rules = wordbook.read("stances", language)
        self._names = Names(named)
        self._own = self._own_words(strangers)
        own = "|".join(sorted(map(re.escape, self._own)))
        self._any_own = re.compile(rf"(?<!\w)(?:{own})\w{{0,4}}" if own else r"(?!)", re.IGNORECASE)
        self._enders = Wordbook([(words, True) for words in self.rules["turning"]["enders"]])
        openers = tuple(self.rules["turning"]["openers"])
        self._ask_for_an_end = {
            (ISSUE, one.key)
            for one in self.issues
            if one.names and any(one.names[0].casefold().startswith(f"{opener} ") for opener in openers)
        }

    def find(self, text: str) -> list[Mention]:
        """In order, not overlapping."""
        named = [Mention(one.start, one.end, one.words, one.keys) for one in self._names.find(text)]
        taken = [(one.start, one.end) for one in named]
        for found in self._any_own.finditer(text):
            key = self._own.get(stem(fold(found.group())))
            if key and not any(start <= found.start() < end for start, end in taken):
                named.append(Mention(*found.span(), found.group(), (key,), by_name=False))
        return sorted(named, key=lambda one: one.start)

    def turned(self, key: Hashable, mention: Mention, sentence: Sequence[Word]) -> bool:
        """Does the mention name the very thing of which the issue asks an end, with no word of ending beside it?"""
        if key not in self._ask_for_an_end:
            return False
        at = next((n for n, word in enumerate(sentence) if word.end > mention.start), 0)
        around = [*sentence[max(0, at - ENDER_REACH) : at], *_inside(mention)]
        return not self._enders.find(around)

    def _own_words(self, strangers: Iterable[KnownName]) -> dict[str, Hashable]:
        common = {stem(fold(word)) for word in self.rules["common"]["words"]}
        common |= {stem(fold(word)) for one in strangers for name in one.names for word in WORD.findall(name)}
        having: dict[str, set[Hashable]] = defaultdict(set)
        for one in self.issues:
            for name in one.names:
                for word in _telling(name):
                    having[stem(fold(word))].add((ISSUE, one.key))
        return {word: next(iter(keys)) for word, keys in having.items() if len(keys) == 1 and word not in common}


def stem(low: str) -> str:
    """Without the mark of possession and of the plural."""
    low = low.removesuffix("'s").removesuffix("'")
    return low[:-1] if low.endswith("s") and not low.endswith("ss") and len(low) > 3 else low


def _telling(name: str) -> list[str]:
    """Words of a name that may stand for it: long ones, and proper names only where little else is in the name."""
    words = [word for word in name.split() if WORD.fullmatch(word)]  # "build-up" is not about building
    return [word for word in words if len(word) >= SHORTEST and (word[0].islower() or len(words) <= 2)]


def _inside(mention: Mention) -> list[Word]:
    return [Word(0, 0, fold(word), False) for word in WORD.findall(mention.words)]
