"""The timeline in a browser: filters by htmx with the state in the address, back, and the same by plain forms."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import at_rest
from tests.scene import Scene
from tests.timelines.material import many_statements

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation).build()
    many_statements(scene, 60)
    return scene


@pytest.fixture
def address(live_server):
    return live_server.url + "/n/talks/timeline/"


@pytest.fixture
def timeline(context, sign_in, analyst, scene, address):
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(address)
    yield page
    at_rest(page)


def found(page):
    return page.locator(".found strong")


def option(page, name, value):
    return page.locator(f"#f-{name}-{value}")


def test_choosing_filters_keeps_the_address_and_back_undoes_it(timeline, address):
    page = timeline
    expect(found(page)).to_have_text("63")
    option(page, "track", "council").check()
    expect(page).to_have_url(address + "?track=council")
    expect(found(page)).to_have_text("31")
    expect(option(page, "track", "council")).to_be_focused()
    page.get_by_label("From").fill("2022-02-01")
    page.get_by_label("From").blur()
    expect(page).to_have_url(address + "?track=council&from=2022-02-01")
    expect(page.locator(".chip")).to_have_count(2)
    page.go_back()
    expect(page).to_have_url(address + "?track=council")
    expect(found(page)).to_have_text("31")
    expect(option(page, "track", "council")).to_be_checked()
    expect(page.locator(".masthead")).to_have_count(1)


def test_an_address_opened_elsewhere_shows_the_same(timeline, address):
    page = timeline
    page.goto(address + "?track=council&stance=demands")
    expect(option(page, "track", "council")).to_be_checked()
    expect(option(page, "stance", "demands")).to_be_checked()
    count = found(page).inner_text()
    page.reload()
    expect(found(page)).to_have_text(count)


def test_words_typed_are_looked_for_without_leaving_the_field(timeline):
    page = timeline
    page.locator("#filter-text").press_sequentially("several", delay=20)
    expect(page).to_have_url(re.compile(r"q=several$"))
    expect(found(page)).to_have_text("61")
    expect(page.locator("#filter-text")).to_be_focused()
    page.keyboard.type(" nonsense")
    expect(page.locator("#nothing")).to_be_visible()
    page.locator("#nothing").get_by_role("link", name="Without “Text”").click()
    expect(found(page)).to_have_text("63")


def test_a_chip_takes_its_filter_away(timeline, address):
    page = timeline
    option(page, "track", "council").check()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip").click()
    expect(page).to_have_url(re.compile(r"/timeline/\??$"))
    expect(found(page)).to_have_text("63")


def test_what_was_opened_stays_open(timeline):
    page = timeline
    page.locator("#filter-form summary").last.click()
    group = page.locator("#filter-form details").last
    expect(group).to_have_attribute("open", "")
    option(page, "track", "council").check()
    expect(found(page)).to_have_text("31")
    expect(page.locator("#filter-form details").last).to_have_attribute("open", "")


def test_pages_turn_and_back_returns(timeline):
    page = timeline
    page.get_by_role("link", name="Older entries").click()
    expect(page).to_have_url(re.compile("after="))
    expect(page.get_by_role("link", name="Newer entries")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Newer entries")).to_have_count(0)


def test_without_scripts_the_form_does_the_same(browser, sign_in, analyst, scene, address):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(address)
    option(page, "track", "council").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("track=council"))
    expect(found(page)).to_have_text("31")
    page.locator(".chip").click()
    expect(found(page)).to_have_text("63")
    context.close()


def test_a_visit_is_noted_after_the_page_was_looked_at(context, live_server, sign_in, analyst, scene):
    sign_in(context, analyst)
    page = context.new_page()
    page.clock.install()
    page.goto(live_server.url + "/n/talks/")
    expect(page.get_by_text("This is your first visit here")).to_be_visible()
    with page.expect_response("**/seen/") as noted:
        page.clock.run_for(25_000)
    assert noted.value.status == 204
    assert analyst.visits.count() == 1
