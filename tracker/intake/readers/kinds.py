"""Tell by structure what is not text at all, to refuse it by its name."""

from tracker.intake.record import Refused

READ = "Parley reads text and web pages; open it and paste its text."
SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (DOC, XLS or PPT)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
INSIDE_ZIP = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"ppt/", "a PowerPoint file (PPTX)"),
    (b"opendocument.text", "an OpenDocument text (ODT)"),
    (b"application/epub", "an EPUB book"),
)


def refuse_other_kinds(data, filename=""):
    """Raises Refused naming the kind, where `data` is a known kind of file that is not text."""
    name = f"“{filename[:80]}” is" if filename else "This is"
    kind = _kind(data)
    if kind:
        raise Refused(f"{name} {kind}. {READ}")


def _kind(data):
    if b"%PDF-" in data[:1024]:
        return "a PDF file"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return next((kind for mark, kind in INSIDE_ZIP if mark in data), "a ZIP archive")
    for mark, kind in SIGNATURES:
        if data.startswith(mark):
            return kind
    return None
