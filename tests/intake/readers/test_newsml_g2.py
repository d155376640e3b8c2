"""NewsML-G2: text items become records, everything else is refused by its name."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.intake.readers import Record, Refused, newsml_g2, read_all

NAR = "http://iptc.org/std/nar/2006-10-01/"
BODY = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Never</title></head><body>
<header><ul class="slugline"><li>Routing Words</li></ul></header>
<p>PORT ELLERY (Kestrel) - Envoys of <b>Freedonia</b> and Sylvania met for an hour.</p>
<p>“We go on,” the Sylvanian envoy said.<br/>The next round is in May.</p>
<p class="ednote">Editors: call the desk.</p><script>never()</script>
<section class="np-nonpublic"><p>Phone 555</p></section><p>abc/de</p></body></html>"""


def item(content=f"<inlineXML>{BODY}</inlineXML>", *, kind="ninat:text", about="", management="", name="newsItem"):
    return f"""<{name} xmlns="{NAR}" guid="urn:newsml:kestrel.example:20220314:talks" version="3" xml:lang="en-GB"
 standard="NewsML-G2" standardversion="2.34"><itemMeta><itemClass qcode="{kind}"/>
<provider qcode="nprov:KP"><name>Kestrel Press</name></provider>
<versionCreated>2022-03-14T21:00:00+01:00</versionCreated><firstCreated>2022-03-14T18:30:00+01:00</firstCreated>
{management}<edNote>Secret for editors</edNote></itemMeta>
<contentMeta>{about}</contentMeta><contentSet>{content}</contentSet></{name}>"""


ABOUT = """<headline role="hld:subHeadline">Second</headline><headline>Envoys  meet
 again</headline><by>By Ann Doe and Bo Roe</by><dateline>PORT ELLERY, March 14 (Kestrel) -</dateline>
<language tag="en"/><description role="drol:summary">They met.</description><slugline>Talks-Freedonia</slugline>"""


def only(text, **helps):
    (found,) = read_all(text.encode(), **helps)
    return found


def test_fields_of_a_story():
    record = only(item(about=ABOUT, management="<embargoed>2022-03-15T06:00:00Z</embargoed>"))
    assert (record.title, record.byline, record.outlet) == ("Envoys meet again", "Ann Doe and Bo Roe", "Kestrel Press")
    assert (record.dateline_place, record.dateline_day) == ("Port Ellery", date(2022, 3, 14))
    assert record.published_at == datetime(2022, 3, 14, 18, 30, tzinfo=timezone(timedelta(hours=1)))
    assert record.updated_at == datetime(2022, 3, 14, 20, tzinfo=UTC)
    assert record.embargoed_until == datetime(2022, 3, 15, 6, tzinfo=UTC)
    assert (record.identifier, record.version) == ("urn:newsml:kestrel.example:20220314:talks", "3")
    assert (record.language, record.summary, record.format) == ("en", "They met.", "newsml-g2")
    assert record.sources["byline"].where == "by"


def test_only_what_is_printed_is_in_the_text():
    assert only(item()).text.split("\n") == [
        "PORT ELLERY (Kestrel) - Envoys of Freedonia and Sylvania met for an hour.",
        "“We go on,” the Sylvanian envoy said.",
        "The next round is in May.",
    ]


def test_nitf_inside():
    nitf = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Envoys meet</hl1>
<hl2>Not this</hl2></hedline><byline>By <person>Ann Doe</person><byttl>Staff</byttl></byline><abstract><p>In short.</p></abstract>
</body.head><body.content><block><p>They met in the <location>harbour town</location>.</p></block></body.content></body></nitf>"""
    record = only(item(f"<inlineXML>{nitf}</inlineXML>"))
    assert record.text == "Envoys meet\nThey met in the harbour town."
    assert (record.title, record.byline, record.summary) == ("Envoys meet", "Ann Doe", "In short.")


def test_escaped_markup_in_inline_data():
    data = (
        "<inlineData contenttype='text/html'>&lt;p&gt;They met.&lt;/p&gt;&lt;p&gt;They parted.&lt;/p&gt;</inlineData>"
    )
    assert only(item(data)).text == "They met.\nThey parted."


def test_what_was_escaped_twice_is_read():
    words = (
        "<inlineXML><p>It cost 35&lt;endash&gt;-&lt;/endash&gt;40 crowns, &amp;quot;no more&amp;quot;.</p></inlineXML>"
    )
    assert only(item(words)).text == 'It cost 35-40 crowns, "no more".'


def test_a_headline_alone_is_an_alert():
    record = only(item("<inlineXML/>", about="<headline>Talks end in Port Ellery</headline>"))
    assert record.text == "Talks end in Port Ellery"
    assert record.notes == ["It came without a text; its headline was taken."]


def test_a_withdrawn_story_says_so():
    assert "withdrawn" in only(item(management='<pubStatus qcode="stat:canceled"/>')).notes[0]


@pytest.mark.parametrize(
    ("language", "hour", "said"), [("fi-FI", 16, "Europe/Helsinki"), ("en-GB", 18, "UTC taken"), ("", 18, "UTC taken")]
)
def test_a_moment_without_zone(language, hour, said):
    text = item().replace('xml:lang="en-GB"', f'xml:lang="{language}"').replace("+01:00", "")
    record = only(text)
    assert record.published_at == datetime(2022, 3, 14, hour, 30, tzinfo=UTC)
    assert said in record.sources["published_at"].where


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(name="planningItem"), "This is a planning item"),
        (item(name="conceptItem"), "This is a concept item"),
        (item(name="knowledgeItem"), "This is a knowledge item"),
        (item(name="packageItem"), "This is a package"),
        (item(name="catalogItem"), "This is a catalogue"),
        (item(kind="ninat:picture"), "This is a picture"),
        (item(kind="ninat:video"), "This is a video"),
        (item(kind="ninat:graphic"), "This is a graphic"),
        (item(kind="ninat:composite"), "This is a composite"),
        (item(kind="x:hologram"), "of the kind “hologram”"),
        (item("<inlineXML/>"), "This is a text item, but its text is not in the file (it is empty)"),
        (item("<remoteContent href='x'/>", about=ABOUT), "it holds only what is said about it"),
        (item("<inlineData encoding='base64'>QUJD</inlineData>"), "it is empty"),
        (f"<groupSet xmlns='{NAR}'/>", "a part of a NewsML-G2 file (groupSet)"),
        (f"<newsMessage xmlns='{NAR}'><header/></newsMessage>", "a NewsML-G2 message without an item"),
        (f"<catalog xmlns='{NAR}'/>", "This is a catalogue"),
    ],
)
def test_what_is_no_story_is_refused_by_name(text, reason):
    assert newsml_g2.recognises(text.encode())
    try:
        (found,) = read_all(text.encode())
    except Refused as refused:
        found = refused
    assert isinstance(found, Refused)
    assert reason in found.reason
    assert found.format == "newsml-g2"


def test_a_message_gives_its_stories_and_then_what_was_refused():
    items = [item(kind="ninat:picture", about="<headline>A harbour</headline>"), item(about=ABOUT), item()]
    found = read_all(f"<newsMessage xmlns='{NAR}'><itemSet>{''.join(items)}</itemSet></newsMessage>".encode())
    assert [type(one) for one in found] == [Record, Record, Refused]
    assert found[2].title == "A harbour"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding):
    text = item(about="<headline>Gespräch in Zürich</headline>", content="<inlineXML><p>Es war schön.</p></inlineXML>")
    declared = f"<?xml version='1.0' encoding='{'iso-8859-1' if encoding == 'iso-8859-1' else 'utf-8'}'?>"
    (record,) = read_all((declared + text).encode(encoding))
    assert (record.title, record.text) == ("Gespräch in Zürich", "Es war schön.")


def test_utf8_that_says_it_is_latin():
    (record,) = read_all(
        b"<?xml version='1.0' encoding='iso-8859-1'?>" + item("<inlineXML><p>Schön.</p></inlineXML>").encode()
    )
    assert record.text == "Schön."


def test_lines_laid_out_in_a_paragraph():
    laid_out = """<inlineXML><p>(Adds words)
    * The envoys met

    By Ann Doe
    PORT ELLERY (Kestrel) - Envoys of Freedonia and Sylvania met for
an hour on Monday and said that they would meet again in the spring
of the next year.
    They gave no day.</p></inlineXML>"""
    assert only(item(laid_out)).text.split("\n") == [
        "(Adds words)",
        "* The envoys met",
        "By Ann Doe",
        "PORT ELLERY (Kestrel) - Envoys of Freedonia and Sylvania met for an hour on Monday and said that they would meet "
        "again in the spring of the next year.",
        "They gave no day.",
    ]
