"""Whatever the bytes, a wire reader gives records or Refused, and nothing else."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Record, Refused, anpa, iptc7901, newsml_1, newsml_g2, ninjs, nitf

from .test_newsml_1 import TEXT, component, file
from .test_newsml_g2 import ABOUT, item
from .test_ninjs import ONE, THREE, data
from .test_nitf import file as nitf_file
from .test_text_wires import MESSAGE, WIRE

GOOD = {
    newsml_g2: [item(about=ABOUT).encode(), f"<newsMessage><itemSet>{item()}</itemSet></newsMessage>".encode()],
    newsml_1: [file(component(TEXT))],
    nitf: [nitf_file()],
    ninjs: [data(ONE), data([THREE])],
    iptc7901: [MESSAGE.encode()],
    anpa: [WIRE.encode()],
}
READERS = pytest.mark.parametrize("reader", GOOD, ids=lambda reader: reader.FORMAT)
PIECES = [
    b"<",
    b">",
    b"</p>",
    b"<p>",
    b"&",
    b"\x01",
    b"\x02",
    b"\x03",
    b"\0",
    b"]]>",
    b'"',
    b"{",
    b"^",
    b"=\n",
    b"\xff",
    b"\xed\xa0\xbd",
]


def fine(reader, data):
    """Reads, and says that what came out is as promised."""
    assert reader.recognises(data) in (True, False)
    with contextlib.suppress(Refused):
        found = reader.read(data)
        assert found
        for one in found:
            assert isinstance(one, Record | Refused)
            if isinstance(one, Record):
                fit(one)


def fit(record):
    assert any(letter.isalnum() for letter in record.text)
    for value in (record.text, record.title, record.identifier, record.outlet, record.byline, record.summary):
        value.encode("utf-8")
        assert "\0" not in value
    for moment in (record.published_at, record.updated_at, record.embargoed_until):
        assert moment is None or moment.utcoffset() is not None


@READERS
def test_good_files_are_recognised_by_their_reader_alone(reader):
    for good in GOOD[reader]:
        assert [other.FORMAT for other in GOOD if other.recognises(good)] == [reader.FORMAT]


@READERS
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes(reader, data):
    fine(reader, data)


@READERS
@settings(max_examples=150, deadline=None)
@given(
    choice=st.integers(0, 1),
    places=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), st.sampled_from(PIECES)), max_size=6),
)
def test_a_good_file_cut_and_stuffed(reader, choice, places):
    whole = GOOD[reader][choice % len(GOOD[reader])]
    for place, dropped, piece in places:
        place %= len(whole) + 1
        whole = whole[:place] + piece + whole[place + dropped :]
    fine(reader, whole)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted({*ONE, *THREE, "genre", "title"})), JSON, max_size=12))
def test_ninjs_of_any_values(odd):
    fine(ninjs, data({"guid": "urn:x", "headline": "Envoys meet"} | odd))


@pytest.mark.parametrize(
    ("reader", "hostile"),
    [
        (nitf, nitf_file(text="<p>" * 250 + "deep" + "</p>" * 250)),
        (nitf, nitf_file(text="<b>" * 200 + "<p>deep</p>" + "</b>" * 200)),
        (nitf, nitf_file(text="<p>talks go on</p>" * 100_000)),
        (nitf, nitf_file(text="<p>" + "<br/>talks" * 100_000 + "</p>")),
        (nitf, nitf_file(text="<p>" + "A1 22 " * 300_000 + "</p>")),
        (nitf, nitf_file(text="<p>" + "talks\n  " * 200_000 + "</p>")),
        (nitf, nitf_file(text="<p>" + "&lt;p&gt;" * 100_000 + "talks</p>")),
        (nitf, nitf_file(opening="<hedline><hl1>" + "x " * 500_000 + "</hl1></hedline>")),
        (newsml_1, file(*[component(TEXT)] * 2500)),
        (newsml_1, file("<NewsComponent>" * 240 + TEXT + "</NewsComponent>" * 240)),
        (newsml_g2, item("<inlineXML>" + "<x>talks</x>" * 100_000 + "</inlineXML>").encode()),
        (ninjs, data([ONE] * 2500)),
        (ninjs, data(ONE | {"body_html": "<div>" * 100_000 + "deep"})),
        (ninjs, data(ONE | {"body_html": "<a " * 300_000})),
        (iptc7901, (MESSAGE + "\x01") * 2500),
        (iptc7901, MESSAGE.replace("the envoy", "x\n" * 500_000)),
        (iptc7901, MESSAGE.split("\x02")[0] + "\x01" * 1_000_000),
        (anpa, WIRE.replace("miles", "`` _ " * 300_000)),
        (anpa, WIRE.replace("miles", "\t   x\n^y<\n" * 100_000)),
    ],
    ids=lambda value: getattr(value, "FORMAT", f"{len(value):,}" if isinstance(value, str | bytes) else ""),
)
def test_large_and_deep(reader, hostile):
    hostile = hostile.encode() if isinstance(hostile, str) else hostile
    assert reader.recognises(hostile)
    fine(reader, hostile)
