"""The page that tells what changed since a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.negotiations.reading import context
from tracker.timelines.seen import seen
from tracker.web.public_by import public_by

from .page import changes_page


def changes(request: HttpRequest, slug: str, track: str = "") -> HttpResponse:
    negotiation, of_track = seen(request, slug, track)
    asked = public_by(request)
    page = changes_page(negotiation, track=of_track, user=request.user, params=request.GET, public_by=asked.moment)
    return render(request, "timelines/changes.html", context(request, negotiation, asked, page=page, track=of_track))
