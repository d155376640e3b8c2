"""What a page says about itself: JSON-LD, meta tags, <time>, canonical link, language.

JSON-LD of an article comes first, then meta tags in the order of trust below, then <title>.
Everything is bounded: pages may carry a million tags.
"""

import json
import re
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from tracker.intake.record import Source

from . import days

MOST_TAGS, MOST_SCRIPTS, LONGEST_SCRIPT, LONGEST_VALUE, MOST_NODES = 400, 20, 200_000, 1000, 2000
ARTICLES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "report",
    "liveblogposting",
    "analysisnewsarticle",
    "webpage",
)
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
)
TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline")
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
)


def read(tree, url=""):
    """{field of Record: (value, Source)} of what the page says about itself."""
    facts = {}
    linked = _json_ld(tree)
    tags = _meta_tags(tree)
    _moment(facts, linked, tags, tree)
    _put(facts, "title", linked.get("headline"), "JSON-LD headline")
    _put_tag(facts, "title", tags, TITLES)
    _put(facts, "title", _without_site(_text(tree.find(".//title"))), "title of the page")
    _put(facts, "outlet", _name(linked.get("publisher")), "JSON-LD publisher")
    _put_tag(facts, "outlet", tags, OUTLETS)
    _put(facts, "byline", _names(linked.get("author")), "JSON-LD author")
    _put_tag(facts, "byline", {name: value for name, value in tags.items() if "://" not in value}, AUTHORS)
    _language(facts, tree, linked, tags)
    _address(facts, tree, tags, url)
    return facts


def _put(facts, name, value, where):
    value = " ".join(value.split())[:LONGEST_VALUE] if isinstance(value, str) else ""
    if value and name not in facts:
        facts[name] = (value, Source(where, value))


def _put_tag(facts, name, tags, wanted):
    for tag in wanted:
        _put(facts, name, tags.get(tag), f"meta tag {tag}")


def _json_ld(tree):
    """The article's node in the page's JSON-LD, {} without one."""
    best = {}
    for script in islice(tree.iter("script"), 200):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in islice(_nodes(data), MOST_NODES):
            rank = _rank(node)
            if rank is not None and (not best or rank < best["rank"]):
                best = {"rank": rank, "node": node}
    return best.get("node", {})


def _nodes(data):
    """Every object in the JSON, level by level, without recursion."""
    queue = [data]
    for item in queue:
        if len(queue) > MOST_NODES:
            return
        if isinstance(item, dict):
            yield item
            queue.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            queue.extend(item[:MOST_NODES])


def _rank(node):
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    ranks = [ARTICLES.index(kind.lower()) for kind in kinds if isinstance(kind, str) and kind.lower() in ARTICLES]
    return min(ranks, default=None)


def _meta_tags(tree):
    """{lower-case name, property or itemprop: content} of the first tags."""
    tags = {}
    for meta in islice(tree.iter("meta"), MOST_TAGS):
        content = (meta.get("content") or "").strip()[:LONGEST_VALUE]
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                tags.setdefault(name, content)
    return tags


def _moment(facts, linked, tags, tree):
    candidates = [("JSON-LD datePublished", linked.get("datePublished"))]
    candidates += [(f"meta tag {name}", tags.get(name)) for name in PUBLISHED]
    candidates += [("time of the page", time.get("datetime")) for time in islice(tree.iter("time"), 5)]
    for where, words in candidates:
        moment = _parse(words) if isinstance(words, str) else None
        if moment is None:
            continue
        value, note = moment
        words = words.strip()[:100]
        facts["published_words"] = (words, Source(where, words))
        facts["published_at"] = (value, Source(f"{where} ({note})" if note else where, words))
        return


def _parse(words):
    """(aware datetime, note), or None."""
    words = words.strip()[:100]
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        found = days.find_moment(words)
        return (found[2], found[3]) if found else None
    if not 1900 <= moment.year <= 2100:
        return None  # a default of some system, and at the edges no other zone can express it
    if len(words) <= 10:
        return moment.replace(tzinfo=UTC), "no time given, midnight UTC taken"
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), "no time zone given, UTC taken"
    return moment, ""


def _name(value):
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) and "://" not in value else ""


def _names(value):
    found = [_name(item) for item in (value[:10] if isinstance(value, list) else [value])]
    return ", ".join(dict.fromkeys(name.strip() for name in found if name))


def _text(element):
    return "".join(element.itertext()) if element is not None else ""


def _without_site(title):
    """ "Talks held | The Herald" -> "Talks held"."""
    parts = re.split(r"\s+[|»–—]\s+", title.strip()[:LONGEST_VALUE])
    return max(parts, key=len) if parts else ""


def _language(facts, tree, linked, tags):
    root = tree.getroottree().getroot()
    candidates = (
        (
            "language of the page (lang)",
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        ),
        ("JSON-LD inLanguage", linked.get("inLanguage")),
        ("meta tag og:locale", tags.get("og:locale")),
        ("meta tag content-language", tags.get("language")),
    )
    for where, value in candidates:
        code = re.match(r"[a-zA-Z]{2}(?=[-_]|$)", value.strip()) if isinstance(value, str) else None
        if code and "language" not in facts:
            facts["language"] = (code.group().lower(), Source(where, value.strip()[:40]))


def _address(facts, tree, tags, url):
    links = (
        link.get("href")
        for link in islice(tree.iter("link"), MOST_TAGS)
        if "canonical" in (link.get("rel") or "").lower()
    )
    for where, value in (("canonical link", next(links, None)), ("meta tag og:url", tags.get("og:url"))):
        if not value:
            continue
        try:
            whole = urljoin(url, value.strip()[:LONGEST_VALUE]) if url else value.strip()[:LONGEST_VALUE]
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and "url" not in facts:
            facts["url"] = (whole, Source(where, value.strip()[:LONGEST_VALUE]))
