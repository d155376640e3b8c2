"""What stands on every page works by mouse and by keyboard: theme, menus, shortcuts."""

import pytest
from django.urls import reverse

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
    assert page.get_by_role("button", name="Light").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Light").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Appearance"


def test_the_list_of_shortcuts_opens_by_key_but_not_while_typing(style_page):
    page = style_page
    dialog = page.locator("#shortcuts")
    page.locator("#light-name").focus()
    page.keyboard.press("?")
    assert not dialog.is_visible()
    assert "?" in page.locator("#light-name").input_value()
    page.locator("#main").focus()
    page.keyboard.press("?")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


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
    assert page.locator("#shortcuts").get_by_text("Zoom").is_visible()
    page.get_by_label("Use single-key shortcuts on this device").uncheck()
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("z")
    assert page.evaluate("window.zoomed") == 1


def test_the_skip_link_is_the_first_stop(style_page):
    style_page.keyboard.press("Tab")
    assert style_page.evaluate("document.activeElement.className") == "skip-link"
    style_page.keyboard.press("Enter")
    assert style_page.evaluate("document.activeElement.id") == "main"


def test_without_javascript_the_account_menu_still_opens(browser, live_server, sign_in, administrator):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, administrator)
    page = context.new_page()
    page.goto(live_server.url + reverse("web:style"))
    page.locator(".masthead summary", has_text="Account").click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    context.close()
