"""Addresses of timelines, read and written: of a negotiation or of one of its tracks, with filters."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import Http404, QueryDict
from django.urls import resolve, reverse

from tracker.negotiations.models import Negotiation, Track

from .filters import Filters, parse

NAMES = {"timelines:negotiation", "timelines:track"}


@dataclass(frozen=True)
class TimelinePlace:
    """A timeline, under filters."""

    negotiation: Negotiation
    track: Track | None
    filters: Filters

    @property
    def query(self) -> str:
        """Of the filters, without the question mark; the same filters give the same."""
        return self.filters.address()[1:]

    @property
    def address(self) -> str:
        return timeline_address(self.negotiation, self.track) + (f"?{self.query}" if self.query else "")

    @property
    def whole_query(self) -> str:
        """The same entries on the negotiation's timeline: the track is one more filter."""
        return as_filters(self.filters, self.track).address()[1:]


def as_filters(filters: Filters, track: Track | None) -> Filters:
    return filters.with_only("track", track.slug) if track else filters


def timeline_address(negotiation: Negotiation, track: Track | None = None) -> str:
    if track:
        return reverse("timelines:track", args=[negotiation.slug, track.slug])
    return reverse("timelines:negotiation", args=[negotiation.slug])


def place_of(address: str, negotiation: Negotiation) -> TimelinePlace | None:
    """The timeline of `negotiation` at a local address. Only what filters.parse knows is kept of its parameters; None for
    an address elsewhere, of another page, of another negotiation or of an unknown track."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path) if parts.path.startswith("/") else None
    except (ValueError, Http404):
        return None
    if match is None or parts.scheme or parts.netloc or match.view_name not in NAMES:
        return None
    if match.kwargs["slug"] != negotiation.slug:
        return None
    slug = match.kwargs.get("track", "")
    track = negotiation.tracks.filter(slug=slug).first() if slug else None
    if slug and track is None:
        return None
    return TimelinePlace(negotiation, track, parse(QueryDict(parts.query)))
