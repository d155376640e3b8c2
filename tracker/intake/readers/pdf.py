"""A PDF: its text layer, page by page, made into paragraphs (pdf_layout.py).

1. Opened by pdfium. Protected by a password, damaged, without a text layer, or with letters that mean nothing: refused,
   each by its reason. Pages and characters are limited.
2. Lines with their place on the page; paragraphs of them; running heads, footers and page numbers dropped.
3. Title: where it stands in the document's information and opens the text, else the largest words of the first page.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2
from pypdfium2 import raw

from tracker.intake.record import Record, Refused, Source

from . import documents, kinds, pdf_layout

FORMAT, NAME = "pdf", "a PDF"
HEAD = 1024  # bytes in which the mark may stand
MARK = re.compile(rb"%PDF-\d")
MOST_PAGES, MOST_CHARACTERS = 500, 2_000_000
PASSWORD, DAMAGED = raw.FPDF_ERR_PASSWORD, "This PDF is damaged and cannot be read"
HYPHEN = 2  # pdfium's mark for a hyphen at the end of a line
ENDS = (10, 13, HYPHEN)
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)} | {0xA0: " ", 0xAD: ""}
MOST_UNKNOWN = 0.3  # share of letters without a meaning
LARGER, LONGEST_TITLE = 1.2, 220
FEW = 40  # letters a page, below which the rest is likely a picture
DAY = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/N\s+(\d{1,6})\b")
PAGES = re.compile(rb"/Type\s*/Pages\b")
COUNT = re.compile(rb"/Count\s+(\d{1,6})\b")
_alone = threading.Lock()  # pdfium is not made for threads


@dataclass(frozen=True)
class Told:
    """How many pages a PDF has (None: it does not say), and whether it needs a password."""

    pages: int | None
    encrypted: bool


def recognises(data: bytes) -> bool:
    """The mark at the beginning, or within the first bytes of a file that begins like nothing else."""
    found = MARK.search(data[:HEAD])
    if found is None or found.start() == 0:
        return found is not None
    return kinds.beginning(data) is None and data.lstrip()[:1] != b"<" and b" obj" in data[found.start() :]


def read(data: bytes, *, content_type="", reference_date=None, url="") -> list[Record | Refused]:
    """The Record of a PDF. Raises Refused for what cannot be read."""
    with _opened(data) as document:
        count = len(document)
        if count > MOST_PAGES:
            raise Refused(
                f"This PDF has {count:,} pages; up to {MOST_PAGES} are read. Take only the report's own pages."
            )
        pages = _pages(document)
        told, attached = _information(document), document.count_attachments()
    letters = _letters(pages, count)
    text = pdf_layout.read(pages)
    record = Record.of("\n".join(paragraph.words for paragraph in text.paragraphs), _no_text(count))
    record.notes += _remarks(pages, letters, text.dropped, attached)
    documents.fill(record, told, heading=_heading(record, text), reference_date=reference_date, url=url)
    return [record]


def tell(data: bytes) -> Told:
    """Pages and protection, without reading the text; of a file that does not open, what its structure says."""
    try:
        with _opened(data) as document:
            return Told(len(document), False)
    except Protected:
        return Told(_counted(data), True)
    except Refused:
        return Told(_counted(data), False)


class Protected(Refused):
    """It opens with a password only."""


@contextmanager
def _opened(data) -> Iterator[pypdfium2.PdfDocument]:
    with _alone:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            says = f"; it says that it has {_of_pages(_counted(data))}" if _counted(data) else ""
            if getattr(error, "err_code", None) == PASSWORD:
                raise Protected(
                    f"This PDF is protected by a password{says}. Open it with the password, print it to a PDF without "
                    "one, or copy its text."
                ) from error
            raise Refused(f"{DAMAGED}{says}. Ask for it again, or open it and paste its text.") from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise Refused(f"{DAMAGED}. Ask for it again, or open it and paste its text.") from error
        finally:
            document.close()


def _counted(data):
    """Pages by the structure's own words: they stay readable in files that do not open."""
    first = LINEARIZED.search(data[:HEAD])
    if first:
        return int(first[1])
    counts = [
        int(count[1])
        for found in PAGES.finditer(data)
        if (count := COUNT.search(data, max(0, found.start() - 200), found.end() + 400))
    ]
    return max(counts, default=None)


def _pages(document) -> list[list[pdf_layout.Line]]:
    pages, characters = [], 0
    for number in range(len(document)):
        page = document[number]
        text = None
        try:
            text = page.get_textpage()
            characters += text.count_chars()
            if characters > MOST_CHARACTERS:
                raise Refused(
                    f"This PDF holds more than {MOST_CHARACTERS:,} characters. Take only the report's own pages."
                )
            pages.append(list(_lines(text, page.get_rotation())))
        finally:
            if text is not None:
                text.close()
            page.close()
    return pages


def _lines(text, rotation) -> Iterator[pdf_layout.Line]:
    """Lines as pdfium ends them, and where the next word stands higher or lower though it says nothing."""
    line: pdf_layout.Line | None = None
    for words, begin, end, mark in _words(text):
        first, last = _box(text, begin, rotation), _box(text, end, rotation)
        word = pdf_layout.Line(
            words,
            left=min(first[0], last[0]),
            right=max(first[2], last[2]),
            bottom=first[1],
            size=max(0.1, first[3] - first[1]),
            broken=mark == HYPHEN,
        )
        elsewhere = line is not None and abs(line.bottom - word.bottom) > 0.5 * max(line.size, word.size)
        if elsewhere or (line is not None and len(line.words) > pdf_layout.LONGEST):
            yield line
            line = None
        line = word if line is None else pdf_layout.beside(line, word)
        if mark in ENDS:
            yield line
            line = None
    if line is not None:
        yield line


def _words(text):
    """(word, index of its first and last character, the mark that follows) one after the other."""
    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
    begin = None
    for index, code in enumerate([*codes, 10]):
        if code > 32 and code != 0xA0:
            begin = index if begin is None else begin
        elif begin is not None or code in ENDS:
            words = _characters(codes[begin:index]) if begin is not None else ""
            if words.strip():
                yield words.strip(), begin, index - 1, code
            begin = None


def _characters(codes):
    """Codes as text; two halves of a character become one."""
    units = b"".join(chr(code).encode("utf-16-le", "surrogatepass") for code in codes if 0 < code < 0x110000)
    return units.decode("utf-16-le", "replace").translate(LIGATURES)


def _box(text, index, rotation):
    """(left, bottom, right, top) of a character as the page is looked at."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, byref(box))
    if rotation == 90:
        return box.bottom, -box.right, box.top, -box.left
    if rotation == 180:
        return -box.right, -box.top, -box.left, -box.bottom
    if rotation == 270:
        return -box.top, box.left, -box.bottom, box.right
    return box.left, box.bottom, box.right, box.top


def _letters(pages, count):
    """How many letters and digits there are. Raises Refused where there are none, or only such as mean nothing."""
    text = "".join(line.words for page in pages for line in page)
    unknown = sum(letter == "\ufffd" or unicodedata.category(letter) in ("Co", "Cn", "Cc") for letter in text)
    if unknown > MOST_UNKNOWN * len(text):
        raise Refused(
            "The fonts of this PDF do not say which letters they draw, so its text cannot be read. Run text recognition "
            "(OCR) on it, or type what it says."
        )
    letters = sum(letter.isalnum() for letter in text)
    if not letters:
        raise Refused(_no_text(count))
    return letters


def _no_text(count):
    return (
        f"This PDF has {_of_pages(count)} but no text layer: it is likely a scan. Run text recognition (OCR) on it and "
        "import the result, or type what it says."
    )


def _of_pages(count):
    return "1 page" if count == 1 else f"{count:,} pages"


def _remarks(pages, letters, dropped, attached):
    count, empty = len(pages), sum(not page for page in pages)
    yield f"It has {_of_pages(count)}."
    if empty:
        yield f"{empty} of them without a text layer: what they show was not read."
    elif letters < FEW * count:
        yield "There is little text on them; the rest may be pictures, which were not read."
    if dropped:
        yield f"Running heads, footers and page numbers were left out ({dropped} lines)."
    if attached:
        yield f"Files attached inside it were not read ({attached})."


def _heading(record, text):
    """The largest words of the first page, where they are larger than the rest, or None."""
    sizes = sorted((one.size, len(one.words)) for one in text.paragraphs)
    half, body = sum(length for _, length in sizes) / 2, 0.0
    for size, length in sizes:
        body, half = size, half - length
        if half <= 0:
            break
    first = [one for one in text.paragraphs if one.page == 0 and any(letter.isalpha() for letter in one.words)]
    best = max(first, key=lambda one: one.size, default=None)
    if best is None or best.size < LARGER * body or " " not in best.words or len(best.words) > LONGEST_TITLE:
        return None
    begin = record.text.find(best.words)
    span = (begin, begin + len(best.words)) if begin >= 0 else None
    return Source("largest words of the first page", best.words, span)


def _information(document):
    facts = document.get_metadata_dict()
    created, known = _moment(facts.get("CreationDate", ""))
    modified, _ = _moment(facts.get("ModDate", ""))
    return documents.Information(
        title=facts.get("Title", "")[:1000],
        author=facts.get("Author", "")[:1000],
        created=created,
        modified=modified,
        created_words=facts.get("CreationDate", "")[:40],
        modified_words=facts.get("ModDate", "")[:40],
        zone_known=known,
    )


def _moment(words):
    """(aware datetime or None, whether the zone was given) of "D:20211223180400+03'00'"."""
    match = DAY.match(words.strip()[:40])
    if match is None:
        return None, False
    year, *rest = (int(part) if part else None for part in match.groups()[:6])
    month, day, hour, minute, second = rest
    zone = UTC
    if match[8]:
        away = timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
        zone = timezone(away if match[8] == "+" else -away) if away < timedelta(hours=15) else UTC
    try:
        moment = datetime(year, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=zone)
    except ValueError:
        return None, False
    return (moment if 1980 <= year <= 2100 else None), bool(match[7] or match[8])
