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


@coders_only
def new(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """GET shows the form for the words at `start` and `end`, or for a pasted `quote`; POST makes the claim."""
    seen = Report.objects.visible_to(request.user).select_related("negotiation", "outlet")
    found = get_object_or_404(seen, negotiation__slug=slug, pk=report)
    claim, text = Claim(report=found), found.current.text
    sent = request.POST if request.method == "POST" else request.GET
    form = ClaimForm(request.POST or None, instance=claim)
    try:
        start, end = selection(sent, text)
        if request.method != "POST":
            asked = {name: sent.get(name, "") for name in ("statement", "when", "event")}
            form.propose(text[start:end], **asked)
    except SeveralPlaces as several:
        return _form(request, form, several=several.choices(text), status=422)
    except ValueError as error:
        return _form(request, form, error=str(error), status=422 if sent else 200)
    words = {"start": start, "end": end, "exact": text[start:end]}
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, words=words, status=422 if form.is_bound else 200)
    made = actions.make_claim(form, start=start, end=end)
    return _after(request, made)


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
    report = claim.report
    if request.htmx:
        claims = report.claims.for_bench(request.user)
        context = {"negotiation": report.negotiation, "report": report, "claims": claims, "latest": claim}
        answer = render(request, "events/_bench_claims.html", context, status=status)
        return reswap(retarget(answer, "#claims"), "outerHTML")
    return redirect(f"{reverse('statements:workbench', args=[report.negotiation.slug, report.pk])}#claim-{claim.pk}")
