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
    "p div li h1 h2 h3 h4 h5 h6 blockquote pre td th tr dt dd section article main figcaption figure br table tbody ul ol dl"
    " header body hr center address details summary fieldset form".split()
)
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


def of(tree) -> list[Block]:
    """Every block that holds a word, in order."""
    found: list[Block] = []
    parts: list[str] = []
    owners, links, linked = [tree], 0, 0

    def close():
        nonlocal linked
        text = " ".join("".join(parts).split())
        parts.clear()
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
    kept = [_is_in(block, lines, whole) for block in blocks]
    marks = Counter()
    for block, keep in zip(blocks, kept, strict=True):
        if keep and len(block.key) >= LONG:
            marks[_mark(block)] += len(block.key)
    enough = sum(marks.values()) / 3
    bulk = {mark for mark, letters in marks.items() if letters >= enough}
    return [
        block
        for block, keep in zip(blocks, kept, strict=True)
        if keep or (len(block.key) >= LONG and _mark(block) in bulk and _own(block))
    ]


def _is_in(block, lines, whole):
    if block.key in lines:
        return True
    if len(block.key) < SURE:
        return False
    return block.key in whole or (
        len(block.key) > 2 * ENDS and block.key[:ENDS] in whole and block.key[-ENDS:] in whole
    )


def _mark(block):
    element = block.element
    parent = element.getparent()
    return (
        element.tag,
        element.get("class"),
        None if parent is None else parent.tag,
        None if parent is None else parent.get("class"),
    )


def _own(block):
    if block.linked > MOST_LINKED * len(block.text):
        return False
    for ancestor in islice(block.element.iterancestors(), 12):
        if ancestor.tag == "body":
            return True
        if OTHERS.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return False
    return True
