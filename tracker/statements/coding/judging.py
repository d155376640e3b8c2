"""One key each: judging, taking offered links, moving bounds, telling that two reports have one utterance, taking back."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tracker.history.editable import EditConflict
from tracker.history.models import SetAside
from tracker.history.undo import ChangedSince

from ..models import Statement, Status
from ..models.statement import NotAllowed
from . import actions, acts, offers, telling
from .answers import acted, coders_only, forbidden, readable, refused, report_of, statement_of
from .queries import may_edit
from .selection import SeveralPlaces, selection, spans_of

REFUSALS = (IntegrityError, NotAllowed)


@require_POST
@coders_only
def judge(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Give it the status `to`, or the status `all` to all suggestions of its speaker that wait in the report."""
    found = statement_of(request, slug, statement)
    everyone = "all" in request.POST
    to = request.POST.get("all" if everyone else "to", "")
    try:
        changed = judge_all(found, to, by=request.user) if everyone else [judge_one(found, to, by=request.user)]
    except REFUSALS as error:
        return refused(request, found, readable(error))
    return acted(request, found.report, changed, _judged(found, to, len(changed)) if everyone else "")


def judge_one(statement: Statement, to: str, *, by) -> int:
    """Raises NotAllowed, IntegrityError."""
    if to not in Status.values:
        raise NotAllowed("There is no such status.")
    acts.acting(Status(to).label.lower())
    with transaction.atomic():
        statement.move(to, by=by)
    return statement.pk


def judge_all(statement: Statement, to: str, *, by) -> list[int]:
    if to not in Status.values:
        raise NotAllowed("There is no such status.")
    acts.acting(f"{Status(to).label.lower()}, all of {statement.speaker_label}")
    return [one.pk for one in actions.judge_speaker(statement=statement, to=to, by=by)]


def _judged(statement: Statement, to: str, count: int) -> str:
    words = {"n": count, "who": statement.speaker_label, "to": Status(to).label.lower()}
    return ngettext("%(n)s suggestion of %(who)s: %(to)s.", "%(n)s suggestions of %(who)s: %(to)s.", count) % words


@require_POST
@coders_only
def undo(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """Take back what this person did last to the report's statements; again: what they did before that."""
    found = report_of(request, slug, report)
    last = acts.last_act(found, request.user)
    if last is None:
        return acted(request, found, [], _("There is nothing of yours to take back here."))
    try:
        acts.undo(last, by=request.user)
    except ChangedSince as changed:
        return acted(request, found, last.statements, f"{_('Not taken back')}: {last.words}. {changed}")
    except REFUSALS as error:
        return acted(request, found, last.statements, f"{_('Not taken back')}: {last.words}. {readable(error)}")
    return acted(request, found, last.statements, f"{_('Taken back')}: {last.words}.")


@require_POST
@coders_only
def take(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Link it to what is offered: `offer` is "kind:key"; on an issue or a provision with a `stance`."""
    found = statement_of(request, slug, statement)
    if not may_edit(found, request.user):
        return forbidden(request)
    kind, _colon, key = request.POST.get("offer", "").partition(":")
    try:
        offer = offers.offered(found, kind, key)
        acts.acting(f"linked to “{offer.label or offer.words}”")
        offers.take(statement=found, offer=offer, stance=request.POST.get("stance", ""), by=request.user)
    except REFUSALS as error:
        return refused(request, found, readable(error))
    return acted(request, found.report, [found.pk])


@require_POST
@coders_only
def same(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Say that `other` reports the same utterance; with `apart`, that it does not."""
    found = statement_of(request, slug, statement)
    if not may_edit(found, request.user):
        return forbidden(request)
    other = number(request.POST.get("other")) and statement_of(request, slug, number(request.POST.get("other")))
    try:
        if "apart" in request.POST:
            acts.acting("told apart")
            telling.tell_apart(statement=found)
        elif not other:
            raise NotAllowed("The same as which other statement?")
        else:
            acts.acting(f"the same utterance as no. {other.pk}")
            telling.tell_same(statement=found, other=other, by=request.user)
    except REFUSALS as error:
        return refused(request, found, readable(error))
    return acted(request, found.report, [found.pk])


def number(sent: str | None) -> int:
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 19 else 0


@require_POST
@coders_only
def bounds(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    """Let the statement's words be others of the newest revision: `spans` ("12-40 56-80"), `start` and `end`, or a `quote`."""
    found = statement_of(request, slug, statement)
    if not may_edit(found, request.user):
        return forbidden(request)
    text = found.report.revisions.latest("number").text
    try:
        spans = spans_of(request.POST) or [selection(request.POST, text)]
        acts.acting("moved its bounds")
        version = number(request.POST.get("version"))
        actions.move_bounds(statement=found, version=version, spans=spans)
    except SeveralPlaces:
        return refused(request, found, "These words stand in the text more than once. Paste more of the sentence.")
    except EditConflict as conflict:
        return _both_kept(request, found, conflict, spans, text)
    except ValueError as error:
        return refused(request, found, str(error))
    return acted(request, found.report, [found.pk])


def _both_kept(
    request: HttpRequest, statement: Statement, conflict: EditConflict, spans: list[tuple[int, int]], text: str
) -> HttpResponse:
    """The card as somebody else left it, and the words meant here, set aside and ready to be put over theirs."""
    mine = " … ".join(text[start:end] for start, end in spans)
    SetAside.objects.create(
        user=request.user,
        model=Statement._meta.label_lower,
        object_id=statement.pk,
        title=str(conflict.current or statement)[:300],
        fields={"Words": mine},
    )
    yours = {
        "words": mine,
        "spans": " ".join(f"{start}-{end}" for start, end in spans),
        "address": reverse("statements:bounds", args=[statement.negotiation.slug, statement.pk]),
    }
    why = "Somebody changed this statement meanwhile. Your words were set aside."
    return refused(request, statement, why, 409, yours=yours)
