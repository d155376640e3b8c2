"""Which pages can be shared, and rendering one as the reader of a link sees it.

A shared page is the very page the team sees, made by the same view:

1. The link's frozen address is resolved to its view, its frozen filters become the request's query.
2. The view runs for a ShareReader, under a prefix (`/shared/<id>`, or `/embed/<token>` in a frame on another site), so
   that every address it writes leads back here.
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
# What may stand in a frame on another site, if its link says on which.
EMBEDDABLE = {"timelines:negotiation", "timelines:track"}
# Parameters that turn pages within the same selection.
PAGING = {"after", "before", "page"}


@dataclass(frozen=True)
class Place:
    """A shareable page: the name of its address, the address's arguments and the filters as a query string."""

    page: str
    arguments: dict
    query: str


@dataclass(frozen=True)
class Shared:
    """A link as it was opened: `under` begins all its addresses."""

    link: ShareLink
    under: str
    is_embedded: bool = False

    @property
    def path(self) -> str:
        """Of the shared page, for those with an account."""
        return reverse(self.link.page, kwargs=self.link.arguments)


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


def render_shared(request: HttpRequest, shared: Shared) -> HttpResponse:
    """The shared page itself, turned to another page of the selection if the request asks for it."""
    response = _run(request, shared, shared.path, _frozen(shared.link, request.GET))
    return _closed(response, _sources(response, shared), shared)


def render_source(request: HttpRequest, shared: Shared, path: str) -> HttpResponse:
    """A statement or report that the shared page (at the same turn of pages) links to; Http404 for anything else."""
    page = _run(request, shared, shared.path, _frozen(shared.link, request.GET))
    allowed = _sources(page, shared)
    if path not in allowed:
        raise Http404("Not part of what was shared.")
    response = _run(request, shared, path, _public_by(shared.link))
    return _closed(response, allowed, shared)


def is_part(link: ShareLink, path: str) -> bool:
    """Whether `path` is one of the shared page's PARTS."""
    try:
        match = resolve(path)
    except Http404:
        return False
    own = {key: match.kwargs.get(key) for key in link.arguments}
    return match.view_name == PARTS.get(link.page) and own == link.arguments


def render_part(request: HttpRequest, shared: Shared, path: str) -> HttpResponse:
    """A part with the shared filters, whatever the request asks for."""
    return _run(request, shared, path, QueryDict(shared.link.query))


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


def _run(request: HttpRequest, shared: Shared, path: str, query: QueryDict) -> HttpResponse:
    """Run the view at `path` for the link's reader. Raises Http404 as the view does."""
    match = resolve(path)
    inner = HttpRequest()
    inner.method = "GET"
    inner.META = {key: value for key, value in request.META.items() if not key.startswith("HTTP_HX")}
    inner.META["QUERY_STRING"] = query.urlencode()
    inner.path = inner.path_info = path
    inner.GET = query
    inner.user = ShareReader(shared.link)
    inner.share = shared.link
    inner.is_embedded = shared.is_embedded
    inner.htmx = False
    inner.session = {}
    inner.resolver_match = match
    with _prefix(shared.under):
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


def _sources(response: HttpResponse, shared: Shared) -> set[str]:
    """Paths (as outside of the share) of the statements and reports that the page links to."""
    found = set()
    for address in html.fromstring(response.content).xpath("//*[local-name()='a']/@href"):
        path = urlsplit(address).path.removeprefix(shared.under)
        if _name(path) in SOURCES:
            found.add(path)
    return found


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Http404:
        return ""


def _closed(response: HttpResponse, allowed: set[str], shared: Shared) -> HttpResponse:
    """The page without forms, and with no local links but those to `allowed` paths and to its own parts."""
    page = html.document_fromstring(response.content)
    for closed in page.xpath("//form | //*[@data-not-shared]"):
        closed.drop_tree()
    for element in page.iter():
        for name in [name for name in element.attrib if name.startswith("hx-")]:
            del element.attrib[name]  # requests of its own would ask for the unshared page
    for anchor in page.xpath("//*[local-name()='a'][@href]"):
        address = _followed(anchor.get("href"), allowed, shared)
        if address is None:
            del anchor.attrib["href"]
        else:
            anchor.set("href", address)
            if shared.is_embedded and urlsplit(address).path not in ("", f"{shared.under}/"):
                anchor.set("target", "_blank")  # the frame is too small to read a source in
                anchor.set("rel", "noopener noreferrer")
    content = html.tostring(page, encoding="utf-8", doctype="<!doctype html>")
    return HttpResponse(content, status=response.status_code)


def _followed(address: str, allowed: set[str], shared: Shared) -> str | None:
    """Where a link of the page leads in the share, or None where it leads out of it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        return address  # a source on the web
    own = shared.under + shared.path
    if not parts.path or parts.path == own:
        # A place on this page, or another turn of it; other filters would change nothing.
        turns = not parts.query or PAGING & QueryDict(parts.query).keys()
        return address.replace(own, f"{shared.under}/", 1) if turns else None
    return address if parts.path.removeprefix(shared.under) in allowed else None
