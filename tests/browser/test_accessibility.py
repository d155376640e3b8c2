"""axe-core finds nothing on any page; nothing scrolls sideways; the console is silent."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.browser.pages import addresses
from tests.factories import SavedViewFactory, ShareLinkFactory
from tests.factories.intake import fill_inbox
from tracker.negotiations.models import Negotiation

AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()
RUN = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {runOnly: rules});
  return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`);
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
VIEWS = [(1440, "light"), (390, "dark")]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def findings(context, url: str, *, status: int = 200) -> list[str]:
    """What is wrong with the page at `url`, in words; empty when all is well."""
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    response = page.goto(url, wait_until="load")
    problems = [] if response.status == status else [f"answered {response.status}"]
    page.evaluate(AXE)
    problems += page.evaluate(RUN)
    if page.evaluate(SIDEWAYS) > 0:
        problems.append("scrolls sideways")
    page.close()
    # A browser notes on the console that a page was not found; that is no fault of the page.
    return problems + (said if status == 200 else [])


def look(browser, width: int, theme: str):
    return browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True)


def test_every_page(browser, live_server, sign_in, administrator):
    call_command("load_demo", verbosity=0)
    negotiation = Negotiation.objects.get()
    fill_inbox(negotiation)
    link = ShareLinkFactory(negotiation=negotiation, made_by=administrator, token="x" * 43)
    ShareLinkFactory(
        negotiation=negotiation,
        made_by=administrator,
        token="y" * 43,
        page="timelines:negotiation",
        embed_on="https://desk.example",
    )
    SavedViewFactory(negotiation=negotiation, made_by=administrator, query="stance=rejects&track=osce", is_shared=True)
    paths = addresses(negotiation)
    found = {}
    for width, theme in VIEWS:
        person, stranger = look(browser, width, theme), look(browser, width, theme)
        sign_in(person, administrator)
        for name, path in paths.items():
            found[name, width] = findings(person, live_server.url + path)
        found["shared page", width] = findings(stranger, f"{live_server.url}/s/{'x' * 43}/")
        found["embedded", width] = findings(stranger, f"{live_server.url}/embed/{'y' * 43}/")
        found["closed link", width] = findings(stranger, f"{live_server.url}/s/{link.public_id}/", status=404)
        person.close()
        stranger.close()
    faults = [f"{name} at {width}: {problem}" for (name, width), problems in found.items() for problem in problems]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_pages_before_signing_in(browser, live_server, width, theme):
    context = look(browser, width, theme)
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_signup"):
        assert findings(context, live_server.url + reverse(name)) == []
    assert findings(context, f"{live_server.url}/there-is-no-such-page/", status=404) == []
    context.close()
