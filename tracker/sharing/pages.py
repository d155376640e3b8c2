"""Which pages can be shared, and rendering one as the reader of a link sees it.

A shared page is the very page the team sees, made by the same view:

1. The link's frozen address is resolved to its view, its frozen filters become the request's query.
2. The view runs for a ShareReader, under a prefix (`/shared/<id>`), so that every address it writes leads back here.
3. What the page links to among SOURCES (statements and the reports they stand in) may be followed; every other link is
   turned into plain text and every form is taken out. So a link shows what was shared and the sources of it, no more,
   and changing the address does not widen it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from lxml import html

from .models import ShareLink
from .reader import ShareReader

# Names of the addresses that can be shared, and how the form calls them.
SHAREABLE = {
    "negotiations:dashboard": "Dashboard",
    "negotiations:tracks": "Tracks",
    "negotiations:track": "Track",
    "negotiations:actors": "Actors",
    "negotiations:actor": "Actor",
    "negotiations:issues": "Issues",
    "negotiations:issue": "Issue",
    "negotiations:proposals": "Proposals",
    "negotiations:proposal": "Proposal",
    "events:list": "Events",
    "events:event": "Event",
    "reports:list": "Reports",
    "reports:report": "Report",
    "statements:statement": "Statement",
    "timelines:negotiation": "Timeline",
    "timelines:track": "Timeline of a track",
    "timelines:changes": "What changed",
    "timelines:track_changes": "What changed on a track",
    "timelines:compare": "Two selections compared",
}
# What may be opened from a shared page, if the page links to it: the exact words behind a quote.
SOURCES = {"statements:statement", "reports:report"}
# What a shared page asks for by itself, under the shared filters: the tiles from which a timeline's lanes are drawn.
PARTS = {"timelines:negotiation": "timelines:tile", "timelines:track": "timelines:track_tile"}
# Parameters that turn pages within the same selection.
PAGING = {"after", "before", "page"}


@dataclass(frozen=True)
class Place:
    """A shareable page: the name of its address, the address's arguments and the filters as a query string."""

    page: str
    arguments: dict
    query: str


def place_of(address: str) -> Place | None:
    """The shareable page at a local address (path and query), or None."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        match = resolve(parts.path)
    except Http404:
        return None
    if match.view_name not in SHAREABLE:
        return None
    query = QueryDict(parts.query, mutable=True)
    for name in PAGING:
        query.pop(name, None)
    return Place(match.view_name, {key: str(value) for key, value in match.kwargs.items()}, query.urlencode())


def render_shared(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """The shared page itself, turned to another page of the selection if the request asks for it."""
    response = _run(request, link, _path(link), _frozen(link, request.GET))
    return _closed(response, _sources(response, link), link)


def render_source(request: HttpRequest, link: ShareLink, path: str) -> HttpResponse:
    """A statement or report that the shared page (at the same turn of pages) links to; Http404 for anything else."""
    shared = _run(request, link, _path(link), _frozen(link, request.GET))
    allowed = _sources(shared, link)
    if path not in allowed:
        raise Http404("Not part of what was shared.")
    response = _run(request, link, path, _public_by(link))
    return _closed(response, allowed, link)


def is_part(link: ShareLink, path: str) -> bool:
    """Whether `path` is one of the shared page's PARTS."""
    try:
        match = resolve(path)
    except Http404:
        return False
    own = {key: match.kwargs.get(key) for key in link.arguments}
    return match.view_name == PARTS.get(link.page) and own == link.arguments


def render_part(request: HttpRequest, link: ShareLink, path: str) -> HttpResponse:
    """A part with the shared filters, whatever the request asks for."""
    return _run(request, link, path, QueryDict(link.query))


def _path(link: ShareLink) -> str:
    return reverse(link.page, kwargs=link.arguments)


def _frozen(link: ShareLink, asked: QueryDict) -> QueryDict:
    query = QueryDict(link.query, mutable=True)
    for name in PAGING & asked.keys():
        query[name] = asked[name]
    return query


def _public_by(link: ShareLink) -> QueryDict:
    """The day the shared page was seen from holds for its sources too."""
    query = QueryDict(mutable=True)
    if day := QueryDict(link.query).get("public_by"):
        query["public_by"] = day
    return query


def _run(request: HttpRequest, link: ShareLink, path: str, query: QueryDict) -> HttpResponse:
    """Run the view at `path` for the link's reader. Raises Http404 as the view does."""
    match = resolve(path)
    inner = HttpRequest()
    inner.method = "GET"
    inner.META = {key: value for key, value in request.META.items() if not key.startswith("HTTP_HX")}
    inner.META["QUERY_STRING"] = query.urlencode()
    inner.path = inner.path_info = path
    inner.GET = query
    inner.user = ShareReader(link)
    inner.share = link
    inner.htmx = False
    inner.session = {}
    inner.resolver_match = match
    with _prefix(f"/shared/{link.public_id}"):
        response = match.func(inner, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response


@contextmanager
def _prefix(prefix: str) -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix(prefix + "/")
    try:
        yield
    finally:
        set_script_prefix(before)


def _sources(response: HttpResponse, link: ShareLink) -> set[str]:
    """Paths (as outside of the share) of the statements and reports that the page links to."""
    prefix = f"/shared/{link.public_id}"
    found = set()
    for address in html.fromstring(response.content).xpath("//*[local-name()='a']/@href"):
        path = urlsplit(address).path.removeprefix(prefix)
        if _name(path) in SOURCES:
            found.add(path)
    return found


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Http404:
        return ""


def _closed(response: HttpResponse, allowed: set[str], link: ShareLink) -> HttpResponse:
    """The page without forms, and with no local links but those to `allowed` paths and to its own parts."""
    page = html.document_fromstring(response.content)
    for closed in page.xpath("//form | //*[@data-not-shared]"):
        closed.drop_tree()
    for element in page.iter():
        for name in [name for name in element.attrib if name.startswith("hx-")]:
            del element.attrib[name]  # requests of its own would ask for the unshared page
    for anchor in page.xpath("//*[local-name()='a'][@href]"):
        address = _followed(anchor.get("href"), allowed, link)
        if address is None:
            del anchor.attrib["href"]
        else:
            anchor.set("href", address)
    content = html.tostring(page, encoding="utf-8", doctype="<!doctype html>")
    return HttpResponse(content, status=response.status_code)


def _followed(address: str, allowed: set[str], link: ShareLink) -> str | None:
    """Where a link of the page leads in the share, or None where it leads out of it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        return address  # a source on the web
    prefix = f"/shared/{link.public_id}"
    if not parts.path or parts.path == prefix + _path(link):
        # A place on this page, or another turn of it; other filters would change nothing.
        turns = not parts.query or PAGING & QueryDict(parts.query).keys()
        return address.replace(prefix + _path(link), f"{prefix}/", 1) if turns else None
    return address if parts.path.removeprefix(prefix) in allowed else None
