"""Chromium for the browser tests: Debian's, or the one CHROMIUM names. Run them with `pytest -m browser`."""

import os
import shutil

import pytest

# The names that .ci/chromium looks for.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Playwright's synchronous interface runs an event loop, in which Django would refuse its own synchronous database work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


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


@pytest.fixture
def sign_in(live_server, client, settings):
    """Give a browser context the session of a person: `sign_in(context, user)`."""

    def give(context, user):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return give
