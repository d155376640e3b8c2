"""What a story says, out of its markup (XHTML, NITF, fragments of HTML): a line for each paragraph.

Elements that are no part of the story as printed are left out: script and style, pictures with their captions, notes to
editors, the header with its keywords, taglines. Unknown elements between paragraphs begin a line; inside one they are
words of it.
"""

import html
import re
from itertools import pairwise

from lxml import etree

from .strict_xml import local

_PARAGRAPHS = "p li h1 h2 h3 h4 h5 h6 hl1 hl2 dt dd pre caption blockquote bq"
_BLOCKS = """
div hr tr table tbody thead ul ol dl section article main body html block nitf hedline headline body.head body.content
nitf-table center address details
"""
_INLINE = """
a abbr acronym b big q time cite code del em font i ins kbd mark s small span strong sub sup tt u var person org location city
state region country chron money num event function object.title virtloc lang pronounce postaddr copyrite alt-code
sublocation
"""
_DROPPED = """
script style head noscript template iframe object embed svg canvas audio video form button select nav aside footer header
figure figcaption picture media media-caption media-producer note ed-msg ednote byline dateline distributor abstract
rights series slugline body.end tagline keyword key-list
"""
PARAGRAPHS = frozenset(_PARAGRAPHS.split())
BLOCKS = PARAGRAPHS | frozenset(_BLOCKS.split())
INLINE = frozenset(_INLINE.split())
CELLS = frozenset(["td", "th"])
DROPPED = frozenset(_DROPPED.split())
PRIVATE = re.compile(
    r"(?:^|[\s_-])(?:ednote|editors?-?note|editorial-?note|notepad|notebook|nonpublic|np-(?:non)?public|not-?for-?publication"
    r"|slugline|keywords?|routing|trailer|closingline|contacts?)(?:$|[\s_-])",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<(?:p|br|div|html|body|nitf|pre|span|h[1-6]|ul|ol|table|section|article|a)\b[^<>]*>", re.IGNORECASE
)
TAG = re.compile(r"</?[a-zA-Z][\w-]{0,30}(?:\s[^<>]{0,1000})?/?>")
ESCAPED = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|quot|apos|amp|lt|gt|nbsp);", re.IGNORECASE)
ROUTING = re.compile(r"(?=.*\b(?:[A-Z]+\d|\d+[A-Z]))(?=.*\b\d+\b)[A-Z0-9]{2,12}(?:\s+[A-Z0-9]{2,12}){3,}")
TRAILERS = (
    re.compile(r"[a-zäöüß]{1,4}(?:[/-][a-zäöüß]{1,4})+"),  # hh/ph/ts: who wrote, who edited
    re.compile(r"(?:[A-Z]{2,5}|dpa|apa|sda|ats|kna|epd)(?: [A-Z]{2,4})?(?: [a-zäöüß]{1,4}){1,6}"),  # dpa wsz jln
    re.compile(r"[-(=*\s]*(?:ends?|mf)[-)=*\s]*|#{2,}|\*{3,}|-30-", re.IGNORECASE),
    ROUTING,
)
LONGEST_TRAILER = 120  # characters
BREAK = "\v"  # stands for <br> until it is known what it is for
FEWEST_BREAKS, FEWEST_INDENTED, FEWEST_ROWS = 6, 3, 5
SLACK = 4  # characters by which a machine's lines are shorter than they need be
NARROWEST, WIDEST = 40, 100  # characters of a line between which a text was broken into lines by a machine


def text_of(element):
    """The lines of an element's content, be it markup or characters (escaped markup, or plain text)."""
    if element is None:
        return ""
    if any(local(child) for child in element):
        return "\n".join(without_trailers(_lines(element)))
    return text_of_words(element.text or "")


def text_of_words(words):
    """The lines of characters: HTML where there are tags in it, else plain text with its line breaks undone."""
    if MARKUP.search(words):
        root = _fragment(words)
        return "\n".join(without_trailers(_lines(root))) if root is not None else ""
    return "\n".join(without_trailers(unwrapped(words)))


def unwrapped(text):
    """Lines of a plain text. A break is no end of a paragraph where the next word would not have fitted, or where
    paragraphs begin indented and the next line does not."""
    rows = [row.rstrip() for row in text.replace("\r", "\n").expandtabs(4).split("\n")]
    width = max(map(len, rows), default=0)
    wrapped = NARROWEST <= width <= WIDEST
    indents = sum(row.startswith("  ") for row in rows) >= FEWEST_INDENTED
    found, before = [], ""
    for row in rows:
        words = row.strip()
        if (
            words
            and before
            and wrapped
            and row[0] not in " -*#•"
            and (_room(before, words, width) < SLACK or (indents and len(before) > 0.7 * width))
        ):
            found[-1] += " " + words
        elif words:
            found.append(words)
        before = row
    return [re.sub(r"\s+", " ", line) for line in found]


def without_trailers(lines):
    """Lines without the desk's initials and routing codes that end a message."""
    while lines and _is_trailer(lines[-1], TRAILERS):
        lines = lines[:-1]
    return [line for line in lines if not _is_trailer(line, (ROUTING,))]


def _is_trailer(line, patterns):
    return len(line) <= LONGEST_TRAILER and any(pattern.fullmatch(line) for pattern in patterns)


def _fragment(markup):
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, no_network=True, encoding="utf-8")
    try:
        return etree.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _lines(root, *, again=True):
    """A line for each paragraph, in document order. `again`: what was escaped twice is read once more."""
    walk = _Walk(again)
    walk.paragraphs = int(not again)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element, root)
    walk.flush()
    return _broken(walk.lines)


def _broken(lines):
    """Lines broken at their <br>; where a machine broke all paragraphs at the same width, put together."""
    rows = [row for line in lines if BREAK in line for row in line.split(BREAK)[:-1]]
    lengths = sorted(map(len, rows))
    longest = lengths[-1] if lengths else 0
    by_machine = (
        len(rows) >= FEWEST_BREAKS
        and NARROWEST <= longest <= WIDEST
        and lengths[len(lengths) // 4] >= 0.75 * longest  # three in four are nearly full
    )
    if by_machine:
        return [" ".join(line.replace(BREAK, " ").split()) for line in lines if line.strip(BREAK)]
    return [row for line in lines for row in line.split(BREAK) if row]


class _Walk:
    """Where the walk through the elements stands: the paragraph being read, and how deep in what."""

    def __init__(self, again):
        self.again = again
        self.lines, self.parts = [], []
        self.left_out = self.paragraphs = self.kept = 0
        self.plain = True  # no element in the paragraph so far

    def enter(self, element):
        name = local(element).lower()
        if self.left_out or _private(element, name):
            self.left_out += 1
            return
        if self._begins_line(name):
            self.flush()
        elif name == "br":
            self.parts.append(BREAK)
        elif name in CELLS:
            self.parts.append(" ")
        else:
            self.plain = False
        self.paragraphs += name in PARAGRAPHS
        self.kept += name == "pre"
        self.parts.append(element.text or "")

    def leave(self, element, root):
        name = local(element).lower()
        if self.left_out:
            self.left_out -= 1
        else:
            self.paragraphs -= name in PARAGRAPHS
            if self._begins_line(name):
                self.flush()
            self.kept -= name == "pre"
        if element is not root and not self.left_out:
            self.parts.append(element.tail or "")

    def flush(self):
        """The paragraph read so far becomes a line, or lines where it was laid out in lines."""
        words, self.parts = "".join(self.parts), []
        if words.strip():
            laid_out = self.kept or (self.plain and _laid_out(words))
            lines = unwrapped(words.replace(BREAK, "\n")) if laid_out else [_rows(words)]
            for line in lines:
                self.lines.extend(_read_again(line) if self.again else [line])
        self.plain = True

    def _begins_line(self, name):
        return name in BLOCKS or not (self.paragraphs or name in INLINE or name in CELLS or name == "br")


def _rows(words):
    return BREAK.join(row for row in (" ".join(row.split()) for row in words.split(BREAK)) if row)


def _private(element, name):
    if name in DROPPED or (name == "hl2" and local(element.getparent()) == "hedline"):
        return True
    return bool(PRIVATE.search(element.get("class") or ""))


def _laid_out(words):
    """Whether the characters of a paragraph are in lines on purpose: paragraphs begin indented between lines that do
    not, or most lines end long before the next word would have been too much (a table)."""
    rows = [row.rstrip() for row in words.strip().split("\n") if row.strip()]
    width = max(map(len, rows))
    if len(rows) < FEWEST_ROWS or width > WIDEST or all(row[0].isspace() for row in rows[1:]):
        return False
    indented = sum(row.startswith("  ") for row in rows)
    early = sum(_room(row, after, width) >= 2 * SLACK for row, after in pairwise(rows))
    return indented >= FEWEST_INDENTED or early * 2 > len(rows)


def _room(row, after, width):
    """How many characters of `width` would be left after the first word of the next row."""
    return width - len(row) - 1 - len(after.split(None, 1)[0])


def _read_again(line):
    if ESCAPED.search(line):
        line = html.unescape(line)
    if not TAG.search(line):
        return [_rows(line)]
    root = _fragment(line)
    return _lines(root, again=False) if root is not None else []
