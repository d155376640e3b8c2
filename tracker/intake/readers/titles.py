"""The title of a page: what it calls itself, without the name of its site at either end."""

import re
from itertools import islice
from urllib.parse import urlsplit

from . import linked

TAGS = (
    "dc.title",
    "dcterms.title",
    "og:title",
    "weibo:article:title",
    "title",
    "twitter:title",
    "parsely-title",
    "headline",
)
BETWEEN = re.compile(r"\s+(?:[|»›·•~]|::|[–—-]|/|\\)\s+|\s*\|\s*|\s+[–—]\s*")
LONGEST, MOST_HEADINGS, FEWEST_WORDS = 500, 40, 2


def find(tree, node: dict, tags: dict[str, str], site: str, url: str) -> tuple[str, str]:
    """(title, where it was found), ("", "") without one. `site` is the outlet's name, where that is known."""
    whole = _folded("".join(element.itertext()) if (element := tree.find(".//title")) is not None else "")
    names = [
        _key(name) for name in (site, tags.get("og:site_name", ""), tags.get("application-name", ""), _domain(url))
    ]
    names = [name for name in names if name]
    headline, name = linked.name(node.get("headline")), linked.name(node.get("name"))
    if name and headline and _key(headline) not in _key(whole) and _key(name) in _key(whole):
        headline = name
    candidates = [(headline or name, "JSON-LD headline")] if headline or name else []
    candidates += [(tags[tag], f"meta tag {tag}") for tag in TAGS if tags.get(tag)]
    for words, where in candidates:
        words = _folded(words)
        if words and _key(words) not in names:
            return _without_names(words, names), where
    return _of_title_tag(tree, whole, names), "title of the page"


def _of_title_tag(tree, whole, names):
    """Without the site; a heading of the page that is part of it decides, else the longest part."""
    told = _without_names(whole, names)
    if told != whole or not BETWEEN.search(whole):
        return told
    breaks = list(BETWEEN.finditer(whole))[:20]
    sides = [whole[: one.start()] for one in reversed(breaks)] + [whole[one.end() :] for one in breaks]
    headings = {
        _key("".join(islice(heading.itertext(), 50))) for heading in islice(tree.iter("h1", "h2"), MOST_HEADINGS)
    }
    for side in sides:
        if len(side.split()) >= FEWEST_WORDS and _key(side) in headings:
            return side
    return next((side for side in sides if len(side.split()) >= FEWEST_WORDS), whole)


def _without_names(words, names):
    """ "Talks held | The Herald" and "The Herald - Talks held" -> "Talks held"."""
    for _ in range(2):
        breaks = list(BETWEEN.finditer(words))
        if not breaks:
            return words
        first, last = breaks[0], breaks[-1]
        if _is_one_of(words[last.end() :], names) and last.start() > 0:
            words = words[: last.start()]
        elif _is_one_of(words[: first.start()], names):
            words = words[first.end() :]
        else:
            return words
    return words


def _is_one_of(part, names):
    key = _key(part)
    return any(key == name or (len(key) > 4 and key in (f"{name}com", f"the{name}", f"{name}news")) for name in names)


def _key(words):
    return re.sub(r"\W+", "", words[:LONGEST].casefold())


def _folded(words):
    return " ".join(words[: LONGEST * 4].split())[:LONGEST]


def _domain(url):
    try:
        parts = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return max(parts[:-1], key=len, default="") if len(parts) > 1 else ""
