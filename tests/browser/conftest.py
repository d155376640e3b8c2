"""Chromium for the browser tests: Debian's, or the one CHROMIUM names. Run them with `pytest -m browser`."""

import os
import shutil
import time
from threading import get_ident

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import expect

# The names that .ci/chromium looks for.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Playwright's synchronous interface runs an event loop, in which Django would refuse its own synchronous database work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


expect.set_options(timeout=15_000)  # a page may take its time on a busy machine

# Chromium draws its own address bar as a web page, anew for each context, which takes a second of the processor. The other
# features are those that Playwright switches off: a second list takes the place of its own.
OFF = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,Translate,"
    "OptimizationHints,CDPScreenshotNewSurface"
)


def pytest_collection_modifyitems(items):
    """A test with a browser may fail once: docs/decisions/0024-browser-tests-once-more.md. `--force-reruns 0` forbids it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES))),
        "args": [*sandbox, f"--disable-features={OFF}"],
    }


@pytest.fixture(scope="session")
def base_url():
    """Stands in for pytest-base-url's fixture, which pytest 9 warns of; the tests use `live_server.url`."""
    return ""


@pytest.fixture(autouse=True)
def nothing_is_answered_any_more(transactional_db):
    """The tables are emptied once the server has answered all that the pages asked for, which may be more than a test waits
    for (a form fetched ahead, tiles): a request that meets TRUNCATE can lock both out."""
    under_way = set()

    def begin(environ=None, **_rest):
        under_way.add(get_ident())

    def end(**_rest):
        under_way.discard(get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    give_up = time.monotonic() + 15
    while under_way and time.monotonic() < give_up:
        time.sleep(0.01)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def sign_in(live_server, client, settings):
    """Give a browser context the session of a person: `sign_in(context, user)`."""

    def give(context, user):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return give
