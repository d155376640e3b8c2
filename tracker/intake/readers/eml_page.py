"""The text of an e-mail's page. All of it is the message: no article has to be found among menus, as in a web page."""

import re

from lxml import etree
from lxml import html as lxml_html

UNSEEN = ("script", "style", "head", "template", "noscript", "object", "svg", "math", "audio", "video")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
BLOCKS = {"p", "div", "table", "tr", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS |= {"blockquote", "pre", "br", "hr", "center", "section", "article", "header", "footer", "address", "fieldset"}
INNER = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote")  # blocks no cell of a real table needs


def text_of(markup: str) -> str:
    """Its blocks as lines; "" where there is nothing. Cells of a real table stand in one line, apart by a tab."""
    tree = _parse(markup)
    if tree is None:
        return ""
    for element in list(tree.iter(etree.Element)):
        hidden = element.tag in UNSEEN or HIDDEN.search(element.get("style") or "")
        if hidden and element.getparent() is not None:
            element.drop_tree()
    layout = _layout(tree)
    parts = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        cell = element.tag in ("td", "th")
        if cell:
            parts.append("\n" if next(element.iterancestors("table"), None) in layout else "\t")
        elif element.tag in BLOCKS:
            parts.append("\n")
        words = element.text if event == "start" else element.tail
        parts.append(re.sub(r"\s+", " ", words) if words and (event == "start" or element is not tree) else "")
    lines = (re.sub(r"[ \t]*\t[ \t]*", "\t", re.sub(" +", " ", line)).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _parse(markup):
    parser = lxml_html.HTMLParser(
        remove_comments=True, remove_pis=True, huge_tree=False, no_network=True, encoding="utf-8"
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _layout(tree):
    """Tables that only lay out the page: blocks in their cells, or one cell a row."""
    cells = (next(block.iterancestors("td", "th"), None) for block in tree.iter(*INNER))
    found = {next(cell.iterancestors("table"), None) for cell in cells if cell is not None}
    return found | {table for table in tree.iter("table") if all(len(row) < 2 for row in table.iter("tr"))} | {None}
