"""Addresses of what stands in one negotiation, for lists that write hundreds of them: reversed once, then filled in."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from tracker.negotiations.models import Negotiation, Track
from tracker.web.templatetags.parley import track_class, track_shape

NAMES = {
    "statements": "statements:statement",
    "reports": "reports:report",
    "actors": "negotiations:actor",
    "issues": "negotiations:issue",
    "proposals": "negotiations:proposal",
    "tracks": "negotiations:track",
}


class Addresses:
    """As `at.reports`: what the addresses of reports begin with; each ends with its own name and "/"."""

    statements: str
    reports: str
    actors: str
    issues: str
    proposals: str
    tracks: str

    def __init__(self, negotiation: Negotiation):
        for short, name in NAMES.items():
            setattr(self, short, reverse(name, args=[negotiation.slug, "0"]).removesuffix("0/"))


@dataclass(frozen=True, slots=True)
class Badge:
    """A track as rows show it."""

    css: str
    shape: SafeString
    url: str
    name: str
    label: str


def badge_of(track: Track, at: Addresses) -> Badge:
    return Badge(track_class(track), track_shape(track), f"{at.tracks}{track.slug}/", track.name, track.label)
