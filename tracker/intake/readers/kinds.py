"""Kinds of file that Parley does not read, told by the structure of their bytes, never by a name: each refused by its own,
with what to do.

What a file begins with decides. A picture with a page hidden in it is a picture, a zip with a PDF in it a zip.
"""

import re

from tracker.intake.record import Refused

from . import zipped

# The one sentence that says what is read.
READ = (
    "Parley reads text, web pages (HTML, MHTML), feeds, PDF, Word (DOCX), e-mail (EML), tables (CSV, XLSX), what news "
    "agencies send (NewsML, NITF, ninjs, IPTC 7901, ANPA) and its own exports."
)
SIGNED = frozenset({"pdf", "docx", "table"})  # formats of readers whose files begin with a mark

PASTE = "Open it in its program, copy the text and paste it."
TYPE = "Run text recognition (OCR) on it, or type what it says."
HEARD = "Write down what is said in it, and paste that."
UNPACK = "Unpack it and import what is in it."
NOT_TEXT = "It holds no report."
AS_DOCX = "Save it as DOCX or PDF and import that."
AS_XLSX = "Save it as XLSX or CSV and import that."

MARKS = (
    (b"\x89PNG\r\n", "a PNG picture", TYPE),
    (b"\xff\xd8\xff", "a JPEG picture", TYPE),
    (b"GIF87a", "a GIF picture", TYPE),
    (b"GIF89a", "a GIF picture", TYPE),
    (b"II*\0", "a TIFF picture", TYPE),
    (b"MM\0*", "a TIFF picture", TYPE),
    (b"8BPS\0", "a Photoshop picture", TYPE),
    (b"\0\0\1\0", "an icon", NOT_TEXT),
    (b"AT&TFORM", "a DjVu document", "Save it as a PDF with its text and import that."),
    (b"%!PS-", "a PostScript file", "Make a PDF of it and import that."),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file", "Make a PDF of it and import that."),
    (b"{\\rtf", "an RTF document", AS_DOCX),
    (b"OggS\0", "a sound recording", HEARD),
    (b"fLaC\0", "a sound recording", HEARD),
    (b"ID3\2", "a sound recording (MP3)", HEARD),
    (b"ID3\3", "a sound recording (MP3)", HEARD),
    (b"ID3\4", "a sound recording (MP3)", HEARD),
    (b"\xff\xfb", "a sound recording (MP3)", HEARD),
    (b"#!AMR", "a sound recording", HEARD),
    (b"\x1a\x45\xdf\xa3", "a video (MKV or WebM)", HEARD),
    (b"FLV\1", "a video", HEARD),
    (b"\0\0\1\xba", "a video (MPEG)", HEARD),
    (b"0&\xb2u\x8ef\xcf\x11", "a Windows Media file", HEARD),
    (b"\x1f\x8b\x08", "a gzip archive", UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"MSCF\0", "a cabinet archive", UNPACK),
    (b"WARC/1.", "a web archive of many pages (WARC)", "Open the page in a browser, save it as HTML and import that."),
    (b"bplist00", "a web archive of Safari or a settings file", "Save the page as HTML and import that."),
    (b"!BDN", "an Outlook mailbox (PST)", "Save the messages as EML and import those."),
    (b"\x7fELF", "a program", NOT_TEXT),
    (b"\0asm", "a program", NOT_TEXT),
    (b"\xca\xfe\xba\xbe", "a program", NOT_TEXT),
    (b"\xcf\xfa\xed\xfe", "a program", NOT_TEXT),
    (b"SQLite format 3\0", "a database", "Export the table as CSV and import that."),
    (b"wOFF", "a font", NOT_TEXT),
    (b"wOF2", "a font", NOT_TEXT),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_OLE = (
    (
        "EncryptedPackage",
        "an Office document protected by a password",
        "Open it with the password, save it without one.",
    ),
    ("__properties_version1.0", "an Outlook message (MSG)", "Save it as EML and import that."),
    ("WordDocument", "an old Word document (DOC)", AS_DOCX),
    ("Workbook", "an old Excel workbook (XLS)", AS_XLSX),
    ("PowerPoint Document", "an old PowerPoint file (PPT)", PASTE),
)
IN_ZIP = (
    ("word/", "a Word document (DOCX)", f"It is damaged or of a kind that cannot be read. {PASTE}"),
    (
        "xl/",
        "an Excel workbook (XLSX)",
        "It is damaged or of a kind that cannot be read. Save it as CSV and import that.",
    ),
    ("ppt/", "a PowerPoint file (PPTX)", PASTE),
    ("content.xml", "an OpenDocument file (ODT, ODS or ODP)", "Save it as DOCX, XLSX or PDF and import that."),
    ("META-INF/container.xml", "an EPUB book", PASTE),
    ("Index/Document.iwa", "a document of Pages, Numbers or Keynote", AS_DOCX),
    ("AndroidManifest.xml", "a program", NOT_TEXT),
    ("META-INF/MANIFEST.MF", "a program", NOT_TEXT),
)
IN_RIFF = {b"WAVE": ("a sound recording", HEARD), b"AVI ": ("a video", HEARD), b"WEBP": ("a WebP picture", TYPE)}
PICTURES_OF_MP4 = (b"heic", b"heix", b"mif1", b"avif", b"hevc")
FLAT_WORD = b'<?mso-application progid="Word.Document"'

XML_HEAD = 8192  # bytes in which its root element must begin
XML_ROOT = re.compile(
    rb"\s*<\?xml\b[^>]{0,200}>(?:\s|<\?[^>]{0,500}>|<!--(?:[^-]|-(?!->)){0,2000}-->|<!DOCTYPE[^>\[]{0,500}>)*<([\w.:-]{1,60})",
    re.IGNORECASE | re.ASCII,
)
ROOTS_OF_PAGES = frozenset(
    b"html head body div p span article section main h1 h2 table ul ol center font a b i blockquote pre".split()
)


def refuse_other_kinds(data: bytes, filename: str = "") -> None:
    """Raises Refused naming the kind, where `data` is a known kind of file that no reader reads."""
    found = beginning(data) or _pdf(data)
    if found:
        name = f"“{filename[:80]}” is" if filename else "This is"
        raise Refused(f"{name} {found[0]}. {found[1]}")


def refuse_unknown_xml(data: bytes, filename: str = "") -> None:
    """Raises Refused naming the root element, where `data` is XML that is no page: as text it would be full of tags."""
    found = XML_ROOT.match(data[:XML_HEAD].removeprefix(b"\xef\xbb\xbf"))
    if found and found[1].lower().rpartition(b":")[2] not in ROOTS_OF_PAGES:
        name = f"“{filename[:80]}” is" if filename else "This is"
        root = found[1].decode("ascii", "replace")
        raise Refused(f"{name} XML of a kind that Parley does not know (its root element is <{root}>). {PASTE}")


def beginning(data: bytes) -> tuple[str, str] | None:
    """(kind, what to do) by the mark with which `data` begins; None for what may be text or a PDF."""
    if data.startswith(zipped.BEGINS):
        return _zip(data)
    if data.startswith(OLE):
        names = ((name.encode("utf-16-le"), kind, advice) for name, kind, advice in IN_OLE)
        return next(
            ((kind, advice) for name, kind, advice in names if name in data), ("an old Office document", AS_DOCX)
        )
    for mark, kind, advice in MARKS:
        if data.startswith(mark):
            return kind, advice
    return _deeper(data)


def _deeper(data):
    """Marks that stand behind a length, or need a second look."""
    if data[:4] == b"RIFF" and data[8:12] in IN_RIFF:
        return IN_RIFF[data[8:12]]
    if data[4:8] == b"ftyp":
        return ("a HEIC or AVIF picture", TYPE) if data[8:12] in PICTURES_OF_MP4 else ("a video or sound (MP4)", HEARD)
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        return "a BMP picture", TYPE
    if data[:2] == b"MZ" and b"\0" in data[:64]:
        return "a program", NOT_TEXT
    if data[257:262] == b"ustar":
        return "a TAR archive", UNPACK
    if FLAT_WORD in data[:1024]:
        return "a Word document in XML", AS_DOCX
    return None


def _zip(data):
    """By the names of its members; where they cannot be told, by those that stand in the bytes."""
    names = zipped.names(data)
    for mark, kind, advice in IN_ZIP:
        if any(name.startswith(mark) for name in names) or (not names and mark.encode() in data):
            return kind, advice
    return "a ZIP archive", UNPACK


def _pdf(data):
    return (
        ("a PDF file", "It is damaged. Ask for it again, or open it and paste its text.")
        if data[:5] == b"%PDF-"
        else None
    )
