"""Suggested claims and offered positions in Chromium: by keyboard alone."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest
from tests.factories import (
    ActorFactory,
    IssueFactory,
    NegotiationFactory,
    ReportFactory,
    RoleFactory,
    StateFactory,
    UserFactory,
)
from tracker.accounts.models import Role
from tracker.events.models import Claim, Event, Verdict
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Position

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "BERN, 6 January 2022 (Example Wire) - \U0001f54a Mara Lindqvist and Otto Brandt met in Geneva on Tuesday.\n"
    "The two will meet again in Bern on 20 January, the office said.\n"
    "“We rule out a prisoner swap, now and later,” Mara Lindqvist said."
)


@pytest.fixture
def report(db):
    negotiation = NegotiationFactory(slug="talks")
    RoleFactory(person=ActorFactory(name="Mara Lindqvist", kind="person"), organisation=StateFactory(name="Arland"))
    ActorFactory(name="Otto Brandt", kind="person")
    IssueFactory(negotiation=negotiation, name="Exchange of prisoners", aliases=["prisoner swap"])
    report = ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2022, 1, 6))
    suggest_statements(report)
    return report


@pytest.fixture
def bench(page, context, sign_in, live_server, report):
    sign_in(context, UserFactory(role=Role.RESEARCHER))
    page.goto(f"{live_server.url}/n/talks/reports/{report.pk}/code/")
    yield page
    at_rest(page)


def chosen(page):
    return page.locator("#claims [data-claim-card]:focus .s-card-quote")


def suggested(page):
    return page.locator("#claims [data-suggested]")


def test_claims_by_one_key_each(bench):
    page = bench
    expect(suggested(page)).to_have_count(2)
    page.keyboard.press("w")
    expect(chosen(page)).to_have_text(re.compile("^Mara Lindqvist and Otto Brandt met"))
    highlighted = page.evaluate("CSS.highlights.get('claim').values().next().value.toString()")
    expect(chosen(page)).to_have_text(highlighted)
    page.keyboard.press("a")
    expect(page.locator(".claim-card.s-card-draft")).to_have_count(1)
    assert Claim.objects.get().event == Event.objects.get()
    # The keyboard goes on to the next one.
    expect(chosen(page)).to_have_text(re.compile("^The two will meet again"))
    page.keyboard.press("x")
    expect(suggested(page)).to_have_count(0)
    page.keyboard.press("u")
    expect(suggested(page)).to_have_count(1)
    page.keyboard.press("u")
    expect(suggested(page)).to_have_count(2)
    assert not Verdict.objects.exists()
    assert not Event.objects.exists()
    page.keyboard.press("Escape")
    expect(page.locator("#cards [data-card]:focus")).to_have_count(1)


def test_one_opens_in_the_form_and_is_saved(bench):
    page = bench
    page.keyboard.press("w")
    page.keyboard.press("e")
    expect(page.locator("#claim-form [name=place]")).to_have_value("Geneva")
    page.locator("#claim-form [name=event_name]").fill("Envoys in Geneva")
    page.keyboard.press("Control+Enter")
    page.locator(".claim-card.s-card-draft").wait_for()
    assert Verdict.objects.get().claim.event.title == "Envoys in Geneva"


def test_a_position_by_one_key(bench):
    page = bench
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.locator('[data-card][data-status="draft"] .s-card-facts', has_text="Exchange of prisoners").wait_for()
    position = Position.objects.get()
    assert (position.stance, position.holder.name) == ("rejects", "Arland")
