"""IPTC 7901 and ANPA 1312: text messages in the signs of the teleprinter."""

from datetime import UTC, date, datetime

import pytest

from tracker.intake.readers import Record, Refused, anpa, iptc7901, read_all

MESSAGE = """\x01kpa0062 4 i 211  kpa 061\r
\n\
Freedonia/talks/\r
\x02(Repeats)\n1ST LEAD\nEnvoys meet again in Port Ellery\nBy Ann Doe =\r
\r
   Port Ellery (kpa) - Envoys of Freedonia and Sylvania met on Monday\r
for more than an hour and said that they would go on in the spring of\r
the next year.\r
\r
"We go on," the envoy said.\r
\r
# Notebook\r
\r
## Note to editors\r
- adds hour\r
* * * *\r
The following information is not for publication\r
- Editing by: Bo Roe, Tel: 555\r
kpa ad bo\r
\x03141830 GMT Mar 22\r
\x7f\n\x7f\x04"""


def test_iptc7901():
    (record,) = read_all(MESSAGE.encode())
    assert record.text.split("\n") == [
        "Port Ellery (kpa) - Envoys of Freedonia and Sylvania met on Monday for more than an hour and said that they would "
        "go on in the spring of the next year.",
        '"We go on," the envoy said.',
    ]
    assert (record.title, record.byline) == ("Envoys meet again in Port Ellery", "Ann Doe")
    assert (record.outlet, record.dateline_place, record.language) == ("kpa", "Port Ellery", "en")
    assert record.published_at == datetime(2022, 3, 14, 18, 30, tzinfo=UTC)
    assert (record.identifier, record.format) == ("", "iptc7901")


def test_several_messages_in_a_file():
    found = read_all((MESSAGE + "\r\n" + MESSAGE.replace("meet again", "part")).encode())
    assert [one.title for one in found] == ["Envoys meet again in Port Ellery", "Envoys part in Port Ellery"]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_encoding(encoding):
    (record,) = read_all(MESSAGE.replace("the envoy", "der Gesandte für Zürich").encode(encoding))
    assert "für Zürich" in record.text


def test_zone_of_the_trailer():
    (record,) = read_all(MESSAGE.replace("GMT", "MESZ").encode())
    assert record.published_at == datetime(2022, 3, 14, 16, 30, tzinfo=UTC)
    (record,) = read_all(MESSAGE.replace("GMT", "XYZ").encode())
    assert "zone XYZ unknown" in record.sources["published_at"].where


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (MESSAGE.split("\r\n\r\n")[0] + "=\r\n\x03", "There is no text"),
        (MESSAGE.split("\x02")[0] + "\r\n", "no message in it is whole"),
        (MESSAGE.replace("the envoy", "the \0 envoy"), "NUL"),
    ],
)
def test_iptc7901_refused(data, reason):
    assert iptc7901.recognises(data.encode())
    try:
        (found,) = read_all(data.encode())
    except Refused as refused:
        found = refused
    assert not isinstance(found, Record)
    assert reason in found.reason


WIRE = """\x16\x16\x01W2870\x1fasian
f l\x13\x11 BC-FR--Freedonia-TalksB     03-14 1049
\x02^BC-FR--Freedonia-Talks,466<
^Envoys meet again in harbour town <
^KP Photo XNP101, XNP102<
^Eds: With KP Photos. Call the desk.<
^They say little after an hour.<
^By ANN DOE and BO ROE=
^Kestrel Press=
\t   PORT ELLERY, Freedonia (KP) _ Envoys met for an hour. ``We go on,'' one said.
 \n\t   It is 7{ miles to the border.
^A HEADING=
\x08Tampa\x10 Bay;73;52\x10
\t   \x03KP-WF-03-14-22 1830GMT<
\n\x0c\n\x04"""


def test_anpa():
    (record,) = read_all(WIRE.encode())
    assert record.text.split("\n") == [
        "PORT ELLERY, Freedonia (KP) — Envoys met for an hour. “We go on,” one said.",
        "It is 7½ miles to the border.",
        "A HEADING",
        "Tampa Bay;73;52",
    ]
    assert (record.title, record.byline) == ("Envoys meet again in harbour town", "ANN DOE and BO ROE")
    assert (record.summary, record.outlet) == ("They say little after an hour.", "KP")
    assert (record.dateline_place, record.format) == ("Port Ellery, Freedonia", "anpa")
    assert record.published_at == datetime(2022, 3, 14, 18, 30, tzinfo=UTC)


def test_anpa_code_for_the_receiver_is_no_headline():
    (record,) = read_all(WIRE.replace("\x02^BC", "\x02^*9006< ^BC").encode())
    assert record.title == "Envoys meet again in harbour town"


def test_anpa_day_in_the_dateline():
    (record,) = read_all(WIRE.replace("Freedonia (KP) _", "March 12 (KP) _").encode())
    assert record.dateline_day == date(2022, 3, 12)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (WIRE.split("\x02")[0] + "\x02^BC-X<\n^Eds: nothing<\n\x03", "There is no text"),
        (WIRE.split("\x02")[0], "no message in it is whole"),
        (WIRE.replace("miles", "\0miles"), "NUL"),
    ],
)
def test_anpa_refused(data, reason):
    assert anpa.recognises(data.encode())
    try:
        (found,) = read_all(data.encode())
    except Refused as refused:
        found = refused
    assert not isinstance(found, Record)
    assert reason in found.reason
