"""Reading the box: nothing raises, and what was read can be typed again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.timelines.search.query import LONGEST, MOST, Field, Phrase, Query, Word, parse

TODAY = date(2022, 2, 1)
PIECES = st.sampled_from(
    [
        *('"', "“", "”", "«", "»", "„", "-", "−", " ", ":", "'", "%", "\\", "&|!()<->", "~t1", "x"),
        *("by:", "on:", "track:", "before:", "after:", "outlet:", "BY:"),
        *("Ryabkov", "переговоры", "2022-01-12", "early January 2022", "last week"),
    ]
)
TYPED = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=14).map(" ".join)
)


def read(text):
    return list(parse(text, TODAY).items)


@given(TYPED)
def test_nothing_raises_and_what_was_read_can_be_typed_again(text):
    query = parse(text, TODAY)
    again = str(query)
    if len(again) <= LONGEST:
        assert parse(again, TODAY).items == query.items
        assert parse(again, TODAY).notes == ()
    assert str(query).isprintable() or not text.isprintable()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ('  -  " " ', []),
        ("missiles", [Word("missiles")]),
        ("cross-border -ceasefire", [Word("cross-border"), Word("ceasefire", True)]),
        ('"strategic stability" -"in public"', [Phrase("strategic stability"), Phrase("in public", True)]),
        (
            "“early  January” «стратегическая стабильность»",
            [Phrase("early January"), Phrase("стратегическая стабильность")],
        ),
        (
            "by:Ryabkov On: nato -track:osce",
            [Field("by", "Ryabkov"), Field("on", "nato"), Field("track", "osce", True)],
        ),
        ('by:"Sergei Ryabkov" outlet:tass', [Field("by", "Sergei Ryabkov"), Field("outlet", "tass")]),
        ("from:here 12:30", [Word("from:here"), Word("12:30")]),
    ],
)
def test_pieces(text, items):
    assert read(text) == items


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("before:2022-01-12", date(2022, 1, 12), date(2022, 1, 12), []),
        ("before:2022-01", date(2022, 1, 1), date(2022, 1, 31), []),
        ('after:"early January 2022"', date(2022, 1, 1), date(2022, 1, 10), []),
        ("after:early January 2022 missiles", date(2022, 1, 1), date(2022, 1, 10), [Word("missiles")]),
        ("before:12 January 2022 January", date(2022, 1, 12), date(2022, 1, 12), [Word("January")]),
        ("before:yesterday talks", date(2022, 1, 31), date(2022, 1, 31), [Word("talks")]),
    ],
)
def test_days_in_figures_and_in_words(text, first, last, rest):
    day, *others = read(text)
    assert (day.first, day.last) == (first, last)
    assert others == rest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("before:nonsense missiles", "not a day"),
        ("after:2022-02-30", "not a day"),
        ('"never closed', "not closed"),
        ("missiles by:", "Nothing stands behind"),
        ("-before:2022-01-12", "minus"),
        ("x " * (MOST + 1), "first 16 words"),
        ("y" * (LONGEST + 1), "first 300 characters"),
    ],
)
def test_what_cannot_be_used_is_said_in_words(text, words):
    assert any(words in note for note in parse(text, TODAY).notes)


def test_only_a_minus_asks_for_nothing():
    assert not parse("-missiles").asks
    assert parse("-missiles by:Ryabkov").asks


def test_another_value():
    query = parse("talks by:Ryabkow")
    [field] = query.fields("by")
    assert str(query.with_name(field, "by", "Sergei Ryabkov")) == 'talks by:"Sergei Ryabkov"'
    assert Query().items == ()
