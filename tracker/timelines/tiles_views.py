"""The address of a tile: read by static/js/timeline-tiles.js, kept by the reader's own browser and asked for again."""

import hashlib
import json
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from tracker.history.kept import kept
from tracker.lib.dates import BadDate
from tracker.lib.dates import parse as read_date
from tracker.negotiations.models import Negotiation, Track
from tracker.negotiations.reading import as_of
from tracker.web.public_by import public_by

from .axis import days_words
from .filters import FACETS, parse
from .naming import Naming
from .places import timeline_address
from .seen import seen
from .selection import Selection
from .strip import draw
from .strip_picture import Picture, colours, sources
from .tiles import DAY, Stretch, Tile
from .tiles_source import Source, seconds
from .tiles_window import tile_of


def tile(request: HttpRequest, slug: str, width: int, number: int, track: str = "") -> HttpResponse:
    """Of the timeline with the filters of the address, days included."""
    stretch = Stretch(width, number)
    if not stretch.is_known:
        raise Http404("No bins have this width, or the tile lies beyond the calendar.")
    negotiation, of_track = seen(request, slug, track)

    def make() -> str:
        return json.dumps(_tile(request, negotiation, of_track, stretch).as_json(), separators=(",", ":"))

    return _kept_privately(request, kept(request, make=make).encode())


def picture(request: HttpRequest, slug: str, track: str = "") -> HttpResponse:
    """The lanes of the days asked for as an SVG file, to be saved: it styles itself, which no page of ours may."""
    negotiation, of_track = seen(request, slug, track)
    moment, filters = public_by(request).moment, parse(request.GET)
    source = Source(
        Selection(negotiation, filters, track=of_track, user=request.user, public_by=moment), of_any_day=True
    )
    strip = draw(source, as_of(moment).date())
    if strip is None:
        raise Http404("Nothing has a date.")
    title = f"{negotiation}: {of_track}" if of_track else str(negotiation)
    said = ", ".join(f"{one}" for one in Naming(negotiation, [filters]).of(filters) if one.facet in FACETS)
    address = request.build_absolute_uri(timeline_address(negotiation, of_track) + filters.address())
    number, is_more = sources(source, strip.axis.first, strip.axis.last)
    shown = Picture(strip, title, said, address, number, is_more)
    response = render(request, "timelines/picture.svg", {"picture": shown, "c": colours()}, "image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{negotiation.slug}.svg"'
    return response


def go(request: HttpRequest, slug: str, track: str = "") -> HttpResponse:
    """To the days that `when` means, in words ("early January") or numbers, seen from the day `near`: their timeline, or
    for a script the days alone."""
    negotiation, of_track = seen(request, slug, track)
    try:
        first, last = _days(request.GET.get("when", ""), _near(request.GET.get("near", "")))
    except BadDate as error:
        if request.accepts("text/html"):
            messages.warning(request, str(error))
            return redirect(timeline_address(negotiation, of_track) + parse(request.GET).address())
        return JsonResponse({"error": str(error)}, status=422)
    if request.accepts("text/html"):
        return redirect(timeline_address(negotiation, of_track) + parse(request.GET).between(first, last).address())
    return JsonResponse({"first": seconds(first), "last": seconds(last) + DAY, "words": days_words(first, last)})


def _days(words: str, near: date) -> tuple[date, date]:
    found = read_date(words, near)
    begin, end = found.earliest or found.latest, found.latest or found.earliest
    return begin.date(), end.date()


def _near(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return timezone.now().date()


def _tile(request: HttpRequest, negotiation: Negotiation, track: Track | None, stretch: Stretch) -> Tile:
    moment = public_by(request).moment
    filters = parse(request.GET)
    source = Source(Selection(negotiation, filters, track=track, user=request.user, public_by=moment))
    return tile_of(source, stretch)


def _kept_privately(request: HttpRequest, body: bytes) -> HttpResponse:
    """The browser may keep it but asks each time whether it still holds, so that signing out or losing a right shows."""
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:24])
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    patch_cache_control(response, private=True, no_cache=True)
    answer = get_conditional_response(request, etag, None, response)
    return answer or response
