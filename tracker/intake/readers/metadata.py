"""What a page says about itself: JSON-LD, meta tags, <time>, canonical link, language.

JSON-LD of an article comes first (linked.py), then meta tags in the order of trust below, then marks in the page
(bylines.py, titles.py).
Everything is bounded: pages may carry a million tags.
"""

import re
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from tracker.intake.record import Source

from . import bylines, days, linked, titles

MOST_TAGS, LONGEST_VALUE, MOST_NAMES, LONG_BODY = 400, 1000, 10, 800
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
    "article:publicationdate",
    "date",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
)
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
AUTHORS = (
    "dc.creator",
    "dcterms.creator",
    "author",
    "parsely-author",
    "article:author",
    "article:author_name",
    "author_name",
    "og:article:author",
    "byl",
    "sailthru.author",
)
TIMES = "//*[contains(@itemprop,'datePublished') or self::time[@pubdate] or self::time[contains(@class,'publish')]]"


def read(tree, url=""):
    """{field of Record: (value, Source)} of what the page says about itself; "body" its text, where it gives that too."""
    facts = {}
    node = linked.article(tree)
    _put_body(facts, node)
    tags = _meta_tags(tree)
    _moment(facts, node, tags, tree)
    _put(facts, "outlet", linked.name(node.get("publisher")), "JSON-LD publisher")
    for tag in OUTLETS:
        _put(facts, "outlet", tags.get(tag, [""])[0], f"meta tag {tag}")
    site = facts["outlet"][0] if "outlet" in facts else ""
    title, where = titles.find(tree, node, {name: values[0] for name, values in tags.items()}, site, url)
    _put(facts, "title", title, where)
    _byline(facts, node, tags, tree, site)
    _language(facts, tree, node, {name: values[0] for name, values in tags.items()})
    _address(facts, tree, {name: values[0] for name, values in tags.items()}, url)
    return facts


def _put(facts, name, value, where):
    value = " ".join(value.split())[:LONGEST_VALUE] if isinstance(value, str) else ""
    if value and name not in facts:
        facts[name] = (value, Source(where, value))


def _put_body(facts, node):
    body = node.get("articleBody")
    if isinstance(body, str) and len(body) >= LONG_BODY:
        facts["body"] = (body, Source("JSON-LD articleBody"))


def _meta_tags(tree):
    """{lower-case name, property or itemprop: its contents} of the first tags; "DC:title" is the same as "dc.title"."""
    tags = {}
    for meta in islice(tree.iter("meta"), MOST_TAGS):
        content = (meta.get("content") or "").strip()[:LONGEST_VALUE]
        if not content or _inside_a_thing(meta):
            continue
        for attribute in ("property", "name", "itemprop"):
            for name in (meta.get(attribute) or "").lower().split()[:5]:
                name = re.sub(r"^(dc|dcterms?):", r"\1.", name)
                tags.setdefault(name, [])
                if len(tags[name]) < MOST_NAMES and content not in tags[name]:
                    tags[name].append(content)
    return tags


def _inside_a_thing(meta):
    """Whether it describes a picture, a teaser or a comment rather than the page."""
    parent = meta.getparent()
    return meta.get("itemprop") and parent is not None and parent.tag not in ("head", "body", "html", "article", "main")


def _byline(facts, node, tags, tree, site):
    """JSON-LD, then meta tags, then marks in the page; a site's own name gives way to a person's."""
    told = [(", ".join(linked.names(node.get("author"))), "JSON-LD author")]
    told += [(", ".join(_persons(tags.get(tag, []))), f"meta tag {tag}") for tag in AUTHORS]
    told = [
        (bylines.clean(words) or words, where) for words, where in told if words and not bylines.NO_NAME.match(words)
    ]
    persons = [one for one in told if not _same(one[0], site)]
    if not persons:
        words, where = bylines.find(tree)
        persons = [(words, where)] if words else told
    if persons:
        _put(facts, "byline", *persons[0])


def _persons(values):
    return [value for value in values if not value.startswith(("@", "http://", "https://", "//"))]


def _same(one, other):
    return bool(other) and re.sub(r"\W+|\bthe\b", "", one.casefold()) == re.sub(r"\W+|\bthe\b", "", other.casefold())


def _dates(node, tags, tree):
    """(where, words) of what may be the moment of publication, the most trusted first."""
    yield "JSON-LD datePublished", node.get("datePublished")
    yield from ((f"meta tag {name}", tags.get(name, [""])[0]) for name in PUBLISHED)
    yield "JSON-LD dateCreated", node.get("dateCreated")
    for one in tree.xpath(TIMES)[:5]:
        yield "date marked in the page", one.get("content") or one.get("datetime")
    yield from (("time of the page", time.get("datetime")) for time in islice(tree.iter("time"), 5))


def _moment(facts, node, tags, tree):
    for where, words in _dates(node, tags, tree):
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


def _language(facts, tree, node, tags):
    root = tree.getroottree().getroot()
    candidates = (
        (
            "language of the page (lang)",
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        ),
        ("JSON-LD inLanguage", node.get("inLanguage")),
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
