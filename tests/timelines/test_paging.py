"""Pages by key: every entry once, whatever the direction, also when entries come and go or are read in Python."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tracker.timelines.entries import RANK, Place, Span
from tracker.timelines.models import Entry
from tracker.timelines.paging import page_of

pytestmark = pytest.mark.django_db
FIRST = date(2022, 1, 1)
few = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@st.composite
def lists(draw):
    keys = draw(st.lists(st.tuples(st.sampled_from(list(RANK)), st.integers(1, 40)), unique=True, max_size=30))
    found = []
    for kind, pk in keys:
        begin = FIRST + timedelta(days=draw(st.integers(0, 4)))
        span = draw(st.sampled_from([None, Span(begin, begin), Span(begin, begin + timedelta(days=3), True)]))
        found.append(Place(kind, pk, span))
    return found


@pytest.fixture
def kept(negotiation):
    """kept(places) puts rows of these into the table, in place of those before, and gives them."""

    def keep(places):
        Entry.objects.all().delete()
        Entry.objects.bulk_create(_row(place, negotiation) for place in places)
        return Entry.objects.of(negotiation)

    return keep


def _row(place, negotiation):
    span, lists = place.span, ("tracks", "actors", "parties", "issues", "stances", "takes")
    return Entry(
        id=RANK[place.kind] * 10**15 + place.pk,
        negotiation=negotiation,
        kind=RANK[place.kind],
        object_id=place.pk,
        first=span and span.first,
        last=span and span.last,
        is_vague=bool(span and span.is_vague),
        **{name: [] for name in lists},
        **dict.fromkeys(("act", "form", "basis", "certainty", "weight"), 0),
    )


def in_order(places, newest_first):
    return sorted(places, key=lambda place: place.order(newest_first))


def walk(rows, **more):
    page = page_of(rows, **more)
    yield page
    while page.next:
        page = page_of(rows, after=page.next, **more)
        yield page


def test_pages_show_every_entry_once_in_order(kept):
    @few
    @given(lists(), lists(), st.booleans(), st.integers(1, 9))
    def holds(places, others, newest_first, size):
        also = [place for place in others if place not in places and all(p.pk != place.pk for p in places)]
        rows = kept(places)
        pages = walk(rows, also=also, newest_first=newest_first, size=size)
        assert [place for page in pages for place in page.entries] == in_order([*places, *also], newest_first)

    holds()


def test_back_leads_to_where_one_came_from(kept):
    @few
    @given(lists(), st.booleans(), st.integers(1, 9))
    def holds(places, newest_first, size):
        rows = kept(places)
        pages = list(walk(rows, newest_first=newest_first, size=size))
        for before, page in itertools.pairwise(pages):
            back = page_of(rows, newest_first=newest_first, size=size, before=page.previous)
            assert back == before
        assert not pages[0].previous

    holds()


def test_the_next_page_stays_when_entries_come_or_go_before_it(kept):
    @few
    @given(lists(), st.booleans(), st.data())
    def holds(places, newest_first, data):
        page = page_of(kept(places), newest_first=newest_first, size=5)
        if not page.next:
            return
        following = page_of(kept(places), newest_first=newest_first, size=5, after=page.next).entries
        gone = data.draw(st.sampled_from(page.entries))
        fewer = kept([place for place in places if place != gone])
        assert page_of(fewer, newest_first=newest_first, size=5, after=page.next).entries == following

    holds()


def test_turning_back_to_less_than_a_page_gives_the_first(kept):
    places = [Place("event", pk, Span(FIRST, FIRST)) for pk in range(1, 9)]
    rows = kept(places)
    page = page_of(rows, newest_first=True, size=5, before="2022-01-01_2022-01-01_event_3")
    assert [place.pk for place in page.entries] == [1, 2, 3, 4, 5]
    assert not page.previous


@pytest.mark.parametrize(
    "key", ["x", "undated_rumour_1", "2022-02-30_2022-02-30_event_1", "undated_event_0", "undated_event_" + "9" * 30]
)
def test_a_key_that_cannot_be_read_gives_the_first_page_and_says_so(key, kept):
    places = [Place("event", 1, Span(FIRST, FIRST))]
    page = page_of(kept(places), newest_first=True, after=key)
    assert page.wrong_key
    assert page.entries == places


def test_a_page_deep_in_a_day_is_one_query(kept, django_assert_num_queries):
    rows = kept(Place("statement", pk, Span(FIRST, FIRST)) for pk in range(1, 40))
    with django_assert_num_queries(1):
        page = page_of(rows, newest_first=True, size=5, after="2022-01-01_2022-01-01_statement_20")
    assert [place.pk for place in page.entries] == [21, 22, 23, 24, 25]


def test_of_another_negotiation_nothing_is_shown(kept):
    kept([Place("event", 1, Span(FIRST, FIRST))])
    other = Entry.objects.of(make.NegotiationFactory())
    assert page_of(other, newest_first=True).entries == []
