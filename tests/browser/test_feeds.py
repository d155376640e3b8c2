"""A feed in Chromium: subscribed to, looked at, its stories filed, and a changed story filed as a revision."""

import os
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_accessibility import VIEWS, findings
from tests.browser.test_accessibility import look as looking_at
from tests.browser.waiting import at_rest
from tests.factories import FeedFactory, NegotiationFactory, OutletFactory, UserFactory
from tests.intake.feeds.conftest import rss
from tests.intake.loopback import answer, serving
from tracker.accounts.models import Role
from tracker.intake import fetching, sandbox
from tracker.intake.feeds import forms
from tracker.intake.feeds.tasks import look_at_feed, poll_feeds
from tracker.intake.fetching.addresses import target
from tracker.intake.models import Feed, FeedState, Run
from tracker.intake.readers import read_all
from tracker.intake.runs.work import work
from tracker.reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUT = os.environ.get("FEED_SCREENSHOTS")  # a folder: pictures of every page, by hand


@pytest.fixture
def server(monkeypatch):
    with serving({"/feed": answer(rss(1, 2))}) as made:
        policy = made.policy()
        monkeypatch.setattr(fetching, "fetch", partial(fetching.fetch, policy=policy))
        monkeypatch.setattr(forms, "target", partial(target, policy=policy))
        monkeypatch.setattr(sandbox, "read_all", read_all)
        yield made


@pytest.fixture
def negotiation(db):
    OutletFactory(name="Ministry of Sylvania")
    return NegotiationFactory(slug="talks", title="The talks")


@pytest.fixture
def desk(page, context, sign_in, live_server, negotiation):
    sign_in(context, UserFactory(role=Role.RESEARCHER, name="Rosa Searcher"))
    page.goto(live_server.url + reverse("intake:feeds", args=["talks"]))
    return page


def picture(page, name):
    if not OUT:
        return
    for width in (1440, 390):
        for theme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=f"{OUT}/{name}-{width}-{theme}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 720})


def test_from_subscribing_to_a_revision(desk, server):
    page = desk
    page.get_by_role("link", name="Subscribe to a feed").click()
    picture(page, "find")
    page.fill("[name=address]", f"{server.address}/feed")
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator("[name=title]")).to_have_value("Releases of the ministry")
    expect(page.locator(".feed-titles")).to_be_visible()
    picture(page, "settle")
    page.fill("[name=outlet_name]", "Ministry of Sylvania")
    page.get_by_role("button", name="Subscribe").click()
    page.locator("#state[hx-trigger]").wait_for()

    feed = Feed.objects.get()
    look_at_feed.func(feed.pk)  # as a worker does
    work()
    page.locator("#state:not([hx-trigger]) .run-name").wait_for()
    expect(page.locator("#state").get_by_text("2 filed")).to_have_count(1)
    page.locator(".run-name").click()
    page.locator(".run-item").nth(1).wait_for()
    assert Report.objects.count() == 2

    server.answers["/feed"] = answer(rss(1, 2, 3, changed=[1]))
    page.goto(page.url.split("/import/")[0] + f"/import/feeds/{feed.pk}/")
    page.locator("#look").click()
    page.locator("#state[hx-trigger]").wait_for()
    look_at_feed.func(feed.pk)
    work()
    page.locator("#state:not([hx-trigger]) .run-name").nth(1).wait_for()
    expect(page.get_by_text("1 revision")).to_have_count(1)
    picture(page, "feed")
    page.locator(".run-name").first.click()
    page.get_by_role("link", name="what revision 2 changed").click()
    page.locator("ins", has_text="Corrected").first.wait_for()
    assert Run.objects.count() == 2


def test_a_broken_feed_is_seen_in_the_list_and_paused(desk, server, negotiation, live_server):
    page = desk
    feed = FeedFactory(negotiation=negotiation, title="Notices of the office", address=f"{server.address}/gone")
    FeedFactory(negotiation=negotiation, title="Releases of the ministry", address=f"{server.address}/feed")
    for _ in range(5):
        FeedState.objects.update(next_look_at=timezone.now())
        poll_feeds.func(0)
    page.reload()
    row = page.locator(f"#feed-{feed.pk}")
    expect(row).to_contain_text("Failed 5 times in a row")
    expect(row).to_contain_text("There is nothing at this address")
    picture(page, "list")
    row.locator(".entry-title").click()
    page.locator("#settings").wait_for()
    at_rest(page)
    picture(page, "failing")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(SIDEWAYS) <= 0
    page.uncheck("[name=is_active]")
    page.get_by_role("button", name="Save").click()
    page.locator(".feed-paused").wait_for()
    page.goto(live_server.url + reverse("intake:feeds", args=["talks"]))
    assert page.evaluate(SIDEWAYS) <= 0
    expect(page.locator(f"#feed-{feed.pk}")).to_contain_text("Paused")


def test_nothing_stands_in_anybody_s_way(browser, sign_in, live_server, negotiation, server):
    """axe-core, both themes, wide and narrow."""
    broken = FeedFactory(negotiation=negotiation, title="Notices", address=f"{server.address}/gone")
    well = FeedFactory(negotiation=negotiation, title="Releases", address=f"{server.address}/feed", is_active=True)
    for _ in range(5):
        FeedState.objects.update(next_look_at=timezone.now())
        poll_feeds.func(0)
    work()
    user, found = UserFactory(role=Role.RESEARCHER), {}
    names = [("feeds", []), ("feed_new", []), ("feed", [broken.pk]), ("feed", [well.pk]), ("feed_remove", [well.pk])]
    for width, theme in VIEWS:
        context = looking_at(browser, width, theme)
        sign_in(context, user)
        for name, numbers in names:
            address = live_server.url + reverse(f"intake:{name}", args=["talks", *numbers])
            if problems := findings(context, address):
                found[name, width] = problems
        context.close()
    assert found == {}
