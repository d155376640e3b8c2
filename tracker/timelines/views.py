"""The pages of timelines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django_htmx.http import push_url

from tracker.negotiations.models import Track
from tracker.negotiations.reading import context, seen_negotiation
from tracker.web.htmx import template_for
from tracker.web.public_by import public_by

from .timeline import timeline_page


def negotiation(request: HttpRequest, slug: str) -> HttpResponse:
    return _timeline(request, seen_negotiation(request, slug))


def track(request: HttpRequest, slug: str, track: str) -> HttpResponse:
    seen = Track.objects.visible_to(request.user).select_related("negotiation")
    row = get_object_or_404(seen, negotiation__slug=slug, slug=track)
    return _timeline(request, row.negotiation, row)


def _timeline(request: HttpRequest, negotiation, track: Track | None = None) -> HttpResponse:
    asked = public_by(request)
    page = timeline_page(negotiation, track=track, user=request.user, params=request.GET, public_by=asked.moment)
    template = template_for(request, "timelines/timeline.html", "timeline")
    response = render(request, template, context(request, negotiation, asked, page=page, track=track))
    if request.htmx and not request.htmx.history_restore_request and "after" not in request.GET:
        # One address for one selection, without the empty fields of the form.
        push_url(response, request.path + page.filters.address(before=request.GET.get("before", "")))
    return response
