"""An e-mail (EML): its own words as the text, its headers as the facts.

1. Bounded before the library sees it: header lines, parts and nesting, since it takes minutes on bombs of them.
2. The text: of alternatives the plain one, else the HTML one (eml_page.py); parts that follow each other are
   put together, a forwarded message as well, under its own From, Date and Subject. Attachments are named, not read.
3. Subject is the title, the sender's name the byline, Date the day of publication; the sender's domain is the outlet where
   the text names none.
"""

import email
import re
from email.message import EmailMessage

from tracker.intake.record import Record, Refused
from tracker.lib.text import one_line

from . import eml_page, encoding, lines
from .eml_headers import FAULTS, POLICY, Headers, header

FORMAT, NAME = "eml", "an e-mail (EML)"
BEFORE = b" \t\r\n\xef\xbb\xbf"  # blanks and marks that may stand before the first header
HEAD = 4096  # bytes in which the headers are looked for
BY_PEOPLE = frozenset(["from", "to", "cc", "subject", "date", "references"])
BY_MACHINE = frozenset(
    [
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
        "reply-to",
        "sender",
        "x-mailer",
        "in-reply-to",
        "dkim-signature",
        "list-id",
        "envelope-to",
        "x-original-to",
        "content-transfer-encoding",
    ]
)
HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:")
MOST_HEADER_BYTES, MOST_PARTS, DEEPEST = 64 * 1024, 200, 20
NESTING = re.compile(rb"boundary\s*=|message/rfc822", re.IGNORECASE)
PART_HEADER = re.compile(rb"(?im)^content-(?:type|transfer-encoding|disposition):")
NOTHING = "There is no text in this e-mail."
ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def recognises(data: bytes) -> bool:
    """Header lines to begin with: two that e-mails have, one of them such as only machines write, or From with an address."""
    head = data.lstrip(BEFORE)[:HEAD]
    names, given = set(), head.splitlines()
    for number, line in enumerate(given[:200]):
        found = HEADER.match(line)
        if found:
            names.add(found[1].decode("ascii").lower())
        elif not line.strip() or not (line[:1] in b" \t" or (number == 0 and line.startswith((b"From ", b">From ")))):
            break
    known = names & (BY_PEOPLE | BY_MACHINE)
    return len(known) > 1 and (bool(known & BY_MACHINE) or ("from" in known and b"@" in head))


def read(data: bytes, *, content_type="", reference_date=None, url="") -> list[Record | Refused]:
    """The Record of an e-mail. Raises Refused where it is encrypted, has no text of its own, or is a bomb."""
    data = data.lstrip(BEFORE)
    _bounded(data)
    try:
        message = email.message_from_bytes(data, policy=POLICY)
        found = Parts(message)
    except Refused:
        raise
    except FAULTS as error:
        raise Refused("This e-mail is too broken to be read. Open it, copy its text and paste it.") from error
    record = Record.of("\n\n".join(found.texts), found.nothing())
    if found.attached:
        record.notes.append(f"Attachments were not read: {', '.join(found.attached)[:500]}.")
    facts = Headers(message)
    facts.fill(record)
    near = reference_date or (record.published_at.date() if record.published_at else None)
    lines.fill(record, reference_date=near, url=url)
    facts.outlet(record)
    return [record]


def _bounded(data):
    ends = re.search(rb"\r?\n\r?\n|\r\r", data)
    head = data[: ends.start()] if ends else data
    if len(head) > MOST_HEADER_BYTES:
        raise Refused(
            f"The header of this e-mail is longer than {MOST_HEADER_BYTES // 1024} KB, which no mail program writes. "
            "Open it, copy its text and paste it."
        )
    if len(NESTING.findall(data)) > MOST_PARTS or len(PART_HEADER.findall(data)) > 5 * MOST_PARTS:
        raise Refused(_PARTS)


_PARTS = f"This e-mail has more than {MOST_PARTS} parts. Open it, copy its text and paste it."


class Parts:
    """What the parts of a message hold: its texts in order, and the names of attachments."""

    def __init__(self, message: EmailMessage):
        self.texts: list[str] = []
        self.attached: list[str] = []
        self._encrypted = False
        self._seen = 0
        self._part(message, 0)

    def nothing(self) -> str:
        """Why there is no text."""
        if self._encrypted:
            return "This e-mail is encrypted. Open it in your mail program, copy its text and paste it."
        if self.attached:
            names = ", ".join(self.attached)[:300]
            return f"This e-mail has no text of its own, only attachments ({names}). Save and import those."
        return NOTHING

    def _part(self, part, depth):
        self._seen += 1
        if self._seen > MOST_PARTS or depth > DEEPEST:
            raise Refused(_PARTS)
        kind = _kind(part)
        if kind in ENCRYPTED:
            self._encrypted = True
        elif kind == "message/rfc822" and part.is_multipart():
            self._forwarded(part.get_payload(0), depth)
        elif part.is_multipart():
            self._several(part.get_payload(), kind, depth)
        elif kind.startswith("multipart/"):
            self._broken(part, kind, depth)
        elif _attached(part) or not kind.startswith("text/"):
            self._name(part, kind)
        elif kind == "text/html":
            self._page(part)
        elif kind == "text/plain" or depth == 0:
            self._add(_decoded(part))
        else:
            self._name(part, kind)

    def _broken(self, part, kind, depth):
        """Its boundary is not the one it names: the first line that looks like one is taken."""
        payload = _payload(part)
        found = re.search(rb"(?m)^--([^\s\"][^\r\n\"]{0,199}?)\s*$", payload)
        if found is None:
            self._add(encoding.decode(payload)[0] if payload.strip() else "")
            return
        head = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="' + found[1] + b'"\r\n\r\n'
        whole = email.message_from_bytes(head + payload, policy=POLICY)
        if whole.is_multipart():
            self._several(whole.get_payload(), kind, depth)

    def _several(self, parts, kind, depth):
        inner = [one for one in parts if isinstance(one, EmailMessage)]
        if kind != "multipart/alternative":
            for one in inner:
                self._part(one, depth + 1)
            return
        before = len(self.texts)
        ranked = sorted(inner, key=lambda one: 0 if _kind(one) == "text/plain" else 1)
        for one in ranked:
            if len(self.texts) == before:
                self._part(one, depth + 1)

    def _forwarded(self, message, depth):
        """Its headers as lines, then its text: one story with the message that carries it."""
        before = len(self.texts)
        self._part(message, depth + 1)
        facts = ((name, one_line(header(message, name))[:500]) for name in ("From", "Date", "Subject"))
        if len(self.texts) > before:
            self.texts[before] = "\n".join([*(f"{n}: {value}" for n, value in facts if value), "", self.texts[before]])

    def _page(self, part):
        text, _, _ = encoding.decode(_payload(part), content_type=f"text/html; charset={_charset(part)}")
        self._add(eml_page.text_of(text))

    def _add(self, text):
        if text.strip():
            self.texts.append(text.strip("\r\n"))

    def _name(self, part, kind):
        try:
            name = part.get_filename() or ""
        except FAULTS:
            name = ""
        self.attached.append(one_line(re.sub("[\ud800-\udfff\0]", "\ufffd", name))[:100] or f"one of the kind {kind}")


def _kind(part):
    try:
        return part.get_content_type()
    except FAULTS:
        return "text/plain"


def _attached(part):
    try:
        return part.get_content_disposition() == "attachment"
    except FAULTS:
        return False


def _charset(part):
    try:
        return str(part.get_content_charset() or "")
    except FAULTS:
        return ""


def _payload(part):
    try:
        return part.get_payload(decode=True) or b""
    except FAULTS:
        payload = part.get_payload()
        return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _decoded(part):
    """Text of a part, whatever charset it claims; lines that only a mail program broke are made whole."""
    text, _, _ = encoding.decode(_payload(part), content_type=f"text/plain; charset={_charset(part)}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        flowed = part.get_param("format", "") == "flowed" and part.get_param("delsp", "") != "yes"
    except FAULTS:
        flowed = False
    return re.sub(r"(?<=[^\n ])(?<!\n--) \n(?=[^\n>\s-])", " ", text) if flowed else text
