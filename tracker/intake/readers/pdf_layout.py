"""From the lines of pages, as they stand on the paper, to the paragraphs of a text. Knows nothing of PDF.

1. Pieces that stand beside each other become one row, wide gaps in it a tab.
2. Page numbers go, and rows set apart at the top or bottom that recur on other pages; a head stays on the first
   page, since it may say whose paper it is.
3. Rows become paragraphs: a new one begins after a gap, at an indent, a change of size, a bullet, or where the next word
   would still have found room in the line before. One that is open at the end of a column or page goes on in the next.
4. A hyphen at a line's end goes, unless the text elsewhere writes the word with it or both halves are words of the text.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

EDGE = 4  # rows from the top and bottom of a page in which what recurs is looked for
LONGEST = 2000  # characters of a row
RECURS = 0.4  # share of the pages, at least two; three are enough
PAGE_NUMBER = re.compile(
    r"[\s\-–—|(\[]*(?P<named>page|p\.|seite|стр\.?|страница)?\s*(?P<number>\d{1,4})"
    r"(?P<of>\s*(?:of|/|von|из|sur|de)\s*\d{1,4})?[\s\-–—|)\]]*",
    re.IGNORECASE,
)
POINTS = "•‣▪◦●■□◆➢✓"
BULLET = re.compile(
    rf"[{POINTS}]\s?|[-–—*]\s|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,5}})[.)]\s|\d{{1,3}}(?:\.\d{{1,3}})+\.?\s", re.IGNORECASE
)
ENDED = re.compile(r"(?:[.!?:;…][\"'”’»)\]]*|(?:\. ?){4,}\s*\w*)$")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST_WORD, FIRST_WORD = re.compile(r"[\w-]*$"), re.compile(r"\w*")
WIDEST_GAP, INDENT, OTHER_SIZE, COLUMN = 1.3, 0.8, 0.12, 2.0


@dataclass(frozen=True)
class Line:
    """Words in one line; points, y grows upwards. `size` is the height of its letters with room for all of them."""

    words: str
    left: float
    right: float
    bottom: float
    size: float
    broken: bool = False  # ends with a hyphen that the program marked as one


@dataclass
class Paragraph:
    """`page` is the one where it ends, counted from 0."""

    pieces: list[str]
    size: float
    page: int

    @property
    def words(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True)
class Text:
    paragraphs: list[Paragraph]
    dropped: int  # lines that belonged to the paper, not to the text


def read(pages: list[list[Line]]) -> Text:
    """The paragraphs of `pages`."""
    rows = [_rows(page) for page in pages]
    leading = _leading(rows)
    unwanted = _furniture(rows, leading)
    kept = [[row for row in page if row not in drop] for page, drop in zip(rows, unwanted, strict=True)]
    words = _words(kept)
    found: list[Paragraph] = []
    last: Line | None = None
    first = True  # whether `last` is the first row of its paragraph
    for number, page in enumerate(kept):
        rights = _rights(page)
        for row in page:
            if last is not None and _goes_on(last, row, leading, rights, first, found[-1].page != number):
                found[-1].pieces[-1] = _joint(found[-1].pieces[-1], row.words, last.broken, words)
                found[-1].pieces.append(row.words)
                found[-1].page = number
                first = False
            else:
                found.append(Paragraph([row.words], row.size, number))
                first = True
            last = row
    return Text(found, sum(map(len, rows)) - sum(map(len, kept)))


def _rows(page):
    """Pieces side by side as one: cells of a table, raised numbers, words that the program set apart."""
    rows: list[Line] = []
    for line in page:
        last = rows[-1] if rows else None
        if (
            last is None
            or abs(last.bottom - line.bottom) > 0.5 * max(last.size, line.size)
            or line.left < last.right - 1
        ):
            rows.append(line)
            continue
        rows[-1] = beside(last, line)
    return rows


def beside(one: Line, other: Line) -> Line:
    """Both as one line; where the letters differ in size, the larger ones say where it stands."""
    gap = "\t" if other.left - one.right > COLUMN * one.size else " "
    lead = one if one.size >= other.size else other
    left, right = min(one.left, other.left), max(one.right, other.right)
    return replace(lead, words=f"{one.words}{gap}{other.words}", left=left, right=right, broken=other.broken)


def _words(pages):
    """Words of the text in lower case, but for those that a line's end may have cut."""
    found, cut = set(), False
    for row in (row for page in pages for row in page):
        words = WORD.findall(row.words.casefold())
        ends = row.broken or row.words.endswith("-")
        found.update(words[1 if cut else 0 : len(words) - ends])
        cut = ends
    return found


def _goes_on(last, row, leading, rights, first, new_page):
    """Whether `row` belongs to the paragraph that `last` ended so far."""
    if abs(last.size - row.size) > OTHER_SIZE * max(last.size, row.size) or "\t" in last.words + row.words:
        return False
    if last.broken:
        return True
    ended = bool(ENDED.search(last.words[-100:]))
    if BULLET.match(row.words) and (ended or row.words[0] in POINTS):
        return False
    down = last.bottom - row.bottom
    if new_page or down <= 0:
        return not ended and (row.words[0].islower() or not _short(last, row, max(last.right, rights(last))))
    if down > leading * row.size * WIDEST_GAP:
        return False
    indented = row.left - last.left > INDENT * row.size
    if indented and not (first and BULLET.match(last.words)) and not (row.words[0].islower() and not ended):
        return False
    return not _short(last, row, max(rights(last), rights(row)))


def _short(last, row, right):
    """Whether the first word of `row` would still have found room after `last`."""
    letter = (row.right - row.left) / max(1, len(row.words))
    word = (len(row.words.split(maxsplit=1)[0]) + 1) * letter
    return last.right + word * 1.05 + letter < right


def _rights(page):
    """A function that gives the right edge of the column in which a row stands."""
    edges: dict[tuple[int, int], float] = {}
    for row in page:
        at, size = round(row.left / 24), round(row.size)
        for key in ((at - 1, size), (at, size), (at + 1, size)):
            edges[key] = max(edges.get(key, 0.0), row.right)
    return lambda row: edges.get((round(row.left / 24), round(row.size)), row.right)


def _leading(pages):
    """How far apart rows of one paragraph usually stand, in sizes of their letters."""
    steps = [
        (one.bottom - other.bottom) / one.size
        for page in pages
        for one, other in pairwise(page)
        if abs(one.size - other.size) < 0.5 and 0.5 < (one.bottom - other.bottom) / one.size < 3
    ]
    return median(steps) if steps else 1.2


def _joint(before, after, broken, words):
    """`before` with what stands between it and `after`: a blank, a hyphen, or nothing where the hyphen was the line's."""
    if not broken and not (before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower()):
        return f"{before} "
    before = before.removesuffix("-")
    left, right = LAST_WORD.search(before[-60:]).group().casefold(), FIRST_WORD.match(after).group().casefold()
    if not left or not after[:1].islower() or left[-1:].isdigit():
        return f"{before}-"
    if left + right in words:
        return before
    halves = len(left) > 3 and len(right) > 3 and left in words and right in words
    return f"{before}-" if f"{left}-{right}" in words or halves else before


def _furniture(pages, leading):
    """For each page the set of its rows that belong to the paper: recurring heads and footers, page numbers."""
    edges = [_edges(page, leading) for page in pages]
    found: list[set[Line]] = [set(numbers) for numbers in _numbers(edges)]
    for end in (0, 1):
        counts = Counter(key for edge in edges for key in {_key(row) for row in edge[end]})
        enough = max(2, min(3, RECURS * len(pages)))
        seen = set()
        for number, edge in enumerate(edges):
            recurring = [row for row in edge[end] if counts[_key(row)] >= enough and row not in found[number]]
            found[number].update(row for row in recurring if end == 1 or number > 0 or _key(row) in seen)
            seen.update(_key(row) for row in recurring)
    return found


def _edges(page, leading):
    """(rows set apart at the top, rows set apart at the bottom) of a page; none of a page that has no other rows."""
    ordered = sorted(page, key=lambda row: -row.bottom)
    apart = [
        number
        for number, (above, below) in enumerate(pairwise(ordered), 1)
        if above.bottom - below.bottom > leading * above.size * WIDEST_GAP
        or abs(above.size - below.size) > OTHER_SIZE * max(above.size, below.size)
    ]
    top = next((number for number in apart if number <= EDGE), 0)
    bottom = next((number for number in reversed(apart) if number >= max(top, len(ordered) - EDGE)), len(ordered))
    return ordered[:top], ordered[bottom:]


def _key(row):
    return re.sub(r"\d+", "#", " ".join(row.words.casefold().split()))


def _numbers(edges):
    """For each page its rows that hold nothing but its number: named as such, or counting as the pages do."""
    found = [
        [(row, match) for rows in edge for row in rows if (match := PAGE_NUMBER.fullmatch(row.words[:40]))]
        for edge in edges
    ]
    shifts = Counter(
        shift for number, page in enumerate(found, 1) for shift in {int(match["number"]) - number for _, match in page}
    )
    return [
        {
            row
            for row, match in page
            if match["named"] or match["of"] or (shift := int(match["number"]) - number) == 0 or shifts[shift] > 1
        }
        for number, page in enumerate(found, 1)
    ]
