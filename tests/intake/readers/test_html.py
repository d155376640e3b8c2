"""A page: the article's words, the page's own facts, nothing of its furniture."""

import contextlib
import json
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.intake.readers import Refused, read

ARTICLE = """
<article><h1>Envoys meet again</h1>
<p>GENEVA, March 14. Envoys of both sides met for the third time this month, the ministry said in a statement.</p>
<script>alert("never said")</script>
<p>“We are ready to go on,” a senior official said, adding that the next round would be in early April.</p></article>
"""


def page(head="", body=ARTICLE, attributes=' lang="en-GB"'):
    furniture = "<nav><a href='/'>Home page</a></nav><style>p{color:red}</style>"
    body = f"<body>{furniture}{body}<footer>All rights</footer></body>"
    return f"<!doctype html><html{attributes}><head>{head}</head>{body}</html>"


def record(text, **extra):
    return read(text.encode(), **extra)


def test_article_in_lines_without_furniture():
    lines = record(page()).text.split("\n")
    assert [line[:7] for line in lines] == ["GENEVA,", "“We are"]
    for never in ("alert", "color", "Home page", "All rights"):
        assert never not in "\n".join(lines)


def test_json_ld_first():
    data = {
        "@graph": [
            {"@type": "Organization", "name": "Somebody"},
            {
                "@type": ["NewsArticle"],
                "headline": "Envoys meet once more",
                "datePublished": "2022-03-14T22:30:00+03:00",
                "author": [{"name": "Jane Doe"}, {"name": "John Roe"}],
                "publisher": {"name": "Lakeside Herald"},
            },
        ]
    }
    found = record(
        page(f'<script type="application/ld+json">{json.dumps(data)}</script><meta name="author" content="X">')
    )
    assert (found.title, found.outlet, found.byline) == (
        "Envoys meet once more",
        "Lakeside Herald",
        "Jane Doe, John Roe",
    )
    assert found.published_at == datetime(2022, 3, 14, 22, 30, tzinfo=timezone(timedelta(hours=3)))
    assert found.published_words == "2022-03-14T22:30:00+03:00"
    assert found.sources["byline"].where == "JSON-LD author"


def test_meta_tags_next():
    head = (
        '<meta property="og:site_name" content="The Lakeside Herald"><meta property="og:title" content="Envoys meet">'
        '<meta property="article:published_time" content="2022-03-14T08:00:00Z"><meta name="author" content="Jane Doe">'
        '<link rel="canonical" href="/2022/envoys">'
    )
    found = record(page(head), url="https://lakeside.example/2022/envoys?from=mail")
    assert (found.title, found.outlet, found.byline, found.language) == (
        "Envoys meet",
        "The Lakeside Herald",
        "Jane Doe",
        "en",
    )
    assert found.published_at == datetime(2022, 3, 14, 8, tzinfo=UTC)
    assert found.url == "https://lakeside.example/2022/envoys"
    assert found.sources["published_at"].where == "meta tag article:published_time"


def test_title_tag_and_lines_last():
    found = record(
        page("<title>Envoys meet again in town | The Lakeside Herald</title>"),
        url="https://lakeside.example/a",
    )
    assert (found.title, found.outlet) == ("Envoys meet again in town", "lakeside.example")
    assert found.dateline_place == "Geneva"


def test_time_without_zone_says_what_was_taken():
    found = record(page('<meta name="date" content="2022-03-14 09:15:00">'))
    assert found.published_at == datetime(2022, 3, 14, 9, 15, tzinfo=UTC)
    assert "no time zone" in found.sources["published_at"].where


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "data:text/html,x"])
def test_odd_canonical_addresses_are_left(address):
    assert record(page(f'<link rel="canonical" href="{address}">')).url == ""


def test_short_page_is_read_without_the_library():
    assert record("<html><body><p>Talks go on.</p><p>They do.</p></body></html>").text == "Talks go on.\nThey do."


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ],
)
def test_declared_encoding(head):
    text = f"<html><head>{head}</head><body><p>Переговоры идут.</p></body></html>"
    assert read(text.encode("windows-1251")).text == "Переговоры идут."


@pytest.mark.parametrize("body", ["", "<script>var words = 'none'</script>", "<nav>Home</nav>", "<p> </p>"])
def test_nothing_readable_is_refused(body):
    with pytest.raises(Refused, match="Nothing readable"):
        record(page(body=body, head="<title>Empty</title>").replace("All rights", ""))


BOMBS = {
    "nesting": "<div>" * 100_000 + "deep words",
    "quotes": "<blockquote>" * 30_000 + "deep words",
    "paragraphs": "<p>Some words of a paragraph that goes on.</p>" * 100_000,
    "one line": "<p>" + "word " * 900_000,
    "meta": "<head>" + '<meta name="a" content="b">' * 150_000 + "<body><p>Some words",
    "links": "<a href=x>" * 300_000 + "words",
    "rows": "<table>" + "<tr><td>a b" * 200_000,
    "brackets": '<head><script type="application/ld+json">' + "[" * 90_000 + "</script></head><body><p>Some words",
    "comments": "<!--" * 1_000_000,
    "attributes": "<p " + "a=1 " * 1_000_000 + ">Some words",
    "entities": "<p>" + "&amp;" * 900_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon(name):
    started = time.process_time()
    with contextlib.suppress(Refused):
        assert read(b"<html>" + BOMBS[name].encode()).text
    assert time.process_time() - started < 8
