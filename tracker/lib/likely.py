"""Where words that are gone from a text have probably gone: stretches that hold most of them.

Only a help for the person who decides; an anchor never moves there by itself (tracker.lib.anchors does that, where
there is no doubt).
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST = 0.45  # likeness below which a place is no help
COMPARED = 12  # stretches compared word by word, the most promising ones
MOST_WORDS = 400  # of the quote that are looked for

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True)
class Likely:
    """`start` and `end` in code points; `likeness` from 0 to 1, the share of words in common."""

    start: int
    end: int
    likeness: float


def likely_places(quote: str, text: str, *, most: int = 3) -> list[Likely]:
    """The stretches of `text` most like `quote`, best first, none overlapping another; [] where nothing resembles it.

    1. A window as long as the quote slides over the words of the text, counting those in common.
    2. The best windows are widened, compared word by word, and cut to where the likeness begins and ends.
    3. What stood beside it in the quote belongs to it: the ends are those of the first and last word in common, moved
       outwards by as many words as the quote has beyond them.
    """
    wanted = [match.group().casefold() for match in _WORD.finditer(quote)][:MOST_WORDS]
    found = list(_WORD.finditer(text))
    if not wanted or not found:
        return []
    words = [match.group().casefold() for match in found]
    places: list[Likely] = []
    for begin in _promising(wanted, words):
        first, last, likeness = _compared(wanted, words, begin)
        if likeness >= LEAST:
            start, end = _with_marks(text, found[first].start(), found[last].end(), quote)
            places.append(Likely(start, end, round(likeness, 3)))
    return _apart(places)[:most]


def _promising(wanted: list[str], words: list[str]) -> list[int]:
    """Where the windows with most words in common begin, best first."""
    size, need = len(wanted), Counter(wanted)
    held: Counter[str] = Counter()
    common, scores = 0, []
    for index, word in enumerate(words):
        held[word] += 1
        common += held[word] <= need[word]
        if index >= size:
            gone = words[index - size]
            common -= held[gone] <= need[gone]
            held[gone] -= 1
        if common * 2 >= size * LEAST:
            scores.append((-common, max(0, index - size + 1)))
    chosen: list[int] = []
    for _, begin in sorted(scores):
        if all(abs(begin - other) >= max(1, size // 2) for other in chosen):
            chosen.append(begin)
        if len(chosen) == COMPARED:
            break
    return chosen


def _compared(wanted: list[str], words: list[str], begin: int) -> tuple[int, int, float]:
    """First and last word (indices into `words`) of the stretch around `begin` that answers to `wanted`, and their
    likeness."""
    size = len(wanted)
    wider = size // 4 + 1
    low, high = max(0, begin - wider), min(len(words), begin + size + wider)
    near = words[low:high]
    blocks = [b for b in SequenceMatcher(None, wanted, near, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return begin, begin, 0.0
    first = max(0, blocks[0].b - blocks[0].a)
    behind = size - (blocks[-1].a + blocks[-1].size)
    last = min(len(near) - 1, blocks[-1].b + blocks[-1].size - 1 + behind)
    matched = sum(block.size for block in blocks)
    return low + first, low + last, matched / max(size, last - first + 1)


def _with_marks(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """The stretch with the marks at its ends (quotation marks, a full stop) that the quote has too."""
    lead = quote[: len(quote) - len(quote.lstrip("\"'“”„«»‘’(["))]
    trail = quote[len(quote.rstrip(".,!?;:\"'“”»«‘’)]…")) :]
    while lead and start and text[start - 1] in "\"'“”„«»‘’([":
        start, lead = start - 1, lead[1:]
    while trail and end < len(text) and text[end] in ".,!?;:\"'“”»«‘’)]…":
        end, trail = end + 1, trail[1:]
    return start, end


def _apart(places: list[Likely]) -> list[Likely]:
    """Best first, of equally good ones the longer, without those that overlap a better one."""
    kept: list[Likely] = []
    for place in sorted(places, key=lambda one: (-one.likeness, one.start - one.end, one.start)):
        spans = sorted((one.start, one.end) for one in kept)
        at = bisect_right(spans, (place.start, place.end))
        before_ends = at == 0 or spans[at - 1][1] <= place.start
        after_begins = at == len(spans) or spans[at][0] >= place.end
        if before_ends and after_begins:
            kept.append(place)
    return kept
