"""What the views of the workbench share: who may, and how they answer.

A request of the page's script is answered with the cards that changed, each to be put in the place of its old self, and a
line for the announcer; any other with the workbench at the first of them.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tracker.reports.models import Report

from ..models import Statement
from .queries import fresh_cards

EDITORS_ONLY = "What is published is edited by reviewers."


def report_of(request: HttpRequest, slug: str, report: int) -> Report:
    """A report that this person codes: 404 where it is unseen, 403 where it may only be read."""
    seen = Report.objects.visible_to(request.user).select_related("negotiation", "outlet")
    found = get_object_or_404(seen, negotiation__slug=slug, pk=report)
    if not request.user.may_code:
        raise PermissionDenied("Statements are coded by researchers.")
    return found


def statement_of(request: HttpRequest, slug: str, statement: int) -> Statement:
    """A statement to act on, without what its card shows."""
    seen = Statement.objects.visible_to(request.user).select_related(
        "report__negotiation", "negotiation", "speaker", "telling"
    )
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


def forbidden(request: HttpRequest) -> HttpResponse:
    return render(request, "403.html", {"reason": EDITORS_ONLY}, status=403)


def acted(request: HttpRequest, report: Report, changed: Iterable[int], said: str = "") -> HttpResponse:
    """The cards of the statements that changed."""
    changed = list(changed)
    if request.htmx:
        context = {"cards": fresh_cards(report, changed, request.user), "negotiation": report.negotiation, "said": said}
        return render(request, "statements/_acted.html", context)
    if said:
        messages.success(request, said)
    return _at_card(report, changed)


def refused(request: HttpRequest, statement: Statement, why: str, status: int = 422, **more) -> HttpResponse:
    """The card as it is, with the reason."""
    if request.htmx:
        (card,) = fresh_cards(statement.report, [statement.pk], request.user)
        context = {"cards": [card], "negotiation": statement.negotiation, "error": why, **more}
        return render(request, "statements/_acted.html", context, status=status)
    messages.error(request, why)
    return _at_card(statement.report, [statement.pk])


def _at_card(report: Report, changed: list[int]) -> HttpResponse:
    address = reverse("statements:workbench", args=[report.negotiation.slug, report.pk])
    return redirect(f"{address}#card-{changed[0]}" if changed else address)


def readable(error: Exception) -> str:
    """The message of the rule that refused: a model's own words for its constraint, or a guard's."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None:
        return str(error)
    messages_of = defaultdict(str, {c.name: str(c.violation_error_message) for c in Statement._meta.constraints})
    return messages_of[diagnosis.constraint_name] or diagnosis.message_primary
