"""An HTML page: the article's paragraphs as lines, facts from the page's own metadata.

1. Parsed once by lxml, which is told to give up on absurd depth; script, style and navigation are dropped.
2. Metadata (metadata.py) from JSON-LD and meta tags: the library's own dates lose hour and zone.
3. The article by trafilatura, from the cleaned page and never from the network; where it finds none,
   or the page is too large or too deep for it, paragraphs are collected here.
4. What metadata left open is read from the lines, as in plain text.
"""

import re

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from tracker.intake.record import Record, Refused, Source

from . import encoding, lines, metadata

FORMAT, NAME = "html", "a web page"
HEAD = 4096  # bytes in which the tags are looked for
TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|title|h1)[\s>]", re.IGNORECASE)
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "button",
    "select",
    "nav",
    "aside",
    "footer",
    "canvas",
    "audio",
    "video",
    "head",
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "figcaption",
        "br",
        "table",
        "ul",
        "ol",
        "dl",
        "header",
        "body",
        "hr",
    ]
)
NOTHING = "Nothing readable was found in this page. Open it in the browser, copy the article and paste it."
DEEPEST = 150  # levels trafilatura is trusted with
MOST_ELEMENTS = 40_000  # and elements
SHORTEST = 80  # characters of article below which our own collection is compared


def recognises(data):
    """A doctype or root of HTML, or at least two of its tags, near the beginning."""
    head = data.lstrip()[:HEAD].replace(b"\0", b"")
    found = {tag.lower() for tag in TAGS.findall(head)}
    opening = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    return bool(found) and (opening == b"<" or len(found) > 1)


def read(data, *, content_type="", reference_date=None, url=""):
    """The Record of an HTML page. Raises Refused where nothing readable is in it."""
    declared = _declared(data)
    text, _, _ = encoding.decode(data, content_type=content_type, declared_inside=declared)
    tree = _parse(text)
    facts = metadata.read(tree, url)
    _drop(tree)
    record = Record.of(_article(tree) or "", NOTHING)
    for name, (value, source) in facts.items():
        record.take(name, value, source)
    _heading(record, tree)
    lines.fill(record, reference_date=reference_date, url=url)
    return [record]


def _declared(data):
    match = DECLARED.search(data[:4096])
    name = (match.group(1) or match.group(2)).decode("ascii", "replace").lower() if match else ""
    return "" if name.startswith(("utf-16", "utf-32", "ucs")) else name  # a declaration in ASCII cannot be right then


def _parse(text):
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    parser = lxml_html.HTMLParser(
        remove_comments=True, remove_pis=True, huge_tree=False, no_network=True, encoding="utf-8"
    )
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refused(
            "This page is too broken to be read. Open it in the browser, copy the article and paste it."
        ) from error
    if tree is None:
        raise Refused(NOTHING)
    return tree


def _drop(tree):
    """Takes out what is never said to a reader of the article."""
    for element in list(tree.iter(*DROPPED)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.xpath("//*[@hidden or @aria-hidden='true']"):
        if element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _article(tree):
    """Paragraphs as lines, or None."""
    own = None
    if _fit_for_library(tree):
        found = _by_library(tree)
        if found and len(found) >= SHORTEST:
            return found
        own = _paragraphs(tree)
        return found if found and len(found) * 2 >= len(own) else own or found
    return _paragraphs(tree)


def _fit_for_library(tree):
    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            return False
    return True


def _by_library(tree):
    source = etree.tostring(tree, encoding="unicode", method="html")
    try:
        return trafilatura.extract(
            source,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            deduplicate=False,
            with_metadata=False,
            fast=True,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # its own faults on odd pages are no reason to refuse the page


def _paragraphs(tree):
    """Text of <article>, else <main>, else <body>, a line for each block."""
    root = next(
        (found for name in ("article", "main", "body") if (found := tree.find(f".//{name}")) is not None),
        tree,
    )
    parts = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag in BLOCKS
        if block:
            parts.append("\n")
        if event == "start":
            parts.append(_flat(element.text))
        elif element is not root:
            parts.append(_flat(element.tail))
    found = (re.sub(r"\s+", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in found if line)


def _flat(words):
    return re.sub(r"\s+", " ", words) if words else ""


def _heading(record, tree):
    heading = tree.find(".//h1")
    if heading is not None:
        words = " ".join("".join(heading.itertext()).split())[:500]
        record.take("title", words, Source("heading of the page (h1)", words))


def paragraphs(markup: str) -> str:
    """The words of a piece of HTML, a line for each block: what feeds and mails carry instead of a page. Script and
    style are left out; empty where no words are in it. Raises Refused where it is too broken."""
    if not markup.strip():
        return ""
    tree = _parse(markup)
    _drop(tree)
    return _paragraphs(tree)
