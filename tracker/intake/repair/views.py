"""The repair queue as a page. Works by plain forms; with htmx the queue is put in place of itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.history.editable import EditConflict
from tracker.lib.anchors import places
from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import seen_negotiation
from tracker.statements.coding.queries import may_edit
from tracker.statements.coding.views import coders_only
from tracker.statements.models import Statement
from tracker.statements.models.statement import NotAllowed
from tracker.web.htmx import template_for

from . import actions
from .queries import KINDS, Spans, repair_page

PAGE = "intake/repair/queue.html"
DONE = {
    "move": "Moved to its words in the newest text.",
    "keep": "Kept with the older text, and said so on its page.",
    "retire": "Retired. Its history keeps it.",
}


@coders_only
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    return _queue(request, seen_negotiation(request, slug))


def _queue(request: HttpRequest, negotiation: Negotiation, *, status: int = 200, **more) -> HttpResponse:
    page, repairs = repair_page(negotiation, user=request.user, page=request.GET.get("page", ""))
    context = {"negotiation": negotiation, "page": page, "repairs": repairs, **more}
    return render(request, template_for(request, PAGE, "queue"), context, status=status)


@require_POST
@coders_only
def settle(request: HttpRequest, slug: str, kind: str, row: int) -> HttpResponse:
    """`do` is "move" (to `spans`, or to the pasted `quote`), "keep" or "retire"; `version` and `revision` are those of
    the page it was decided on."""
    found = _row(request, slug, kind, row)
    do = request.POST.get("do", "")
    try:
        _settle(request, found, do)
    except EditConflict:
        return _refused(request, found, "Somebody changed it meanwhile. This is how it stands now.", status=409)
    except (actions.NewerText, NotAllowed, ValueError) as error:
        return _refused(request, found, str(error))
    if request.htmx:
        return _queue(request, found.report.negotiation, done=DONE[do])
    messages.success(request, DONE[do])
    return redirect("intake:repair", slug=slug)


def _row(request: HttpRequest, slug: str, kind: str, pk: int):
    if kind not in KINDS:
        raise Http404
    seen = KINDS[kind].objects.visible_to(request.user).select_related("report__negotiation")
    return get_object_or_404(seen, report__negotiation__slug=slug, pk=pk)


def _settle(request: HttpRequest, row, do: str) -> None:
    version, revision = _number(request, "version"), _number(request, "revision")
    if do == "retire":
        actions.retire(row, version=version, by=request.user)
        return
    if not may_edit(row, request.user):
        raise NotAllowed("What is published is moved by reviewers.")
    if do == "keep":
        actions.keep(row, version=version, revision=revision)
    elif do == "move":
        actions.move(row, version=version, revision=revision, spans=_spans(request, row))
    else:
        raise ValueError("There is no such decision.")


def _number(request: HttpRequest, name: str) -> int:
    try:
        return int(request.POST.get(name, ""))
    except ValueError:
        raise ValueError("Something is missing in the form. Load the page again.") from None


def _spans(request: HttpRequest, row) -> Spans:
    if not (quote := request.POST.get("quote", "").strip()):
        return _sent_spans(request.POST.get("spans", ""))
    found = places(quote, row.report.revisions.latest("number").text)
    if not found:
        raise ValueError("These words do not stand in the newest text. Copy them from it exactly.")
    if len(found) > 1:
        raise ValueError("These words stand in the newest text more than once. Paste more of the sentence.")
    return tuple(found)


def _sent_spans(sent: str) -> Spans:
    try:
        pairs = [part.split("-") for part in sent.split(",")]
        return tuple((int(start), int(end)) for start, end in pairs)
    except ValueError:
        raise ValueError("Paste the words it has now, or choose one of the places.") from None


def _refused(request: HttpRequest, row, why: str, status: int = 422) -> HttpResponse:
    refused = {"kind": "statement" if isinstance(row, Statement) else "claim", "pk": row.pk, "why": why}
    if request.htmx:
        return _queue(
            request, row.report.negotiation, refused=refused, quote=request.POST.get("quote", ""), status=status
        )
    messages.error(request, why)
    return redirect(f"{reverse('intake:repair', args=[row.report.negotiation.slug])}#{refused['kind']}-{row.pk}")
