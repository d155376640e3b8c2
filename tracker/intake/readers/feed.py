"""A feed: RSS 0.9 to 2.0, RSS as RDF, Atom, CDF. One Record for each entry that carries its text.

1. What it is, is told by its root element.
2. feedparser reads the markup, broken or not. It is handed bytes in memory and nothing that it could open; entities are
   never expanded.
3. The text of an entry is the fullest of its contents and its description, a line for each block.
4. What the entry leaves open its feed tells (outlet, language, author), and then the lines of the text.
"""

import html as escapes
import re
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import feedparser

from tracker.intake.record import Record, Refused, Source
from tracker.lib.text import one_line

from . import encoding, html, lines

FORMAT, NAME = "feed", "a feed"
HEAD = 8192  # bytes in which the root is looked for
TITLE_WITHIN = 65536  # bytes in which the feed's own title is looked for
MOST_ENTRIES = 5000
LONGEST_URL = 1000
LONGEST_WORDS = 300  # characters of a source's words
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)(?=[\s/>])([^>]*)")
RDF_FEED = re.compile(r"purl\.org/(?:rss|net/rss)|netscape\.com/rdf|<(?:\w+:)?channel[\s>]", re.IGNORECASE)
ENTRY = re.compile(rb"<\0?(?:\w\0?){0,20}(?::\0?)?(?:i\0?t\0?e\0?m|e\0?n\0?t\0?r\0?y)\0?[\s>/]", re.IGNORECASE)
BYTE_ORDERS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
ZONE = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d|\b[A-Z]{1,4}T|\b[A-Z])\s*(?:\([^)]*\))?\s*$")
CLOCK = re.compile(r"\d:\d\d|T\d\d")
DATES = (
    ("published", "date of the entry"),
    ("created", "date the entry was made"),
    ("updated", "date the entry was changed; no other is given"),
)
NO_TEXT = (
    "The feed gives only the title of this story, not its text. "
    "Let Parley fetch each story's own page (a setting of the feed), or import it by its address."
)
NO_ENTRIES = "This feed holds no stories."


def recognises(data):
    """By the root element: <rss>, Atom's <feed>, <rdf:RDF> that holds a channel, CDF's <channel>."""
    head = _head(data, HEAD)
    root = ROOT.match(head, _root_at(head))
    if root is None:
        return False
    name, attributes = root[1].lower(), root[2].lower()
    if name == "feed":
        return "atom" in attributes or bool(re.search(r"<(?:\w+:)?(?:entry|title|id|author)[\s>]", head))
    if name == "rdf":
        return bool(RDF_FEED.search(head))
    return name == "rss" or (name == "channel" and bool(ENTRY.search(data)))


def read(data, *, content_type="", reference_date=None, url=""):
    """A Record for each entry, or Refused for one without text. Raises Refused where there is no entry at all."""
    found = parse(data, content_type=content_type, url=url)
    if not found.entries:
        raise Refused(NO_ENTRIES if found.get("version") else "This is no feed that Parley can read.", format=FORMAT)
    read = [_entry(entry, found.feed, url=url, reference_date=reference_date) for entry in found.entries]
    sent = parse(data, content_type=content_type, url=url, as_sent=True).entries
    for one, entry in zip(read, sent, strict=False):
        if isinstance(one, Record):
            one.markup_hash = _markup_hash(entry)
    return read


def parse(data, *, content_type="", url="", as_sent=False):
    """What feedparser makes of it, the markup of its texts cleaned unless it is wanted `as_sent`. Raises Refused where that
    is nothing, or where it holds too many entries."""
    if len(ENTRY.findall(data)) > MOST_ENTRIES:
        raise Refused(f"This feed holds more than {MOST_ENTRIES:,} stories. Import it in parts.", format=FORMAT)
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    data, headers = _undeclared(data, headers)
    try:
        return feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=not as_sent)
    except Exception as error:  # its own faults on odd feeds are as many as there are odd feeds
        raise Refused("This feed is too broken to be read.", format=FORMAT) from error


def _undeclared(data, headers):
    """A feed that says nowhere how it is encoded, and is not UTF-8: a guess, in which Cyrillic has a better chance."""
    head = _head(data, HEAD)
    if "charset" in headers["content-type"] or re.search(r"<\?xml[^>]*encoding", head) or _byte_order(data):
        return data, headers
    try:
        data.decode("utf-8")
        return data, headers
    except UnicodeDecodeError:
        text = encoding.decode(data)[0]
    return text.encode("utf-8"), {**headers, "content-type": "application/xml; charset=utf-8"}


def title_in(data):
    """What the feed calls itself, from its first lines; "" where it does not say. Cheap, for a form to propose."""
    head = _head(data, TITLE_WITHIN)
    opening = re.search(r"<(?:\w+:)?title[\s>]", head, re.IGNORECASE)
    begins = head.find(">", opening.start()) + 1 if opening else 0
    ends = head.find("</", begins)
    if not begins or ends < 0:
        return ""
    words = head[begins:ends].strip().removeprefix("<![CDATA[").removesuffix("]]>")
    return one_line(escapes.unescape(escapes.unescape(words)))[:200]


def _head(data, most):
    head = data[:most]
    return head.decode(_byte_order(head) or "utf-8", "replace").replace("\0", "")


def _byte_order(data):
    head = data[:64].lstrip(b" \t\r\n")
    return next((name for mark, name in BYTE_ORDERS if head.startswith(mark)), "")


def _root_at(head):
    """Where the root element begins, behind declaration, comments and document type."""
    at = 0
    while True:
        while at < len(head) and (head[at].isspace() or head[at] == "\ufeff"):
            at += 1
        for opening, closing in (("<?", "?>"), ("<!--", "-->"), ("<!", ">")):
            if head.startswith(opening, at):
                inside = head.find("[", at, head.find(">", at)) if opening == "<!" else -1
                ends = head.find(closing if inside < 0 else "]>", at)
                break
        else:
            return at
        if ends < 0:
            return len(head)
        at = head.find(">", ends) + 1


# -- an entry ----------------------------------------------------------------------------------------------------------


def _entry(entry, channel, *, url, reference_date):
    title = _title(entry)
    try:
        record = with_text(entry)
    except Refused as refused:
        address = _address(entry, channel, url)
        return Refused(refused.reason, format=FORMAT, title=title[:LONGEST_WORDS] or address, url=address)
    describe(record, entry, channel, url=url)
    lines.fill(record, reference_date=reference_date, url=record.url)
    return record


def describe(record, entry, channel, *, url=""):
    """Fills `record` with what an entry, and for want of that its feed (`channel`), says beside the text."""
    title = _title(entry)
    record.take("title", title, Source("title of the entry", title[:LONGEST_WORDS]))
    _identify(record, entry, _address(entry, channel, url))
    _dates(record, entry)
    _byline(record, entry, channel)
    _outlet(record, entry, channel)
    _language(record, entry, channel)


def _title(row):
    return _plain(row.get("title_detail")) or one_line(_said(row, "title"))


def with_text(entry):
    """A Record of the fullest of the entry's texts; the description is its summary where another one is fuller."""
    summary = _text(entry.get("summary_detail"))
    texts = [("content of the entry", _text(content)) for content in entry.get("content", [])]
    texts.append(("description of the entry", summary))
    where, text = max(texts, key=lambda pair: len(pair[1]))
    if not text or one_line(text).casefold() == _title(entry).casefold():
        raise Refused(NO_TEXT)
    record = Record.of(text, NO_TEXT)
    record.format = FORMAT
    record.sources["text"] = Source(where)
    if summary != text:
        record.take("summary", one_line(summary), Source("description of the entry"))
    return record


def _markup_hash(entry):
    """Of title and contents as the feed has them; what else it says of a story (how often it was read) is no part of it."""
    told = [entry.get("title_detail"), entry.get("summary_detail"), *entry.get("content", [])]
    markup = "\0".join((one or {}).get("value") or "" for one in told)
    return sha256(markup.encode("utf-8", "surrogatepass")).hexdigest()


def _text(detail):
    """A line for each block of what is HTML; plain text as it is; "" for pictures and the like."""
    kind = (detail or {}).get("type", "") or "text/html"
    value = (detail or {}).get("value") or ""
    if kind in ("text/plain", "text"):
        return value.strip()
    if kind.startswith(("image/", "audio/", "video/", "font/")):
        return ""
    try:
        return html.paragraphs(value)
    except Refused:
        return ""


def _plain(detail):
    """One line of a title that may be HTML."""
    return one_line(_text(detail).replace("\n", " "))


def _said(row, name):
    """The words at `name` itself: feedparser answers for a missing date with another one."""
    value = dict.get(row, name)
    return value.strip() if isinstance(value, str) else ""


def _address(entry, channel, url):
    """Where the story stands. A service that counts clicks gives its own address, and the true one beside it."""
    for found in (_said(entry, "feedburner_origlink"), _said(entry, "link")):
        try:
            whole = urljoin(url or _said(channel, "link"), found)
            parts = urlsplit(whole)
        except ValueError:
            continue
        if found and parts.scheme in ("http", "https") and parts.hostname and len(whole) <= LONGEST_URL:
            return whole
    return ""


def _identify(record, entry, address):
    """Kept whole, however long: two that differ only at their ends are two."""
    if address:
        record.url = address
        record.sources["url"] = Source("link of the entry", address)
    identifier = one_line(_said(entry, "id"))
    if identifier or address:
        record.identifier = identifier or address
        where = "guid or id of the entry" if identifier else "link of the entry; it has no id"
        record.sources["identifier"] = Source(where, record.identifier[:LONGEST_WORDS])


def _dates(record, entry):
    for name, where in DATES:
        words, moment = _said(entry, name)[:100], _moment(dict.get(entry, f"{name}_parsed"))
        if moment is not None and record.published_at is None:
            record.take("published_words", words, Source(where, words))
            record.take("published_at", moment, Source(f"{where} ({_zone_of(words)})", words))
        if moment is not None and name == "updated":
            record.take("updated_at", moment, Source(f"date the entry was changed ({_zone_of(words)})", words))


def _moment(parsed):
    """Aware, from the struct_time in UTC that feedparser gives; None where the year cannot be meant."""
    if not parsed or not 1900 <= parsed[0] <= 2100:
        return None
    try:
        return datetime(*parsed[:5], min(parsed[5], 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _zone_of(words):
    if not CLOCK.search(words):
        return "no time given, midnight UTC taken"
    return "converted to UTC" if ZONE.search(words) else "no time zone given, UTC taken"


def _byline(record, entry, channel):
    for row, where in ((entry, "author of the entry"), (channel, "author of the feed")):
        names = [one_line(author.get("name") or "") for author in row.get("authors", []) if author]
        words = ", ".join(dict.fromkeys(filter(None, names))) or one_line(_said(row, "author"))
        if record.take("byline", words, Source(where, words[:LONGEST_WORDS])):
            return


def _outlet(record, entry, channel):
    origin = entry.get("source") or {}
    for row, where in ((origin, "title of the feed that the entry is from"), (channel, "title of the feed")):
        words = _title(row)
        if record.take("outlet", words, Source(where, words[:LONGEST_WORDS])):
            return


def _language(record, entry, channel):
    said = [(content.get("language"), "language of the entry") for content in entry.get("content", [])]
    for detail in ("summary_detail", "title_detail"):
        said.append(((entry.get(detail) or {}).get("language"), "language of the entry"))
    said.append((_said(entry, "language"), "language of the entry"))
    said.append((_said(channel, "language"), "language of the feed"))
    for value, where in said:
        code = re.match(r"[a-zA-Z]{2}(?=[-_]|$)", (value or "").strip())
        if code and record.take("language", code.group().lower(), Source(where, value.strip()[:40])):
            return
