"""What stands at an address that somebody wants to subscribe to: a feed with its title, or a page that names its feeds."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from .. import fetching
from ..readers import feed as feeds
from ..record import Failed, Refused
from .looking import read

HEAD = 200_000  # characters of a page in which its feeds are looked for
MOST = 10
LINK = re.compile(r"<link\s[^<>]{1,1000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SHOWN = 5  # titles


@dataclass(frozen=True)
class Found:
    """`address` of the feed; `title` its own; `stories` how many it holds and `titles` of the first; `without_text` of
    how many it has only the title. `problem` in words where it is none, and `others` [(address, title)] that the page
    names."""

    address: str
    title: str = ""
    stories: int = 0
    titles: list[str] = field(default_factory=list)
    without_text: int = 0
    problem: str = ""
    others: list[tuple[str, str]] = field(default_factory=list)


def find(address: str) -> Found:
    """Fetch it and look. Whatever is wrong is told in `problem`."""
    try:
        fetched = fetching.fetch(address)
        if fetched is None:
            return Found(address)
        if not feeds.recognises(fetched.data):
            return _of_page(fetched)
        stories = read(fetched)
    except (Refused, Failed) as problem:
        return Found(address, problem=problem.reason)
    return Found(
        fetched.address,
        title=feeds.title_in(fetched.data),
        stories=len(stories),
        titles=[one.title for one in stories[:SHOWN]],
        without_text=sum(isinstance(one, Refused) for one in stories),
    )


def _of_page(fetched: fetching.Fetched) -> Found:
    others = feeds_of_page(fetched.data.decode("utf-8", "replace"), fetched.address)
    problem = "This is a page, not a feed. It names these:" if others else "What stands at this address is no feed."
    return Found(fetched.address, problem=problem, others=others)


def feeds_of_page(page: str, address: str) -> list[tuple[str, str]]:
    """(address, title) of the feeds that a page names in its head."""
    found = {}
    for link in LINK.findall(page[:HEAD]):
        values = {name.lower(): html.unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(link)}
        if "alternate" not in values.get("rel", "").lower() or not values.get("href"):
            continue
        if values.get("type", "").lower() in ("application/rss+xml", "application/atom+xml", "application/rdf+xml"):
            try:
                whole = urljoin(address, values["href"].strip())
            except ValueError:
                continue
            if whole.startswith(("http://", "https://")):
                found.setdefault(whole, " ".join(values.get("title", "").split())[:200] or whole)
    return list(found.items())[:MOST]
