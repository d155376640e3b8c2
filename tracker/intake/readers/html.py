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

from . import blocks, encoding, lines, metadata

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
    "button",
    "input",
    "textarea",
    "select",
    "nav",
    "aside",
    "footer",
    "canvas",
    "audio",
    "video",
    "head",
)
NOTHING = "Nothing readable was found in this page. Open it in the browser, copy the article and paste it."
UNSEEN = "//*[@hidden or @aria-hidden='true' or contains(@style,'display') or contains(@style,'visibility')]"
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LENGTH = etree.XPath("string-length(normalize-space())")
LONG_FORM = 400  # characters from which a form is no form but the page
OPENING = 6  # blocks among which the title is not said again
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
    held = list(tree.iter())  # lxml makes an element's Python side anew each time it is met, unless somebody holds it
    if "title" not in facts:
        _heading(facts, tree)
    told, _ = facts.pop("body", ("", None))
    record = Record.of(_article(tree, facts["title"][0] if "title" in facts else "", told), NOTHING)
    del held
    for name, (value, source) in facts.items():
        record.take(name, value, source)
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
    unseen = [element for element in tree.xpath(UNSEEN) if element.tag != "body" and _is_hidden(element)]
    most = LENGTH(tree) / 2 if unseen else 0
    for element in unseen:
        if element.getparent() is not None and LENGTH(element) < most:  # else the article waits for a script to show it
            element.drop_tree()
    for form in list(tree.iter("form")):  # some systems wrap the whole page in one
        if form.getparent() is not None:
            form.drop_tag() if LENGTH(form) >= LONG_FORM else form.drop_tree()


def _is_hidden(element):
    stated = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return stated or HIDDEN.search(element.get("style") or "") is not None


def _article(tree, title, told):
    """Paragraphs as lines, "" without any. `told` is what the page itself says is the article, or ""."""
    found = blocks.of(tree)
    kept = blocks.article(found, told) if told else []
    shown = sum(len(block.key) for block in kept)
    if told and not 0.9 <= shown / (len(blocks.key_of(told)) or 1) <= 1.5:
        kept = []  # it tells the beginning only, or another text than it shows
    for fast in (True, False) if not kept and _fit_for_library(tree) else ():
        chosen = _by_library(tree, fast) or ""
        kept = blocks.article(found, chosen) if len(chosen) >= SHORTEST else []
        if sum(block.linked for block in kept) * 3 <= sum(len(block.text) for block in kept):
            break  # else it took the page's menus for the article: once more, with more pains
    if sum(len(block.text) for block in kept) < SHORTEST:
        kept = _all(tree, found)
    heading = blocks.key_of(title)
    body = [block for place, block in enumerate(kept) if place >= OPENING or block.key != heading]
    return "\n".join(block.text for block in body or kept)


def _all(tree, found):
    """Every block of <article>, else <main>, else the page."""
    for name in ("article", "main"):
        root = tree.find(f".//{name}")
        if root is not None:
            return blocks.of(root) or found
    return found


def _fit_for_library(tree):
    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > DEEPEST or elements > MOST_ELEMENTS:
            return False
    return True


def _by_library(tree, fast):
    try:
        return trafilatura.extract(
            tree,
            output_format="txt",
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            deduplicate=False,
            with_metadata=False,
            fast=fast,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # its own faults on odd pages are no reason to refuse the page


def _heading(facts, tree):
    heading = tree.find(".//h1")
    words = " ".join("".join(heading.itertext()).split())[:500] if heading is not None else ""
    if words:
        facts["title"] = (words, Source("heading of the page (h1)", words))


def paragraphs(markup: str) -> str:
    """The words of a piece of HTML, a line for each block: what feeds and mails carry instead of a page. Script and
    style are left out; empty where no words are in it. Raises Refused where it is too broken."""
    if not markup.strip():
        return ""
    tree = _parse(markup)
    _drop(tree)
    return "\n".join(block.text for block in blocks.of(tree))
