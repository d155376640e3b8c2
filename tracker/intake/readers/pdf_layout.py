"""From the lines of pages, as they stand on the paper, to the paragraphs of a text. Knows nothing of PDF.

1. Page numbers, and lines that recur at the top or bottom of pages, are dropped.
2. Lines become paragraphs: a new one begins after a gap, at an indent, a change of size, a bullet, or where the next word
   would still have found room in the line before. One that is open at the end of a column or page goes on in the next.
3. A hyphen at a line's end goes, unless the text elsewhere writes the word with it or both halves are words of the text.
"""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

EDGE = 3  # lines from the top and bottom of a page in which what recurs is looked for
RECURS = 0.4  # share of the pages, and at least two
PAGE_NUMBER = re.compile(
    r"[\s\-–—|(\[]*(?P<named>page|p\.|seite|стр\.?|страница)?\s*(?P<number>\d{1,4})"
    r"(?P<of>\s*(?:of|/|von|из|sur|de)\s*\d{1,4})?[\s\-–—|)\]]*",
    re.IGNORECASE,
)
BULLET = re.compile(r"[•‣▪◦●■□◆➢✓]\s?|[-–—*]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s", re.IGNORECASE)
ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST_WORD, FIRST_WORD = re.compile(r"[\w-]*$"), re.compile(r"\w*")
WIDEST_GAP, INDENT, OTHER_SIZE = 1.3, 0.8, 0.12


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
    words: str
    size: float
    page: int


@dataclass(frozen=True)
class Text:
    paragraphs: list[Paragraph]
    dropped: int  # lines that belonged to the paper, not to the text


def read(pages: list[list[Line]]) -> Text:
    """The paragraphs of `pages`."""
    kept = [[line for line in page if line not in unwanted] for page, unwanted in zip(pages, _furniture(pages), strict=True)]
    dropped = sum(map(len, pages)) - sum(map(len, kept))
    words = {word.casefold() for page in kept for line in page for word in WORD.findall(line.words)}
    leading = _leading(kept)
    found: list[Paragraph] = []
    last: Line | None = None
    first = True  # whether `last` is the first line of its paragraph
    for number, page in enumerate(kept):
        rights = _rights(page)
        for line in page:
            row = last is not None and _same_row(last, line) and found[-1].page == number
            if row:
                found[-1].words += ("\t" if line.left - last.right > last.size else " ") + line.words
            elif last is not None and _goes_on(last, line, leading, rights, first, found[-1].page != number):
                found[-1].words = _joined(found[-1].words, line.words, last.broken, words)
                first = False
            else:
                found.append(Paragraph(line.words, line.size, number))
                first = True
            if found[-1].page != number:
                found[-1].page = number
            last = line
    return Text(found, dropped)


def _goes_on(last, line, leading, rights, first, new_page):
    """Whether `line` belongs to the paragraph that `last` ended so far."""
    if abs(last.size - line.size) > OTHER_SIZE * max(last.size, line.size):
        return False
    if last.broken:
        return True
    ended = bool(ENDED.search(last.words))
    if BULLET.match(line.words) and (ended or line.words[0] in "•‣▪◦●■□◆➢✓"):
        return False
    down = last.bottom - line.bottom
    if new_page or down <= 0:
        return not ended and (line.words[0].islower() or not _short(last, line, max(last.right, rights(last))))
    if down > leading * line.size * WIDEST_GAP:
        return False
    indented = line.left - last.left > INDENT * line.size
    if indented and not (first and BULLET.match(last.words)) and not (line.words[0].islower() and not ended):
        return False
    return not _short(last, line, max(rights(last), rights(line)))


def _short(last, line, right):
    """Whether the first word of `line` would still have found room after `last`."""
    letter = (line.right - line.left) / max(1, len(line.words))
    word = (len(line.words.split(maxsplit=1)[0]) + 1) * letter
    return last.right + word * 1.05 + letter < right


def _rights(page):
    """A function that gives the right edge of the column in which a line stands."""
    edges: dict[tuple[int, int], float] = {}
    for line in page:
        key = (round(line.left / 24), round(line.size))
        for near in (-1, 0, 1):
            at = (key[0] + near, key[1])
            edges[at] = max(edges.get(at, 0.0), line.right)
    return lambda line: edges.get((round(line.left / 24), round(line.size)), line.right)


def _leading(pages):
    """How far apart lines of one paragraph usually stand, in sizes of their letters."""
    steps = [
        (one.bottom - other.bottom) / one.size
        for page in pages
        for one, other in zip(page, page[1:], strict=False)
        if one.size > 0 and abs(one.size - other.size) < 0.5 and 0.5 < (one.bottom - other.bottom) / one.size < 3
    ]
    return median(steps) if steps else 1.2


def _same_row(last, line):
    return abs(last.bottom - line.bottom) < 0.3 * last.size and line.left >= last.right - 1


def _joined(before, after, broken, words):
    if not broken and not (before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower()):
        return f"{before} {after}"
    before = before.removesuffix("-")
    left, right = LAST_WORD.search(before).group().casefold(), FIRST_WORD.match(after).group().casefold()
    if not left or not after[:1].islower() or left[-1:].isdigit():
        return f"{before}-{after}"
    if left + right in words:
        return before + after
    halves = len(left) > 3 and len(right) > 3 and left in words and right in words
    return f"{before}-{after}" if f"{left}-{right}" in words or halves else before + after


def _furniture(pages):
    """For each page the set of its lines that recur on other pages, or number them."""
    edges = [_edge(page) for page in pages]
    keys = [{_key(line): line for line in edge} for edge in edges]
    counts = Counter(key for page in keys for key in page)
    enough = max(2, RECURS * len(pages))
    sizes = {key: min(page[key].size for page in keys if key in page) for key, count in counts.items() if count > 1}
    numbers = _numbers(edges)
    return [
        {
            line
            for line in edge
            if line in numbers[number]
            or (counts[_key(line)] >= enough and not (number == 0 and line.size > sizes[_key(line)] * 1.2))
        }
        for number, edge in enumerate(edges)
    ]


def _edge(page):
    """The lines at the top and bottom of a page; a page of few lines has none that could be told from its text."""
    by_height = sorted(page, key=lambda line: -line.bottom)
    return by_height if len(page) <= EDGE else [*by_height[:EDGE], *by_height[-EDGE:]]


def _key(line):
    return re.sub(r"\d+", "#", " ".join(line.words.casefold().split()))


def _numbers(edges):
    """For each page its lines that hold nothing but its number: named as such, or counting as the pages do."""
    found = [
        [(line, match) for line in edge if (match := PAGE_NUMBER.fullmatch(line.words.strip()))] for edge in edges
    ]
    shifts = Counter(
        shift
        for number, page in enumerate(found, 1)
        for shift in {int(match["number"]) - number for _, match in page}
    )
    return [
        {
            line
            for line, match in page
            if match["named"] or match["of"] or (shift := int(match["number"]) - number) == 0 or shifts[shift] > 1
        }
        for number, page in enumerate(found, 1)
    ]
