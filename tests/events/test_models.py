from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import ClaimFactory, EventFactory, EventTrackFactory, ReportFactory
from tracker.events.models import Event
from tracker.lib.dates import UncertainDate

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 1, 10, 12, tzinfo=UTC)


def claim(event, hour=0, **fields):
    report = ReportFactory(negotiation=event.negotiation, published_at=NOON + timedelta(hours=hour))
    return ClaimFactory(event=event, report=report, **fields)


def test_events_nobody_published_a_claim_about_are_left_out(negotiation):
    told = claim(EventFactory(negotiation=negotiation)).event
    EventFactory(negotiation=negotiation)
    for status in ("suggested", "draft", "reviewed", "rejected"):
        claim(EventFactory(negotiation=negotiation), status=status)
    assert list(Event.objects.with_claims()) == [told]


def test_drafts_do_not_show_in_the_state(negotiation):
    event = EventFactory(negotiation=negotiation)
    claim(event, step="confirmed")
    claim(event, step="held", status="draft")
    assert Event.objects.with_claims().get().state.step == "confirmed"
    assert Event.objects.get(pk=event.pk).state.step == "confirmed"  # without with_claims as well


def test_as_public_by_a_moment_the_event_is_what_was_known(negotiation):
    event = EventFactory(negotiation=negotiation)
    claim(event, 0, step="floated", when=UncertainDate("2022-01-20"))
    claim(event, 5, step="held", when=UncertainDate("2022-01-21"))
    before = Event.objects.with_claims(public_by=NOON + timedelta(hours=1)).get()
    assert (before.state.step, before.state.when.edtf) == ("floated", "2022-01-20")
    assert not Event.objects.with_claims(public_by=NOON - timedelta(hours=1))
    assert Event.objects.with_claims().get().state.step == "held"


def test_a_pinned_share_link_sees_what_was_published_here_by_then(negotiation):
    event = claim(EventFactory(negotiation=negotiation)).event
    published_here = event.claims.get().status_changed_at
    reader = AnonymousUser()
    reader.share_link = type("Link", (), {"pinned_at": published_here - timedelta(seconds=1)})
    assert not Event.objects.with_claims(user=reader)
    reader.share_link.pinned_at = published_here
    assert list(Event.objects.with_claims(user=reader)) == [event]


def test_the_date_for_sorting_in_sql_is_the_one_of_the_state(negotiation):
    dates = [
        None,
        UncertainDate("2022-01-12"),
        UncertainDate("2022-01-01/2022-01-31"),
        UncertainDate("2022-02-03"),
    ]
    steps = ["floated", "confirmed", "postponed", "held", "read_out"]
    for number, (first, second) in enumerate(
        product(product(steps, dates[:3]), [("held", dates[3]), ("proposed", dates[1])])
    ):
        event = EventFactory(negotiation=negotiation)
        claim(event, number % 3, step=first[0], when=first[1])
        claim(event, 1, step=second[0], when=second[1])
    events = list(Event.objects.with_claims())
    assert len(events) == 30
    for event in events:
        assert event.starts == event.state.starts


def test_events_in_time_order_with_undated_ones_last(negotiation):
    days = [None, "2022-01-12", "2022-01-10"]
    undated, late, early = (
        claim(EventFactory(negotiation=negotiation), when=UncertainDate(day) if day else None).event for day in days
    )
    assert list(Event.objects.with_claims().in_time_order()) == [early, late, undated]
    assert list(Event.objects.with_claims().latest_first()) == [late, early, undated]


def test_queries_are_two_whatever_the_number(negotiation, django_assert_num_queries):
    for _ in range(3):
        event = EventFactory(negotiation=negotiation)
        EventTrackFactory(event=event)
        for hour in range(3):
            claim(event, hour)
    with django_assert_num_queries(2):
        for event in Event.objects.with_claims().select_related("negotiation"):
            assert event.state.step == "confirmed"
            assert event.state.life[2].first.report.outlet.label
