"""Looking at feeds: what is new becomes a run, what is not makes none, and what fails is asked less often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import FeedFactory
from tests.intake.loopback import answer
from tracker.intake.feeds import looking
from tracker.intake.feeds.looking import wait_after
from tracker.intake.feeds.tasks import poll_feeds
from tracker.intake.models import FeedState, Item, Run
from tracker.intake.runs.decide import dismiss
from tracker.intake.runs.work import work
from tracker.reports.models import Report

from .conftest import rss

pytestmark = pytest.mark.django_db


def poll():
    poll_feeds.func(0)


def again(feed):
    """It is due once more, and looked at."""
    FeedState.objects.filter(feed=feed).update(next_look_at=timezone.now())
    poll()
    feed.state.refresh_from_db()
    return feed.state


def test_what_is_new_becomes_a_run(feed, reached):
    poll()
    run = Run.objects.get()
    assert (run.feed, run.label, run.started_by) == (feed, "The ministry", None)
    assert list(run.items.values_list("title", flat=True)) == ["Round 1", "Round 2"]
    assert bytes(run.items.first().original.data) == rss(1, 2)
    work()
    assert set(Item.objects.values_list("status", flat=True)) == {"filed"}
    state = FeedState.objects.get()
    assert (state.etag, state.failures, state.problem) == ('"one"', 0, "")
    assert state.looked_at == state.worked_at
    assert abs(state.next_look_at - state.looked_at - feed.interval) < timedelta(seconds=1)


def test_nothing_new_makes_no_run(feed, reached):
    poll()
    work()
    again(feed)
    assert reached.asked("If-None-Match") == '"one"'
    reached.answers["/feed"] = answer(status="304 Not Modified")
    assert again(feed).failures == 0
    reached.answers["/feed"] = answer(rss(2, 1, title="Another title of the feed"))
    again(feed)
    assert Run.objects.count() == 1


def test_only_the_new_and_the_changed_are_brought(feed, reached):
    poll()
    work()
    reached.answers["/feed"] = answer(rss(1, 2, 3, changed=[2]))
    again(feed)
    run = Run.objects.first()
    assert list(run.items.values_list("title", flat=True)) == ["Round 2", "Round 3"]
    work()
    assert list(run.items.values_list("status", flat=True)) == ["revision", "filed"]
    assert Report.objects.count() == 3


def test_what_is_waiting_or_set_aside_does_not_come_again(feed, reached, researcher):
    poll()  # and nobody works
    again(feed)
    assert Run.objects.count() == 1
    Item.objects.update(status="needs_look", reason="Why not")
    dismiss(Item.objects.first(), by=researcher)
    again(feed)
    assert Run.objects.count() == 1


def test_stories_without_text_are_told_of(feed, reached):
    reached.answers["/feed"] = answer(rss(1, 2, empty=[2]))
    poll()
    assert Run.objects.get().items.count() == 1
    assert "1 story in it has only a title" in FeedState.objects.get().problem
    assert FeedState.objects.get().failures == 0


def test_a_followed_feed_brings_addresses_once(feed, reached):
    feed.follows_links = True
    feed.save()
    reached.answers["/feed"] = answer(rss(1, 2, empty=[2]))
    poll()
    items = Run.objects.get().items
    assert list(items.values_list("address", flat=True)) == [f"https://ministry.example/story-{n}" for n in (1, 2)]
    assert again(feed).problem == ""
    assert Run.objects.count() == 1


def test_a_feed_that_fails_is_asked_less_often_and_says_why(feed, reached):
    reached.answers["/feed"] = answer(status="500 Broken")
    poll()
    state = FeedState.objects.get()
    assert (state.failures, state.worked_at) == (1, None)
    assert "answer 500" in state.problem
    for failures in (2, 3):
        state = again(feed)
        assert state.failures == failures
        assert abs(state.next_look_at - state.looked_at - feed.interval * 2 ** (failures - 1)) < timedelta(seconds=1)
    reached.answers["/feed"] = answer(rss(1))
    state = again(feed)
    assert (state.failures, state.problem) == (0, "")
    assert Run.objects.count() == 1


def test_a_server_that_wants_to_be_left_alone_is(feed, reached):
    reached.answers["/feed"] = answer(status="429 Too Many", Retry_After="86400")
    poll()
    state = FeedState.objects.get()
    assert state.next_look_at - state.looked_at > timedelta(hours=23)


@pytest.mark.parametrize("page", [b"<html><body><p>Welcome</p></body></html>", b"", b"%PDF-1.7", b"<rss"])
def test_what_is_no_feed_fails_with_words(feed, reached, page):
    reached.answers["/feed"] = answer(page, ETag='"page"')
    poll()
    state = FeedState.objects.get()
    assert state.failures == 1
    assert state.problem
    assert state.etag == ""  # or the next look would find it unchanged, and well


def test_an_empty_feed_is_no_failure(feed, reached):
    reached.answers["/feed"] = answer(rss())
    poll()
    assert (FeedState.objects.get().failures, Run.objects.count()) == (0, 0)


def test_a_paused_feed_is_looked_at_only_by_hand(feed, reached):
    feed.is_active = False
    feed.save()
    poll()
    assert reached.requests == []
    looking.look(looking.claim(timezone.now(), feed=feed.pk))
    assert Run.objects.count() == 1


def test_a_claimed_feed_is_left_to_its_claimer(feed, reached):
    looking.make_states()
    now = timezone.now()
    assert looking.claim(now) == feed
    assert looking.claim(now) is None
    assert looking.claim(now + looking.A_LOOK) == feed  # it never came back


def test_one_feed_s_fault_is_not_the_others(feed, reached, monkeypatch, negotiation):
    FeedFactory(negotiation=negotiation, address=f"{reached.address}/other")
    monkeypatch.setattr(looking, "look", lambda feed: 1 / 0)
    poll()
    assert not FeedState.objects.filter(next_look_at__lte=timezone.now()).exists()


def test_a_feed_that_moved_while_it_was_fetched_brings_nothing(feed, reached):
    poll_feed = looking.claim
    looking.make_states()
    claimed = poll_feed(timezone.now())
    type(feed).objects.update(address=f"{reached.address}/elsewhere")
    assert looking.look(claimed).run is None
    assert Run.objects.count() == 0


def test_waiting_doubles_up_to_a_day():
    hour = timedelta(hours=1)
    assert [wait_after(hour, n) // hour for n in (1, 2, 3, 4, 5, 6, 50)] == [1, 2, 4, 8, 16, 24, 24]
    assert wait_after(timedelta(days=7), 9) == timedelta(days=7)
    assert wait_after(hour, 1, 7200) == 2 * hour
    assert wait_after(hour, 1, 60) == hour
