"""Find the names a dossier knows in a text: longest match, whole words, one pass.

A name in capitals ("OSCE", "US") must stand in capitals; a single capitalised word must
begin with a capital; anything else is matched whatever its case. Hyphens, dashes and blanks
between words are the same, and "'s" after a name does not matter.

The names stand in a tree of words, made once for all texts: how many there are does not matter, only how many
words of a text begin one.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain

from tracker.lib.words import split

PIECE = re.compile(r"\w+")
POSSESSIVE = re.compile(r"['’]s?$")
CASE_ENDING = re.compile(
    r"(?:ого|ему|ому|его|ыми|ими|ами|ями|ым|им|ом|ем|ой|ей|ую|юю|ая|яя|ий|ый|ии|ию|ия|[аеёиоуыьюяй])$"
)
DIVIDING = frozenset(',;:!?()"«»“”\n')  # not between the words of one name
WIDEST_GAP = 3


@dataclass(frozen=True)
class Occurrence:
    """text[start:end] names every key in `keys` (several where an alias is shared)."""

    start: int
    end: int
    words: str
    keys: tuple


@dataclass(slots=True)
class _Node:
    """Names that begin alike: what may follow, and those that end here: words as written, and the keys of all who bear them."""

    following: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    fitting: dict = field(default_factory=dict)  # the keys of several of the names taken together, when first needed

    def bearers(self, names):
        """The keys of all who bear one of the names, each once. Many may share a name that stands in every sentence."""
        if names not in self.fitting:
            self.fitting[names] = tuple(dict.fromkeys(chain.from_iterable(self.names[name] for name in names)))
        return self.fitting[names]


class Names:
    """An index over KnownName objects."""

    def __init__(self, known):
        self._root = _Node()
        self.by_key = {}
        for entry in known:
            self.by_key[entry.key] = entry
            for name in entry.names:
                self._add(name, entry.key)
        self.persons = frozenset(key for key, entry in self.by_key.items() if entry.kind == "person")

    def _add(self, name, key):
        pieces = PIECE.findall(name)
        node = self._root
        for piece in pieces:
            node = node.following.setdefault(fold(piece), _Node())
        if pieces:
            node.names.setdefault(tuple(pieces), []).append(key)

    @cached_property
    def surnames(self):
        """The last word of each person's name, bare, with the keys of all who bear it."""
        found: dict[str, set] = {}
        for key in self.persons:
            for name in self.by_key[key].names:
                if " " in name.strip():
                    found.setdefault(bare(name.split()[-1]), set()).add(key)
        return found

    @cached_property
    def _beginnings_of_surnames(self):
        return frozenset(piece for surname in self.surnames for piece in PIECE.findall(surname)[:1])

    def surnames_in(self, text):
        """Where words stand with which a surname may begin."""
        words, beginnings = split(text), self._beginnings_of_surnames
        for low, folded in _folded(text).items() if beginnings else ():
            if folded in beginnings or low in beginnings:
                yield from (words.places[2 * at] for at in words.where[low])

    def find(self, text):
        """Occurrences in order, not overlapping."""
        if not self._root.following:
            return []
        words, folded = split(text), _folded(text)
        found, free = [], 0
        for index in sorted(self._beginnings(words, folded)):
            size, keys = self._match(words, folded, index) if index >= free else (0, ())
            if size:
                start, end = words.places[2 * index], words.places[2 * (index + size) - 1]
                found.append(Occurrence(start, end, text[start:end], keys))
                free = index + size
        return found

    def _beginnings(self, words, folded):
        """The numbers of the words that are names, or the first of a name if the next word is its second."""
        beginning, lows = self._root.following, words.low
        for low in [low for low, word in folded.items() if word in beginning]:
            node = beginning[folded[low]]
            for index in words.where[low]:
                if node.names or (index + 1 < len(lows) and folded[lows[index + 1]] in node.following):
                    yield index

    def _match(self, words, folded, index):
        """(number of words, keys) of the longest name that begins at `index`; (0, ()) where none does."""
        longest, node = (0, ()), self._root
        for at in range(index, len(words.low)):
            node = node.following.get(folded[words.low[at]])
            if node is None or (at > index and not _together(words, at)):
                break
            if node.names:
                fitting = tuple(name for name in node.names if _case_fits(words.written, index, name))
                longest = (at + 1 - index, node.bearers(fitting)) if fitting else longest
        return longest


@lru_cache(maxsize=2)  # the names of actors, tracks and issues are looked for in the same text
def _folded(text):
    """The words of a text in low letters, and each of them folded."""
    return {low: low if low.isascii() else fold(low) for low in split(text).vocabulary}


def _together(words, at):
    """No sentence end or line break between word `at` and the one before it."""
    gap = words.gaps[at]
    return len(gap) <= WIDEST_GAP and DIVIDING.isdisjoint(gap)


@lru_cache(maxsize=10_000)
def fold(piece):
    """Lower case; a Russian word also without its case ending, so that "Лаврова" is "Лавров"."""
    low = piece.casefold()
    return CASE_ENDING.sub("", low) if len(low) > 4 and "а" <= low[-1] <= "я" else low


@lru_cache(maxsize=10_000)
def bare(word):
    """A word of a name folded, without "'s"."""
    return fold(POSSESSIVE.sub("", word))


def _case_fits(words, index, written):
    for offset, piece in enumerate(written):
        here = words[index + offset]
        if piece.isupper() and len(piece) > 1 and not here.isupper():
            return False
        if len(written) == 1 and piece[0].isupper() and not here[0].isupper():
            return False
    return True
