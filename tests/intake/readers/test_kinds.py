"""Other kinds of file: each refused by its name with what to do; what a file begins with decides."""

import tarfile
from io import BytesIO

import pytest

from tests.intake.readers.office_files import docx, lines, paragraph, pdf, zipped
from tracker.intake.readers import Refused, kinds, read
from tracker.intake.readers import zipped as zips

OLE = kinds.OLE + bytes(500)


def tar():
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("talks.txt"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "advice"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture", "OCR"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture", "OCR"),
        (b"GIF89a<html><p>", "a GIF picture", "OCR"),
        (b"II*\0....", "a TIFF picture", "OCR"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP picture", "OCR"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "a sound recording", "Write down"),
        (b"ID3\x03\0\0", "a sound recording (MP3)", "Write down"),
        (b"\0\0\0\x18ftypisom", "a video or sound (MP4)", "Write down"),
        (b"\0\0\0\x18ftypheic", "a HEIC or AVIF picture", "OCR"),
        (b"\x1a\x45\xdf\xa3\x01", "a video (MKV or WebM)", "Write down"),
        (b"BM\x10\0\0\0" + bytes(10), "a BMP picture", "OCR"),
        (b"{\\rtf1 talks}", "an RTF document", "DOCX"),
        (b"%!PS-Adobe-3.0", "a PostScript file", "PDF"),
        (b"\x1f\x8b\x08\0", "a gzip archive", "Unpack"),
        (tar(), "a TAR archive", "Unpack"),
        (b"MZ\x90\0" + bytes(60), "a program", "no report"),
        (b"\x7fELF\x02", "a program", "no report"),
        (b"SQLite format 3\0", "a database", "CSV"),
        (b"WARC/1.0\r\n", "(WARC)", "HTML"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (DOC)", "DOCX"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook (XLS)", "XLSX"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "an Outlook message (MSG)", "EML"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "without one"),
        (OLE, "an old Office document", "DOCX"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "(ODT, ODS or ODP)",
            "DOCX",
        ),
        (zipped({"ppt/presentation.xml": "<x/>"}), "a PowerPoint file (PPTX)", "paste"),
        (zipped({"META-INF/container.xml": "<x/>"}), "an EPUB book", "paste"),
        (zipped({"talks.txt": "Talks"}), "a ZIP archive", "Unpack"),
        (zipped({"notes/word/document.xml": "x"}), "a ZIP archive", "Unpack"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "a Word document in XML", "DOCX"),
    ],
)
def test_kinds_by_name(data, kind, advice):
    with pytest.raises(Refused) as caught:
        read(data, filename="talks.txt")
    assert "“talks.txt” is" in caught.value.reason
    assert kind in caught.value.reason
    assert advice in caught.value.reason


@pytest.mark.parametrize(
    "words", ["BMW said", "MZ is short for", "II*", "ID3 tags", "Rar! he said", "PK and others", "RIFF"]
)
def test_texts_that_begin_like_a_mark_are_texts(words):
    assert read(f"{words} on Monday that the talks go on.".encode()).format == "text"


def test_of_two_kinds_in_one_file_the_first_wins():
    word, paper = docx(paragraph("In the Word document.")), pdf(lines(["In the PDF."]))
    assert read(word + paper).format == "docx"
    assert read(paper + word).text == "In the PDF."
    hidden = zipped({"a.pdf": paper})
    with pytest.raises(Refused, match="a ZIP archive"):
        read(hidden)


def test_what_is_read_is_named_in_one_sentence():
    assert all(name in kinds.READ for name in ("HTML", "PDF", "DOCX", "EML"))


def test_bombs_are_not_unpacked():
    bomb = zipped({"a": bytes(60_000_000), "b": bytes(60_000_000)})
    with pytest.raises(Refused, match="unpack to 114 MB"):
        zips.parts(bomb, "workbook")
    with pytest.raises(Refused, match="1,001 parts"):
        zips.parts(zipped({str(number): "" for number in range(1001)}), "workbook")


def test_parts_are_read_one_at_a_time(monkeypatch):
    parts = zips.parts(zipped({"a": "x" * 100, "b": "y"}), "workbook")
    assert (parts.read("b"), parts.read("c"), parts.names) == (b"y", b"", {"a", "b"})
    monkeypatch.setattr(zips, "MOST_OF_A_PART", 50)
    with pytest.raises(Refused, match="larger than"):
        parts.read("a")


def test_no_zip_has_no_names():
    assert zips.names(b"PK\x03\x04") == []
    assert zips.names(b"text") == []
