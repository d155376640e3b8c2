r"""ANPA 1312: the text messages of North American wires, each from SOH to EOT, several in one file.

    SYN SYN SOH  service and number, US, selectors              the header
                 priority, category, format, keyword, date, words
    STX          ^keyword line<  ^headline<  ^Eds: ...<  ^By NAME=   lines that open with ^
                 paragraphs that open with a tab; tables in lines that open with BS
    ETX          service, date and time (GMT)                   the trailer

Its seven-bit signs are put back: `` and '' are quotation marks, " _ " is a dash, "{" after a digit is a half.
"""

import re
from datetime import UTC, datetime

from tracker.intake.record import Record, Refused, Source

from . import marked_up, wire
from .iptc7901 import wire_text

FORMAT, NAME = "anpa", "an ANPA message"
START = re.compile(rb"[\x16\s]*\x01[A-Za-z]\d{4}\x1f[^\r\n]{0,40}[\r\n]+[A-Za-z] [A-Za-z]")
MESSAGE = re.compile("\x01[^\x01\x02]*\x02([^\x01]*)", re.DOTALL)
TRAILER = re.compile(r"\x03\s*([A-Z]{2,8})[A-Z-]*-(\d\d)-(\d\d)-(\d\d)\s+(\d\d)(\d\d)GMT")
CODE = re.compile(r"\s*\^?\*\d{1,6}<\s*")  # ^*9006<: a format for the receiver's machine
FOR_EDITORS = re.compile(
    r"\(?(?:eds?\b|editors?['’]?s?\b(?: note)?|with [A-Z]{2,4} (?:photo|video|graphic)|[A-Z]{2,4} photos?\b|ap video|for release)",
    re.IGNORECASE,
)
BYLINE = re.compile(r"by\s+(?=\S)", re.IGNORECASE)
ROLE = re.compile(r".*\b(?:press|writers?|correspondents?|editors?|reporters?|service|staff|bureau)\b.*", re.IGNORECASE)
SIGNS = (
    (re.compile("\x10 ?"), " "),
    (re.compile("[\x08\x0c-\x1f\x7f]+"), " "),
    (re.compile(r"(?<=\d)\{"), "½"),
    (re.compile(r"(?<!`)``(?!`)"), "“"),
    (re.compile(r"(?<!')''(?!')"), "”"),
    (re.compile(r"(?<![`\w])`(?=\w)"), "‘"),
    (re.compile(r"(?<=\S) _ (?=\S)"), " — "),
    (re.compile(r"(?<=\w)_ (?=\S)"), "— "),
)
EMPTY = "There is no text in this wire message. Ask for it again, or paste the text of the report."
NONE = "This begins as an ANPA message, but no message in it is whole. Paste the text of the report."


def recognises(data):
    """A header of ANPA 1312 after SOH, at the beginning."""
    return START.match(data[:200]) is not None


def read(data, *, content_type="", reference_date=None, url=""):
    """A Record for each message, in order, then what was refused. Raises Refused where none is whole."""
    text = wire_text(data, content_type).replace("\r\n", "\n").replace("\r", "\n")
    messages = MESSAGE.findall(text)
    wire.refuse_too_many(messages)
    found = [_message(message, reference_date, url) for message in messages]
    if not found:
        raise Refused(NONE, format=FORMAT)
    return sorted(found, key=lambda one: isinstance(one, Refused))


def _message(rest, reference_date, url):
    body, _, _ = rest.partition("\x03")
    code = CODE.match(body)
    told, text = _parts(body[code.end() :] if code else body)
    try:
        record = Record.of("\n".join(marked_up.without_trailers(text)), EMPTY)
    except Refused as refused:
        return Refused(refused.reason, format=FORMAT, title=told.get("title", ""))
    wire.put(record, "title", told.get("title", ""), "headline")
    wire.put_byline(record, told.get("byline", ""), "byline")
    wire.put(record, "summary", told.get("summary", ""), "summary before the text")
    _sent(record, rest)
    return wire.finish(record, reference_date=reference_date, url=url)


def _parts(body):
    """({title, byline, summary}, lines of the text). Notes to editors and lines about pictures are in neither."""
    told, text, before, opens = {}, [], "", True
    for number, row in enumerate(row for row in body.split("\n") if row.strip("\x00 \t\x08")):
        words = _signs(row.lstrip("\x08").lstrip("^"))
        ending = words[-1:] if words[-1:] in "<=" else ""
        words = words.removesuffix(ending).strip()
        opens = opens and row.startswith("^")
        if number == 0 and opens:
            before = "keyword"  # the keyword line is for routing
            continue
        kind = _kind(words, ending, told, before) if opens else "text"
        if kind == "text" and words:
            text.append(words)
        elif kind in ("title", "byline", "summary"):
            told[kind] = words
        before = kind
    return told, text


def _kind(words, ending, told, before):
    """What a line of the opening is."""
    if FOR_EDITORS.match(words):
        return "for editors"
    if BYLINE.match(words) and ending == "=":
        return "byline"
    if before == "byline" and ROLE.fullmatch(words):
        return "role"
    if "title" not in told and ending:
        return "title"
    if ending == "<" and "summary" not in told and before != "byline":
        return "summary"
    return "text"


def _signs(words):
    for pattern, sign in SIGNS:
        words = pattern.sub(sign, words)
    return " ".join(words.split())


def _sent(record, rest):
    found = TRAILER.search(rest)
    if found is None:
        return
    service, month, day, year, hour, minute = found.groups()
    words = found[0].strip("\x03 ")
    wire.put(record, "outlet", service, "service in the trailer")
    century = 1900 if int(year) >= 70 else 2000
    try:
        moment = datetime(century + int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return
    record.take("published_at", moment, Source("trailer of the message", words))
    record.take("published_words", words, Source("trailer of the message", words))
