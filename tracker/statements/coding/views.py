"""The workbench: a report's text on one side, its statements as cards on the other.

Each view answers an htmx request with the part that changed, and any other with a page, so that all of it works by
plain forms.
"""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.history.conflicts import conflict_response
from tracker.history.editable import EditConflict
from tracker.reports.models import Report
from tracker.web.htmx import template_for

from ..models import Stance, Statement
from ..models.statement import NotAllowed
from . import actions, acts
from .answers import acted, coders_only, forbidden, readable, report_of, statement_of
from .forms import StatementForms
from .judging import judge_one
from .queries import Card, bench, fresh_cards, may_edit
from .registry import Registry
from .selection import SeveralPlaces, selection
from .suggest import suggest_statements

PAGE = "statements/workbench.html"


@coders_only
def workbench(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    return bench_page(request, report_of(request, slug, report))


def bench_page(request: HttpRequest, report: Report, *, status: int = 200, **more) -> HttpResponse:
    """The workbench; `more` may hold `current` (the card the keys act on), `editing`, `several`, `quote`, `error`, `said`, and
    `elsewhere`, in how many other reports suggestions wait that know nothing yet of what was taught."""
    page = bench(report, user=request.user, show_rejected="rejected" in request.GET)
    context = {
        "negotiation": report.negotiation,
        "report": report,
        "page": page,
        "show_rejected": "rejected" in request.GET,
        "name_lists": Registry(report.negotiation).lists(),
        "claims": report.claims.for_bench(request.user),
        "stances": Stance.choices,
    }
    return render(request, template_for(request, PAGE, "bench"), {**context, **more}, status=status)


@require_POST
@coders_only
def suggest(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """Propose statements anew, with the names known by now. What was judged stays."""
    found = report_of(request, slug, report)
    count = suggest_statements(found, by=request.user)
    messages.success(request, f"{count or 'No'} statement{'' if count == 1 else 's'} suggested.")
    return redirect("statements:workbench", slug=slug, report=report)


@require_POST
@coders_only
def new(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """A new statement: from a selection (`start`, `end`, `exact`), or from pasted words (`quote`), which are looked up."""
    found = report_of(request, slug, report)
    text = found.revisions.latest("number").text
    try:
        start, end = selection(request.POST, text)
        made = actions.make_statement(report=found, start=start, end=end, by=request.user)
    except SeveralPlaces as several:
        return bench_page(
            request, found, status=422, several=several.choices(text), quote=request.POST.get("quote", "")
        )
    except ValueError as error:
        return bench_page(request, found, status=422, error=str(error), quote=request.POST.get("quote", ""))
    if request.htmx:
        return bench_page(request, found, current=made.pk, editing=_editing(request, made))
    return redirect("statements:edit", slug=slug, statement=made.pk)


def _editing(request: HttpRequest, statement: Statement) -> dict:
    return {"card": _card(request, statement), "forms": StatementForms(statement)}


def _card(request: HttpRequest, statement: Statement) -> Card:
    return fresh_cards(statement.report, [statement.pk], request.user)[0]


@coders_only
def edit(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """The form of a statement; `issue` or `provision` and `stance` in the address begin a position."""
    found = _statement(request, slug, statement)
    if not may_edit(found, request.user):
        return forbidden(request)
    forms = StatementForms(found, request.POST or None, offered=request.GET.dict())
    if request.method != "POST":
        return _form(request, forms)
    if not forms.is_valid():
        return _form(request, forms, status=422)
    try:
        acts.acting("edited")
        actions.save_statement(forms, by=request.user)
        if request.POST.get("then"):
            judge_one(_statement(request, slug, statement), request.POST["then"], by=request.user)
    except EditConflict as conflict:
        here = reverse("statements:edit", args=[slug, statement])
        return conflict_response(request, forms.form, conflict.current, retry_url=here)
    except (IntegrityError, NotAllowed) as error:
        forms.form.add_error(None, readable(error))
        return _form(request, forms, status=422)
    return _after(request, found)


def _statement(request: HttpRequest, slug: str, statement: int) -> Statement:
    """With all that its form shows."""
    seen = Statement.objects.visible_to(request.user).with_sources()
    return get_object_or_404(seen, negotiation__slug=slug, pk=statement)


def _form(request: HttpRequest, forms: StatementForms, *, status: int = 200) -> HttpResponse:
    statement = forms.statement
    context = {
        "negotiation": statement.negotiation,
        "report": statement.report,
        "card": _card(request, statement),
        "forms": forms,
        "name_lists": [] if request.htmx else forms.registry.lists(),
    }
    return render(request, template_for(request, "statements/edit.html", "form"), context, status=status)


@coders_only
def one_card(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """The card as it is, for leaving the form."""
    return _after(request, statement_of(request, slug, statement))


def _after(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The card in the place of its form; without the page's script, the workbench at it."""
    if not request.htmx:
        return acted(request, statement.report, [statement.pk])
    context = {"card": _card(request, statement), "negotiation": statement.negotiation}
    return render(request, "statements/_card.html", context)
