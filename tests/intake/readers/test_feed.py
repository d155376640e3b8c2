"""Feeds of every kind, and what is none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake import readers
from tracker.intake.readers import feed
from tracker.intake.record import Record, Refused

WORDS = "The envoys of Freedonia and Sylvania met in Luzern and will meet again, both said."


def channel(items, head="<title>Releases</title><language>de-CH</language>"):
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{head}{items}</channel></rss>'
    ).encode()


def one(data, **helps):
    (record,) = feed.read(data, **helps)
    return record


RSS = channel(f"""<item><title>Envoys &amp;amp; talks</title><link>https://m.example/1</link><guid isPermaLink="false">g-1</guid>
<dc:creator>Anna Envoy</dc:creator><pubDate>Wed, 03 Mar 2021 10:05:00 +0300</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{WORDS}</p><script>track()</script><style>p {{}}</style><p>Second<br>third.</p>]]></content:encoded>
</item>""")
ATOM = f"""<?xml version="1.0"?><!-- a comment --><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Notices</title><author><name>The office</name></author><entry><id>tag:m.example,2021:1</id><title>Met</title>
<link href="/1"/><published>2021-03-03T10:05:00+03:00</published><updated>2021-03-04T10:05:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p><p>More.</p></div></content></entry></feed>""".encode()
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Wire</title></channel><item rdf:about="u">
<title>Met</title><link>https://m.example/2</link><description>{WORDS}</description><dc:date>2021-03-03</dc:date></item>
</rdf:RDF>""".encode()


def test_rss():
    record = one(RSS)
    assert record.text == f"{WORDS}\nSecond\nthird."
    assert (record.title, record.byline, record.outlet) == ("Envoys & talks", "Anna Envoy", "Releases")
    assert (record.url, record.identifier, record.language) == ("https://m.example/1", "g-1", "de")
    assert (record.summary, record.format) == ("Short.", "feed")
    assert record.published_at == datetime(2021, 3, 3, 7, 5, tzinfo=UTC)
    assert record.published_words == "Wed, 03 Mar 2021 10:05:00 +0300"
    assert record.sources["published_at"].where == "date of the entry (converted to UTC)"
    assert record.sources["outlet"].where == "title of the feed"
    assert record.sources["text"].where == "content of the entry"


def test_atom():
    record = one(ATOM, url="https://m.example/atom.xml")
    assert record.text == f"{WORDS}\nMore."
    assert (record.url, record.identifier) == ("https://m.example/1", "tag:m.example,2021:1")
    assert (record.published_at.hour, record.updated_at.day) == (7, 4)
    assert (record.byline, record.sources["byline"].where) == ("The office", "author of the feed")


def test_rdf():
    record = one(RDF)
    assert (record.text, record.outlet, record.identifier) == (WORDS, "Wire", "u")
    assert "no time given, midnight UTC taken" in record.sources["published_at"].where


def test_a_date_without_zone_or_of_a_change_only_says_so():
    record = one(
        channel(f"<item><title>x</title><description>{WORDS}</description><pubDate>3 Mar 2021 10:05</pubDate></item>")
    )
    assert "no time zone given, UTC taken" in record.sources["published_at"].where
    assert record.identifier == ""
    record = one(ATOM.replace(b"published>", b"other>"))
    assert record.published_at.day == 4
    assert "no other is given" in record.sources["published_at"].where


def test_an_entry_without_text_is_refused_with_its_title():
    for item in ("<title>Only</title>", "<title>Only</title><description>only</description>",
                 "<title>Only</title><description>&lt;script&gt;x()&lt;/script&gt;</description>"):  # fmt: skip
        refused = one(channel(f"<item>{item}<link>https://m.example/3</link></item>"))
        assert isinstance(refused, Refused)
        assert (refused.title, refused.format, refused.url) == ("Only", "feed", "https://m.example/3")


def test_the_entry_s_own_origin_goes_before_the_feed():
    entry = ATOM.replace(b"<id>", b"<source><title>Another paper</title></source><id>")
    assert one(entry).outlet == "Another paper"


def test_markup_that_changed_is_told_even_where_no_word_did():
    """Also what is cut away before the text is read: script, hidden fields. What counts readers is no part of it."""
    others = [
        RSS.replace(b"track()", b"track(2)"),
        RSS.replace(b"<p>Second", b"<p class='x'>Second"),
        RSS.replace(b"Short.", b"Shorter."),
    ]
    assert {one(other).text for other in others} == {one(RSS).text}
    assert len({one(data).markup_hash for data in [RSS, *others]}) == 4
    counted = RSS.replace(b"</item>", b"<slash:comments xmlns:slash='http://purl.org/s'>7</slash:comments></item>")
    assert one(counted).markup_hash == one(RSS).markup_hash


def test_a_link_stands_in_for_an_id():
    record = one(channel(f"<item><link>https://m.example/4</link><description>{WORDS}</description></item>"))
    assert record.identifier == "https://m.example/4"
    assert "it has no id" in record.sources["identifier"].where


def test_long_identifiers_that_differ_at_their_ends_are_two():
    items = "".join(f"<item><guid>{'x' * 700}{n}</guid><description>{WORDS}</description></item>" for n in (1, 2))
    first, second = feed.read(channel(items))
    assert first.identifier != second.identifier


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1251"])
def test_encodings(encoding):
    text = channel(
        f"<item><title>Встреча</title><description>Послы встретились в Люцерне и {WORDS}</description></item>"
    )
    data = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{text.decode()}'.encode(encoding)
    assert feed.recognises(data)
    assert one(data).title == "Встреча"


def test_an_undeclared_encoding_is_guessed():
    words = "Послы встретились в Люцерне и договорились встретиться снова через неделю."
    data = channel(f"<item><title>Встреча послов</title><description>{words * 5}</description></item>")
    assert one(data.decode().encode("windows-1251")).text.startswith("Послы встретились")


@pytest.mark.parametrize("data", [RSS, ATOM, RDF, b"\n\n<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>"])
def test_recognised(data):
    assert feed.recognises(data)
    assert feed.recognises(b"\xef\xbb\xbf" + data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"<!DOCTYPE html><html><body><rss></body></html>",
        b"<html><rss>",
        b"<nitf><head/></nitf>",
        b"<rdf:RDF xmlns:rdf='x'><rdf:Description/></rdf:RDF>",
        b"<feed><price>1</price></feed>",
        b"<channel><stream/></channel>",
        b"The <rss> of it",
        b"<!--" + b"<rss>" * 10,
        b"%PDF-1.7 <rss>",
    ],
)
def test_not_recognised(data):
    assert not feed.recognises(data)


def test_nothing_is_opened_and_nothing_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    for inside in (f"<!ENTITY x SYSTEM 'file://{secret}'>", f"<!ENTITY a0 'ha'>{laughs}<!ENTITY x '&a11;'>"):
        data = f"<!DOCTYPE rss [{inside}]>".encode() + channel(
            f"<item><title>x</title><description>&x; {WORDS}</description></item>"
        )
        record = one(data)
        assert "SECRET" not in record.text
        assert len(record.text) < 1000
    for path in (str(secret), f"file://{secret}", "http://127.0.0.1:1/"):
        with pytest.raises(Refused):
            feed.read(path.encode())


def test_too_many_and_none_at_all():
    with pytest.raises(Refused, match="more than 5,000"):
        feed.read(channel("<item/>" * 5001))
    with pytest.raises(Refused, match="no stories"):
        feed.read(channel(""))


def test_the_title_for_the_form():
    assert feed.title_in(RSS) == "Releases"
    assert feed.title_in(ATOM) == "Notices"
    assert feed.title_in(channel("", "<title><![CDATA[A & B &lt;i&gt;]]></title>")) == "A & B <i>"
    assert feed.title_in(b"<rss><title") == feed.title_in(b"") == feed.title_in(b"<title>" * 9000) == ""


def test_through_the_door():
    assert readers.read(RSS).title == "Envoys & talks"


@settings(max_examples=100)
@given(st.data())
def test_any_bytes_give_records_or_a_refusal(data):
    base = data.draw(st.sampled_from([RSS, ATOM, RDF]))
    at = data.draw(st.integers(0, len(base)))
    cut = data.draw(st.integers(0, 60))
    broken = base[:at] + data.draw(st.binary(max_size=30)) + base[at + cut :]
    feed.recognises(broken)
    try:
        found = feed.read(broken)
    except Refused:
        return
    assert all(isinstance(record, Record | Refused) for record in found)
    for record in found:
        if isinstance(record, Record):
            assert "track()" not in record.text or b"<script>track" not in broken
