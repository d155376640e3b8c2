"""A text cut where highlights begin and end, so that overlapping ones can be drawn by plain markup."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Segment:
    """A stretch of text covered by the same spans throughout.

    `ids`: theirs, in the order they begin; `starts`: those whose first piece in the text this is (to carry the
    anchor a link leads to); `start`: its offset in code points.
    """

    text: str
    ids: tuple[Hashable, ...] = ()
    starts: tuple[Hashable, ...] = ()
    start: int = 0


def segments(text: str, spans: Iterable[tuple[int, int, Hashable]]) -> list[Segment]:
    """Cut `text` at the ends of `spans`: (start, end, id), offsets in code points.

    Ends beyond the text are clipped and empty spans left out. One id may have several spans. The segments'
    texts joined are the text.

    1. Sort the spans by start, longer first.
    2. Sweep over their ends in order, opening and closing spans between two cuts.
    """
    clipped = [(max(start, 0), min(end, len(text)), key) for start, end, key in spans]
    ordered = sorted((span for span in clipped if span[0] < span[1]), key=_longer_first)
    cuts = sorted({0, len(text)}.union(*(span[:2] for span in ordered)))
    found, open_spans, seen, coming = [], [], set(), 0
    for start, end in pairwise(cuts):
        open_spans = [span for span in open_spans if span[1] > start]
        while coming < len(ordered) and ordered[coming][0] == start:
            open_spans.append(ordered[coming])
            coming += 1
        ids = tuple(dict.fromkeys(key for _, _, key in open_spans))
        starts = tuple(key for key in ids if key not in seen)
        seen.update(ids)
        found.append(Segment(text[start:end], ids, starts, start))
    return found


def _longer_first(span: tuple) -> tuple:
    return span[0], -span[1]
