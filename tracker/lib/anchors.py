"""Anchors: where words stand in a text, and finding them again in another version of it.

W3C Web Annotation's TextPositionSelector and TextQuoteSelector together. Offsets count Unicode code points from 0; the
context on either side is up to CONTEXT characters. An anchor is moved only where there is no doubt; otherwise it is
None, and a person decides: it never points silently at other words.
"""

import re
from dataclasses import dataclass
from itertools import islice

CONTEXT = 32
MOST_PLACES = 100  # a quote standing more often is in doubt anyway
SHORT = 12  # characters: below that a quote standing once, in strange company, may be another's
MARKS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "}
)


@dataclass(frozen=True)
class Anchor:
    """`exact` is the text's slice [start:end]; `prefix` and `suffix` are what stands around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def make(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end]. Raises ValueError when that is empty or outside of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"There is no text from {start} to {end}: the text has {len(text)} characters.")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def places(quote: str, text: str) -> list[tuple[int, int]]:
    """Where `quote` stands in `text`, each (start, end), overlapping ones too: exactly, or, if nowhere, with blanks,
    dashes and quotation marks taken as alike. MOST_PLACES at most."""
    if not quote.strip():
        return []
    exact: list[tuple[int, int]] = []
    start = text.find(quote)
    while start >= 0 and len(exact) < MOST_PLACES:
        exact.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return exact or _alike(quote, text)


def find(anchor: Anchor, text: str) -> Anchor | None:
    """The anchor in another version of the text, or None when the words are gone or cannot be told apart.

    1. At the same place with the same context: it stays.
    2. Standing once: it moves there, unless it is a word or two and nothing around agrees.
    3. Standing several times: it moves to the one place whose context agrees best with the old; a tie is doubt, and so
       is a context of which less than half is left.
    """
    if text[anchor.start : anchor.end] == anchor.exact and _agreement(anchor, text, anchor.start, anchor.end) == _full(
        anchor
    ):
        return make(text, anchor.start, anchor.end)
    found = places(anchor.exact, text)
    if len(found) == 1:
        strange = _full(anchor) and not _agreement(anchor, text, *found[0])
        return None if strange and len(anchor.exact) < SHORT else make(text, *found[0])
    if not found or len(found) == MOST_PLACES:
        return None
    ranked = sorted(((_agreement(anchor, text, *place), place) for place in found), reverse=True)
    (best, place), (second, _) = ranked[0], ranked[1]
    return make(text, *place) if best > second and best * 2 >= _full(anchor) else None


def _full(anchor: Anchor) -> int:
    return len(anchor.prefix) + len(anchor.suffix)


def _agreement(anchor: Anchor, text: str, start: int, end: int) -> int:
    """How many characters of the old context stand around the place, counted outwards from it."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return _same(anchor.prefix[::-1], before[::-1]) + _same(anchor.suffix, after)


def _same(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _alike(quote: str, text: str) -> list[tuple[int, int]]:
    """Places where the quote stands but for blanks, dashes and quotation marks. MARKS maps one character to one, so the
    offsets stay those of the text."""
    words = [re.escape(word) for word in quote.translate(MARKS).split()]
    found = re.finditer(r"\s+".join(words), text.translate(MARKS))
    return [(match.start(), match.end()) for match in islice(found, MOST_PLACES)]
