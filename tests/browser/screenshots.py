"""Pictures of every page, 1440 and 390 px wide, light and dark, into screenshots/. By hand, against a running Parley:

    python -m tests.browser.screenshots http://127.0.0.1:8000 EMAIL PASSWORD [name ...]

Reads the addresses from the database of that Parley (same PARLEY_DATA or DATABASE_URL).
"""

import os
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "screenshots"
WIDTHS = (1440, 390)
THEMES = ("light", "dark")


def sign_in(page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("form.account-form button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)


def take(browser, base: str, paths: dict[str, str], session: dict, width: int, theme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, storage_state=session)
    page = context.new_page()
    for name, path in paths.items():
        page.goto(base + path, wait_until="networkidle")
        page.screenshot(path=OUT / f"{name}-{width}-{theme}.png", full_page=True)
    context.close()


def main(base: str, email: str, password: str, *wanted: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.browser.pages import addresses
    from tracker.negotiations.models import Negotiation

    paths = addresses(Negotiation.objects.order_by("pk").first())
    paths = {name: path for name, path in paths.items() if not wanted or name in wanted}
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        first = browser.new_context()
        sign_in(first.new_page(), base, email, password)
        session = first.storage_state()
        for width in WIDTHS:
            for theme in THEMES:
                take(browser, base, paths, session, width, theme)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
