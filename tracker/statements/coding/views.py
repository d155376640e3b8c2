"""The workbench: a report's text on one side, its statements as cards on the other.

Each view answers an htmx request with the part that changed, and any other with a page, so that all of it works by
plain forms.
"""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.history.conflicts import conflict_response
from tracker.history.editable import EditConflict
from tracker.history.queries import history_model
from tracker.lib.anchors import places
from tracker.reports.models import Report
from tracker.web.htmx import template_for

from ..models import Statement, Status
from ..models.statement import NotAllowed
from . import actions
from .forms import StatementForms
from .queries import bench, card, may_edit
from .registry import Registry
from .suggest import suggest_statements

PAGE = "statements/workbench.html"


def _report(request: HttpRequest, slug: str, report: int) -> Report:
    """A report that this person codes: 404 where it is unseen, 403 where it may only be read."""
    seen = Report.objects.visible_to(request.user).select_related("negotiation", "outlet")
    found = get_object_or_404(seen, negotiation__slug=slug, pk=report)
    if not request.user.may_code:
        raise PermissionDenied("Statements are coded by researchers.")
    return found


def _statement(request: HttpRequest, slug: str, statement: int) -> Statement:
    seen = Statement.objects.visible_to(request.user).with_sources()
    return get_object_or_404(seen, negotiation__slug=slug, pk=statement)


def coders_only(view):
    """Answer 403 to those who may read but not code."""

    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not getattr(request.user, "is_team", False):
            raise Http404
        if not request.user.may_code:
            return render(request, "403.html", {"reason": "Statements are coded by researchers."}, status=403)
        return view(request, *args, **kwargs)

    return checked


@coders_only
def workbench(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    return _bench(request, _report(request, slug, report))


def _bench(request: HttpRequest, report: Report, *, status: int = 200, **more) -> HttpResponse:
    page = bench(report, user=request.user, show_rejected="rejected" in request.GET)
    context = {
        "negotiation": report.negotiation,
        "report": report,
        "page": page,
        "show_rejected": "rejected" in request.GET,
        "name_lists": Registry(report.negotiation).lists(),
        "claims": report.claims.for_bench(request.user),
    }
    return render(request, template_for(request, PAGE, "bench"), {**context, **more}, status=status)


@require_POST
@coders_only
def suggest(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """Propose statements anew, with the names known by now. What was judged stays."""
    found = _report(request, slug, report)
    count = suggest_statements(found, by=request.user)
    messages.success(request, f"{count or 'No'} statement{'' if count == 1 else 's'} suggested.")
    return redirect("statements:workbench", slug=slug, report=report)


@require_POST
@coders_only
def new(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """A new statement: from a selection (`start`, `end`, `exact`), or from pasted words (`quote`), which are looked up."""
    found = _report(request, slug, report)
    text = found.revisions.latest("number").text
    try:
        start, end = selection(request.POST, text)
        made = actions.make_statement(report=found, start=start, end=end, by=request.user)
    except SeveralPlaces as several:
        return _bench(request, found, status=422, several=several.choices(text), quote=request.POST.get("quote", ""))
    except ValueError as error:
        return _bench(request, found, status=422, error=str(error), quote=request.POST.get("quote", ""))
    if request.htmx:
        return _bench(request, found, current=made.pk, editing=_editing(request, made))
    return redirect("statements:edit", slug=slug, statement=made.pk)


class SeveralPlaces(Exception):
    def __init__(self, places: list[tuple[int, int]]):
        self.places = places

    def choices(self, text: str) -> list[tuple]:
        """The first twenty: start, end, what stands before, the words, what stands after."""
        return [(a, b, text[max(0, a - 60) : a], text[a:b], text[b : b + 60]) for a, b in self.places[:20]]


def selection(sent: QueryDict, text: str) -> tuple[int, int]:
    """Start and end of the words that are meant. Raises ValueError with words for a person, or SeveralPlaces."""
    if quote := sent.get("quote", "").strip():
        found = places(quote, text)
        if not found:
            raise ValueError("These words do not stand in the text. Copy them from it exactly.")
        if len(found) > 1:
            raise SeveralPlaces(found)
        return found[0]
    try:
        start, end = int(sent.get("start", "")), int(sent.get("end", ""))
    except ValueError:
        raise ValueError("Select some words of the text, or paste them.") from None
    exact = sent.get("exact")
    if exact is not None and text[start:end] != exact.replace("\r\n", "\n"):
        raise ValueError("The text on the page is not the newest any more. Load the page again.")
    return start, end


def _editing(request: HttpRequest, statement: Statement) -> dict:
    return {"card": card(statement, request.user), "forms": StatementForms(statement)}


@coders_only
def edit(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    found = _statement(request, slug, statement)
    if not may_edit(found, request.user):
        return render(request, "403.html", {"reason": "What is published is edited by reviewers."}, status=403)
    forms = StatementForms(found, request.POST or None, offered_issue=request.GET.get("issue", ""))
    if request.method != "POST":
        return _form(request, forms)
    if not forms.is_valid():
        return _form(request, forms, status=422)
    try:
        actions.save_statement(forms, by=request.user)
        if request.POST.get("then"):
            _judge(request, _statement(request, slug, statement), request.POST["then"])
    except EditConflict as conflict:
        here = reverse("statements:edit", args=[slug, statement])
        return conflict_response(request, forms.form, conflict.current, retry_url=here)
    except (IntegrityError, NotAllowed) as error:
        forms.form.add_error(None, readable(error))
        return _form(request, forms, status=422)
    return _after(request, slug, found)


def _form(request: HttpRequest, forms: StatementForms, *, status: int = 200) -> HttpResponse:
    statement = forms.statement
    context = {
        "negotiation": statement.negotiation,
        "report": statement.report,
        "card": card(statement, request.user),
        "forms": forms,
        "name_lists": [] if request.htmx else forms.registry.lists(),
    }
    return render(request, template_for(request, "statements/edit.html", "form"), context, status=status)


@coders_only
def one_card(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """The card as it is, for leaving the form."""
    return _after(request, slug, _statement(request, slug, statement))


@require_POST
@coders_only
def judge(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Give it the status `to`."""
    found = _statement(request, slug, statement)
    try:
        _judge(request, found, request.POST.get("to", ""))
    except (IntegrityError, NotAllowed) as error:
        return _refused(request, found, readable(error))
    return _after(request, slug, found)


def _judge(request: HttpRequest, statement: Statement, to: str) -> None:
    if to not in Status.values:
        raise NotAllowed("There is no such status.")
    with transaction.atomic():
        statement.move(to, by=request.user)


@require_POST
@coders_only
def undo(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Take the last judgement back: the status before the present one."""
    found = _statement(request, slug, statement)
    states = history_model(Statement).objects.filter(pgh_obj_id=found.pk).order_by("-pgh_id")
    before = states.exclude(status=found.status).values_list("status", flat=True).first()
    if before is None:
        return _refused(request, found, "It has had no other status yet.")
    try:
        _judge(request, found, before)
    except (IntegrityError, NotAllowed) as error:
        return _refused(request, found, readable(error))
    return _after(request, slug, found)


@require_POST
@coders_only
def bounds(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Let the statement begin and end elsewhere in the newest revision: `start` and `end`, or a `quote`."""
    found = _statement(request, slug, statement)
    if not may_edit(found, request.user):
        return render(request, "403.html", {"reason": "What is published is edited by reviewers."}, status=403)
    try:
        version = int(request.POST.get("version", ""))
        start, end = selection(request.POST, found.report.revisions.latest("number").text)
        actions.move_bounds(statement=found, version=version, start=start, end=end)
    except SeveralPlaces:
        return _refused(request, found, "These words stand in the text more than once. Paste more of the sentence.")
    except EditConflict:
        return _refused(request, found, "Somebody changed this statement meanwhile. Load the page again.", status=409)
    except ValueError as error:
        return _refused(request, found, str(error))
    if request.htmx:
        return _bench(request, _report(request, slug, found.report_id), current=found.pk)
    return _after(request, slug, found)


def _after(request: HttpRequest, slug: str, statement: Statement) -> HttpResponse:
    """The card as it is now, or, without htmx, the workbench at this card."""
    if request.htmx:
        fresh = _statement(request, slug, statement.pk)
        return render(
            request, "statements/_card.html", {"card": card(fresh, request.user), "negotiation": fresh.negotiation}
        )
    address = reverse("statements:workbench", args=[slug, statement.report_id])
    return redirect(f"{address}#card-{statement.pk}")


def _refused(request: HttpRequest, statement: Statement, why: str, status: int = 422) -> HttpResponse:
    fresh = _statement(request, statement.negotiation.slug, statement.pk)
    if request.htmx:
        context = {"card": card(fresh, request.user), "negotiation": fresh.negotiation, "error": why}
        return render(request, "statements/_card.html", context, status=status)
    messages.error(request, why)
    address = reverse("statements:workbench", args=[fresh.negotiation.slug, fresh.report_id])
    return redirect(f"{address}#card-{fresh.pk}")


def readable(error: Exception) -> str:
    """The message of the rule that refused: a model's own words for its constraint, or a guard's."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None:
        return str(error)
    messages_of = defaultdict(str, {c.name: str(c.violation_error_message) for c in Statement._meta.constraints})
    return messages_of[diagnosis.constraint_name] or diagnosis.message_primary
