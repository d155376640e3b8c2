"""The headers of an e-mail: what they tell of its title, writer, day and outlet, read as tolerantly as they are written."""

import base64
import quopri
import re
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from tracker.intake.record import Record, Source
from tracker.lib.text import one_line

# What the library may raise on headers that are no headers.
FAULTS = (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
LONGEST = 8 * 1024  # characters of a header that are looked at


class Bounded(policy.EmailPolicy):
    """The library's policy, but for headers so long that it would take minutes to parse one."""

    def header_source_parse(self, sourcelines):
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST]


POLICY = Bounded()
# Where anybody may have a mailbox: no outlet.
MAILBOXES = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|aol|gmx|web|mail|yandex|ya|bk|list|inbox|proton"
    r"|protonmail|qq|163|126|ukr|rambler)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2}|net)$"
)
ENCODED = re.compile(r"=\?([\w.:*-]{1,40})\?([bBqQ])\?([^?\s]*(?: [^?\s]+)*)\?=")


def header(message, name):
    """A header as characters, decoded where it can be; "" without one."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return _readable(str(value))
    return ""


def _readable(raw):
    """With its encoded words decoded, as tolerantly as the bytes allow; in one pass, whatever their number."""
    raw = _characters(re.sub(r"\r?\n(?=[ \t])", "", raw).encode("utf-8", "surrogateescape"), "")
    out, held, charset, ends = [], b"", "", 0
    for word in ENCODED.finditer(raw):
        between = raw[ends : word.start()]
        if between.strip() or not ends or word[1].lower() != charset:
            out.append(_characters(held, charset))
            out.append(between if between.strip() or not ends else "")
            held = b""
        held, ends = held + _unpacked(word[2].lower(), word[3]), word.end()
        charset = word[1].lower() if word[3].isascii() else "utf-8"  # raw letters inside: it is not what it says
    return "".join([*out, _characters(held, charset), raw[ends:]])


def _unpacked(how, words):
    """Bytes of an encoded word, in base64 or quoted form."""
    packed = words.encode("utf-8", "replace")
    if how == "q":
        return quopri.decodestring(packed, header=True)
    try:
        return base64.b64decode(packed + b"==")
    except ValueError:
        return packed


def _characters(data, charset):
    """Bytes by their charset, else UTF-8, else the Western one that is never wrong about length."""
    for name in (charset.partition("*")[0], "utf-8", "cp1252"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, ValueError, TypeError):
            continue
    return data.decode("latin-1")


def _sender(message):
    """(name, address) of the first sender."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == "from"), "")
    try:
        first = POLICY.header_factory("from", raw).addresses[0]
        name, address = first.display_name, first.addr_spec
    except FAULTS:
        name, address = "", ""
    if not name or "\ufffd" in name or not address:
        found = (getaddresses([header(message, "From")]) or [("", "")])[0]
        name, address = found[0] or name, address or found[1]
    return one_line(_whole(name)).strip("'\" "), one_line(_whole(address)).strip("<>")


def _whole(words):
    """Without halves of characters, which the library leaves where bytes were odd."""
    return _characters(words.encode("utf-8", "surrogateescape"), "") if words else ""


class Headers:
    """The facts that the headers tell."""

    def __init__(self, message: EmailMessage):
        self._message = message
        self._sender = one_line(header(message, "From"))
        self._name, self._address = _sender(message)
        domain = self._address.rpartition("@")[2].lower().strip(". ")
        self._domain = domain if "." in domain and not MAILBOXES.match(domain) else ""

    def fill(self, record: Record) -> None:
        """Title, byline, day and identifier."""
        for name, told in (("title", "Subject"), ("identifier", "Message-ID"), ("language", "Content-Language")):
            words = one_line(header(self._message, told))
            value = words[:2].lower() if name == "language" and re.match(r"[a-zA-Z]{2}(?:-|$)", words) else words
            if name != "language" or len(value) == 2:
                record.take(name, value, Source(f"{told} of the e-mail", words[:500]))
        named = self._name if "@" not in self._name else ""
        byline = named or ("" if self._domain else self._address)
        record.take("byline", byline, Source("From of the e-mail", self._sender[:500]))
        self._day(record)

    def outlet(self, record: Record) -> None:
        """The sender's domain, where it is no common mailbox and the text named no outlet."""
        record.take("outlet", self._domain, Source("domain of the sender", self._sender[:500]))

    def _day(self, record):
        received = header(self._message, "Received").rpartition(";")[2]
        for name, words in (("Date", header(self._message, "Date")), ("Received", received)):
            moment, note = _moment(one_line(words))
            if moment is None:
                continue
            where = f"{name} of the e-mail{note}"
            record.take("published_at", moment, Source(where, one_line(words)[:100]))
            record.take("published_words", one_line(words)[:100], Source(where, one_line(words)[:100]))
            return


def _moment(words):
    """(aware datetime or None, what was assumed)."""
    try:
        moment = parsedate_to_datetime(words[:200])
        if not 1950 <= moment.year <= 2100:
            return None, ""
        moment.astimezone(UTC)
    except (*FAULTS, OverflowError):
        return None, ""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), " (no time zone given, UTC taken)"
    return datetime.fromisoformat(moment.isoformat()), ""
