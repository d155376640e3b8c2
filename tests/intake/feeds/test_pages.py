"""The pages of feeds, as a researcher uses them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import FeedFactory, UserFactory
from tests.intake.loopback import answer
from tracker.accounts.models import Role
from tracker.intake.feeds.finding import feeds_of_page
from tracker.intake.feeds.forms import who_may_review
from tracker.intake.models import Feed, FeedState
from tracker.reports.models import Outlet

from .conftest import rss

pytestmark = pytest.mark.django_db


def at(name, *arguments):
    return reverse(f"intake:{name}", args=["talks", *arguments])


@pytest.fixture
def client(signed_in, researcher, negotiation):
    return signed_in(researcher)


def jobs(feed):
    """How many looks at it wait. Jobs that tests in a browser left behind are of other feeds."""
    return ProcrastinateJob.objects.filter(task_name__endswith="look_at_feed", args__feed=feed.pk).count()


def settings(feed=None, **other):
    kept = {"title": feed.title, "address": feed.address, "version": feed.version} if feed else {"step": "save"}
    return kept | {"every_minutes": "60", "is_active": "on"} | other


def test_subscribing(client, reached, negotiation, researcher):
    address = f"{reached.address}/feed"
    proposed = client.post(at("feed_new"), {"step": "find", "address": address}).content.decode()
    assert 'value="Releases of the ministry"' in proposed
    assert "This feed holds 2 stories." in proposed
    assert "Round 1" in proposed
    data = settings(title="The ministry", address="https://ministry.example/feed", outlet_name="Ministry of Sylvania")
    answered = client.post(at("feed_new"), data | {"reviewer": researcher.pk})
    feed = Feed.objects.get()
    assert answered["Location"].startswith(feed.get_absolute_url())
    assert (feed.title, feed.every_minutes, feed.reviewer, feed.is_active) == ("The ministry", 60, researcher, True)
    assert feed.outlet == Outlet.objects.get(name="Ministry of Sylvania")
    assert jobs(feed) == 1
    again = client.post(at("feed_new"), data)
    assert again.status_code == 422
    assert "is subscribed to at this address already" in again.content.decode()


def test_a_page_that_names_its_feeds(client, reached):
    link = '<link rel="alternate" type="application/atom+xml" title="All &amp; sundry" href="/atom.xml">'
    reached.answers["/"] = answer(f"<html><head>{link}</head></html>".encode())
    said = client.post(at("feed_new"), {"step": "find", "address": f"{reached.address}/"})
    assert said.status_code == 422
    assert f'value="{reached.address}/atom.xml"' in said.content.decode()
    assert "All &amp; sundry" in said.content.decode()


def test_feeds_that_a_page_names():
    page = """<link rel=alternate type='application/rss+xml' href=a.xml><link rel="stylesheet" href="b.css">
    <link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/rss+xml" href="javascript:x()">
    <link rel="alternate" type="application/rss+xml" href="http://[">"""
    assert feeds_of_page(page, "https://x.example/news/") == [("https://x.example/news/a.xml",) * 2]
    assert feeds_of_page("<link " + "<link " * 50_000, "https://x.example/") == []


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://10.0.0.1/feed", "https://x.example:22/", "ftp://x.example/"]
)
def test_addresses_that_are_not_fetched_are_not_subscribed_to(client, address):
    assert client.post(at("feed_new"), {"step": "find", "address": address}).status_code == 422
    assert client.post(at("feed_new"), settings(title="x", address=address)).status_code == 422
    assert not Feed.objects.exists()


def test_one_that_does_not_answer_can_be_subscribed_to_all_the_same(client, reached):
    said = client.post(at("feed_new"), {"step": "find", "address": f"{reached.address}/none"})
    assert said.status_code == 422
    assert "There is nothing at this address" in said.content.decode()
    assert 'id="by-hand"' in said.content.decode()


def test_the_list_says_how_it_goes(client, negotiation):
    now = timezone.now()
    states = {
        "Well": {"looked_at": now},
        "Broken": {"looked_at": now, "failures": 7, "problem": "<b>It does not answer.</b>"},
        "Once": {"looked_at": now, "failures": 1, "problem": "No."},
    }
    for title, state in states.items():
        feed = FeedFactory(negotiation=negotiation, title=title)
        FeedState.objects.create(feed=feed, next_look_at=now + timedelta(hours=2), **state)
    FeedFactory(negotiation=negotiation, title="Still", is_active=False)
    FeedFactory(negotiation=negotiation, title="Young")
    page = client.get(at("feeds")).content.decode()
    for words in ("Works", "Failed 7 times in a row", "The last look failed", "Paused", "Not looked at yet"):
        assert words in page
    assert "&lt;b&gt;It does not answer." in page
    assert page.index("Broken") < page.index("Well")
    assert [client.get(feed.get_absolute_url()).status_code for feed in Feed.objects.all()] == [200] * 5


def test_the_list_takes_as_many_queries_for_many_feeds(client, negotiation, django_assert_max_num_queries):
    for _ in range(12):
        FeedFactory(negotiation=negotiation)
    with django_assert_max_num_queries(14):
        client.get(at("feeds"))


def test_settings_are_changed(client, negotiation):
    feed = FeedFactory(negotiation=negotiation)
    state = FeedState.objects.create(feed=feed, next_look_at=timezone.now(), etag='"1"', failures=3, problem="No.")
    assert client.post(at("feed", feed.pk), settings(feed, title="")).status_code == 422
    client.post(at("feed", feed.pk), settings(feed, title="New", is_active=""))
    feed.refresh_from_db()
    assert (feed.title, feed.every_minutes, feed.is_active) == ("New", 60, False)
    client.post(at("feed", feed.pk), settings(feed, address="https://ministry.example/new"))
    state.refresh_from_db()
    assert (state.etag, state.failures, state.problem) == ("", 0, "")


def test_an_edit_in_between_is_told(client, negotiation):
    feed = FeedFactory(negotiation=negotiation)
    sent = settings(feed, title="Mine")
    Feed.objects.update(title="Theirs")
    said = client.post(at("feed", feed.pk), sent)
    assert said.status_code == 409
    assert "Theirs" in said.content.decode()
    assert Feed.objects.get().title == "Theirs"


def test_looking_now_is_asked_for_once(client, negotiation):
    feed = FeedFactory(negotiation=negotiation)
    for _ in range(2):
        answered = client.post(at("feed_look", feed.pk))
    assert jobs(feed) == 1
    assert "Being looked at" in client.get(answered["Location"]).content.decode()
    FeedState.objects.create(feed=feed, next_look_at=timezone.now(), looked_at=timezone.now() + timedelta(seconds=1))
    assert "Being looked at" not in client.get(answered["Location"]).content.decode()
    for asked in ("x", "9" * 30, "-1", "٣"):
        assert client.get(f"{feed.get_absolute_url()}?asked={asked}").status_code == 200


def test_removing(client, negotiation, reached):
    feed = FeedFactory(negotiation=negotiation)
    assert "Remove" in client.get(at("feed_remove", feed.pk)).content.decode()
    client.post(at("feed_remove", feed.pk), {"version": feed.version})
    assert not Feed.objects.exists()


def test_who_may_review(negotiation, restricted, researcher, analyst, administrator, stranger):
    assert set(who_may_review(negotiation)) == {researcher, administrator, stranger}
    assert set(who_may_review(restricted)) == {researcher, administrator}
    UserFactory(role=Role.REVIEWER, is_active=False)
    assert who_may_review(negotiation).count() == 3


def test_the_preview_escapes(client, reached):
    reached.answers["/feed"] = answer(rss(1, title="&lt;script&gt;alert(1)&lt;/script&gt;"))
    said = client.post(at("feed_new"), {"step": "find", "address": f"{reached.address}/feed"}).content.decode()
    assert "<script>alert" not in said
