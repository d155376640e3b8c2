"""The box of search in a browser: its key, the names it offers, the same without scripts, and on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.test_accessibility import findings, look
from tests.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation, size=2).build()
    report = make.ReportFactory(negotiation=negotiation)
    make.StatementFactory(report=report, speaker=make.ActorFactory(name="Boris Burns"), said_on="2022-02-10")
    return scene


@pytest.fixture
def page(context, sign_in, analyst, scene, live_server):
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(live_server.url + "/n/talks/events/")
    return page


def box(page):
    return page.locator("#search-q")


def options(page):
    return page.locator("#search-names [role=option]")


def offered(page, typed):
    """The names offered for all that was typed: a key taken before they come would be about those for less of it."""
    expect(page.locator("#search-names")).to_have_attribute("data-asked", typed)
    return options(page)


def test_by_keyboard_from_the_key_to_what_was_found(page, live_server):
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("channels by:bur")
    expect(offered(page, "channels by:bur")).to_have_count(1)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#announcer")).to_contain_text("1 name")
    page.keyboard.press("ArrowDown")
    expect(box(page)).to_have_attribute("aria-activedescendant", "search-name-1")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value('channels by:"Boris Burns" ')
    expect(options(page).first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/n/talks/search/\?q=channels"))
    expect(page.locator(".found > li")).to_have_count(1)
    expect(page.locator(".found mark").first).to_have_text("channels")
    # The other kinds are counted once the page stands.
    expect(page.locator("#kinds .count")).to_have_count(3)


def test_arrows_go_round_and_escape_closes(page):
    box(page).press_sequentially("cou", delay=20)
    expect(offered(page, "cou")).to_have_count(1)
    for key, chosen in (("ArrowUp", 1), ("ArrowDown", 0), ("ArrowDown", 1)):
        page.keyboard.press(key)
        expect(page.locator("#search-names [aria-selected=true]")).to_have_count(chosen)
    page.keyboard.press("Escape")
    expect(options(page).first).to_be_hidden()
    expect(box(page)).to_have_value("cou")
    expect(box(page)).to_be_focused()


def test_a_name_is_taken_with_the_mouse_in_the_middle_of_a_text(page):
    box(page).fill("cou missiles")
    box(page).press("Home")
    for _letter in "cou":
        box(page).press("ArrowRight")
    page.keyboard.type("n")
    offered(page, "coun").first.click()
    expect(box(page)).to_have_value('track:"The council" missiles')
    expect(box(page)).to_be_focused()


def test_without_scripts_the_box_is_a_form(browser, sign_in, analyst, scene, live_server):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(live_server.url + "/n/talks/")
    box(page).fill("chanel by:Burnss")
    box(page).press("Enter")
    expect(page.locator(".notice")).to_contain_text("Did you mean")
    page.get_by_role("link", name="Boris Burns").click()
    box(page).fill("channels")
    box(page).press("Enter")
    expect(page.locator(".found > li")).not_to_have_count(0)
    page.get_by_role("link", name="Best first").click()
    expect(page).to_have_url(re.compile("order=best"))
    page.get_by_role("link", name="Reports").last.click()
    expect(page.locator(".found > li").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (390, "light")])
def test_nothing_for_axe_with_the_names_open(browser, sign_in, analyst, scene, live_server, width, theme):
    context = look(browser, width, theme)
    sign_in(context, analyst)
    for path in ("/search/", "/search/?q=channels", "/search/?q=by:Burnss", "/n/talks/search/?q=nothing+such"):
        assert findings(context, live_server.url + path) == []
    page = context.new_page()
    page.goto(live_server.url + "/n/talks/")
    box(page).press_sequentially("cou", delay=20)
    expect(offered(page, "cou")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    context.close()
