"""Reading an address: what is asked for, what is left out and said; the same filters give the same address."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tracker.timelines.filters import FACETS, parse


def asked(address: str):
    return parse(QueryDict(address))


def test_several_answers_of_several_filters():
    filters = asked("track=osce&track=nrc&act=demand&q=as+soon&from=2022-01-01&to=2022-01-10&order=oldest")
    assert filters.of("track") == {"osce", "nrc"}
    assert filters.of("act") == {"demand"}
    assert (filters.text, filters.first, filters.last) == ("as soon", date(2022, 1, 1), date(2022, 1, 10))
    assert filters.oldest_first
    assert filters.notes == ()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("act=shout", "shout"),
        ("stance=neutral", "neutral"),
        ("kind=rumour", "rumour"),
        ("actor=Lavrov", "Lavrov"),
        ("actor=-1", "-1"),
        ("actor=0", "0"),
        (f"actor={'9' * 40}", "999"),
        ("actor=٣", "٣"),
        ("track=a%00b", "a\x00b"),
        ("issue=%27%3B+drop+table", "drop"),
        ("from=2022-02-30", "2022-02-30"),
        ("to=12.01.2022", "12.01.2022"),
        ("from=2022-W02-3", "2022-W02-3"),
        ("order=sideways", "sideways"),
        ("from=0000-00-00", "0000-00-00"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said(address, said):
    filters = asked(address)
    assert not filters.is_on
    assert len(filters.notes) == 1
    assert said in filters.notes[0]


def test_days_the_wrong_way_round_are_exchanged_and_it_is_said():
    filters = asked("from=2022-01-10&to=2022-01-01")
    assert (filters.first, filters.last) == (date(2022, 1, 1), date(2022, 1, 10))
    assert filters.notes


def test_a_long_text_is_cut_and_it_is_said():
    filters = asked("q=" + "+".join(["word"] * 50))
    assert len(filters.words) == 8
    assert filters.notes


def test_a_filter_is_taken_away_and_added():
    filters = asked("track=osce&track=nrc&q=soon&from=2022-01-01")
    assert filters.without("track", "osce").of("track") == {"nrc"}
    assert filters.without("track").of("track") == frozenset()
    assert filters.without("text").text == ""
    assert filters.without("dates").first is None
    assert filters.with_only("track", "unsc").of("track") == {"unsc"}


@given(
    st.fixed_dictionaries(
        {
            "chosen": st.fixed_dictionaries(
                {
                    "track": st.frozensets(st.from_regex(r"[a-z][-a-z0-9]{0,8}", fullmatch=True), max_size=3),
                    "actor": st.frozensets(st.integers(1, 10**17).map(str), max_size=3),
                    "act": st.frozensets(st.sampled_from(["demand", "offer", "state"])),
                }
            ),
            "text": st.lists(st.from_regex(r"[\w&=+%#?]{1,8}", fullmatch=True), max_size=3).map(" ".join),
            "first": st.none() | st.dates(),
            "oldest": st.booleans(),
        }
    )
)
def test_an_address_says_what_was_asked(parts):
    filters = asked("")
    for facet, values in parts["chosen"].items():
        filters = filters.with_only(facet, *values)
    filters = filters.between(parts["first"], None)
    query = QueryDict(filters.address(q=parts["text"], order="oldest" if parts["oldest"] else "")[1:])
    again = parse(query)
    assert {f: again.of(f) for f in FACETS} == {f: filters.of(f) for f in FACETS}
    assert (again.text, again.first, again.oldest_first) == (parts["text"], parts["first"], parts["oldest"])
    assert again.notes == ()
    assert parse(QueryDict(again.address()[1:])) == again


@given(st.text())
def test_no_address_is_a_fault(text):
    for name in (*FACETS, "q", "from", "to", "order", "public_by"):
        query = QueryDict(mutable=True)
        query[name] = text
        parse(query).address()
