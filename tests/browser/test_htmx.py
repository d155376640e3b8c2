"""Requests by htmx: the CSRF token is never stale, a failure can be sent again, an ended session leads to sign-in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import htmx_urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(context, live_server, sign_in, analyst, settings):
    settings.ROOT_URLCONF = "tests.browser.htmx_urls"
    htmx_urls.statuses.clear()
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(f"{live_server.url}/trial/")
    return page


def test_the_token_of_the_moment_is_sent(page, context, sign_in, analyst):
    """Signing in again in another tab gives a new token; the page that was open keeps working."""
    before = page.evaluate("document.cookie")
    sign_in(context, analyst)
    other = context.new_page()
    context.clear_cookies(name=re.compile("csrf"))
    other.goto(page.url)
    assert page.evaluate("document.cookie") != before
    page.get_by_role("button", name="Send").click()
    page.locator("#answer").get_by_text("got kept").wait_for()


def test_the_focus_moves_on_and_the_news_is_read_out(page):
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#next")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("got kept")


def test_what_came_in_takes_a_press_at_once(page):
    """Else a button would send its form as plain ones do, and a key would be lost: a hand can be quicker than htmx settles."""
    page.evaluate("""() => {
      const pressed = new MutationObserver(() => {
        pressed.disconnect();
        document.querySelector("#answer button").click();
      });
      pressed.observe(document.getElementById("answer"), {childList: true});
    }""")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#answer")).to_contain_text("got again")


def test_a_failure_says_so_and_can_be_sent_again(page):
    htmx_urls.statuses[:] = [500]
    page.get_by_role("button", name="Send").click()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("did not work")
    expect(page.get_by_label("Words")).to_have_value("kept")
    toast.get_by_role("button", name="Try again").click()
    page.locator("#answer").get_by_text("got kept").wait_for()
    expect(page.locator(".toast")).to_have_count(0)


def test_without_a_network_nothing_is_lost(page, context):
    context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".toast")).to_contain_text("Nothing was lost")
    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.locator("#answer").get_by_text("got kept").wait_for()


@pytest.mark.parametrize("status", [409, 422])
def test_a_refusal_with_reasons_is_shown_in_place(page, status):
    htmx_urls.statuses[:] = [status]
    page.get_by_role("button", name="Send").click()
    page.locator("#answer").get_by_text("got kept").wait_for()
    expect(page.locator(".toast")).to_have_count(0)


def test_an_ended_session_leads_to_signing_in_and_back(page, context):
    context.clear_cookies(name=re.compile("session"))
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile(r"/accounts/login/\?next=%2Ftrial%2F$"))
