"""Claims on the workbench: made from words of the report, edited, judged.

By htmx the form and the list of claims come as parts of the workbench; by plain forms as pages of their own.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from tracker.history.conflicts import conflict_response
from tracker.history.editable import EditConflict
from tracker.reports.models import Report
from tracker.statements.coding.views import SeveralPlaces, coders_only, readable, selection
from tracker.statements.models.statement import NotAllowed
from tracker.web.htmx import template_for

from ..models import Claim
from . import actions
from .forms import ClaimForm
from .suggested import suggestions

GONE = "This suggestion has changed, or somebody has decided on it. Here is the list as it is now."


@coders_only
def new(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """GET shows the form for the words at `start` and `end`, or for a pasted `quote`, or for a `suggestion`; POST makes the
    claim."""
    found = _report(request, slug, report)
    claim, text = Claim(report=found), found.current.text
    sent = request.POST if request.method == "POST" else request.GET
    form = ClaimForm(request.POST or None, instance=claim)
    suggested = suggestions(found).find(sent["suggestion"]) if sent.get("suggestion") else None
    if sent.get("suggestion") and suggested is None:
        return _gone(request, found, form)
    try:
        start, end = selection(sent, text)
        if request.method != "POST":
            asked = {name: sent.get(name, "") for name in ("statement", "when", "event")}
            form.propose(text[start:end], **asked)
            if suggested:
                form.begin_with(suggested)
    except SeveralPlaces as several:
        return _form(request, form, several=several.choices(text), status=422)
    except ValueError as error:
        return _form(request, form, error=str(error), status=422 if sent else 200)
    words = {"start": start, "end": end, "exact": text[start:end], "suggestion": sent.get("suggestion", "")}
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, words=words, status=422 if form.is_bound else 200)
    try:
        made = actions.make_claim(form, start=start, end=end, suggested=suggested, by=request.user)
    except IntegrityError as error:
        form.add_error(None, readable(error))
        return _form(request, form, words=words | {"suggestion": ""}, status=409)
    return _after(request, made)


def _gone(request: HttpRequest, report: Report, form: ClaimForm) -> HttpResponse:
    """The suggestion is not what it was: who only asked for its form sees the list, who has filled it in keeps it."""
    if not form.is_bound:
        return _bench(request, report, error=GONE, status=409)
    words = {name: request.POST.get(name, "") for name in ("start", "end", "exact")}
    form.add_error(None, "Somebody has decided on this suggestion meanwhile. Save again to put yours beside it.")
    return _form(request, form, words=words, status=409)


@require_POST
@coders_only
def decide(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """`accept` or `reject` a suggestion by its token, or take `back` one's own last decision in this report."""
    found = _report(request, slug, report)
    token = request.POST.get("accept") or request.POST.get("reject", "")
    if "back" in request.POST:
        return _take_back(request, found)
    suggested = suggestions(found).find(token)
    if suggested is None:
        return _bench(request, found, error=GONE, status=409)
    claim = None
    try:
        if "accept" in request.POST:
            claim = actions.accept(suggested=suggested, report=found, by=request.user)
        else:
            actions.reject(suggested=suggested, report=found, by=request.user)
    except IntegrityError as error:
        return _bench(request, found, error=readable(error), status=409)
    return _bench(request, found, latest=claim, go_on_at=suggested.found.start)


def _take_back(request: HttpRequest, report: Report) -> HttpResponse:
    try:
        taken = actions.take_back(report=report, by=request.user)
    except NotAllowed as error:
        return _bench(request, report, error=str(error), status=422)
    return _bench(request, report, error="" if taken else "You have decided on no suggestion here.", back=taken)


@coders_only
def edit(request: HttpRequest, slug: str, claim: int) -> HttpResponse:
    found = _claim(request, slug, claim)
    if not found.may_edit(request.user):
        raise PermissionDenied("What is published is edited by reviewers.")
    form = ClaimForm(request.POST or None, instance=found)
    words = {"exact": found.exact}
    if request.method != "POST":
        return _form(request, form, words=words)
    form.fields["version"].required = True
    if not form.is_valid():
        return _form(request, form, words=words, status=422)
    try:
        return _after(request, actions.save_claim(form))
    except EditConflict as conflict:
        here = reverse("events:claim_edit", args=[slug, found.pk])
        return conflict_response(request, form, conflict.current, retry_url=here)


@require_POST
@coders_only
def judge(request: HttpRequest, slug: str, claim: int) -> HttpResponse:
    """Give it the status `to`."""
    found = _claim(request, slug, claim)
    try:
        with transaction.atomic():
            found.move(request.POST.get("to", ""), by=request.user)
    except (IntegrityError, NotAllowed) as error:
        messages.error(request, readable(error))
        return _after(request, found, status=422)
    return _after(request, found)


def _report(request: HttpRequest, slug: str, report: int) -> Report:
    seen = Report.objects.visible_to(request.user).select_related("negotiation", "outlet")
    return get_object_or_404(seen, negotiation__slug=slug, pk=report)


def _claim(request: HttpRequest, slug: str, claim: int) -> Claim:
    seen = Claim.objects.visible_to(request.user).select_related(
        "event__negotiation", "report__negotiation", "report__outlet", "statement"
    )
    return get_object_or_404(seen, report__negotiation__slug=slug, pk=claim)


def _form(request: HttpRequest, form: ClaimForm, *, status: int = 200, **more) -> HttpResponse:
    """`more`: `words` that the claim is anchored in, or why there are none: `error`, `several`."""
    report = form.instance.report
    context = {
        "negotiation": report.negotiation,
        "report": report,
        "claim": form.instance,
        "form": form,
        "quote": request.POST.get("quote") or request.GET.get("quote", ""),
        "name_lists": [("events", list(form.events.labels.values()))],
    }
    page = template_for(request, "events/claim.html", "form")
    return render(request, page, {**context, **more}, status=status)


def _after(request: HttpRequest, claim: Claim, *, status: int = 200) -> HttpResponse:
    """The list of the report's claims, or, without htmx, the workbench at this claim."""
    return _bench(request, claim.report, latest=claim, status=status)


def _bench(
    request: HttpRequest, report: Report, *, latest: Claim | None = None, status: int = 200, **more
) -> HttpResponse:
    """`more`: `error` in words; `go_on_at`, the place in the text behind which the next suggestion is chosen; `back`, the
    decision that was taken back, whose suggestion is chosen."""
    if request.htmx:
        claims = report.claims.for_bench(request.user)
        context = {"negotiation": report.negotiation, "report": report, "claims": claims, "latest": latest, **more}
        answer = render(request, "events/_bench_claims.html", context, status=status)
        return reswap(retarget(answer, "#claims"), "outerHTML")
    if more.get("error"):
        messages.error(request, more["error"])
    address = reverse("statements:workbench", args=[report.negotiation.slug, report.pk])
    return redirect(f"{address}#{f'claim-{latest.pk}' if latest else 'claims'}")
