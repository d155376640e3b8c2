"""Writing claims: each action is one transaction."""

from dataclasses import asdict

from django.db import transaction

from tracker.lib import anchors
from tracker.negotiations.models import Negotiation
from tracker.reports.models import Report
from tracker.statements.models import Status
from tracker.statements.models.statement import NotAllowed
from tracker.web.names import NewName

from ..models import Aspect, Claim, Event, EventTrack, Participant, Verdict
from .forms import ClaimForm
from .suggested import Suggested


@transaction.atomic
def make_claim(form: ClaimForm, *, start: int, end: int, suggested: Suggested | None = None, by=None) -> Claim:
    """A draft from a valid form, anchored at text[start:end] of the newest revision. `suggested`: what it was made of by
    `by`. Raises ValueError where there is no such text, IntegrityError where somebody has decided on the suggestion."""
    claim = form.save(commit=False)
    _anchor(claim, start, end)
    claim.event = _event(form, claim.report.negotiation)
    claim.save()
    if suggested:
        made = claim.event if isinstance(form.cleaned_data["event_name"], NewName) else None
        _verdict(suggested, claim.report, claim=claim, new_event=made, by=by)
    return claim


@transaction.atomic
def accept(*, suggested: Suggested, report: Report, by) -> Claim:
    """A draft of what is suggested. A new event is made as it is shown: with its title, who takes part, and its tracks.
    Raises IntegrityError where somebody has decided on it."""
    one = suggested.found
    made = None if suggested.event else _new_event(suggested, report.negotiation)
    claim = Claim(
        event=suggested.event or made,
        report=report,
        statement_id=suggested.statement,
        step=one.step,
        when=one.when,
        place=one.place[:160],
        aspect=Aspect.DURATION if one.duration else "",
        value=one.duration[:200],
    )
    _anchor(claim, one.start, one.end)
    claim.save()
    _verdict(suggested, report, claim=claim, new_event=made, by=by)
    return claim


@transaction.atomic
def reject(*, suggested: Suggested, report: Report, by) -> None:
    """Not to be suggested again. Raises IntegrityError where somebody has decided on it."""
    _verdict(suggested, report, by=by)


@transaction.atomic
def take_back(*, report: Report, by) -> Verdict | None:
    """Undo the last decision of `by` on a suggestion in `report`: what was made of it goes, with the event if it was new and
    nothing else tells of it. None where there is no decision. Raises NotAllowed where the claim was changed since."""
    last = report.verdicts.select_for_update(of=("self",)).filter(by=by).order_by("-pk").first()
    if last is None:
        return None
    claim = last.claim
    if claim and (claim.version > 1 or claim.status != Status.DRAFT):
        raise NotAllowed("The claim has been changed since: edit or reject it instead.")
    last.delete()
    if claim:
        claim.delete()
    made = last.new_event
    if made and made.version == 1 and not made.claims.exists():
        made.delete()
    return last


def _verdict(suggested: Suggested, report: Report, *, claim=None, new_event=None, by) -> None:
    Verdict.objects.create(
        report=report,
        key=suggested.key,
        exact=suggested.exact,
        reason=suggested.found.reason[:400],
        claim=claim,
        new_event=new_event,
        by=by,
    )


def _anchor(claim: Claim, start: int, end: int) -> None:
    claim.revision = claim.report.current
    for name, value in asdict(anchors.make(claim.revision.text, start, end)).items():
        setattr(claim, name, value)


def _new_event(suggested: Suggested, negotiation: Negotiation) -> Event:
    event = Event.objects.create(negotiation=negotiation, kind=suggested.found.kind, title=suggested.found.title)
    EventTrack.objects.bulk_create([EventTrack(event=event, track=track) for track in suggested.tracks])
    Participant.objects.bulk_create(
        [Participant(event=event, actor=actor, order=order) for order, actor in enumerate(suggested.actors)]
    )
    return event


@transaction.atomic
def save_claim(form: ClaimForm) -> Claim:
    """Raises EditConflict when the claim has changed since it was read."""
    Claim.lock_at(form.instance.pk, form.cleaned_data["version"])
    claim = form.save(commit=False)
    claim.event = _event(form, claim.report.negotiation)
    claim.save()
    return claim


def _event(form: ClaimForm, negotiation: Negotiation) -> Event:
    chosen = form.cleaned_data["event_name"]
    if not isinstance(chosen, NewName):
        return chosen
    kind = form.cleaned_data["event_kind"]
    return Event.objects.create(negotiation=negotiation, kind=kind, title=chosen.text)
