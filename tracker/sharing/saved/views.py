"""The pages of saved views: the list, which is also the menu on a timeline, and keeping, renaming and removing one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.negotiations.reading import seen_negotiation
from tracker.negotiations.setup.editing import add_page, edit_page, remove_page
from tracker.sharing.models import SavedView
from tracker.timelines.naming import Naming
from tracker.timelines.places import place_of, timeline_address
from tracker.web.htmx import template_for

from .forms import NewViewForm, ViewForm
from .words import view_rows

MOST = 200


def views(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own and those of others. `?address=`: the timeline from which the menu was opened."""
    negotiation = seen_negotiation(request, slug)
    found = SavedView.objects.visible_to(request.user).filter(negotiation=negotiation)
    rows = view_rows(negotiation, found.select_related("track", "made_by")[: MOST + 1])
    place = place_of(request.GET.get("address", ""), negotiation)
    context = {
        "negotiation": negotiation,
        "own": [row for row in rows[:MOST] if row.view.made_by_id == request.user.pk],
        "others": [row for row in rows[:MOST] if row.view.made_by_id != request.user.pk],
        "too_many": len(rows) > MOST,
        "here": place.address if place else "",
        "timeline": place.address if place else timeline_address(negotiation),
    }
    return render(request, template_for(request, "sharing/saved/views.html", "menu"), context)


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the timeline at `?address=`."""
    negotiation = seen_negotiation(request, slug)
    asked = request.POST.get("address", request.GET.get("address", "")) or timeline_address(negotiation)
    row = SavedView(negotiation=negotiation, made_by=request.user)
    place = place_of(asked, negotiation)
    words = ", ".join(map(str, Naming(negotiation, [place.filters]).of(place.filters, place.track))) if place else ""
    form = NewViewForm(request.POST or None, instance=row, initial={"address": asked}, kept=words)
    back = place.address if place else timeline_address(negotiation)
    page = {"negotiation": negotiation, "title": _("Save this view"), "back": back, "back_words": _("Timeline")}
    return add_page(request, form, after=SavedView.get_absolute_url, **page)


def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _own(request, slug, pk)
    back = reverse("sharing:views", args=[slug])
    form = ViewForm(request.POST or None, instance=row)
    return edit_page(
        request,
        form,
        after=lambda _saved: back,
        negotiation=row.negotiation,
        back=back,
        back_words=_("Saved views"),
        remove=reverse("sharing:view_remove", args=[slug, pk]),
    )


def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _own(request, slug, pk)
    back, after = reverse("sharing:view", args=[slug, pk]), reverse("sharing:views", args=[slug])
    return remove_page(request, row, negotiation=row.negotiation, back=back, after=after)


def _own(request: HttpRequest, slug: str, pk: int) -> SavedView:
    negotiation = seen_negotiation(request, slug)
    rows = SavedView.objects.editable_by(request.user).filter(negotiation=negotiation)
    return get_object_or_404(rows.select_related("negotiation", "track", "made_by"), pk=pk)
