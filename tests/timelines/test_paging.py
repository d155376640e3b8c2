"""Pages by key: every entry once, whatever the direction, and also when entries come and go."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.timelines.entries import RANK, Entry, Span
from tracker.timelines.paging import page_of

FIRST = date(2022, 1, 1)


@st.composite
def lists(draw):
    keys = draw(st.lists(st.tuples(st.sampled_from(list(RANK)), st.integers(1, 40)), unique=True, max_size=40))
    found = []
    for kind, pk in keys:
        begin = FIRST + timedelta(days=draw(st.integers(0, 6)))
        span = draw(st.sampled_from([None, Span(begin, begin), Span(begin, begin + timedelta(days=3), True)]))
        found.append(Entry(kind, pk, span, {}))
    return found


def in_order(rows, newest_first):
    return sorted(rows, key=lambda entry: entry.order(newest_first))


def walk(rows, newest_first, size):
    page = page_of(rows, newest_first=newest_first, size=size)
    yield page
    while page.next:
        page = page_of(rows, newest_first=newest_first, size=size, after=page.next)
        yield page


@given(lists(), st.booleans(), st.integers(1, 9))
def test_pages_show_every_entry_once_in_order(rows, newest_first, size):
    ordered = in_order(rows, newest_first)
    assert [entry for page in walk(ordered, newest_first, size) for entry in page.entries] == ordered


@given(lists(), st.booleans(), st.integers(1, 9))
def test_back_leads_to_where_one_came_from(rows, newest_first, size):
    ordered = in_order(rows, newest_first)
    pages = list(walk(ordered, newest_first, size))
    for before, page in itertools.pairwise(pages):
        back = page_of(ordered, newest_first=newest_first, size=size, before=page.previous)
        assert back.entries == before.entries
    assert not pages[0].previous


@given(lists(), st.booleans(), st.data())
def test_the_next_page_stays_when_entries_come_or_go_before_it(rows, newest_first, data):
    ordered = in_order(rows, newest_first)
    page = page_of(ordered, newest_first=newest_first, size=5)
    if not page.next:
        return
    following = page_of(ordered, newest_first=newest_first, size=5, after=page.next).entries
    gone = data.draw(st.sampled_from(page.entries))
    fewer = [entry for entry in ordered if entry != gone]
    assert page_of(fewer, newest_first=newest_first, size=5, after=page.next).entries == following


@given(lists())
def test_without_a_date_comes_last_in_both_orders(rows):
    for newest_first in (True, False):
        dated = [entry.span is not None for entry in in_order(rows, newest_first)]
        assert dated == sorted(dated, reverse=True)


@pytest.mark.parametrize(
    "key", ["x", "undated_rumour_1", "2022-02-30_2022-02-30_event_1", "undated_event_0", "undated_event_" + "9" * 30]
)
def test_a_key_that_cannot_be_read_gives_the_first_page_and_says_so(key):
    rows = [Entry("event", 1, Span(FIRST, FIRST), {})]
    page = page_of(rows, newest_first=True, after=key)
    assert page.wrong_key
    assert page.entries == rows
