"""Making, listing and revoking share links, and the pages they open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from tracker.negotiations.models import Negotiation
from tracker.web.client import client_address

from . import pages
from .actions import make_link
from .forms import ShareForm
from .guesses import LIMIT, count_guess, guesses_now
from .models import Opening, ShareLink
from .queries import link_rows
from .tokens import hash_of, is_remembered, remember

SNIPPET = (
    '<iframe src="{}" title="{}: {}" width="100%" height="640" loading="lazy" referrerpolicy="no-referrer"></iframe>'
)


def _negotiation(request: HttpRequest, slug: str) -> Negotiation:
    """A negotiation whose pages this person may share: any of the team who sees it."""
    if not request.user.is_team:
        raise Http404
    return get_object_or_404(Negotiation.objects.visible_to(request.user), slug=slug)


def links(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation = _negotiation(request, slug)
    found = (
        ShareLink.objects.visible_to(request.user)
        .filter(negotiation=negotiation)
        .select_related("made_by", "negotiation")
        .annotate(opened=Count("openings"), last_opened=Max("openings__at"))
    )
    return render(request, "sharing/links.html", {"negotiation": negotiation, "rows": link_rows(found[:500])})


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a link to `?address=`, and, once made, the link: the only time its token is shown."""
    negotiation = _negotiation(request, slug)
    asked = request.POST.get("address", request.GET.get("address", "")) or negotiation.get_absolute_url()
    form = ShareForm(request.POST or None, initial={"address": asked})
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["address"]
        if place.arguments.get("slug") != negotiation.slug:
            form.add_error("address", "That page belongs to another negotiation.")
        else:
            link, token = make_link(
                negotiation=negotiation,
                place=place,
                label=form.cleaned_data["label"],
                expires_at=form.expires_at,
                pinned=form.cleaned_data["pinned"],
                embed_on=form.cleaned_data.get("embed_on", ""),
                by=request.user,
            )
            return render(request, "sharing/made.html", _made(request, link, token))
    status = 422 if form.errors else 200
    return render(
        request, "sharing/new.html", {"negotiation": negotiation, "form": form, "address": asked}, status=status
    )


def _made(request: HttpRequest, link: ShareLink, token: str) -> dict:
    """`snippet`: HTML to be shown as text."""
    opens, frame = (
        request.build_absolute_uri(reverse(name, args=[token])) for name in ("sharing:open", "sharing:embed")
    )
    snippet = format_html(SNIPPET, frame, link.negotiation, link)
    return {"negotiation": link.negotiation, "link": link, "address": opens, "snippet": snippet}


@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    link = get_object_or_404(
        ShareLink.objects.editable_by(request.user).filter(negotiation=_negotiation(request, slug)), pk=pk
    )
    link.revoke()
    messages.success(request, f"“{link.label}” does not open any more.")
    return redirect("sharing:list", slug=slug)


@login_not_required
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token for a cookie, so that it leaves the address at first use. Counts as an opening."""
    address = client_address(request)
    if guesses_now(address) >= LIMIT:
        return _private(render(request, "sharing/too_many.html", status=429))
    link = ShareLink.objects.filter(token_hash=hash_of(token)).first()
    if link is None:
        count_guess(address)
        return _closed(request, status=404)
    if not link.is_open(timezone.now()):
        return _closed(request, link)
    Opening.objects.create(link=link)
    response = redirect("sharing:page", public_id=link.public_id)
    remember(response, request, link)
    return _private(response)


@login_not_required
@require_safe
def page(request: HttpRequest, public_id: str, path: str = "") -> HttpResponse:
    """The shared page, or a source that it links to."""
    link = ShareLink.objects.select_related("negotiation").filter(public_id=public_id).first()
    if link is None or not is_remembered(request, link):
        return _closed(request, status=404)
    if not link.is_open(timezone.now()):
        return _closed(request, link)
    return _private(_shown(request, pages.Shared(link, f"/shared/{public_id}"), f"/{path}"))


@login_not_required
@require_safe
def embedded(request: HttpRequest, token: str, path: str = "") -> HttpResponse:
    """The shared timeline for a frame on the sites that its link names; a source opens beside it. The token stays in the
    address, since browsers keep cookies from frames: it is as public as the site it stands on. Who is signed in does not matter here."""
    request.user = AnonymousUser()
    address = client_address(request)
    if guesses_now(address) >= LIMIT:
        return _private(render(request, "sharing/too_many.html", status=429))
    link = ShareLink.objects.select_related("negotiation").filter(token_hash=hash_of(token)).first()
    if link is None:
        count_guess(address)
    if link is None or not link.embed_on:
        return _closed(request, status=404)
    if not link.is_open(timezone.now()):
        return _framed(_closed(request, link), link)
    under = reverse("sharing:embed", args=[token]).rstrip("/")
    return _framed(_private(_shown(request, pages.Shared(link, under, is_embedded=True), f"/{path}")), link)


def _shown(request: HttpRequest, shared: pages.Shared, path: str) -> HttpResponse:
    try:
        if path == "/":
            return pages.render_shared(request, shared)
        show = pages.render_part if pages.is_part(shared.link, path) else pages.render_source
        return show(request, shared, path)
    except Http404:
        return render(request, "sharing/not_shared.html", {"back": f"{shared.under}/"}, status=404)


def _framed(response: HttpResponse, link: ShareLink) -> HttpResponse:
    """May stand in a frame on the link's sites, and on no other."""
    response._csp_replace = {"frame-ancestors": link.embed_on.split()}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def _closed(request: HttpRequest, link: ShareLink | None = None, status: int = 410) -> HttpResponse:
    context = {"link": link, "revoked": bool(link and link.revoked_at)}
    return _private(render(request, "sharing/closed.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Shared pages are for the holder of the link: kept by no cache, found by no search engine, told to no other site."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
