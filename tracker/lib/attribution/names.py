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


class Names:
    """An index over KnownName objects."""

    def __init__(self, known):
        self._root = _Node()
        self.by_key = {}
        for entry in known:
            self.by_key[entry.key] = entry
            for name in entry.names:
                self._add(name, entry.key)

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
        for key, entry in self.by_key.items():
            for name in entry.names if entry.kind == "person" else ():
                if " " in name.strip():
                    found.setdefault(bare(name.split()[-1]), set()).add(key)
        return found

    def find(self, text):
        """Occurrences in order, not overlapping."""
        beginning = self._root.following
        if not beginning:
            return []
        words, folded = split(text), _folded(text)
        found, free = [], 0
        for index in [at for at, word in enumerate(folded) if word in beginning]:
            size, keys = self._match(words, folded, index) if index >= free else (0, ())
            if size:
                start, end = words.places[2 * index], words.places[2 * (index + size) - 1]
                found.append(Occurrence(start, end, text[start:end], keys))
                free = index + size
        return found

    def _match(self, words, folded, index):
        """(number of words, keys) of the longest name that begins at `index`; (0, ()) where none does."""
        longest, node, at = (0, ()), self._root, index
        while at < len(folded):
            node = node.following.get(folded[at])
            if node is None or (at > index and not _together(words, at)):
                break
            at += 1
            fitting = [keys for written, keys in node.names.items() if _case_fits(words.written, index, written)]
            if fitting:
                longest = at - index, tuple(dict.fromkeys(chain.from_iterable(fitting)))
        return longest


@lru_cache(maxsize=2)  # the names of actors, tracks and issues are looked for in the same text
def _folded(text):
    return list(map(fold, split(text).written))


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
