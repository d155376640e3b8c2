"""Pages to read: events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tracker.negotiations.reading import context, seen_negotiation
from tracker.web.htmx import template_for
from tracker.web.public_by import public_by

from . import queries
from .models import Event, EventKind


def events(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    filters = _filters(request)
    found = queries.event_list(
        negotiation, filters, user=request.user, public_by=asked.moment, after=request.GET.get("after", "")
    )
    return render(
        request,
        template_for(request, "events/list.html", "entries"),
        context(
            request, negotiation, asked,
            found=found, filters=filters, kinds=EventKind.choices, tracks=negotiation.tracks.all(),
        ),
    )  # fmt: skip


def _filters(request: HttpRequest) -> queries.EventFilters:
    names = ("track", "kind", "state", "text")
    return queries.EventFilters(**{name: request.GET.get(name, "").strip()[:100] for name in names})


def event(request: HttpRequest, slug: str, event: int) -> HttpResponse:
    """Events that no published claim tells of are seen by those who code only."""
    asked = public_by(request)
    seen = Event.objects.visible_to(request.user).select_related("negotiation", "proposal__negotiation")
    events = seen.with_any_claims if getattr(request.user, "may_code", False) else seen.with_claims
    row = get_object_or_404(events(public_by=asked.moment, user=request.user), negotiation__slug=slug, pk=event)
    page = queries.event_page(row, user=request.user, public_by=asked.moment)
    return render(request, "events/event.html", context(request, row.negotiation, asked, page=page, event=row))
