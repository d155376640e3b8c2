"""What a page's own marks tell: titles without the site, bylines that are names, dates; and which blocks are the article."""

import json
from datetime import UTC, datetime

import pytest
from lxml import html as lxml_html

from tracker.intake.readers import bylines, linked, read, titles

FIRST = "Envoys of both sides met for the third time this month, the ministry said in a statement on Monday evening."
SECOND = "“We are ready to go on,” a senior official said, adding that the next round would be held in early April."
THIRD = "The delegations will bring new drafts, according to the official, who asked not to be named in this report."


def page(body, head=""):
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def article(inside="", head=""):
    return page(f"<article><h1>Envoys meet again</h1>{inside}<p>{FIRST}</p><p>{SECOND}</p></article>", head)


@pytest.mark.parametrize(
    ("head", "site", "title"),
    [
        ("<title>Talks go on | The Herald</title>", "The Herald", "Talks go on"),
        ("<title>The Herald: Talks go on</title>", "The Herald", "The Herald: Talks go on"),
        ("<title>The Herald - Talks go on</title>", "The Herald", "Talks go on"),
        ("<title>Talks go on - World - The Herald</title>", "The Herald", "Talks go on - World"),
        ("<title>Talks - again - go on</title><h1>Talks - again</h1>", "", "Talks - again"),
        ("<title>Talks go on | Herald</title>", "", "Talks go on"),
        ("<title>Half-way talks go on</title>", "Herald", "Half-way talks go on"),
        ('<meta property="og:title" content="Talks go on – Herald"><title>x</title>', "Herald", "Talks go on"),
        ('<meta property="og:title" content="Herald"><title>Talks go on</title>', "Herald", "Talks go on"),
    ],
)
def test_title_without_the_site(head, site, title):
    tree = lxml_html.document_fromstring(f"<html><head>{head}</head><body></body></html>")
    tags = {meta.get("property"): meta.get("content") for meta in tree.iter("meta")}
    assert titles.find(tree, {}, tags, site, "https://www.herald.example/a")[0] == title


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("Written by: Jane Doe and John Roe | 14 March 2022", "Jane Doe and John Roe"),
        ("by Jane Doe March 14, 2022 6:04 pm", "Jane Doe"),
        ("Jane Doe (with John Roe)", "Jane Doe (with John Roe)"),
        ("Jane Doe (https://doe.example)", "Jane Doe"),
        ("Par Jeanne Dupont", "Jeanne Dupont"),
        ("Jane Doe, Last updated yesterday", "Jane Doe"),
        ("Follow author", ""),
        ("About the author", ""),
        ("14 March 2022", ""),
        (
            "the newsroom of a town whose name goes on and on until nobody would take it for one any more, so long is it",
            "",
        ),
    ],
)
def test_byline_is_a_name(words, name):
    assert bylines.clean(words) == name


@pytest.mark.parametrize(
    ("inside", "byline"),
    [
        ('<p class="byline">By <a href="/people/jane">Jane Doe</a> <time>14 March 2022</time></p>', "Jane Doe"),
        ('<span itemprop="author"><b itemprop="name">Jane Doe</b>, desk</span>', "Jane Doe"),
        ('<a rel="author" href="/jane">Jane Doe</a> and <a rel="author" href="/john">John Roe</a>', "Jane Doe"),
        ('<div class="author">Jane Doe</div><div class="byline">By John Roe</div>', "John Roe"),
        ('<div class="comments"><span class="author">A Reader</span></div>', ""),
        ('<div class="related-stories"><span class="byline">By Jane Doe</span></div>', ""),
        ('<div class="author-photo">Jane Doe at home</div>', ""),
    ],
)
def test_byline_marked_in_the_page(inside, byline):
    assert read(article(inside)).byline == byline


def test_byline_of_the_page_before_the_name_of_the_site():
    head = '<meta property="og:site_name" content="The Herald"><meta name="author" content="Herald">'
    found = read(article('<p class="byline">By Jane Doe</p>', head.replace('"Herald"', '"The Herald"')))
    assert (found.byline, found.sources["byline"].where) == ("Jane Doe", "byline of the page")


@pytest.mark.parametrize(
    "wrapping", ["{}", "<![CDATA[ {} ]]>", "//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/ {} /*]]>*/", "{};"]
)
def test_json_ld_in_its_wrappings(wrapping):
    data = json.dumps(
        {"@type": "ReportageNewsArticle", "headline": "Talks go on", "author": {"name": ["Jane", "John"]}}
    )
    tree = lxml_html.document_fromstring(
        f'<html><head><script type="application/ld+json">{wrapping.replace("{}", data)}</script></head></html>'
    )
    node = linked.article(tree)
    assert node.get("headline") == "Talks go on"
    assert linked.names(node["author"]) == ["Jane", "John"]


def test_article_before_the_page_that_holds_it():
    data = [{"@type": "WebPage", "name": "Home"}, {"@type": "NewsArticle", "headline": "Talks"}]
    tree = lxml_html.document_fromstring(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert linked.article(tree) == data[1]


def test_date_marked_in_the_page():
    found = read(article('<span itemprop="datePublished" content="2022-03-14T08:00:00Z">Monday</span>'))
    assert found.published_at == datetime(2022, 3, 14, 8, tzinfo=UTC)
    assert found.sources["published_at"].where == "date marked in the page"


def test_repeated_paragraphs_stay_and_lines_are_whole():
    body = f"<article><p>{FIRST.replace(' met', chr(10) + '     met')}</p><p>{SECOND}</p><p>{FIRST}</p><p>{THIRD}</p></article>"
    assert read(page(body)).text.split("\n") == [FIRST, SECOND, FIRST, THIRD]


def test_article_split_by_an_advertisement():
    half = '<div class="grid"><div class="body"><p class="x">{}</p><p class="x">{}</p></div><div class="ad">Buy boats</div></div>'
    found = read(page(f"<main>{half.format(FIRST, SECOND)}{half.format(THIRD, SECOND.replace('April', 'May'))}</main>"))
    kept = [line for line in found.text.split("\n") if line != "Buy boats"]
    assert kept == [FIRST, SECOND, THIRD, SECOND.replace("April", "May")]


def test_page_wrapped_in_a_form():
    assert (
        read(page(f"<form><div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{FIRST}</p></div></form>")).text.count(
            "\n"
        )
        == 3
    )


def test_small_form_is_dropped():
    assert "letter" not in read(article("<form><label>Get our letter <input name=a></label></form>")).text


@pytest.mark.parametrize(
    "mark", ["hidden", 'aria-hidden="true"', 'style="display: none"', 'style="color:red;visibility:hidden"']
)
def test_hidden_parts_are_not_read(mark):
    assert "secret" not in read(article(f"<p {mark}>This is a secret note to the editors of the page.</p>")).text


def test_article_that_waits_for_a_script_is_read():
    assert read(page(f'<div style="display:none"><p>{FIRST}</p><p>{SECOND}</p></div>')).text == f"{FIRST}\n{SECOND}"


def test_rows_of_a_table_are_lines():
    rows = "<table><tr><th>Round</th><th>Place</th></tr><tr><td>First</td><td>Graz</td></tr></table>"
    assert "First | Graz" in read(article(f"<p>{THIRD}</p>{rows}")).text.split("\n")


@pytest.mark.parametrize(
    "script",
    [
        "<script>jQuery('x')</script>",
        "<style>.jQuery{}</style>",
        "<noscript>jQuery</noscript>",
        "<template>jQuery</template>",
    ],
)
def test_script_and_style_never_reach_the_text(script):
    for data in (
        article(script),
        page(f"<p>Talks go on.{script}</p>"),
        f"<p>Talks go on.</p>{script}<p>More.</p>".encode(),
    ):
        assert "jQuery" not in read(data).text
