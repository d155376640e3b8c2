"""Our own export as a reader meets it: right, of another version, damaged, hostile."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Record, Refused, own, read_all
from tracker.intake.record import Stand

TEXT = "The envoy said: We are ready. Others wait, and go on."
STATEMENT = {
    "pieces": [{"start": 16, "end": 28, "exact": "We are ready"}],
    "speaker": "Anna Envoy",
    "said_on": {"edtf": "2022-01-02", "words": "on Sunday", "reference": "2022-01-03"},
    "tracks": [{"name": "The dialogue", "reason": "envoy"}],
    "positions": [{"on": "Missiles", "stance": "accepts", "holder": "Freedonia"}],
    "relays": ["an agency"],
    "coder": "Jane Doe",
}
REPORT = {
    "identifier": "sha256:abc", "revision": 2, "title": "Talks", "outlet": "Kestrel", "published_at": "2022-01-03T09:00:00+00:00",
    "dateline_day": "2022-01-03", "language": "en", "credibility": 2, "text": TEXT, "statements": [STATEMENT],
}  # fmt: skip


def exported(*reports, **head):
    return json.dumps({"format": "parley-reports", "version": 1, "reports": list(reports)} | head)


def test_reports_and_statements():
    (record,) = read_all(exported(REPORT))
    assert (record.format, record.title, record.outlet, record.text) == ("own", "Talks", "Kestrel", TEXT)
    assert record.published_at == datetime(2022, 1, 3, 9, tzinfo=UTC)
    assert record.dateline_day == date(2022, 1, 3)
    assert (record.identifier, record.version) == ("sha256:abc", "2")
    assert record.notes == ["credibility, as exported: 2"]
    (one,) = record.statements
    assert (one.exact, one.start, one.end, one.rule, one.coder) == ("We are ready", 16, 28, "own", "Jane Doe")
    assert (one.said_on, one.said_words, one.said_against) == ("2022-01-02", "on Sunday", "2022-01-03")
    assert (one.tracks, one.reasons, one.relays) == (("The dialogue",), {"The dialogue": "envoy"}, ("an agency",))
    assert one.positions == (Stand("Missiles", "accepts", "Freedonia", ""),)


def test_a_statement_of_several_pieces():
    pieces = [{"start": 16, "end": 28, "exact": "We are ready"}, {"start": 43, "end": 52, "exact": "and go on"}]
    (record,) = read_all(exported(REPORT | {"statements": [STATEMENT | {"pieces": pieces}]}))
    assert record.statements[0].exact == "We are ready … and go on"
    assert record.statements[0].pieces == ((16, 28), (43, 52))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"text": ""}, "no letter"),
        ({"text": 7}, "no text"),
        ({"title": ["a"]}, "no text"),
        ({"published_at": "2022-01-03T09:00:00"}, "no time zone"),
        ({"published_at": "in spring"}, "spring"),
        ({"statements": {}}, "no list"),
        ({"statements": [{"pieces": []}]}, "without words"),
        ({"statements": [STATEMENT | {"pieces": [{"exact": "a", "start": -1, "end": 2}]}]}, "no number"),
        ({"statements": [STATEMENT | {"tracks": ["The dialogue"]}]}, "no object"),
        ({"statements": [STATEMENT | {"summary": "half \ud800"}]}, "no text"),
        ({"revision": "2"}, "no number"),
    ],
)
def test_a_report_that_is_wrong_is_refused_and_others_go_on(wrong, reason):
    first, second = read_all(exported(REPORT | wrong, REPORT))
    assert first.reason.startswith("Report 1: ")
    assert reason in first.reason
    assert isinstance(second, Record)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (exported(REPORT, version=2), "version 2; this Parley reads version 1"),
        (exported(), "0 reports"),
        (exported(REPORT)[:-1], "no JSON"),
        ('{"format": "parley-reports", "version": 1}', "no list"),
        ('{"format": "parley-reports", "version": 1, "reports": [NaN]}', "NaN"),
        ('{"format": "parley-reports", "version": ' + "9" * 5000 + "}", "no JSON"),
        ('{"format": "parley-reports", "reports": ' + "[" * 200_000, "no JSON"),
        ('{"format": "other", "x": "parley-reports", "version": 1, "reports": [1]}', "version 1"),
    ],
)
def test_exports_that_cannot_be_read(data, reason):
    with pytest.raises(Refused) as caught:
        read_all(data)
    assert reason in caught.value.reason


def test_other_json_is_none_of_ours():
    assert not own.recognises(b'{"format": "ninjs"}')
    assert not own.recognises(b"parley-reports")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from([*REPORT, *STATEMENT]), inside, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*REPORT]), JSON), st.dictionaries(st.sampled_from([*STATEMENT]), JSON))
def test_only_refusals_escape(report, statement):
    data = exported(REPORT | {"statements": [STATEMENT | statement]} | report).encode()
    try:
        found = own.read(data)
    except Refused:
        return
    assert all(isinstance(one, Record | Refused) for one in found)
