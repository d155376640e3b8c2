"""Find the names a dossier knows in a text: longest match, whole words, one pass.

A name in capitals ("OSCE", "US") must stand in capitals; a single capitalised word must
begin with a capital; anything else is matched whatever its case. Hyphens, dashes and blanks
between words are the same, and "'s" after a name does not matter.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

PIECE = re.compile(r"\w+")
CASE_ENDING = re.compile(
    r"(?:ого|ему|ому|его|ыми|ими|ами|ями|ым|им|ом|ем|ой|ей|ую|юю|ая|яя|ий|ый|ии|ию|ия|[аеёиоуыьюяй])$"
)


@dataclass(frozen=True)
class Occurrence:
    """text[start:end] names every key in `keys` (several where an alias is shared)."""

    start: int
    end: int
    words: str
    keys: tuple


class Names:
    """An index over KnownName objects."""

    def __init__(self, known):
        self._by_first: dict[str, list] = {}
        self.by_key = {}
        for entry in known:
            self.by_key[entry.key] = entry
            for name in entry.names:
                self._add(name, entry.key)
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def _add(self, name, key):
        pieces = PIECE.findall(name)
        if not pieces:
            return
        folded = tuple(fold(piece) for piece in pieces)
        self._by_first.setdefault(folded[0], []).append((folded, pieces, key))

    def find(self, text):
        """Occurrences in order, not overlapping."""
        pieces, folded = _pieces(text)
        found, free = [], 0
        for index in [at for at, piece in enumerate(folded) if piece in self._by_first]:
            size, keys = self._match(text, pieces, folded, index) if index >= free else (0, ())
            if size:
                start, end = pieces[index].start(), pieces[index + size - 1].end()
                found.append(Occurrence(start, end, text[start:end], keys))
                free = index + size
        return found

    def _match(self, text, pieces, folded, index):
        size, keys = 0, []
        for candidate, written, key in self._by_first.get(folded[index], ()):
            if len(candidate) < size:
                break
            if folded[index : index + len(candidate)] != candidate:
                continue
            last = index + len(candidate) - 1
            if not _together(text, pieces, index, last) or not _case_fits(pieces, index, written):
                continue
            size = len(candidate)
            if key not in keys:
                keys.append(key)
        return size, tuple(keys)


@lru_cache(maxsize=2)  # the names of actors, tracks and issues are looked for in the same text
def _pieces(text):
    pieces = tuple(PIECE.finditer(text))
    return pieces, tuple(fold(piece.group()) for piece in pieces)


@lru_cache(maxsize=10_000)
def fold(piece):
    """Lower case; a Russian word also without its case ending, so that "Лаврова" is "Лавров"."""
    low = piece.casefold()
    return CASE_ENDING.sub("", low) if len(low) > 4 and "а" <= low[-1] <= "я" else low


def _together(text, pieces, first, last):
    """No sentence end or line break between the words of a name."""
    for at in range(first, last):
        gap = text[pieces[at].end() : pieces[at + 1].start()]
        if len(gap) > 3 or "\n" in gap or any(sign in gap for sign in ',;:!?()"«»“”'):
            return False
    return True


def _case_fits(pieces, index, written):
    for offset, piece in enumerate(written):
        here = pieces[index + offset].group()
        if piece.isupper() and len(piece) > 1 and not here.isupper():
            return False
        if len(written) == 1 and piece[0].isupper() and not here[0].isupper():
            return False
    return True
