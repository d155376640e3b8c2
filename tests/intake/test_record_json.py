"""Records to JSON and back: nothing is lost, and what is no record is told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.record import Coded, Columns, Record, Source, Stand
from tracker.intake.record_json import NoRecord, as_json, from_json

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONES = st.sampled_from(["Europe/Moscow", "America/New_York", "Asia/Kathmandu", "Europe/Dublin", "UTC"]).map(ZoneInfo)
MOMENTS = st.none() | st.datetimes(timezones=OFFSETS | ZONES | st.just(UTC))
SPANS = st.none() | st.tuples(st.integers(0, 10**7), st.integers(0, 10**7))
SOURCES = st.builds(Source, where=TEXT, words=TEXT, span=SPANS)
NUMBERS = st.none() | st.integers(0, 10**7)
STATEMENTS = st.builds(
    Coded,
    exact=TEXT,
    start=NUMBERS,
    end=NUMBERS,
    speaker=TEXT,
    tracks=st.lists(TEXT, max_size=3).map(tuple),
    note=TEXT,
    pieces=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple),
    reasons=st.dictionaries(TEXT, TEXT, max_size=2),
    positions=st.lists(st.builds(Stand, on=TEXT, stance=TEXT), max_size=2).map(tuple),
)
RECORDS = st.builds(
    Record,
    text=TEXT,
    title=TEXT,
    dateline_day=st.none() | st.dates(),
    published_at=MOMENTS,
    updated_at=MOMENTS,
    embargoed_until=MOMENTS,
    identifier=TEXT,
    statements=st.lists(STATEMENTS, max_size=2),
    sources=st.dictionaries(st.sampled_from(["title", "outlet", "published_at"]), SOURCES),
    notes=st.lists(TEXT, max_size=3),
)


@settings(max_examples=200)
@given(RECORDS)
def test_there_and_back(record):
    again = from_json(json.loads(json.dumps(as_json(record))))
    assert again == record
    for name in ("published_at", "updated_at", "embargoed_until"):
        before, after = getattr(record, name), getattr(again, name)
        assert (before and before.utcoffset()) == (after and after.utcoffset())
        assert (before and getattr(before.tzinfo, "key", "")) == (after and getattr(after.tzinfo, "key", ""))


@given(st.builds(Columns, headers=st.lists(TEXT), rows=st.lists(st.lists(TEXT)), proposed=st.dictionaries(TEXT, TEXT)))
def test_a_table_too(columns):
    assert from_json(json.loads(json.dumps(as_json(columns))), Columns) == columns


def test_what_is_written():
    moscow = datetime(2021, 12, 23, 18, 4, tzinfo=ZoneInfo("Europe/Moscow"))
    record = Record(
        text="Talks",
        dateline_day=date(2021, 12, 23),
        published_at=moscow,
        updated_at=datetime(2021, 12, 23, 18, 4, tzinfo=timezone(timedelta(hours=3))),
        statements=[Coded("Talks", tracks=("a", "b"))],
        sources={"title": Source("first line", "Talks", (0, 5))},
    )
    written = as_json(record)
    assert written["dateline_day"] == "2021-12-23"
    assert written["published_at"] == "2021-12-23T18:04:00+03:00[Europe/Moscow]"
    assert written["updated_at"] == "2021-12-23T18:04:00+03:00"
    assert written["statements"][0]["tracks"] == ["a", "b"]
    assert written["sources"] == {"title": {"where": "first line", "words": "Talks", "span": [0, 5]}}
    assert from_json(written) == record


def test_an_hour_that_the_clock_shows_twice():
    for fold in (0, 1):
        record = Record(
            "Talks", published_at=datetime(2021, 10, 31, 2, 30, fold=fold, tzinfo=ZoneInfo("Europe/Vienna"))
        )
        again = from_json(as_json(record)).published_at
        assert (again.fold, again.utcoffset()) == (fold, record.published_at.utcoffset())


def test_fields_unknown_here_are_left_and_missing_ones_have_their_default():
    assert from_json({"text": "Talks", "colour": "blue"}) == Record("Talks")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "Talks",
        {},
        {"text": None},
        {"text": 5},
        {"text": "NUL \0"},
        {"text": "half \ud83d"},
        {"text": "Talks", "dateline_day": "2021-02-30"},
        {"text": "Talks", "dateline_day": 20210228},
        {"text": "Talks", "published_at": "yesterday"},
        {"text": "Talks", "published_at": "2021-12-23T18:04:00"},
        {"text": "Talks", "published_at": "2021-12-23T18:04:00+03:00[Nowhere/Land]"},
        {"text": "Talks", "published_at": "2021-12-23T18:04:00+03:00[../../etc/passwd]"},
        {"text": "Talks", "notes": {"a": "b"}},
        {"text": "Talks", "notes": "abc"},
        {"text": "Talks", "sources": {"title": "first line"}},
        {"text": "Talks", "sources": {"title": {"where": "line", "span": [1]}}},
        {"text": "Talks", "sources": {"title": {"where": "line", "span": [0, True]}}},
        {"text": "Talks", "statements": [{"start": 3}]},
    ],
)
def test_what_is_no_record_is_told(data):
    with pytest.raises(NoRecord):
        from_json(data)


def test_what_no_table_can_hold_is_left_out():
    record = Record("Talks", title="Ta\0lks \ud83d", sources={"title": Source("head\0er", "\udc00")})
    again = from_json(as_json(record))
    assert (again.title, again.sources["title"]) == ("Talks ", Source("header"))


def test_a_record_is_not_shared_with_its_json():
    record = Record("Talks", notes=["one"])
    written = as_json(record)
    written["notes"].append("two")
    assert replace(record).notes == ["one"]
