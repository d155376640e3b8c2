"""A saved web archive: its root page and address, whatever the encoding, and nothing of hostile ones but a refusal."""

import base64
import contextlib
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Record, Refused, read, read_all

PAGE = """<html><head><title>Envoys meet again – The Lakeside Herald</title>
<meta property="og:site_name" content="The Lakeside Herald"></head><body><article><h1>Envoys meet again</h1>
<p>GENEVA, March 14 (Kestrel) – Envoys of both sides met for the third time this month, the ministry said in a note.</p>
<p>“We are ready to go on,” a senior official said, adding that the next round would be held in early April.</p></article>
</body></html>"""
ADDRESS = "https://lakeside.example/2022/envoys?part=1"
ENCODED = {
    "quoted-printable": lambda data: quopri.encodestring(data),
    "base64": lambda data: base64.encodebytes(data),
    "8bit": lambda data: data,
}


def archive(page=PAGE, *, how="quoted-printable", charset="utf-8", ends="\r\n", more="", head="", located=ADDRESS):
    """An archive as browsers save it, with a style and a picture behind the page."""
    body = ENCODED[how](page.encode(charset)).decode("latin-1").replace("\r\n", "\n")
    text = (
        f"From: <Saved by a browser>\nSnapshot-Content-Location: {ADDRESS}\nSubject: Envoys\nMIME-Version: 1.0\n{head}"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--=_line_7"\n\n\n'
        f"----=_line_7\nContent-Type: text/html; charset={charset}\nContent-ID: <root@lakeside.example>\n"
        f"Content-Transfer-Encoding: {how}\nContent-Location: {located}\n\n{body}\n"
        "----=_line_7\nContent-Type: text/css\nContent-Location: https://lakeside.example/a.css\n\np { color: red }\n"
        "----=_line_7\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
        f"{more}----=_line_7--\n"
    )
    return text.replace("\n", ends).encode("latin-1")


@pytest.mark.parametrize("how", ENCODED)
@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_root_page_is_read_as_a_page(how, ends):
    found = read(archive(how=how, ends=ends))
    assert [line[:7] for line in found.text.split("\n")] == ["GENEVA,", "“We are"]
    assert (found.format, found.title, found.outlet) == ("mhtml", "Envoys meet again", "The Lakeside Herald")
    assert found.dateline_place == "Geneva"
    assert "color" not in found.text


def test_address_of_the_page_and_where_it_stood():
    found = read(archive(), url="https://elsewhere.example/")
    assert (found.url, found.sources["url"].where) == (ADDRESS, "Content-Location of the archive")


def test_address_of_the_snapshot_where_the_page_has_none():
    found = read(archive(located="cid:frame-1"))
    assert (found.url, found.sources["url"].where) == (ADDRESS, "Snapshot-Content-Location of the archive")


def test_canonical_link_comes_first():
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="/2022/envoys">')
    assert read(archive(page)).url == "https://lakeside.example/2022/envoys"


def test_charset_of_the_part():
    page = PAGE.replace("–", "-").replace("“", '"').replace("”", '"').replace("Envoys of both", "Послы обеих")
    assert "Послы обеих" in read(archive(page, charset="windows-1251")).text


def test_of_several_pages_the_root_only():
    frame = "----=_line_7\nContent-Type: text/html\nContent-Location: https://ads.example/\n\n<p>Buy two boats.</p>\n"
    found = read(archive(more=frame))
    assert "boats" not in found.text
    assert found.notes == ["The archive holds 1 more pages (frames), which were not read."]


def test_page_named_as_the_start():
    frame = "----=_line_7\nContent-Type: text/html\nContent-ID: <x@y>\n\n<p>The talks go on in another frame.</p>\n"
    data = archive(more=frame).replace(b'type="text/html"', b'start="<x@y>"', 1)
    assert read(data).text == "The talks go on in another frame."


def test_archive_without_snapshot_is_known_by_its_addresses_and_mail_is_not():
    data = archive().replace(b"Snapshot-Content-Location", b"X-A").replace(b"Saved by a browser", b"somebody")
    assert read(data).format == "mhtml"
    mail = b"To: <ann@example.org>\r\nMessage-ID: <1@example.org>\r\n" + data
    assert all(found.format != "mhtml" for found in attempt(mail))


def attempt(data):
    with contextlib.suppress(Refused):
        return read_all(data)
    return []


@pytest.mark.parametrize(
    "data",
    [
        archive().replace(b"text/html", b"text/css"),
        archive()[: archive().index(b"----=_line_7")],
        archive(how="base64").replace(b"PGh0bWw", b"P"),
        archive("<html><body></body></html>"),
        archive("<p>" + "Words go on. " * 450_000, how="8bit"),
    ],
)
def test_refusals(data):
    with pytest.raises(Refused):
        read(data)


HOSTILE = {
    "parts": archive(more="----=_line_7\nContent-Type: text/plain\n\nx\n" * 100_000),
    "headers": archive(head="X-A: b\n" * 300_000),
    "long header": archive(head="X-A: " + "=?utf-8?q?a?= " * 50_000 + "\n"),
    "folds": archive(head="X-A: b\n" + " c\n" * 300_000),
    "no end": archive()[:-400] + b"\r\n" * 1_000_000,
    "boundaries": archive(more="----=_line_7\n" * 300_000),
    "nested": b"".join(
        b'Snapshot-Content-Location: x\nContent-Type: multipart/related; boundary="%d"\n\n--%d\n' % (n, n)
        for n in range(9000)
    ),
    "parameters": archive().replace(b'type="text/html"', b"a=b;" * 10_000, 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_end_with_a_record_or_a_reason(name):
    for found in attempt(HOSTILE[name]):
        assert isinstance(found, Record | Refused)


PIECES = st.sampled_from(archive().splitlines(keepends=True))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=40))
def test_shuffled_archives(pieces):
    for found in attempt(b"Snapshot-Content-Location: https://a.example/\r\n" + b"".join(pieces)):
        assert isinstance(found, Record | Refused)
