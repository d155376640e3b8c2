"""The path: from a pasted report to three track timelines and a share link, in a browser, by keyboard where one would."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest
from tests.factories import (
    ActorFactory,
    NegotiationFactory,
    OutletFactory,
    ReportFactory,
    StateFactory,
    TrackFactory,
    UserFactory,
)
from tracker.accounts.models import Role
from tracker.events.models import Claim
from tracker.reports.models import Report
from tracker.statements.models import Statement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# An unnamed official on background, told by an agency; direct, mixed and indirect speech; a vague date, three channels,
# conditions, an appointment, a reaction to what others said. Our own words, about nobody.
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
Freedonia’s drafts
It was reported that Freedonian envoy Pavel Orlik informed Sylvanian adviser Greta Holm of Freedonia's readiness to start talks \
at once. Deputy Minister Ivo Marek will represent Freedonia at the talks.
"""
FIRST = '"Sylvania is ready to talk as soon as early March through several channels: directly, in the Harbour Dialogue we have'
SECOND = (
    '"there are some matters we believe we can discuss and others on which they know very well we will never agree."'
)
TRACKS = {"harbour": "Harbour Dialogue", "lake": "Lake Council", "forum": "Forum of Nine"}
PASTE = "text => navigator.clipboard.writeText(text)"


@pytest.fixture
def negotiation(db):
    made = NegotiationFactory(slug="drafts", title="The drafts")
    for slug, name in TRACKS.items():
        TrackFactory(negotiation=made, slug=slug, name=name)
    for name in ("Sylvania", "Freedonia"):
        StateFactory(name=name)
    for name in ("Pavel Orlik", "Greta Holm", "Ivo Marek"):
        ActorFactory(name=name)
    OutletFactory(name="Lake Wire")
    # Lends its year to the dateline.
    ReportFactory(negotiation=made, dateline_day=date(2021, 1, 30), published_at=datetime(2021, 1, 30, tzinfo=UTC))
    return made


@pytest.fixture
def reviewing(page, context, sign_in, live_server, negotiation):
    sign_in(context, UserFactory(role=Role.REVIEWER))
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(f"{live_server.url}/n/drafts/reports/new/")
    return page


def file_by_paste(page):
    page.evaluate(PASTE, TEXT)
    page.keyboard.press("Control+V")
    expect(page.locator("[data-settle] [data-submit][data-ready]")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#bench [data-card][aria-current]").wait_for()
    at_rest(page)
    return Report.objects.get(outlet__name="Lake Wire")


def starting(words):
    return next(
        one for one in Statement.objects.filter(report__outlet__name="Lake Wire") if one.quote.startswith(words)
    )


def test_from_paste_to_share_link(reviewing, browser, live_server):
    page = reviewing
    report = file_by_paste(page)
    assert (report.dateline_place, report.dateline_day, report.language) == ("Luzern", date(2021, 2, 18), "en")
    text = report.current.text

    channels, matters = starting(FIRST), starting(SECOND)
    for statement in (channels, matters):
        (piece,) = statement.pieces
        assert text[piece.start : piece.end] == piece.exact
        assert statement.speaker_words == "a senior delegation official"
        assert (statement.basis, statement.form) == ("background", "direct")
    assert {(link.track.name, link.reason) for link in channels.track_links.all()} == {(n, n) for n in TRACKS.values()}
    dates = [(one["key"], one["words"]) for one in channels.offered if one["kind"] == "date"]
    assert ("2021-03-01~/2021-03-10~", "as soon as early March") in dates
    assert starting("Freedonia's readiness").speaker.name == "Pavel Orlik"

    # Publish all that is suggested: one key each.
    count = page.locator("[data-card]").count()
    for _ in range(count):
        page.keyboard.press("p")
    expect(page.locator("[data-status=published]")).to_have_count(count)
    at_rest(page)  # shown before it is saved
    channels.refresh_from_db()
    assert channels.status == "published"

    for slug in TRACKS:
        page.goto(f"{live_server.url}/n/drafts/tracks/{slug}/timeline/")
        expect(page.locator("#entries").get_by_text("Sylvania is ready to talk as soon as early March")).to_be_visible()

    page.goto(f"{live_server.url}/n/drafts/shares/new/?address=/n/drafts/tracks/lake/timeline/")
    page.fill("[name=label]", "For the desk")
    page.get_by_role("button", name="Make the link").click()
    address = page.locator("#share-address").input_value()
    stranger = browser.new_context().new_page()
    stranger.goto(address)
    expect(stranger.locator("#entries").get_by_text("Sylvania is ready to talk as soon as early March")).to_be_visible()
    expect(stranger.get_by_role("button", name="Publish")).to_have_count(0)


def test_the_vague_date_becomes_a_claim_about_an_event(reviewing):
    page = reviewing
    file_by_paste(page)
    page.locator("[data-do=claim]").first.click()
    expect(page.locator("#claim-form [name=when]")).to_have_value("as soon as early March")
    page.fill("[name=event_name]", "Talks between Sylvania and Freedonia open")
    page.select_option("[name=event_kind]", "meeting")
    page.select_option("[name=step]", "proposed")
    page.locator("#claim-form [data-do=save]").click()
    page.locator(".claim-card.s-card-draft").wait_for()
    claim = Claim.objects.get()
    assert (claim.when.edtf, claim.when.words) == ("2021-03-01~/2021-03-10~", "as soon as early March")
    assert claim.statement is not None
    page.locator(".claim-card.s-card-draft button[value=published]").click()
    page.locator(".claim-card.s-card-published").wait_for()
    expect(page.locator(".claim-card:focus")).to_have_count(1)


def test_the_same_text_again_leads_to_the_report(reviewing, live_server):
    page = reviewing
    report = file_by_paste(page)
    page.goto(f"{live_server.url}/n/drafts/reports/new/")
    page.keyboard.press("Control+V")
    expect(page.locator(".notice", has_text="filed already")).to_be_visible()
    expect(page.locator(f"a[href='{report.get_absolute_url()}']").first).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value(re.compile("Lake Wire"))


def test_a_dropped_file_is_read_at_once(reviewing):
    page = reviewing
    page.set_input_files("[name=file]", {"name": "t.txt", "mimeType": "text/plain", "buffer": TEXT.encode()})
    expect(page.locator("[data-settle] [name=outlet_name]")).to_have_value("Lake Wire")


def test_by_plain_forms(browser, sign_in, live_server, negotiation):
    plain = browser.new_context(java_script_enabled=False)
    sign_in(plain, UserFactory(role=Role.RESEARCHER))
    page = plain.new_page()
    page.goto(f"{live_server.url}/n/drafts/reports/new/")
    page.fill("[name=text]", TEXT)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Save and code").click()
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator("[data-card][data-status=draft]")).to_have_count(1)
    assert Statement.objects.filter(status="draft").count() == 1
    page.locator("#claims").get_by_role("link", name="Add a claim").click()
    page.fill("[name=quote]", "Deputy Minister Ivo Marek will represent Freedonia at the talks")
    page.get_by_role("button", name="Find them").click()
    page.fill("[name=event_name]", "Ivo Marek to lead for Freedonia")
    page.select_option("[name=event_kind]", "appointment")
    page.select_option("[name=step]", "confirmed")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".claim-card", has_text="Ivo Marek to lead for Freedonia")).to_be_visible()
    assert Claim.objects.get().exact.startswith("Deputy Minister Ivo Marek")
    plain.close()
