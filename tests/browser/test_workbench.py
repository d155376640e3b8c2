"""The workbench in Chromium: by keyboard, by mouse, and what it counts in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import AXE, RUN, SIDEWAYS, VIEWS, look
from tests.browser.waiting import at_rest
from tests.factories import (
    ActorFactory,
    IssueFactory,
    NegotiationFactory,
    ReportFactory,
    StatementFactory,
    TrackFactory,
    UserFactory,
)
from tracker.accounts.models import Role
from tracker.statements.models import Statement, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# An emoji and a flag before the words: JavaScript counts them as two and four.
TEXT = (
    "LUZERN, 3 March 2021 (Example Wire) - \U0001f54a\U0001f1e8\U0001f1ed Both sides met again.\n"
    '"We are prepared to go on in several rooms at once," Envoy Mara Lindqvist said, naming the Working Group.\n'
    "She added that the draft was a basis for work, and no more than a basis for work."
)


@pytest.fixture
def report(db):
    return ReportFactory(negotiation=NegotiationFactory(slug="talks"), text=TEXT)


@pytest.fixture
def bench(page, context, sign_in, live_server, report):
    """bench(role) opens the workbench as a person of that role."""

    def open_as(role):
        sign_in(context, UserFactory(role=role))
        page.goto(f"{live_server.url}/n/talks/reports/{report.pk}/code/")
        return page

    yield open_as
    at_rest(page)


SELECT = """words => {
  const text = document.querySelector("[data-text]");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.textContent.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return true;
  }
  return false;
}"""


def test_selected_words_become_a_statement_by_one_key(bench):
    page = bench(Role.RESEARCHER)
    ActorFactory(name="Mara Lindqvist")
    assert page.evaluate(SELECT, "several rooms")
    page.keyboard.press("n")
    page.locator("[data-editing]").wait_for()
    statement = Statement.objects.get()
    assert statement.quote == "several rooms"
    # The keyboard is in the form already: name the speaker, save.
    expect(page.locator("[data-editing] [name=speaker_name]")).to_be_focused()
    page.keyboard.type("mara lindqvist")
    page.keyboard.press("Control+Enter")
    page.locator("[data-card]:not([data-editing])").wait_for()
    statement.refresh_from_db()
    assert statement.speaker.name == "Mara Lindqvist"
    expect(page.locator(".hl.hl-draft")).to_have_text("several rooms")


def test_judging_by_keyboard_and_undo(bench, report):
    for words in ("several rooms", "a basis for work", "Both sides met again"):
        StatementFactory(report=report, status=Status.SUGGESTED, words=words)
    page = bench(Role.REVIEWER)
    page.keyboard.press("a")
    page.keyboard.press("x")  # of the next one: a judgement by key goes on
    page.locator('[data-card][data-status="draft"]').wait_for()
    page.locator('[data-card][data-status="rejected"]').wait_for()
    page.keyboard.press("u")
    page.locator('[data-card][data-status="suggested"]').nth(1).wait_for()
    page.keyboard.press("j")
    page.keyboard.press("p")
    page.locator('[data-card][data-status="published"]').wait_for()
    page.locator(".hl.hl-published").wait_for()
    at_rest(page)
    assert sorted(Statement.objects.values_list("status", flat=True)) == ["draft", "published", "suggested"]


def test_boundaries_by_keyboard(bench, report):
    StatementFactory(report=report, status=Status.DRAFT, words="several rooms")
    page = bench(Role.RESEARCHER)
    page.keyboard.press("]")
    page.locator(".hl", has_text="several rooms at").wait_for()
    page.keyboard.press("{")
    page.locator(".hl", has_text="in several rooms at").wait_for()
    at_rest(page)
    assert Statement.objects.get().quote == "in several rooms at"


def test_boundaries_by_clause_and_taken_back(bench, report):
    StatementFactory(report=report, status=Status.DRAFT, words="several rooms")
    page = bench(Role.RESEARCHER)
    page.keyboard.press("Alt+BracketRight")
    page.locator(".hl", has_text="several rooms at once").wait_for()
    page.keyboard.press("Alt+Shift+BracketLeft")
    page.locator(".hl", has_text="We are prepared to go on in several rooms at once").wait_for()
    at_rest(page)
    assert Statement.objects.get().quote.endswith("several rooms at once")
    for _ in range(2):  # one for each time that the hand rested
        page.keyboard.press("u")
        at_rest(page)
    assert Statement.objects.get().quote == "several rooms"
    expect(page.locator(".hl-current")).to_have_text("several rooms")


def test_boundaries_by_mouse(bench, report):
    StatementFactory(report=report, status=Status.DRAFT, words="several rooms")
    page = bench(Role.RESEARCHER)
    handle = page.locator("[data-handle=end]").bounding_box()
    mark = page.locator(".hl-current").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(mark["x"] + mark["width"] + 60, mark["y"] + mark["height"] / 2, steps=4)
    page.mouse.up()
    at_rest(page)
    assert Statement.objects.get().quote in ("several rooms at", "several rooms at once")


def test_offered_links_with_one_more_key_for_the_stance(bench, report):
    issue = IssueFactory(negotiation=report.negotiation, name="Fishing rights")
    track = TrackFactory(negotiation=report.negotiation, name="Working Group")
    offered = [
        {"kind": "issue", "key": issue.pk, "label": "Fishing rights", "words": "fishing", "reason": "named"},
        {"kind": "track", "key": track.pk, "label": "Working Group", "words": "group", "reason": "named"},
    ]
    StatementFactory(report=report, status=Status.SUGGESTED, words="several rooms", offered=offered)
    page = bench(Role.RESEARCHER)
    page.keyboard.press("1")
    expect(page.locator("[data-card] [data-about]")).to_have_text("Fishing rights")
    page.keyboard.press("Escape")
    expect(page.locator("[data-chooser]")).to_have_count(0)
    for key in "15":
        page.keyboard.press(key)
    at_rest(page)
    statement = Statement.objects.get()
    assert statement.positions.get().stance == "accepts"
    assert statement.status == Status.DRAFT
    page.keyboard.press("1")  # what is left has moved up
    at_rest(page)
    assert statement.track_links.get().track == track


def test_all_of_a_speaker_and_back_by_one_key_each(bench, report):
    lind = ActorFactory(name="Lind")
    for words in ("several rooms", "a basis for work", "Both sides met again"):
        StatementFactory(report=report, status=Status.SUGGESTED, words=words, speaker=lind)
    page = bench(Role.RESEARCHER)
    page.keyboard.press("A")
    assert page.locator('[data-card][data-status="draft"]').count() == 3  # before the server has answered
    at_rest(page)
    expect(page.locator("#bench-said")).to_contain_text("3 suggestions of Lind")
    page.keyboard.press("u")
    at_rest(page)
    assert set(Statement.objects.values_list("status", flat=True)) == {"suggested"}


def test_a_name_is_taught_by_key(bench, report):
    lind = ActorFactory(name="Ida Berg")
    StatementFactory(
        report=report, status=Status.SUGGESTED, words="several rooms", speaker=None, speaker_words="the envoy"
    )
    page = bench(Role.RESEARCHER)
    page.keyboard.press("t")
    page.locator("#teach [name=name]:focus").wait_for()
    expect(page.locator("#teach [name=words]")).to_have_value("the envoy")
    page.keyboard.type("ida berg")
    page.keyboard.press("Enter")
    page.locator("#bench-said", has_text="is now a name of Ida Berg").wait_for()
    lind.refresh_from_db()
    assert lind.aliases == ["the envoy"]
    at_rest(page)


def test_a_reason_is_taken_from_the_text(bench, report):
    TrackFactory(negotiation=report.negotiation, name="Working Group")
    StatementFactory(report=report, status=Status.DRAFT, words="several rooms")
    page = bench(Role.RESEARCHER)
    page.keyboard.press("e")
    page.locator("[data-editing]").wait_for()
    page.fill("[name=track-0-track]", "working group")
    page.evaluate(SELECT, "Working Group")
    page.locator("[data-reason]").click()
    expect(page.locator("[name=track-0-reason]")).to_have_value("Working Group")
    page.locator("[data-add-row=track]").click()
    page.fill("[name=track-1-track]", "Lake Council")
    page.fill("[name=track-1-reason]", "naming")
    page.select_option("[name=track-1-kind]", "other_multilateral")
    page.locator('[data-do="save"]').click()
    page.locator("[data-card]:not([data-editing])").wait_for()
    assert sorted(link.track.name for link in Statement.objects.get().track_links.all()) == [
        "Lake Council",
        "Working Group",
    ]


def test_the_later_of_two_browsers_sees_both_texts(bench, report, browser, sign_in, live_server):
    statement = StatementFactory(report=report, status=Status.DRAFT, words="several rooms")
    page = bench(Role.RESEARCHER)
    page.keyboard.press("e")
    page.locator("[data-editing]").wait_for()
    page.fill("[name=summary]", "The later editor's words")
    Statement.objects.filter(pk=statement.pk).update(summary="The earlier editor's words")
    page.locator('[data-do="save"]').click()
    expect(page.locator("#both-texts")).to_contain_text("The earlier editor")
    page.locator("#put-mine-over button").click()
    expect(page.locator("#both-texts")).to_have_count(0)
    expect(page).to_have_url(re.compile("/code/"))
    statement.refresh_from_db()
    assert statement.summary == "The later editor's words"


def test_keys_are_listed(bench, report):
    StatementFactory(report=report, status=Status.DRAFT, words="several rooms")
    page = bench(Role.RESEARCHER)
    page.keyboard.press("?")
    for label in (
        "Next statement",
        "Accept the suggestion",
        "New statement from the selected words",
        "End one word later",
    ):
        expect(page.locator("#shortcuts")).to_contain_text(label)


def test_without_javascript(browser, context, sign_in, live_server, report):
    plain = browser.new_context(java_script_enabled=False)
    sign_in(plain, UserFactory(role=Role.REVIEWER))
    page = plain.new_page()
    page.goto(f"{live_server.url}/n/talks/reports/{report.pk}/code/")
    page.fill("[name=quote]", "several rooms")
    page.get_by_role("button", name="New statement").click()
    page.fill("[name=speaker_name]", "Mara Lindqvist")
    page.select_option("[name=speaker_kind]", "person")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".hl.hl-published")).to_have_text("several rooms")
    assert Statement.objects.get().status == Status.PUBLISHED
    plain.close()


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_axe_finds_nothing_in_what_keys_open(browser, sign_in, live_server, report, width, theme):
    issue = IssueFactory(negotiation=report.negotiation, name="Fishing rights")
    offered = [{"kind": "issue", "key": issue.pk, "label": "Fishing rights", "words": "fishing", "reason": "named"},
               {"kind": "unheard of", "key": 1, "label": "Something else", "words": "else"}]  # fmt: skip
    for words in ("several rooms", "a basis for work"):
        StatementFactory(report=report, status=Status.SUGGESTED, words=words, offered=offered, speaker=None)
    other = ReportFactory(negotiation=report.negotiation, text=f"{TEXT} Later edition.")
    StatementFactory(report=other, words="in several rooms at once")
    context = look(browser, width, theme)
    sign_in(context, UserFactory(role=Role.REVIEWER))
    page = context.new_page()
    page.goto(f"{live_server.url}/n/talks/reports/{report.pk}/code/")
    page.evaluate(AXE)
    for key in ("1", "t"):
        page.keyboard.press(key)
        page.locator({"1": "[data-chooser]", "t": "#teach form"}[key]).wait_for()
        assert page.evaluate(RUN) == []
        assert page.evaluate(SIDEWAYS) <= 0
    at_rest(page)
    context.close()
