"""NITF: the text is what stands in body.content; notes to editors stay out."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.intake.readers import Refused, read, read_all

DOCTYPE = '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.2//EN" "nitf-3-2.dtd">'
HEAD = """<docdata management-status="usable"><doc-id id-string="kp.321" regsrc="KP"/><evloc city="Port Ellery"/>
<date.issue norm="20220314T183000+0100"/>{more}<ed-msg info="For editors only"/><doc.copyright holder="Kestrel Press"/>
<key-list><keyword key="talks"/></key-list></docdata>"""
OPENING = """<hedline><hl1>Envoys meet again</hl1><hl2>Second line</hl2></hedline>
<note noteclass="editorsnote"><body.content><p>Do not print</p></body.content></note>
<byline>By <person>Ann Doe</person><byttl>Staff</byttl></byline><distributor>Kestrel</distributor>
<dateline><location><city>Newtown</city>, <state>FR</state></location></dateline><abstract><p>In short.</p></abstract>"""
TEXT = """<p>They met in <location>Newtown</location>.</p><media media-type="image"><media-caption>A harbour</media-caption></media>
<hl2>Between the rounds</hl2><ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>
<note><p>Desk: check</p></note><p>They parted.</p><p>ends</p>"""


def file(*, text=TEXT, opening=OPENING, more="", attributes=' baselang="en-US"', doctype=DOCTYPE):
    head = HEAD.format(more=more)
    return f"""<?xml version="1.0"?>{doctype}<nitf{attributes}><head><title>Title of the file</title>{head}</head>
<body><body.head>{opening}</body.head><body.content>{text}</body.content>
<body.end><tagline>Bo Roe helped.</tagline></body.end></body></nitf>""".encode()


def test_text():
    assert read(file()).text.split("\n") == [
        "They met in Newtown.",
        "Between the rounds",
        "one",
        "two",
        "a b",
        "They parted.",
    ]


def test_fields():
    record = read(file())
    assert (record.title, record.byline, record.outlet) == ("Envoys meet again", "Ann Doe", "Kestrel")
    assert (record.dateline_place, record.summary, record.language) == ("Newtown, FR", "In short.", "en")
    assert record.published_at == datetime(2022, 3, 14, 18, 30, tzinfo=timezone(timedelta(hours=1)))
    assert (record.identifier, record.embargoed_until, record.format) == ("kp.321", None, "nitf")


def test_released_later_is_embargoed():
    assert read(file(more='<date.release norm="20220315T060000Z"/>')).embargoed_until == datetime(
        2022, 3, 15, 6, tzinfo=UTC
    )


def test_days_that_are_none_are_not_read():
    record = read(file(more='<date.release norm="YYYYMMDD000000-HHMM"/>'))
    assert record.embargoed_until is None


def test_a_day_without_hour():
    record = read(file().replace(b"20220314T183000+0100", b"20220314000000+0100"))
    assert record.published_at == datetime(2022, 3, 14, tzinfo=timezone(timedelta(hours=1)))


def test_without_opening():
    record = read(file(opening="", text="<p>OSLO, March 12 (KP) - They met for a long hour.</p>"))
    assert (record.title, record.outlet, record.dateline_place) == ("Title of the file", "Kestrel Press", "Oslo")
    assert record.dateline_day == date(2022, 3, 12)


@pytest.mark.parametrize("nobody", ["By Staff Reporter", "ad/bo", "/kestrel/", "By The Associated Press"])
def test_bylines_that_name_nobody(nobody):
    assert read(file(opening=f"<byline>{nobody}</byline>")).byline == ""


def test_place_of_the_event_where_nothing_else_tells():
    assert read(file(opening="")).dateline_place == "Port Ellery"


def test_characters_by_name():
    assert read(file(text="<p>Caf&eacute; &amp; caf&#233; &ndash; ok</p>")).text == "Café & café – ok"


def test_lines_broken_by_a_machine():
    rows = [
        "They met in the harbour town for more than an hour and went",
        "home in the evening, where nobody was told what had been",
    ]
    text = "".join(f"<p>{rows[0]} <br/>{rows[1]} <br/>said by {name}.</p>" for name in ("Ann", "Bo", "Cy"))
    assert read(file(text=text)).text.split("\n") == [
        f"{rows[0]} {rows[1]} said by {name}." for name in ("Ann", "Bo", "Cy")
    ]


def test_lines_broken_on_purpose_stay():
    assert read(file(text="<p>Q. Why?<br/>A. Because.</p>")).text == "Q. Why?\nA. Because."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is no text"),
        ("<p> </p>", "There is no text"),
        ('<media media-type="image"/>', "only a picture"),
        ("<p>Fine", "not well-formed"),
    ],
)
def test_refusals(text, reason):
    with pytest.raises(Refused) as caught:
        read_all(file(text=text))
    assert reason in caught.value.reason
