"""The repair queue in Chromium: by keyboard alone, and what it looks like when words are gone."""

import pytest
from playwright.sync_api import expect

from tests.factories import ReportFactory, RevisionFactory, StatementFactory, UserFactory
from tracker.accounts.models import Role
from tracker.intake.repair.queries import waiting
from tracker.statements.models import Statement, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OLD = (
    "The envoy said the draft was a basis for work. The draft was a surprise to the others, she added. "
    "The talks would open in Geneva on Monday, said the office of the mediator. Nobody had asked for the boats back."
)
NEW = (
    "CORRECTED. The envoy said the draft was a basis for work. The draft was no surprise to the others, she added. "
    "The talks would open in Vienna on Tuesday, said the office of the mediator."
)
GONE = ("The draft was a surprise to the others", "open in Geneva on Monday", "Nobody had asked for the boats back")


@pytest.fixture
def adrift(negotiation):
    report = ReportFactory(negotiation=negotiation, text=OLD, title="The envoy on the draft")
    made = [StatementFactory(report=report, words=words, status=Status.DRAFT, summary="") for words in GONE]
    RevisionFactory(report=report, number=2, text=NEW)
    return made


def test_by_keyboard(page, context, sign_in, live_server, negotiation, adrift):
    sign_in(context, UserFactory(role=Role.RESEARCHER))
    page.goto(f"{live_server.url}/n/talks/repair/")
    left = page.locator("[data-repair]")
    expect(left).to_have_count(3)
    for key, count in (("1", 2), ("1", 1), ("o", 0)):
        page.keyboard.press(key)
        expect(left).to_have_count(count)
    expect(page.get_by_text("Nothing is adrift")).to_be_visible()
    words = [Statement.objects.get(pk=one.pk).quote for one in adrift]
    assert words == ["The draft was no surprise to the others", "open in Vienna on Tuesday", GONE[2]]
    assert Statement.objects.get(pk=adrift[2].pk).missing_from.number == 2
    assert waiting(negotiation) == 0


def test_a_refusal_keeps_the_words_and_the_place(page, context, sign_in, live_server, adrift):
    sign_in(context, UserFactory(role=Role.RESEARCHER))
    page.goto(f"{live_server.url}/n/talks/repair/")
    second = page.locator("[data-repair]").nth(1)
    second.locator("[name=quote]").fill("words that nobody said")
    second.get_by_role("button", name="Anchor there").click()
    expect(page.locator("[data-refused] .notice-error")).to_be_visible()
    expect(page.locator("[data-refused] [name=quote]")).to_have_value("words that nobody said")
    expect(page.locator("[data-refused]")).to_be_focused()


def test_without_javascript(browser, sign_in, live_server, adrift):
    plain = browser.new_context(java_script_enabled=False)
    sign_in(plain, UserFactory(role=Role.RESEARCHER))
    page = plain.new_page()
    page.goto(f"{live_server.url}/n/talks/repair/")
    page.get_by_role("button", name="Move it here").first.click()
    expect(page.get_by_text("Moved to its words")).to_be_visible()
    expect(page.locator("[data-repair]")).to_have_count(2)
    plain.close()
