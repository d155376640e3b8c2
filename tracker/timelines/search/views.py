"""The pages of search: over everything the reader sees, and in one negotiation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tracker.history.kept import kept, kept_page
from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import seen_negotiation

from .names import Names
from .page import search_page, typed_in
from .query import unfinished


def search(request: HttpRequest) -> HttpResponse:
    return _search(request, None)


def search_in(request: HttpRequest, slug: str) -> HttpResponse:
    return _search(request, seen_negotiation(request, slug))


def _search(request: HttpRequest, negotiation: Negotiation | None) -> HttpResponse:
    searched = _searched(request, negotiation)
    shown = {"negotiation": negotiation, "is_search": True, "typed": typed_in(request.GET)}
    part = "kinds" if request.htmx and "counts" in request.GET else "body"

    def make() -> SafeString:
        page = search_page(request.path, request.GET, user=request.user, negotiations=searched, negotiation=negotiation)
        return render_to_string(f"timelines/search.html#{part}", {**shown, "page": page}, request)

    seen = [one.pk for one in searched]
    if part == "kinds":
        return HttpResponse(kept(request, part, *seen, make=make))

    def whole(own: dict) -> str:
        body = kept(request, part, *seen, make=make)
        return render_to_string("timelines/search.html", {**shown, **own, "body": body}, request)

    return kept_page(request, *seen, make=whole)


def names(request: HttpRequest) -> HttpResponse:
    return _names(request, None)


def names_in(request: HttpRequest, slug: str) -> HttpResponse:
    return _names(request, seen_negotiation(request, slug))


def _names(request: HttpRequest, negotiation: Negotiation | None) -> HttpResponse:
    """What the word being typed at the end of `q` may become: options of a listbox."""
    head, fields, typed = unfinished(request.GET.get("q", ""))
    offers = Names(_searched(request, negotiation)).beginning(typed, fields) if len(typed) > 1 else []
    options = [(offer, f"{head}{offer.words} ") for offer in offers]
    return render(request, "timelines/_search_names.html", {"options": options})


def _searched(request: HttpRequest, negotiation: Negotiation | None) -> list[Negotiation]:
    """The reader of a share link has what was shared, and no search."""
    if getattr(request.user, "share_link", None) is not None:
        raise Http404
    return [negotiation] if negotiation else list(Negotiation.objects.visible_to(request.user))
