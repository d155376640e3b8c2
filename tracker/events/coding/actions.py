"""Writing claims: each action is one transaction."""

from dataclasses import asdict

from django.db import transaction

from tracker.lib import anchors
from tracker.negotiations.models import Negotiation
from tracker.web.names import NewName

from ..models import Claim, Event
from .forms import ClaimForm


@transaction.atomic
def make_claim(form: ClaimForm, *, start: int, end: int) -> Claim:
    """A draft from a valid form, anchored at text[start:end] of the newest revision. Raises ValueError where there is no
    such text."""
    claim = form.save(commit=False)
    claim.revision = claim.report.current
    for name, value in asdict(anchors.make(claim.revision.text, start, end)).items():
        setattr(claim, name, value)
    claim.event = _event(form, claim.report.negotiation)
    claim.save()
    return claim


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
