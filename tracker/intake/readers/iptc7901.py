r"""IPTC 7901: the text messages of wire services, each from SOH to EOT, several in one file.

SOH  source, number, priority, category, words, service     the header
     keyword line
STX  take lines, headline, byline, ended by "="             the opening
     text in lines of 70 characters
     notebook for editors
ETX  day, hour, minute, zone, month and year                the trailer
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from tracker.intake.record import Record, Refused, Source

from . import encoding, marked_up, wire
from .days import MONTHS

FORMAT, NAME = "iptc7901", "an IPTC 7901 message"
HEADER = re.compile(
    rb"\x01[A-Za-z]{1,6}\d{1,6}[ \t]+\d[ \t]+[A-Za-z]{1,4}[ \t]+\d{1,6}\b[^\r\n\x02]{0,80}[\r\n]",
)
MESSAGE = re.compile("\x01([^\r\n\x01\x02]*)[\r\n][^\x01\x02]*\x02([^\x01]*)", re.DOTALL)
SERVICE = re.compile(r"([A-Za-z][\w-]{1,15})\s+\d{1,6}\s*$")
TRAILER = re.compile(r"\x03\s*(\d\d)(\d\d)(\d\d)\s+([A-Z]{2,5})\s+([A-Za-z]{3})\s+(\d\d)")
TAKE = re.compile(r"\([^()]{1,40}\)|[A-Z0-9 .,/()-]{2,30}")
BYLINE = re.compile(r"(?:by|von|par|por|di)\s+\S", re.IGNORECASE)
NOTEBOOK = re.compile(
    r"#+\s.*\b(?:notebook|notizblock|bloc-notes|libreta)\b.*"
    r"|(?:the following information is not|die folgenden informationen sind nicht)\b.*",
    re.IGNORECASE,
)
STARS = re.compile(r"\*(?: ?\*){2,}")
ZONES = {
    "GMT": 0,
    "UTC": 0,
    "Z": 0,
    "MEZ": 1,
    "CET": 1,
    "MESZ": 2,
    "CEST": 2,
    "BST": 1,
    "EET": 2,
    "MSK": 3,
    "EST": -5,
    "EDT": -4,
}
LINES_OF_OPENING = 8
EMPTY = "There is no text in this wire message. Ask for it again, or paste the text of the report."
NONE = "This begins as an IPTC 7901 message, but no message in it is whole. Paste the text of the report."


def recognises(data):
    """A header of IPTC 7901 after SOH, at the beginning."""
    head = data[:400]
    found = HEADER.search(head)
    return found is not None and not head[: found.start()].strip(b"\xef\xbb\xbf\r\n\t \x00\x16\x7f")


def read(data, *, content_type="", reference_date=None, url=""):
    """A Record for each message, in order, then what was refused. Raises Refused where none is whole."""
    text = wire_text(data, content_type)
    messages = MESSAGE.findall(text)
    wire.refuse_too_many(messages)
    found = [_message(*message, reference_date, url) for message in messages]
    if not found:
        raise Refused(NONE, format=FORMAT)
    return sorted(found, key=lambda one: isinstance(one, Refused))


def wire_text(data, content_type=""):
    """Characters of a wire message: as declared, else UTF-8, else Western (ISO 8859-1, where every byte is one)."""
    for name in (*encoding.CHARSET.findall(content_type or "")[:1], "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, ValueError, TypeError):
            continue
    return data.decode("latin-1")


def _message(header, rest, reference_date, url):
    body, _, _ = rest.partition("\x03")
    takes, headline, byline, body = _opening(body.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        record = Record.of(_text(body), EMPTY)
    except Refused as refused:
        return Refused(refused.reason, format=FORMAT, title=headline[:500])
    wire.put(record, "title", headline, "headline")
    service = SERVICE.search(header)
    if service:
        wire.put(record, "outlet", service[1], "service in the header")
    wire.put_byline(record, byline, "byline")
    _sent(record, rest)
    wire.put_kind(record, takes, "take line")
    return wire.finish(record, reference_date=reference_date, url=url)


def _opening(body):
    """(take lines, headline, byline, the text): what stands before the line that ends in "="."""
    rows = body.split("\n")
    last = next((i for i, row in enumerate(rows[:LINES_OF_OPENING]) if row.rstrip().endswith("=")), None)
    if last is None:
        return [], "", "", body
    head = [row.strip().rstrip("=").strip() for row in rows[: last + 1]]
    head = [row for row in head if row]
    byline = next((row for row in head[1:] if BYLINE.match(row)), "")
    head = [row for row in head if row != byline]
    takes = []
    while len(head) > 1 and TAKE.fullmatch(head[0]):
        takes.append(head.pop(0))
    return takes, " ".join(head), byline, "\n".join(rows[last + 1 :])


def _text(body):
    """The paragraphs, up to the notebook: what follows is for editors."""
    kept = []
    for row in body.split("\n"):
        if NOTEBOOK.fullmatch(row.strip()):
            break
        kept.append(row)
    while kept and (not kept[-1].strip() or STARS.fullmatch(kept[-1].strip())):
        kept.pop()
    return marked_up.text_of_words("\n".join(kept).replace("\x7f", ""))


def _sent(record, rest):
    found = TRAILER.search(rest)
    month = MONTHS.get(found[5].lower()) if found else None
    if not month:
        return
    day, hour, minute, zone, _, year = found.groups()
    century = 1900 if int(year) >= 70 else 2000
    try:
        moment = datetime(century + int(year), month, int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return
    hours = ZONES.get(zone)
    note = "" if hours is not None else f" (zone {zone} unknown, UTC taken)"
    moment = moment.replace(tzinfo=timezone(timedelta(hours=hours))) if hours else moment
    words = found[0].strip("\x03 ")
    record.take("published_at", moment, Source(f"trailer of the message{note}", words))
    record.take("published_words", words, Source("trailer of the message", words))
