"""E-mails: their own words, the facts of their headers, and no crash whatever they hold."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Record, Refused, read

HEAD = "From: Ann Example <ann@kestrel.example>\r\nTo: desk@lake.example\r\nSubject: Talks resume\r\n"
DATED = f"{HEAD}Date: Mon, 14 Mar 2022 18:04:00 +0300\r\nMessage-ID: <one@kestrel.example>\r\n"
BODY = "Envoys of both sides met for the third time this month.\r\n"


def message(**headers):
    made = EmailMessage()
    for name, value in {"From": "ann@kestrel.example", "Subject": "Talks resume", **headers}.items():
        made[name.replace("_", "-")] = value
    return made


def test_facts_of_the_headers():
    found = read(f"{DATED}\r\n{BODY}".encode(), filename="talks.html")
    assert (found.format, found.text) == ("eml", BODY.strip())
    assert (found.title, found.byline, found.outlet) == ("Talks resume", "Ann Example", "kestrel.example")
    assert found.published_at == datetime(2022, 3, 14, 18, 4, tzinfo=timezone(timedelta(hours=3)))
    assert found.identifier == "<one@kestrel.example>"
    assert found.sources["title"].where == "Subject of the e-mail"


def test_outlet_of_the_text_comes_before_the_domain():
    found = read(f"{DATED}\r\nOSLO, March 12 (KP) - The envoys agreed on the river.\r\n".encode())
    assert (found.outlet, found.dateline_day.isoformat()) == ("KP", "2022-03-12")


@pytest.mark.parametrize(
    ("sender", "byline", "outlet"),
    [
        ("Ann Example <ann@gmail.com>", "Ann Example", ""),
        ("ann@mail.ru", "ann@mail.ru", ""),
        ("press@water.freedonia.example", "", "water.freedonia.example"),
        ("=?koi8-r?B?4c7OwQ==?= <anna@kestrel.example>", "Анна", "kestrel.example"),
        ('"Example, Ann" <ann@kestrel.example>, bob@x.example', "Example, Ann", "kestrel.example"),
        ("((((((((" * 300, "", ""),
        ("", "", ""),
    ],
)
def test_senders(sender, byline, outlet):
    found = read(f"Subject: Talks\r\nMessage-ID: <1@x>\r\nFrom: {sender}\r\n\r\n{BODY}".encode())
    assert (found.outlet) == outlet
    assert (found.byline == byline) or (sender.startswith("(") and found.byline.startswith("("))


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?Q?Talks_in_Gen=C3=A8ve?=", "Talks in Genève"),
        ("=?windows-1251?B?z+Xw5ePu4u7w+w==?= go on", "Переговоры go on"),
        ("=?utf-8?Q?Gen=C3?=\r\n =?utf-8?Q?=A8ve?=", "Genève"),
        ("=?no-such?Q?Gen=C3=A8ve?=", "Genève"),
        ("=?windows-1252?Q?Gen\u00e8ve?=", "Genève"),
        ("Genève", "Genève"),
        ("=?utf-8?B?!?=", "Envoys of both sides met for the third time this month"),
    ],
)
def test_subjects(subject, title):
    found = read(f"From: a@x.example\r\nMessage-ID: <1@x>\r\nSubject: {subject}\r\n\r\n{BODY}".encode())
    assert found.title == title


@pytest.mark.parametrize(
    ("headers", "day", "where"),
    [
        ("Date: Mon, 14 Mar 2022 18:04:00 -0000", datetime(2022, 3, 14, 18, 4, tzinfo=UTC), "no time zone given"),
        (
            "Date: yesterday\r\nReceived: by x; Mon, 14 Mar 2022 18:04:00 +0000",
            datetime(2022, 3, 14, 18, 4, tzinfo=UTC),
            "Received",
        ),
        ("Date: Mon, 14 Mar 3022 18:04:00 +0000", None, ""),
        ("Date: 99 Foo 2022", None, ""),
        ("Date: Mon, 14 Mar 2022 18:04:00 +9999", None, ""),
    ],
)
def test_days(headers, day, where):
    found = read(f"{HEAD}{headers}\r\n\r\n{BODY}".encode())
    assert found.published_at == day
    assert day is None or where in found.sources["published_at"].where


def test_plain_words_are_preferred_and_a_page_will_do():
    both = message()
    both.set_content("The plain words of the envoys.")
    both.add_alternative("<p>The words of the envoys on a page.</p><script>never()</script>", subtype="html")
    assert read(bytes(both)).text == "The plain words of the envoys."
    page = message()
    page.set_content(
        "<html lang='en'><p>The words of the envoys on a page.</p><script>never()</script></html>", subtype="html"
    )
    assert read(bytes(page)).text == "The words of the envoys on a page."


def test_page_laid_out_in_tables_is_read_whole():
    body = (
        "<style>p{}</style><div style='display: none'>Preview</div><table><tr><td><p>FOR RELEASE</p></td></tr><tr><td>"
        "<h1>Envoys meet</h1><div>They met <b>again</b>.</div>In April<br>more.</td></tr></table>"
        "<table><tr><th>Party</th><th>Vote</th></tr><tr><td>Freedonia</td><td>yes</td></tr></table>"
    )
    made = message()
    made.set_content(body, subtype="html")
    assert read(bytes(made)).text == (
        "FOR RELEASE\nEnvoys meet\nThey met again.\nIn April\nmore.\nParty\tVote\nFreedonia\tyes"
    )


def test_attachments_are_named_and_parts_put_together():
    made = message()
    made.set_content("The statement follows.\n")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="statement.pdf")
    made.add_attachment("Lists and footers stay.", disposition="inline")
    made.add_attachment("Not this.", filename="note.txt")
    found = read(bytes(made))
    assert found.text == "The statement follows.\n\nLists and footers stay."
    assert found.notes == ["Attachments were not read: statement.pdf, note.txt."]


def test_forwarded_message_is_one_story():
    inner = message(Subject="Statement on water", Date="Sun, 13 Mar 2022 10:00:00 +0000")
    inner.set_content("Both sides share the river.\n")
    outer = message(Subject="Fwd: Statement on water")
    outer.set_content("For you.\n")
    outer.add_attachment(inner)
    found = read(bytes(outer))
    assert found.title == "Fwd: Statement on water"
    assert found.text == (
        "For you.\n\nFrom: ann@kestrel.example\nDate: Sun, 13 Mar 2022 10:00:00 +0000\nSubject: Statement on water\n\n"
        "Both sides share the river."
    )


def test_lines_that_only_the_program_broke_are_whole():
    flowed = "Content-Type: text/plain; format=flowed\r\nMIME-Version: 1.0\r\n"
    text = "The envoys met \r\nagain.\r\n-- \r\nPress service\r\n> they said \r\n> before"
    assert (
        read(f"{HEAD}{flowed}\r\n{text}".encode()).text
        == "The envoys met again.\n--\nPress service\n> they said\n> before"
    )


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8", "no-such-charset"])
def test_charsets(charset):
    words = "Переговоры идут в Женеве, сообщил представитель министерства иностранных дел."
    encoded = words.encode("utf-8" if charset.startswith("no") else charset)
    head = f"{HEAD}MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert read(head.encode() + base64.encodebytes(encoded)).text == words


def test_boundary_that_is_not_the_one_named():
    parts = "--real\r\nContent-Type: text/plain\r\n\r\nThe envoys met.\r\n--real--\r\n"
    assert read(
        f"{HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=other\r\n\r\n{parts}".encode()
    ).text == ("The envoys met.")


def nested(depth):
    """Multiparts in each other."""
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth))
    return f"{HEAD}MIME-Version: 1.0\r\n{head}Content-Type: text/plain\r\n\r\nDeep.".encode()


def attached_only():
    made = message()
    made.add_attachment(b"PK", maintype="application", subtype="zip", filename="talks.zip")
    return bytes(made)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"{DATED}\r\n".encode(), "no text in this e-mail"),
        (f"{DATED}Content-Type: application/pkcs7-mime\r\n\r\nMIAGCSqG".encode(), "is encrypted"),
        (attached_only(), "only attachments (talks.zip)"),
        (f"{HEAD}X-Long: {'a' * 70_000}\r\n\r\n{BODY}".encode(), "longer than 64 KB"),
        (nested(30), "more than 200 parts"),
        (nested(5000), "more than 200 parts"),
        (f"{HEAD}\r\nA\0B".encode(), "NUL"),
    ],
)
def test_refusals(data, reason):
    with pytest.raises(Refused) as caught:
        read(data)
    assert reason in caught.value.reason


def test_bombs_of_headers_in_parts_are_cut():
    words = " =?utf-8?Q?a?=" * 10_000
    part = f"--b\r\nContent-Type: text/plain; name={words}\r\nContent-Disposition: inline; filename={words}\r\n\r\nSaid.\r\n"
    data = f"{HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{part * 20}--b--".encode()
    assert read(data).text.startswith("Said.\n\nSaid.")


@pytest.mark.parametrize(
    "text",
    [
        "Subject: the talks\nThe envoys met.",
        "Date: 14 March 2022\nContact: Ann Example\nThe envoys met.",
        "From: Geneva\nSubject: talks\nThe envoys met.",
        "Q: Will you meet?\nA: We will.",
    ],
)
def test_texts_that_only_look_like_headers_are_texts(text):
    assert read(text.encode()).format == "text"


PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"From: =?utf-8?B?/w==?= <@>\r\n",
        b"Subject: =?x?Q?=ZZ?=\r\n",
        b"Date: Mon, 14 Mar 2022 18:04:00 +2500\r\n",
        b"Date: \xff\r\n",
        b"Message-ID: <<>>\r\n",
        b"MIME-Version: 1.0\r\n",
        b"Content-Type: multipart/alternative; boundary=b\r\n",
        b"Content-Type: multipart/mixed; boundary*=utf-8''b%FF\r\n",
        b"Content-Type: message/rfc822\r\n",
        b'Content-Type: text/html; charset="\xff"\r\n',
        b"Content-Type: ;;;=\r\n",
        b"Content-Disposition: attachment; filename*0*=x'y'%FF; filename*2=z\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"begin 644 a\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"\r\n",
        b"<p>said</p>\r\n",
        b"=FF=\r\n",
        b"words of the envoys \r\n",
        b"\x00",
        b"\xed\xa0\x80",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=25).map(b"".join))
def test_record_or_refusal_and_nothing_else(data):
    try:
        found = read(b"Message-ID: <1@x.example>\r\nReturn-Path: <a@x.example>\r\n" + data)
    except Refused:
        return
    assert isinstance(found, Record)
    assert found.text.strip()
    assert found.published_at is None or found.published_at.tzinfo is not None
