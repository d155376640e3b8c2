"""Coding a report of ten statements by keyboard alone: how many presses it takes, and how many requests a press causes."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest, until
from tests.factories import (
    ActorFactory,
    IssueFactory,
    NegotiationFactory,
    OutletFactory,
    ReportFactory,
    RoleFactory,
    StateFactory,
    TrackFactory,
    UserFactory,
)
from tracker.accounts.models import Role
from tracker.statements.models import Position, Statement, TrackLink

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Our own words, about nobody: the demo report of the design, with its unnamed official, several channels and reactions.
TEXT = """LUZERN, February 18. /Lake Wire/. Sylvania will never agree to some of the Freedonian drafts, but is ready to start \
talks through several channels as soon as early March, a senior delegation official said at a background briefing held by \
telephone on Thursday.
"Sylvania is ready to talk as soon as early March through several channels: directly, in the Harbour Dialogue we have with \
Freedonia, and, with others, in the Lake Council and the Forum of Nine," the official said.
According to the official, Sylvania has "noted the worries that Freedonia has raised, and any talks must be based on give and \
take, and be held in full coordination with our friends."
The official stressed that "there are some matters we believe we can discuss and others on which they know very well we will \
never agree."
The senior official noted that Sylvania welcomed the statement of the Shore Group about the return of the fishing boats.
Freedonia's drafts
Freedonian envoy Pavel Orlik said that the fishing rights were not for sale. "We reject any quota in the Lake Council," \
Orlik said.
Sylvanian adviser Greta Holm said that the harbour tolls could be lowered. Holm added that the fishing rights would be on \
the table in March.
Deputy Minister Ivo Marek said: "The harbour tolls are a matter of the Harbour Dialogue, and of nothing else."
"""
TRACKS = {"harbour": "Harbour Dialogue", "lake": "Lake Council", "forum": "Forum of Nine"}
PEOPLE = {"Pavel Orlik": "Freedonia", "Greta Holm": "Sylvania", "Ivo Marek": "Freedonia"}
MOST_PRESSES, MOST_REQUESTS = 45, 4
ACCEPTS, REJECTS = "5", "1"


class Keys:
    """A keyboard that counts its presses, and the requests that each of them causes. There is no mouse."""

    def __init__(self, page):
        self.page, self.count, self.requests, self.most = page, 0, 0, 0
        page.on("request", self._requested)

    def _requested(self, request):
        self.requests += "/static/" not in request.url

    def press(self, key):
        self.requests = 0
        self.count += 1
        self.page.keyboard.press(key)

    def rest(self):
        at_rest(self.page)
        self.most = max(self.most, self.requests)


@pytest.fixture
def dossier(db):
    made = NegotiationFactory(slug="drafts", title="The drafts")
    for slug, name in TRACKS.items():
        TrackFactory(negotiation=made, slug=slug, name=name)
    for name, state in PEOPLE.items():
        RoleFactory(person=ActorFactory(name=name), organisation=StateFactory._meta.model.objects.get_or_create(
            name=state, kind="state")[0])  # fmt: skip
    for name in ("Fishing rights", "Harbour tolls"):
        IssueFactory(negotiation=made, name=name)
    OutletFactory(name="Lake Wire")
    # Lends its year to the dateline.
    ReportFactory(negotiation=made, dateline_day=date(2021, 1, 30), published_at=datetime(2021, 1, 30, tzinfo=UTC))
    return made


@pytest.fixture
def page_of_reports(page, context, sign_in, live_server, dossier):
    sign_in(context, UserFactory(role=Role.REVIEWER))
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(f"{live_server.url}/n/drafts/reports/new/")
    yield page
    at_rest(page)


def file_by_paste(page, keyboard):
    page.evaluate("text => navigator.clipboard.writeText(text)", TEXT)
    keyboard.press("Control+V")
    expect(page.locator("[data-settle] [data-submit][data-ready]")).to_be_focused()
    keyboard.press("Enter")
    page.locator("#bench [data-card][aria-current]").wait_for()
    at_rest(page)


def test_from_paste_to_published_and_linked(page_of_reports):
    page = page_of_reports
    keys = Keys(page)
    file_by_paste(page, keys)
    statements = Statement.objects.filter(report__outlet__name="Lake Wire")
    assert statements.count() >= 10

    for _ in range(statements.count()):
        offered = page.locator("[aria-current] [data-stances]").count()
        named = page.locator("[aria-current] [data-stances]").first.inner_text() if offered else ""
        if offered and "official" not in page.locator("[aria-current] .s-card-head").inner_text():
            number = page.locator("[aria-current] [data-stances]").first.get_attribute("data-offer")
            keys.press(number)
            keys.press(ACCEPTS if named == "Harbour tolls" else REJECTS)
            keys.rest()
        keys.press("p")
        keys.rest()

    assert set(statements.values_list("status", flat=True)) == {"published"}
    assert Position.objects.filter(stance="accepts", issue__name="Harbour tolls").exists()
    assert Position.objects.filter(stance="rejects", issue__name="Fishing rights", holder__name="Freedonia").exists()
    assert set(TrackLink.objects.values_list("track__name", flat=True)) == set(TRACKS.values())
    print(f"{statements.count()} statements: {keys.count} presses, at most {keys.most} requests for one")
    assert keys.count <= MOST_PRESSES
    assert keys.most <= MOST_REQUESTS


def test_a_press_is_shown_before_the_server_has_answered(page_of_reports):
    """What can be shown without the server is, and the next statement is current already."""
    page = page_of_reports
    file_by_paste(page, page.keyboard)
    held = []
    page.route("**/judge/", lambda route: held.append(route))
    page.keyboard.press("a")
    first, second = page.locator("[data-card]").nth(0), page.locator("[data-card]").nth(1)
    assert first.get_attribute("data-status") == "draft"
    assert second.get_attribute("aria-current") == "true"
    assert page.locator("#act[data-busy]").count()
    assert not Statement.objects.filter(status="draft").exists()
    until(page, lambda: held)
    held[0].continue_()
    at_rest(page)
    assert Statement.objects.filter(status="draft").count() == 1
