"""The inbox, and a run: what came in at once, how far it is, and taking it back."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import seen_negotiation
from tracker.reports.models import Report
from tracker.statements.coding.views import coders_only
from tracker.web.htmx import template_for

from ..entering import reference_day
from ..models import ItemStatus, Run
from . import decide
from . import undo as undoing
from .again import check_again
from .forms import MOST_FILES, MOST_TOGETHER, StartForm
from .queries import forecast, inbox_page, run_page
from .starting import start_run

KEPT_SHOWN = 20


@coders_only
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """What needs a look, the newest runs, and the form that brings in more."""
    negotiation = seen_negotiation(request, slug)
    return to_inbox(request, negotiation, StartForm(initial={"reference_day": reference_day(negotiation)}))


def to_inbox(request: HttpRequest, negotiation: Negotiation, form: StartForm, *, status: int = 200) -> HttpResponse:
    is_mine = "mine" in request.GET
    page = inbox_page(
        negotiation,
        only=request.user if is_mine else None,
        after=request.GET.get("after", ""),
        runs_after=request.GET.get("runs", ""),
    )
    context = {
        "negotiation": negotiation,
        "is_mine": is_mine,
        "form": form,
        "page": page,
        "most_files": MOST_FILES,
        "most_together": MOST_TOGETHER,
    }
    return render(request, template_for(request, "intake/runs/inbox.html", "runs"), context, status=status)


@require_POST
@coders_only
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in files and addresses as one run."""
    negotiation = seen_negotiation(request, slug)
    form = StartForm(request.POST, request.FILES)
    if not form.is_valid():
        return _said_in_place(request, negotiation, form)
    made = start_run(
        negotiation=negotiation,
        by=request.user,
        label=form.label(),
        files=form.uploads(),
        addresses=form.cleaned_data["addresses"],
        reference_day=form.cleaned_data["reference_day"],
    )
    return HttpResponseClientRedirect(made.get_absolute_url()) if request.htmx else redirect(made)


def _said_in_place(request: HttpRequest, negotiation: Negotiation, form: StartForm) -> HttpResponse:
    """What is wrong with the form. Only a browser that runs scripts keeps the files that were chosen."""
    if request.htmx:
        return render(request, "intake/runs/_bring_in.html#inside", {"form": form}, status=422)
    if request.FILES:
        form.add_error("files", _("Choose the files once more: the browser has let go of them."))
    return to_inbox(request, negotiation, form, status=422)


def _run(request: HttpRequest, slug: str, run: int) -> Run:
    seen = Run.objects.visible_to(request.user).select_related("negotiation", "feed", "started_by")
    return get_object_or_404(seen, negotiation__slug=slug, pk=run)


@coders_only
def run(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    found = _run(request, slug, run)
    page = run_page(found, outcome=request.GET.get("outcome", ""), after=request.GET.get("after", ""))
    context = {"negotiation": found.negotiation, "run": found, "page": page, "failed": ItemStatus.FAILED}
    return render(request, template_for(request, "intake/runs/run.html", "run"), context)


@require_POST
@coders_only
def cancel(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Read no more of it; what is filed stays."""
    found = _run(request, slug, run)
    undoing.cancel(found, by=request.user)
    messages.success(request, _("Cancelled: what was not read yet will not be. What is filed stays."))
    return redirect("intake:run", slug=slug, run=run)


@require_POST
@coders_only
def retry(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Try again all that failed."""
    found = _run(request, slug, run)
    count = 0
    for item in found.items.filter(status=ItemStatus.FAILED).defer("record"):
        with suppress(decide.NotNow):  # somebody else was quicker, or nothing is left to be read
            decide.retry(item, by=request.user)
            count += 1
    words = ngettext("%(n)d is tried again.", "%(n)d are tried again.", count) % {"n": count}
    messages.success(request, words) if count else messages.info(request, _("Nothing in it has failed."))
    return redirect("intake:run", slug=slug, run=run)


@coders_only
def undo(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """GET asks, saying what goes and what stays; POST takes back what the run filed."""
    found = _run(request, slug, run)
    if request.method != "POST":
        context = {
            "negotiation": found.negotiation,
            "run": found,
            "forecast": forecast(found),
        }
        return render(request, "intake/runs/undo.html", context)
    done = undoing.undo(found, by=request.user)
    words = ngettext("%(n)d was taken out.", "%(n)d were taken out.", done.removed)
    messages.success(request, words % {"n": done.removed})
    if done.kept:
        messages.warning(request, _kept(done.kept))
    return redirect("intake:run", slug=slug, run=run)


def _kept(kept: list) -> str:
    """Which stay, and why; names of theirs are escaped here, for messages are shown as they are."""
    rows = [(str(item), why) for item, why in kept[:KEPT_SHOWN]]
    more = len(kept) - KEPT_SHOWN
    listed = format_html_join(", ", "“{}” ({})", rows)
    head = ngettext("%(n)d stays", "%(n)d stay", len(kept)) % {"n": len(kept)}
    tail = ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more} if more > 0 else ""
    return format_html("{}: {}{}.", head, listed, tail)


@require_POST
@coders_only
def again(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """Look at the report's source again; the run's page shows what has changed."""
    seen = Report.objects.visible_to(request.user).select_related("negotiation")
    found = get_object_or_404(seen, negotiation__slug=slug, pk=report)
    if not found.url:
        messages.error(request, _("This report has no address to look at."))
        return redirect(found)
    return redirect("intake:run", slug=slug, run=check_again(found, by=request.user).pk)
