"""Key presses on the workbench, timed in the browser, by hand, against a running Parley (same PARLEY_DATA or DATABASE_URL):

    PARLEY_DATA=... python -m tests.bench.workbench http://127.0.0.1:8000 [statements] [rounds]

Makes a report of 3,000 words with 150 statements (20 words a statement) in a dossier of its own, and presses keys in it. Of
each key: milliseconds from the keydown's time stamp to the frame after the one in which the page had changed, the requests
it caused, and how long the server took for each of these requests (its own log says how long it worked; here it is seen from
the browser, the way included).
"""

import os
import sys
from statistics import median, quantiles
from time import time

KEYS = ["j", "k", "a", "u", "x", "u", "]", "[", "}", "{", "Alt+]", "Alt+[", "1", "u", "p", "u", "A", "u", "e"]
# A frame is painted after its requestAnimationFrame; the message that follows it comes after the paint.
WATCH = """() => {
  window.took = [];
  addEventListener("keydown", (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.took.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  }, {capture: true});
}"""


def make_report(statements: int):
    from tests.factories import (
        ActorFactory,
        IssueFactory,
        NegotiationFactory,
        OutletFactory,
        ReportFactory,
        StatementFactory,
    )
    from tracker.statements.models import Status

    number = int(time())
    negotiation = NegotiationFactory(title=f"Bench {number}", slug=f"bench-{number}")
    issue = IssueFactory(negotiation=negotiation, name="Fishing rights")
    speakers = [ActorFactory(name=f"Envoy {name} of {negotiation.slug}") for name in "ABCDEFGHIJ"]
    said = [
        f"statement {n} says that the draft, as it stands, is a basis for work, and that talks go on in room {n}"
        for n in range(statements)
    ]
    text = "\n".join(f"“{words}.”" for words in said)
    report = ReportFactory(negotiation=negotiation, text=text, outlet=OutletFactory(name=f"Bench {number}"))
    for n, words in enumerate(said):
        StatementFactory(
            report=report,
            status=Status.SUGGESTED,
            words=words,
            speaker=speakers[n % len(speakers)],
            offered=[{"issue": issue.pk, "word": "basis for work"}],
        )
    return report


def session_of_reviewer() -> tuple[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tests.factories import UserFactory
    from tracker.accounts.models import Role

    user = UserFactory(role=Role.REVIEWER, email=f"bench{int(time())}@example.org")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return settings.SESSION_COOKIE_NAME, session.session_key


def at_rest(page):
    page.wait_for_function("() => !document.querySelector('#act[data-busy]')")
    page.wait_for_load_state("networkidle")


def press(page, key: str, requests: list) -> tuple[float, list[float]]:
    """Milliseconds to the painted answer, and of each request caused."""
    requests.clear()
    page.evaluate("window.took.length = 0")
    page.keyboard.press(key)
    page.wait_for_function("() => window.took.length > 0")
    took = page.evaluate("window.took[window.took.length - 1]")
    at_rest(page)
    return took, [request.timing["responseStart"] - request.timing["requestStart"] for request in requests]


def high(values: list[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def main(base: str, statements: str = "150", rounds: str = "5") -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    os.environ.setdefault("HTTPS", "0")  # as a Parley on loopback
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    django.setup()
    from playwright.sync_api import sync_playwright

    report = make_report(int(statements))
    words = len(report.current.text.split())
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=sandbox
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        name, value = session_of_reviewer()
        context.add_cookies([{"name": name, "value": value, "url": base}])
        page = context.new_page()
        page.goto(f"{base}/n/{report.negotiation.slug}/reports/{report.pk}/code/", wait_until="networkidle")
        page.evaluate(WATCH)
        requests: list = []
        page.on("requestfinished", lambda request: requests.append(request))
        seen: dict[str, list] = {}
        for number in range(int(rounds)):
            for _ in range(number * 5):
                page.keyboard.press("j")
            at_rest(page)
            for key in KEYS:
                seen.setdefault(key, []).append(press(page, key, requests))
                if key == "1":
                    seen.setdefault("1 5", []).append(press(page, "5", requests))
            page.locator("[data-editing] [name=speaker_name]:focus").wait_for()
            page.keyboard.press("Escape")
            page.locator("[data-editing]").wait_for(state="detached")
            at_rest(page)
        browser.close()
    print(f"{words} words, {statements} statements, {rounds} rounds; milliseconds")
    print(f"{'key':8}{'median':>8}{'95 %':>8}{'most':>8}{'requests':>10}{'server, median':>16}{'most':>8}")
    for key, rows in seen.items():
        took, served = [one for one, _ in rows], [ms for _, many in rows for ms in many]
        answers = f"{median(served):16.0f}{max(served):8.0f}" if served else ""
        print(f"{key:8}{median(took):8.0f}{high(took):8.0f}{max(took):8.0f}{len(served) / len(rows):10.1f}{answers}")


if __name__ == "__main__":
    main(*sys.argv[1:])
