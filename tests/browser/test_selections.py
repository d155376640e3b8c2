"""Saved views, what changed and comparing in a reader's hands, with scripts and without; a timeline in a frame elsewhere."""

import http.server
import threading

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.scene import Scene
from tracker.sharing.models import SavedView

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
expect.set_options(timeout=15_000)
TIMELINE = "/n/talks/timeline/"


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation, size=2).build()
    scene.add(5)
    return scene


@pytest.fixture
def page(context, sign_in, analyst, scene):
    sign_in(context, analyst)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


def test_a_view_is_kept_opened_from_the_menu_renamed_and_removed(page, live_server, analyst):
    page.goto(live_server.url + TIMELINE)
    page.locator("#filter-stance summary").click()
    page.locator("#filter-stance label", has_text="rejects").click()
    expect(page.locator(".chip-on")).to_have_count(1)
    page.locator("#views summary").click()
    expect(page.locator("#views-saved")).to_contain_text("No view is saved here yet.")
    page.get_by_role("link", name="Save this view").click()
    page.get_by_role("textbox", name="Name").fill("Rejections")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{live_server.url}{TIMELINE}?stance=rejects")
    page.goto(live_server.url + TIMELINE)
    page.locator("#views summary").click()
    page.locator("#views-saved").get_by_role("link", name="Rejections").click()
    expect(page).to_have_url(f"{live_server.url}{TIMELINE}?stance=rejects")
    page.locator("#views summary").click()
    page.get_by_role("link", name="All saved views").click()
    page.get_by_role("link", name="Change Rejections").click()
    page.get_by_role("textbox", name="Name").fill("What is rejected")
    page.get_by_label("Shared with everybody").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#own")).to_contain_text("What is rejected shared")
    page.get_by_role("link", name="Remove What is rejected").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="No view is saved here yet")).to_be_visible()
    assert not SavedView.objects.exists()


def test_a_zoom_of_the_lanes_is_what_is_kept_and_compared(page, live_server):
    """The lanes write the address themselves and bring the list alone: the menu follows."""
    page.goto(live_server.url + TIMELINE)
    expect(page.locator("#lanes.is-live")).to_be_visible()
    page.locator(".lanes-field").focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    kept = page.locator("#views a[href*='views/new']")
    page.wait_for_function("() => document.querySelector(\"#views a[href*='views/new']\").href.includes('from')")
    day = page.evaluate("new URL(location.href).searchParams.get('from')")
    assert day in kept.get_attribute("href")


def test_without_scripts(browser, live_server, sign_in, analyst, scene):
    make.SavedViewFactory(negotiation=scene.negotiation, made_by=analyst, name="Accepted", query="stance=accepts")
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, analyst)
    page = context.new_page()
    page.goto(f"{live_server.url}{TIMELINE}?stance=rejects")
    page.locator("#views summary").click()
    page.get_by_role("link", name="Compare with").click()
    page.get_by_label("Something else instead").select_option(label="Accepted")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("h1")).to_have_text("Two selections compared")
    expect(page.locator("#by-stance tbody tr").first).to_contain_text("rejects")
    page.get_by_role("link", name="Swap").click()
    expect(page.locator(".compare-a .chip-on")).to_contain_text("Stance: Accepts")
    page.locator(".compare-b summary").click()
    page.locator("#first-b").fill("2022-01-05")
    page.locator(".compare-b").get_by_role("button", name="Compare").click()
    expect(page.locator("section.compare-b .chip-on")).to_have_count(2)
    page.get_by_role("link", name="Drop A").click()
    expect(page).to_have_url(f"{live_server.url}{TIMELINE}?stance=rejects&from=2022-01-05")
    page.locator("#views summary").click()
    page.get_by_role("link", name="What changed since").click()
    page.get_by_label("Since").fill("2022-01-07")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#digest")).to_contain_text("new statement")
    page.get_by_role("link", name="Published here since then").click()
    expect(page.locator("h1")).to_have_text("What changed since 7 Jan 2022")
    context.close()


@pytest.fixture
def site():
    """Another site, with one page; `site.body` is what it holds, `site.address` where it is."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = f"<!doctype html><title>Desk</title>{site.body}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address, site.body = f"http://127.0.0.1:{site.server_port}", ""
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield site
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_frame_shows_on_the_sites_of_its_link_alone(browser, live_server, site, scene, analyst, is_listed):
    make.ShareLinkFactory(
        negotiation=scene.negotiation,
        made_by=analyst,
        token="framed",
        page="timelines:negotiation",
        query="kind=statement",
        embed_on=site.address if is_listed else "https://other.example",
    )
    site.body = f'<iframe src="{live_server.url}/embed/framed/" width="900" height="600"></iframe>'
    context = browser.new_context()
    page, failed = context.new_page(), []
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.goto(site.address)
    frame = page.frame_locator("iframe")
    if is_listed:
        expect(frame.locator("#lanes.is-live")).to_be_visible()
        expect(frame.locator(".lanes-marks .lane-link").first).to_be_visible()
        with context.expect_page() as opened:
            frame.locator(".t-words a").first.click()
        expect(opened.value.locator("blockquote").first).to_be_visible()
    else:
        page.wait_for_timeout(500)
        assert any("frame-ancestors" in one for one in failed)
    context.close()
