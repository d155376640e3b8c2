"""A saved web archive of one page (MHTML, "web page, single file"): its root page, read as any page.

The archive is mail in shape, but is taken apart here and not by the standard library, whose header parsing is quadratic
and whose nesting is not bounded. Pictures and styles stay in the original; of several pages only the root is read.
"""

import binascii
import re
from dataclasses import dataclass
from itertools import islice

from tracker.intake.record import Record, Refused, Source

from . import html

FORMAT, NAME = "mhtml", "a saved web archive"
LONGEST_HEAD, MOST_HEADERS, MOST_PARTS, DEEPEST, MOST_BYTES = 64 * 1024, 200, 2000, 3, 5 * 1024 * 1024
HEADER = re.compile(rb"[\w-]{1,100}:")
END_OF_HEAD = re.compile(rb"\r?\n[ \t]*\r?\n")
FOLDED = re.compile(r"\r?\n[ \t]+")
PARAMETER = re.compile(r";\s*([\w-]{1,40})\s*=\s*(?:\"([^\"\n]{0,300})\"|([^\s;\"]{1,300}))")
OF_MAIL = ("to", "received", "message-id", "delivered-to", "return-path", "reply-to")
NO_PAGE = "This web archive holds no page. Open it in the browser, copy the article and paste it."


@dataclass(frozen=True)
class Part:
    """Headers by lower-case name, and the bytes as they stand."""

    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "text/plain").split(";")[0].strip().lower()

    @property
    def address(self) -> str:
        found = re.sub(r"\s+", "", self.headers.get("content-location", ""))[:2000]
        return found if found.lower().startswith(("http://", "https://")) else ""

    def parameter(self, name: str) -> str:
        found = islice(PARAMETER.finditer(self.headers.get("content-type", "")), 20)
        return next((match[2] or match[3] or "" for match in found if match[1].lower() == name), "")


def recognises(data: bytes) -> bool:
    """A header of multipart/related that says it is a snapshot, or gives its parts addresses and is no mail."""
    head = data[: LONGEST_HEAD + 4].lstrip()
    if not HEADER.match(head):
        return False
    archive = _part(head)
    if archive.kind not in ("multipart/related", "multipart/alternative"):
        return False
    if "snapshot-content-location" in archive.headers or "saved by" in archive.headers.get("from", "").lower():
        return True
    located = re.search(rb"^Content-Location:\s*https?:", data[:LONGEST_HEAD], re.IGNORECASE | re.MULTILINE)
    return located is not None and not any(name in archive.headers for name in OF_MAIL)


def read(data: bytes, *, content_type="", reference_date=None, url="") -> list[Record]:
    """The Record of the archive's root page. Raises Refused where it holds none, or none that can be read."""
    archive = _part(data.lstrip())
    pages = [part for part in _leaves(archive, DEEPEST) if part.kind in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise Refused(NO_PAGE)
    root = _root(archive, pages)
    body = _decoded(root)
    if len(body) > MOST_BYTES:
        raise Refused(f"The page in this web archive is longer than {MOST_BYTES // 1024 // 1024} MB.")
    snapshot = Part({"content-location": archive.headers.get("snapshot-content-location", "")}, b"").address
    address, header = (root.address, "Content-Location") if root.address else (snapshot, "Snapshot-Content-Location")
    charset = root.parameter("charset")
    found = html.read(
        body,
        content_type=f"text/html; charset={charset}" if charset else "",
        reference_date=reference_date,
        url=address or url,
    )
    for record in found:
        if address and record.url == address and record.sources["url"].where == "address given":
            record.sources["url"] = Source(f"{header} of the archive", address)
        if len(pages) > 1:
            record.notes.append(f"The archive holds {len(pages) - 1} more pages (frames), which were not read.")
    return found


def _root(archive, pages):
    """The page named as the start, else the one with the address of the snapshot, else the first."""
    start = archive.parameter("start").strip("<> ")
    snapshot = re.sub(r"\s+", "", archive.headers.get("snapshot-content-location", ""))
    for wanted, of in (
        (start, lambda part: part.headers.get("content-id", "").strip("<> ")),
        (snapshot, lambda part: part.address),
    ):
        named = [part for part in pages if wanted and of(part) == wanted]
        if named:
            return named[0]
    return pages[0]


def _part(data):
    end = END_OF_HEAD.search(data, 0, LONGEST_HEAD)
    head = data[: end.start() if end else LONGEST_HEAD].decode("latin-1")
    headers: dict[str, str] = {}
    for line in FOLDED.sub(" ", head).splitlines()[:MOST_HEADERS]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Part(headers, data[end.end() :] if end else b"")


def _leaves(part, levels):
    """Parts that are not made of parts, in order."""
    boundary = part.parameter("boundary")
    if not part.kind.startswith("multipart/") or not boundary:
        return [part]
    if not levels:
        return []
    line = rb"(?:^|\r?\n)--" + re.escape(boundary.encode("latin-1", "replace")) + rb"(?:--)?[ \t]*(?=\r?\n|$)"
    marks = list(islice(re.finditer(line, part.body), MOST_PARTS))
    found = []
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(part.body)
        # a head may be empty: then the first line end is that of the boundary, the second ends the head
        inner = part.body[mark.end() : end]
        if not mark.group().rstrip().endswith(boundary.encode("latin-1", "replace") + b"--") and inner.strip():
            found += _leaves(_part(inner.removeprefix(b"\r").removeprefix(b"\n")), levels - 1)
        if len(found) >= MOST_PARTS:
            break
    return found


def _decoded(part):
    how = part.headers.get("content-transfer-encoding", "").lower()
    if how == "quoted-printable":
        return binascii.a2b_qp(part.body)
    if how == "base64":
        try:
            return binascii.a2b_base64(part.body)
        except (binascii.Error, ValueError) as error:
            raise Refused("The page in this web archive is damaged. Save it again, or paste the article.") from error
    return part.body
