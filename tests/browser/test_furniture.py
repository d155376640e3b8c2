"""What stands on every page works by mouse and by keyboard: theme, menus, shortcuts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def style_page(context, live_server, sign_in, administrator):
    sign_in(context, administrator)
    page = context.new_page()
    page.goto(live_server.url + reverse("web:style"))
    return page


# The theme of the page at the moment its body begins, before anything of it is painted.
THEME_AT_FIRST = """new MutationObserver((_seen, observer) => {
  if (!document.body) return;
  observer.disconnect();
  window.themeAtFirst = document.documentElement.dataset.theme;
}).observe(document, {childList: true, subtree: true})"""


def paper(page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_the_theme_follows_the_system_until_the_reader_chooses(style_page):
    page = style_page
    page.emulate_media(color_scheme="light")
    light = paper(page)
    page.emulate_media(color_scheme="dark")
    dark = paper(page)
    assert light != dark
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Light").click()
    assert paper(page) == light
    page.add_init_script(THEME_AT_FIRST)
    page.reload()
    assert page.evaluate("themeAtFirst") == "light", "nothing flashes"
    assert paper(page) == light
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="As the system").click()
    assert paper(page) == dark


def test_a_menu_closes_on_escape_and_gives_the_focus_back(style_page):
    page = style_page
    page.get_by_label("Appearance").click()
    expect(page.get_by_role("button", name="Light")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Light")).to_be_hidden()
    expect(page.get_by_label("Appearance")).to_be_focused()


def test_the_list_of_shortcuts_opens_by_key_but_not_while_typing(style_page):
    page = style_page
    dialog = page.locator("#shortcuts")
    page.locator("#light-name").focus()
    page.keyboard.press("?")
    expect(page.locator("#light-name")).to_have_value(re.compile(r"\?"))
    expect(dialog).to_be_hidden()
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_single_keys_can_be_switched_off(style_page):
    """WCAG 2.1.4: a reader who speaks to the machine must be able to turn single-key shortcuts off."""
    page = style_page
    used = """() => {
      const link = document.createElement("button");
      link.dataset.key = "z";
      link.textContent = "Zoom";
      link.addEventListener("click", () => { window.zoomed = (window.zoomed || 0) + 1; });
      document.getElementById("main").prepend(link);
    }"""
    page.evaluate(used)
    page.locator("#main").focus()
    page.keyboard.press("z")
    assert page.evaluate("window.zoomed") == 1
    page.keyboard.press("?")
    expect(page.locator("#shortcuts").get_by_text("Zoom")).to_be_visible()
    page.get_by_label("Use single-key shortcuts on this device").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.locator("#main").focus()
    page.keyboard.press("z")
    assert page.evaluate("window.zoomed") == 1


def test_the_skip_link_is_the_first_stop(style_page):
    style_page.keyboard.press("Tab")
    expect(style_page.locator(".skip-link")).to_be_focused()
    style_page.keyboard.press("Enter")
    expect(style_page.locator("#main")).to_be_focused()


def test_without_javascript_the_account_menu_still_opens(browser, live_server, sign_in, administrator):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, administrator)
    page = context.new_page()
    page.goto(live_server.url + reverse("web:style"))
    page.locator(".masthead summary", has_text="Account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()
