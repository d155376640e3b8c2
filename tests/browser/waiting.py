"""Waiting for what an action brings about. Nothing is asserted, and no key pressed, while its effect may still be on the way.

`expect(...)` of Playwright asks again until what it expects is so: it is the first choice. What it cannot say is here.
"""

import time

AT_REST = "() => !document.querySelector('.htmx-request, [data-busy]')"
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def at_rest(page):
    """The page is there with all its scripts, nothing is fetched by htmx, and all that was decided is saved.

    After a press that leads to another page, wait for something of that page first.
    """
    page.wait_for_load_state()
    page.wait_for_function(AT_REST)


def drawn(page):
    """What the mouse did has reached the page: Playwright does not wait for that after a turn of the wheel."""
    page.evaluate(TWO_FRAMES)


def until(page, true, *, seconds=15):
    """`true()` is asked again until it holds: for what Playwright's events, or a server beside, tell a test."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "what was waited for has not come about"
        page.wait_for_timeout(20)  # Playwright's events come in meanwhile
