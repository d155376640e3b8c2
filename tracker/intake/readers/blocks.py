"""A cleaned page as blocks: the text between two block-level tags, whole and in order, and which of them are the article.

The library (trafilatura) is good at telling article from furniture, but drops repeated paragraphs, stops where an
advertisement splits the article in two, and breaks lines inside paragraphs. So it only chooses:

1. A block is kept where the library's text holds it.
2. Long blocks marked up exactly as the bulk of the kept ones (same tag and class, same parent) are kept too, if few of
   their words are links.
3. The heading that repeats the title is left out: it has a field of its own.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from lxml import etree

BLOCKS = frozenset(
    {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "dt", "dd", "section"}
)
BLOCKS |= {"article", "main", "figcaption", "figure", "br", "table", "tbody", "ul", "ol", "dl", "header", "body", "hr"}
BLOCKS |= {"center", "address", "details", "summary", "fieldset", "form"}
CELLS = ("td", "th")
ROWS = ("li", "tr", "dt", "dd")
BETWEEN_CELLS = "\x1f"
SURE = 25  # letters of a block by which it is found inside a longer line; shorter ones must be a line of their own
ENDS = 40  # letters at either end by which a block that the library changed inside is known
LONG = 80  # letters of a block whose mark-up counts
MOST_LINKED = 0.4  # share of letters in links
MOST_BLOCKS = 20_000
OTHERS = re.compile(
    r"comment|related|sidebar|footer|teaser|recommend|promo|newsletter|disqus|share|social|author-?bio|most-?read|trending"
    r"|copyright|disclaimer|subscribe|advert|sponsor|cookie|popup|modal",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """`element` is the block-level element it stands in, `linked` how many of its characters are in links."""

    element: etree._Element
    text: str
    key: str
    linked: int

    @property
    def group(self) -> int:
        """What it is a line of: its own element, or the list or table of an item or row."""
        parent = self.element.getparent()
        return id(parent if self.element.tag in ROWS and parent is not None else self.element)

    @property
    def mark(self) -> tuple:
        """How it is marked up: tag and class, its own and those around it."""
        around = [self.element, *islice(self.element.iterancestors(), 2)]
        return tuple((element.tag, element.get("class")) for element in around)


def of(tree) -> list[Block]:
    """Every block that holds a word, in order."""
    found: list[Block] = []
    parts: list[str] = []
    owners, links, linked = [tree], 0, 0

    def close():
        nonlocal linked
        text = "".join(parts)
        parts.clear()
        text = " | ".join(cell for piece in text.split(BETWEEN_CELLS) if (cell := " ".join(piece.split())))
        if text and (key := key_of(text)):
            found.append(Block(owners[-1], text, key, linked))
        linked = 0

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        block = element.tag in BLOCKS
        if block:
            close()
        if element.tag == "a":
            links += 1 if event == "start" else -1
        if block and element.tag != "br":
            owners.append(element) if event == "start" else owners.pop()
        elif element.tag in CELLS and event == "start":
            parts.append(BETWEEN_CELLS)
        words = element.text if event == "start" else element.tail
        if words:
            parts.append(words)
            linked += len(words.strip()) if links > 0 else 0
        if len(found) >= MOST_BLOCKS:
            break
    close()
    return found


def key_of(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def article(blocks: list[Block], chosen: str) -> list[Block]:
    """Those of `blocks` that are the article, where `chosen` is what the library took for it."""
    lines = {key_of(line) for line in chosen.split("\n")}
    whole = key_of(chosen)
    kept = [block for block in blocks if _is_in(block, lines, whole)]
    letters: Counter = Counter()
    for block in kept:
        letters[block.mark] += len(block.key) if len(block.key) >= LONG else 0
    bulk = {mark for mark, count in letters.items() if count and count * 3 >= letters.total()}
    groups = _mostly(blocks, kept)
    found = set(map(id, kept))
    wanted = [block for block in blocks if id(block) in found or _goes_along(block, bulk, groups)]
    return _once(wanted, letters)


def _mostly(blocks, kept):
    """Groups most of whose letters are kept."""
    total, of_kept = Counter(), Counter()
    for block in blocks:
        total[block.group] += len(block.key)
    for block in kept:
        of_kept[block.group] += len(block.key)
    return {group for group, letters in of_kept.items() if letters * 2 >= total[group]}


def _goes_along(block, bulk, groups):
    """Marked up as the bulk of the article, or of a group most of which is kept."""
    if block.linked > MOST_LINKED * len(block.text):
        return False
    if block.group in groups:
        return True
    return len(block.key) >= LONG and block.mark in bulk and not _of_others(block.element)


def _once(blocks, letters):
    """Without what a page says again elsewhere in other mark-up (a teaser of itself); repetitions side by side stay."""
    best: dict[str, tuple] = {}
    for block in blocks:
        if len(block.key) >= SURE and (block.key not in best or letters[block.mark] > letters[best[block.key]]):
            best[block.key] = block.mark
    return [block for block in blocks if best.get(block.key, block.mark) == block.mark]


def _is_in(block, lines, whole):
    if block.key in lines:
        return True
    if len(block.key) < SURE:
        return False
    return block.key in whole or (
        len(block.key) > 2 * ENDS and block.key[:ENDS] in whole and block.key[-ENDS:] in whole
    )


def _of_others(element):
    for ancestor in islice(element.iterancestors(), 12):
        if ancestor.tag == "body":
            return False
        if OTHERS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
    return False
