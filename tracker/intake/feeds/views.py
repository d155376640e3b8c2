"""The pages of feeds: the list, subscribing, a feed with its runs and settings, looking now, removing."""

import time

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.history.conflicts import conflict_response
from tracker.history.editable import EditConflict
from tracker.history.removal import refusal
from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import seen_negotiation
from tracker.negotiations.setup.editing import remove_page
from tracker.statements.coding.views import coders_only
from tracker.web.htmx import template_for

from ..models import Feed
from .finding import Found, find
from .forms import AddressForm, FeedForm
from .queries import feed_row, feed_rows, runs_of
from .tasks import look_now

LOOKS_FOR = 120  # seconds that the page waits for a look that was asked for


@coders_only
def feeds(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation = seen_negotiation(request, slug)
    context = {"negotiation": negotiation, "rows": feed_rows(negotiation), "now": timezone.now()}
    return render(request, "intake/feeds/list.html", context)


@coders_only
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Two steps on one address: `step=find` brings an address, which is looked at; `step=save` subscribes."""
    negotiation = seen_negotiation(request, slug)
    if request.method != "POST":
        return _to_find(request, negotiation, AddressForm())
    return _subscribe(request, negotiation) if request.POST.get("step") == "save" else _find(request, negotiation)


def _find(request: HttpRequest, negotiation: Negotiation) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _to_find(request, negotiation, form, status=422)
    found = find(form.cleaned_data["address"])
    if found.problem:
        return _to_find(request, negotiation, form, found=found, status=422)
    initial = {
        "address": found.address,
        "title": found.title,
        "follows_links": bool(found.without_text),
        "reviewer": request.user.pk,
    }
    settled = FeedForm(instance=Feed(negotiation=negotiation), initial=initial)
    return _to_settle(request, negotiation, settled, found=found)


def _subscribe(request: HttpRequest, negotiation: Negotiation) -> HttpResponse:
    form = FeedForm(request.POST, instance=Feed(negotiation=negotiation))
    feed = _saved(form) if form.is_valid() else None
    if feed is None:
        return _to_settle(request, negotiation, form, status=422)
    look_now(feed.pk)
    messages.success(request, _("Subscribed to “%(feed)s”. It is looked at now.") % {"feed": feed})
    return redirect(_waiting(feed))


def _saved(form: FeedForm) -> Feed | None:
    """The saved feed, or None where the form now says why it cannot be. Raises EditConflict."""
    try:
        with transaction.atomic():
            if form.instance.pk:
                Feed.lock_at(form.instance.pk, form.cleaned_data["version"] or 0)
            return form.save()
    except IntegrityError as error:
        form.add_error(None, refusal(error))
    return None


def _to_find(request, negotiation, form: AddressForm, *, found: Found | None = None, status=200) -> HttpResponse:
    by_hand = None
    if found:
        initial = {"address": found.address}
        by_hand = FeedForm(instance=Feed(negotiation=negotiation), initial=initial, auto_id="by_hand_%s")
    context = {"negotiation": negotiation, "form": form, "found": found, "by_hand": by_hand}
    return render(request, "intake/feeds/find.html", context, status=status)


def _to_settle(request, negotiation, form: FeedForm, *, found: Found | None = None, status=200) -> HttpResponse:
    context = {"negotiation": negotiation, "form": form, "found": found}
    return render(request, "intake/feeds/settle.html", context, status=status)


def _feed(request: HttpRequest, slug: str, feed: int) -> Feed:
    seen = Feed.objects.visible_to(request.user).select_related("negotiation", "outlet", "reviewer")
    return get_object_or_404(seen, negotiation__slug=slug, pk=feed)


@coders_only
def feed(request: HttpRequest, slug: str, feed: int) -> HttpResponse:
    """A feed: how it goes, its runs, and its settings, which a POST changes."""
    found = _feed(request, slug, feed)
    if request.method != "POST":
        return _to_feed(request, found, FeedForm(instance=found))
    form = FeedForm(request.POST, instance=found)
    try:
        saved = _saved(form) if form.is_valid() else None
    except EditConflict as conflict:
        return conflict_response(request, form, conflict.current, retry_url=request.path)
    if saved is None:
        return _to_feed(request, _feed(request, slug, feed), form, status=422)
    messages.success(request, _("Saved."))
    return redirect(saved)


def _to_feed(request: HttpRequest, found: Feed, form: FeedForm, status: int = 200) -> HttpResponse:
    row, runs = feed_row(found), runs_of(found)
    looks = _is_waited_for(request, row.state)
    context = {
        "negotiation": found.negotiation,
        "feed": found,
        "row": row,
        "runs": runs,
        "form": form,
        "looks": looks,
        "is_moving": looks or any(one.tally.unfinished for one in runs),
        "label": Feed._meta.label_lower,
        "now": timezone.now(),
    }
    return render(request, template_for(request, "intake/feeds/feed.html", "state"), context, status=status)


@require_POST
@coders_only
def look(request: HttpRequest, slug: str, feed: int) -> HttpResponse:
    """Have a worker look at it now."""
    found = _feed(request, slug, feed)
    look_now(found.pk)
    return redirect(_waiting(found))


def _waiting(feed: Feed) -> str:
    """The feed's page, which knows from its address since when a look is waited for."""
    return f"{feed.get_absolute_url()}?asked={int(time.time())}"


def _is_waited_for(request: HttpRequest, state) -> bool:
    asked = request.GET.get("asked", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 12) or time.time() - int(asked) > LOOKS_FOR:
        return False
    return state is None or state.looked_at is None or state.looked_at.timestamp() < int(asked)


@coders_only
def remove(request: HttpRequest, slug: str, feed: int) -> HttpResponse:
    """Ask first; its runs and what they filed stay."""
    found = _feed(request, slug, feed)
    after = reverse("intake:feeds", args=[slug])
    return remove_page(request, found, back=found.get_absolute_url(), after=after, negotiation=found.negotiation)
