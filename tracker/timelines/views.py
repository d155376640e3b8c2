"""The pages that gather everything: home, dashboard, timelines."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import push_url

from tracker.history.kept import kept, kept_page, recalled
from tracker.negotiations.models import Track
from tracker.negotiations.reading import context, seen_negotiation
from tracker.web.htmx import template_for
from tracker.web.public_by import public_by

from .dashboard import dashboard_page
from .filters import parse
from .home import home_page
from .strip import Drawing
from .timeline import TimelinePage, timeline_page
from .visits import came_by, saw_everything, visit_of


def negotiation(request: HttpRequest, slug: str) -> HttpResponse:
    return _timeline(request, seen_negotiation(request, slug))


def track(request: HttpRequest, slug: str, track: str) -> HttpResponse:
    def make() -> Track:
        seen = Track.objects.visible_to(request.user).select_related("negotiation")
        return get_object_or_404(seen, negotiation__slug=slug, slug=track)

    row = recalled(request, "track", slug, track, make=make)
    return _timeline(request, row.negotiation, row)


def _timeline(request: HttpRequest, negotiation, track: Track | None = None) -> HttpResponse:
    asked, drawing = public_by(request), _drawing(request)
    page_context = context(request, negotiation, asked, track=track)

    def page() -> TimelinePage:
        return timeline_page(
            negotiation, track=track, user=request.user, params=request.GET, public_by=asked.moment, drawing=drawing
        )

    def make() -> SafeString:
        return render_to_string("timelines/timeline.html#timeline", {**page_context, "page": page()}, request)

    if getattr(request, "is_embedded", False):
        return render(request, "timelines/embed.html", {**page_context, "page": page()})

    def whole(own: dict) -> str:
        shown = {**page_context, **own, "timeline": kept(request, drawing, make=make)}
        return render_to_string("timelines/timeline.html", shown, request)

    if template_for(request, "page", "timeline") == "page":
        response = kept_page(request, drawing, make=whole)
    else:
        response = HttpResponse(kept(request, drawing, make=make))
    if request.headers.get("Parley-Lanes"):
        push_url(response, False)  # the lanes wrote the address themselves
    elif request.htmx and not request.htmx.history_restore_request and "after" not in request.GET:
        # One address for one selection, without the empty fields of the form.
        push_url(response, request.path + parse(request.GET).address(before=request.GET.get("before", "")))
    return response


def _drawing(request: HttpRequest) -> Drawing:
    """Scripts draw the lanes from tiles. That they run is known of a request by htmx, and by the cookie they leave."""
    if request.headers.get("Parley-Lanes"):
        return Drawing.NONE
    return Drawing.BARE if request.htmx or "lanes" in request.COOKIES else Drawing.WHOLE


def home(request: HttpRequest) -> HttpResponse:
    may_start = bool(getattr(request.user, "may_code", False))
    return render(request, "timelines/home.html", {"pulses": home_page(request.user), "may_start": may_start})


def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    visit = visit_of(negotiation, request.user)

    def make(own: dict) -> str:
        page = dashboard_page(negotiation, user=request.user, visit=visit, public_by=asked.moment)
        return render_to_string(
            "timelines/dashboard.html", {**context(request, negotiation, asked, page=page), **own}, request
        )

    return kept_page(request, visit and (visit.seen_at, visit.seen_before), make=make)


@require_POST
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """`all`: the reader has seen what is new; without it, only that they looked at the page for a while."""
    negotiation, now = seen_negotiation(request, slug), timezone.now()
    if "all" not in request.POST:
        came_by(negotiation, request.user, now=now)
        return HttpResponse(status=204)
    saw_everything(negotiation, request.user, now=now)
    messages.success(request, _("Marked as seen. What is published from now on will be shown as new."))
    return redirect(negotiation)
