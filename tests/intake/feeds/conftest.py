"""A feed on this machine, and the one way in which a test may look at it."""

from functools import partial

import pytest

from tests.factories import FeedFactory
from tests.intake.loopback import answer, serving
from tracker.intake import fetching, sandbox
from tracker.intake.readers import read_all

ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>{title}</title><link>https://ministry.example/{guid}</link>
<pubDate>Wed, 03 Mar 2021 10:0{number}:00 +0300</pubDate><description>{text}</description></item>"""
WORDS = "The delegations of Freedonia and Sylvania met for round {number}. {more}"


def rss(*numbers, title="Releases of the ministry", changed=(), empty=()):
    items = [
        ITEM.format(
            guid=f"story-{n}",
            number=n,
            title=f"Round {n}",
            text="" if n in empty else WORDS.format(number=n, more="Corrected." if n in changed else "") * 3,
        )
        for n in numbers
    ]
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'.encode()


@pytest.fixture
def server():
    with serving({"/feed": answer(rss(1, 2), ETag='"one"')}) as made:
        yield made


@pytest.fixture
def reached(server, monkeypatch):
    """Fetching may reach `server`; reading happens here, not in a process of its own."""
    monkeypatch.setattr(fetching, "fetch", partial(fetching.fetch, policy=server.policy()))
    monkeypatch.setattr(sandbox, "read_all", read_all)
    return server


@pytest.fixture
def feed(negotiation, reached):
    return FeedFactory(negotiation=negotiation, address=f"{reached.address}/feed", title="The ministry")
