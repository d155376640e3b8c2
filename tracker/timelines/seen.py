"""What every page of a timeline begins with."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tracker.negotiations.models import Negotiation, Track
from tracker.negotiations.reading import seen_negotiation


def seen(request: HttpRequest, slug: str, track: str = "") -> tuple[Negotiation, Track | None]:
    """The negotiation and, where one is named, the track of it; 404 where they are unknown or unseen."""
    if not track:
        return seen_negotiation(request, slug), None
    rows = Track.objects.visible_to(request.user).select_related("negotiation")
    row = get_object_or_404(rows, negotiation__slug=slug, slug=track)
    return row.negotiation, row
