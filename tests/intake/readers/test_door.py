"""The door: what it refuses and why, how it finds the encoding, and that nothing else comes out."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Record, Refused, read


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "nothing in it"),
        (b" \r\n\t", "nothing in it"),
        ("", "nothing in it"),
        (b"a" * (5 * 1024 * 1024 + 1), "up to 5 MB"),
        (b"%PDF-1.7 ...", "This PDF is damaged"),
        (b"PK\x03\x04 ... word/document.xml", "a Word document (DOCX)"),
        (b"PK\x03\x04 ... xl/workbook.xml", "an Excel workbook (XLSX)"),
        (b"PK\x03\x04 ...", "a ZIP archive"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"{\\rtf1 hello}", "an RTF document"),
        (b"talks\0go on", "NUL"),
        ("talks\0go on", "NUL"),
        ("talks \ud83d go on", "Character 7 is half a character"),
        (b"talks \xed\xa0\xbd go on", "half characters"),
        (b"\x01\x02\x03\x04" * 50, "binary data"),
        (b"... !!! ---", "not one letter"),
    ],
)
def test_refusals_say_why(data, reason):
    with pytest.raises(Refused) as caught:
        read(data)
    assert reason in caught.value.reason


def test_refusal_names_the_file():
    with pytest.raises(Refused, match=r"“notes\.txt” is a PNG picture"):
        read(b"\x89PNG\r\n", filename="notes.txt")


TEXT = "Переговоры идут в Женеве, сообщил представитель министерства иностранных дел."


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-32"), ""),
        (TEXT.encode(), ""),
        (TEXT.encode(), "text/plain; charset=no-such-thing"),
        (TEXT.encode(), "text/plain; charset=ascii"),
        (TEXT.encode("koi8-r"), 'text/plain; charset="koi8-r"'),
        (TEXT.encode("cp1251"), "text/plain"),
        (TEXT, ""),
    ],
)
def test_encodings(data, content_type):
    assert read(data, content_type=content_type).text == TEXT


@pytest.mark.parametrize(
    "content_type",
    ["text/plain; charset=zlib", "text/plain; charset=idna", "text/plain; charset=unicode_escape"],
)
def test_codecs_that_are_no_encodings_of_text(content_type):
    assert read(b"talks go on", content_type=content_type).text == "talks go on"


def test_page_is_known_by_structure_not_by_name():
    assert read(b"<p>Talks</p><p>go on.</p>", filename="a.txt").text == "Talks\ngo on."
    assert read(b"1 < 2 and <p> is a tag", filename="a.html").text == "1 < 2 and <p> is a tag"


PIECES = st.sampled_from(
    [
        b"<p>",
        b"</p>",
        b"<html>",
        b"<meta charset=",
        b"utf-16",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"OSLO, March 31 ",
        b"(KP) - ",
        b"By Ann ",
        b"Published: ",
        b"31 Feb 2022 25:61",
        b"2022-02-30",
        b"\n",
        b"<script>",
        b'{"@type":"article","datePublished":',
        b"\xc3",
        b"&#0;",
        b"&#xD800;",
        b"<time datetime=9999-12-31T23:59:59+23:59>",
        b"0001-01-01",
        b"Feb 29",
        b"<title>",
        b"<a",
        b"<!--",
        b"\x00",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=25).map(b"".join), st.text(max_size=200)))
def test_record_or_refusal_and_nothing_else(data):
    try:
        found = read(data, filename="x", content_type="text/html; charset=utf-8", url="http://x.example")
    except Refused:
        return
    assert isinstance(found, Record)
    assert found.text.strip()
    assert found.published_at is None or found.published_at.tzinfo is not None
    for source in found.sources.values():
        assert source.span is None or found.text[slice(*source.span)] == source.words


@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0'?>",
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<!-- made - by -- a machine -->\n<!DOCTYPE story SYSTEM 's.dtd'>\n",
    ],
)
def test_xml_that_nobody_knows_is_refused_by_its_root(head):
    with pytest.raises(Refused, match=r"its root element is <wire:story>"):
        read(head + b"<wire:story><p>The talks went on in Oslo, an official said.</p></wire:story>")
    page = head + b"<html><body><p>The talks went on in Oslo, an official of the delegation said.</p></body></html>"
    assert read(page).text.startswith("The talks")


def test_xml_heads_of_any_kind_end_soon():
    for filler in (b" ", b"<!--", b"-", b"<?a", b"<!DOCTYPE ", b"<!-- - -->"):
        with contextlib.suppress(Refused):
            read(b"<?xml version='1.0'?>" + filler * 20_000 + b"<x>Talks went on.</x>")
