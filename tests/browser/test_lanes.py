"""The lanes of the timeline under a reader's hands: wheel, drag, pinch, keys, brush, dates; in step with the list."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.scene import Scene
from tests.timelines.material import many_statements
from tracker.sharing.models import ShareLink
from tracker.sharing.tokens import hash_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
expect.set_options(timeout=15_000)  # the list may take its time on a busy machine
WINDOW = re.compile(r"from=(\d{4}-\d\d-\d\d)&to=(\d{4}-\d\d-\d\d)")


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation, size=3).build()
    many_statements(scene, 60)
    return scene


@pytest.fixture
def address(live_server):
    return live_server.url + "/n/talks/timeline/"


@pytest.fixture
def lanes(context, sign_in, analyst, scene, address):
    sign_in(context, analyst)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    expect(page.locator("#lanes.is-live")).to_be_visible()
    yield page
    assert errors == []


def middle(page, selector=".lanes-field"):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"], 200) / 2


def days(page):
    """The window's first and last day, as the address has them."""
    expect(page).to_have_url(WINDOW)
    return WINDOW.search(page.url).groups()


def found(page):
    return page.locator(".found strong")


def test_the_wheel_zooms_and_the_list_and_the_address_follow(lanes, address):
    everything = found(lanes).inner_text()
    lanes.mouse.move(*middle(lanes))
    for _turn in range(6):
        lanes.mouse.wheel(0, -120)
    expect(found(lanes)).not_to_have_text(everything)  # the list follows once the wheel rests
    expect(lanes.locator("[data-lanes-live]")).to_contain_text("The dialogue")
    first, last = days(lanes)
    assert first < last
    expect(lanes.locator("#filter-from")).to_have_value(first)
    lanes.goto(lanes.url)
    expect(lanes.locator("#lanes.is-live")).to_be_visible()
    assert days(lanes) == (first, last)


def test_drag_pans_and_a_key_shows_the_whole_again(lanes, address):
    lanes.locator("[data-zoom=in]").click()
    before = days(lanes)
    x, y = middle(lanes)
    lanes.mouse.move(x, y)
    lanes.mouse.down()
    lanes.mouse.move(x - 300, y, steps=5)
    lanes.mouse.up()
    expect(lanes).not_to_have_url(re.compile(f"from={before[0]}"))
    assert days(lanes) > before
    lanes.keyboard.press("0")
    expect(lanes).to_have_url(address)


def test_the_keyboard_alone_is_enough_and_is_told_under_the_question_mark(lanes):
    field = lanes.locator(".lanes-field")
    field.focus()
    lanes.keyboard.press("+")
    near = days(lanes)
    lanes.keyboard.press("ArrowRight")
    expect(lanes).not_to_have_url(re.compile(f"from={near[0]}"))
    lanes.keyboard.press("Tab")
    expect(lanes.locator(".lane-link:focus")).to_have_count(1)
    expect(lanes.locator(".lane-link:focus")).to_have_attribute("aria-label", re.compile(r"2022: .+"))
    lanes.keyboard.press("?")
    expect(lanes.locator("#shortcuts")).to_contain_text("Zoom in on the timeline")


def test_a_finger_scrolls_the_page_and_two_zoom(browser, sign_in, analyst, scene, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#lanes.is-live")).to_be_visible()
    x, y = middle(page)
    touch = context.new_cdp_session(page)

    def fingers(kind, *places):
        points = [{"x": left, "y": top, "id": n} for n, (left, top) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (x - 20, y), (x + 20, y))
    for apart in (30, 50, 80):
        fingers("touchMove", (x - apart, y), (x + apart, y))
    fingers("touchEnd")
    assert days(page)[0] > "2021-12-01"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_brush_moves_the_window(lanes):
    lanes.locator("[data-zoom=in]").click()
    before = days(lanes)
    x, y = middle(lanes, ".brush")
    lanes.mouse.move(x, y)
    lanes.mouse.down()
    lanes.mouse.move(x + 150, y, steps=4)
    lanes.mouse.up()
    expect(lanes).not_to_have_url(re.compile(f"from={before[0]}"))
    assert days(lanes) > before


def test_a_date_in_words_is_gone_to(lanes):
    lanes.locator("#lanes-go").fill("early January")
    lanes.keyboard.press("Enter")
    expect(lanes.locator(".lanes-said")).to_have_text("1–10 Jan 2022")
    assert days(lanes)[0] < "2022-01-01" < "2022-01-10" < days(lanes)[1]
    lanes.locator("#lanes-go").fill("bananas")
    lanes.keyboard.press("Enter")
    expect(lanes.locator(".lanes-said")).to_contain_text("bananas")


def test_rows_and_marks_light_each_other(lanes):
    lanes.goto(lanes.url + "?order=oldest")
    expect(lanes.locator("#lanes.is-live")).to_be_visible()
    row = lanes.locator("#entries li[id^=event]").first
    row.hover()
    name = row.get_attribute("id")
    mark = lanes.locator(f".lane-link[data-entry={name}]").first
    expect(mark).to_have_class(re.compile("is-lit"))
    lanes.mouse.move(0, 0)
    mark.focus()
    expect(mark).to_be_focused()
    expect(row).to_have_class(re.compile("is-lit"))
    assert "/events/" in mark.get_attribute("href")


def test_a_bar_opens_and_lanes_can_stand_for_something_else(lanes):
    lanes.get_by_role("link", name="Issue", exact=True).click()
    expect(lanes).to_have_url(re.compile("lanes=issue"))
    expect(lanes.locator("#lanes.is-live")).to_be_visible()
    expect(lanes.locator("[data-lane=missiles]")).to_be_visible()
    option = lanes.locator("#f-kind-statement")
    option.check()
    expect(lanes).to_have_url(re.compile("kind=statement.*lanes=issue|lanes=issue.*kind=statement"))
    expect(lanes.locator("#lanes.is-live")).to_be_visible()


def test_one_request_at_a_time_and_the_newer_gesture_wins(lanes):
    at_once = []
    flying = set()
    lanes.on("request", lambda one: "/tiles/" in one.url and (flying.add(one), at_once.append(len(flying))))
    for event in ("requestfinished", "requestfailed"):
        lanes.on(event, lambda one: flying.discard(one))
    lanes.mouse.move(*middle(lanes))
    for _turn in range(30):
        lanes.mouse.wheel(0, -120)
    lanes.wait_for_timeout(500)
    assert at_once
    assert max(at_once) <= 2  # one that is given up, and the one in its place


def test_a_step_makes_no_elements_but_links(lanes):
    """What else a step shows is painted: elements would have to be styled and laid out within 33 ms."""
    lanes.evaluate("""() => {
      window.made = [];
      new MutationObserver((changes) => {
        const found = changes.filter(({ target }) => !target.matches("[data-lanes-legend]"));
        for (const { addedNodes } of found) window.made.push(...[...addedNodes].filter((node) => node.nodeType === 1));
      }).observe(document.getElementById("lanes"), { childList: true, subtree: true });
    }""")
    lanes.mouse.move(*middle(lanes))
    for _turn in range(4):
        lanes.mouse.wheel(0, -120)
    days(lanes)
    stayed = lanes.evaluate("window.made.filter((node) => node.isConnected).map((node) => node.classList[0])")
    assert set(stayed) <= {"lane-link"}
    expect(lanes.locator(".lane-link:visible").first).to_be_empty()


def test_without_scripts_the_server_draws_and_months_lead_on(browser, sign_in, analyst, scene, address):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".lane-field .bars").first.get_attribute("d")
    assert page.locator(".lane-svg .lane-mark").count() > 3
    page.locator(".lanes-columns a").nth(5).click(force=True)
    assert WINDOW.search(page.url)
    page.locator("#lanes-go").fill("early January")
    page.locator("#lanes-go").press("Enter")
    assert WINDOW.search(page.url).groups() == ("2022-01-01", "2022-01-10")
    context.close()


def test_paper_shows_the_window_in_ink(lanes):
    lanes.locator("[data-zoom=in]").click()
    first, _last = days(lanes)
    lanes.evaluate("document.documentElement.dataset.theme = 'dark'; dispatchEvent(new Event('beforeprint'))")
    assert lanes.locator("#lanes").bounding_box()["width"] == 660
    assert lanes.evaluate("document.documentElement.dataset.theme") == "light"
    lanes.evaluate("dispatchEvent(new Event('afterprint'))")
    assert lanes.evaluate("document.documentElement.dataset.theme") == "dark"
    lanes.emulate_media(media="print")
    expect(lanes.locator("#lanes .print-only")).to_contain_text(f"from={first}")


def test_a_picture_is_what_is_shown(lanes):
    lanes.locator("[data-zoom=in]").click()
    first, _last = days(lanes)
    link = lanes.locator("[data-lanes-svg]")
    expect(link).to_have_attribute("href", re.compile(f"lanes.svg.*from={first}"))
    answer = lanes.request.get(lanes.evaluate("document.querySelector('[data-lanes-svg]').href"))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "The talks" in answer.text()
    with lanes.expect_download() as download:
        lanes.locator("[data-lanes-png]").click()
    assert download.value.suggested_filename == "talks.png"


def test_a_shared_page_zooms_within_what_is_shared(browser, live_server, scene, analyst):
    link = make.ShareLinkFactory(
        negotiation=scene.negotiation, made_by=analyst, page="timelines:negotiation", arguments={"slug": "talks"},
        query="track=council&from=2022-01-05&to=2022-01-20", token_hash=hash_of("t" * 43), expires_at=None,
    )  # fmt: skip
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/s/{'t' * 43}/")
    expect(page.locator("#lanes.is-live")).to_be_visible()
    shown = page.locator("[data-lane=council] [data-lane-count]").inner_text()
    page.mouse.move(*middle(page))
    for _turn in range(5):
        page.mouse.wheel(0, 120)
    page.wait_for_timeout(600)
    assert page.locator("[data-lane=council] [data-lane-count]").inner_text() == shown
    assert ShareLink.objects.get().public_id == link.public_id
    context.close()
