"""Telling that statements of several reports are one utterance, or not."""

from django.db import transaction

from ..alike import JUDGED, utterance_of
from ..models import Statement, Telling, Utterance
from ..models.statement import NotAllowed
from .actions import touch
from .offers import take_on


@transaction.atomic
def tell_same(*, statement: Statement, other: Statement, by) -> None:
    """Say that both report one utterance; what either was told to be the same as before, both are now. A suggestion of
    which that is said is taken on as a draft."""
    if other.pk == statement.pk or other.negotiation_id != statement.negotiation_id:
        raise NotAllowed("These are not two statements of one negotiation.")
    if other.status not in JUDGED:
        raise NotAllowed("The other one waits to be judged first.")
    ours, theirs = utterance_of(statement), utterance_of(other)
    utterance = theirs or ours or Utterance.objects.create(negotiation_id=statement.negotiation_id).pk
    moved = list(Telling.objects.filter(utterance=ours).values_list("statement", flat=True)) if ours else []
    Telling.objects.filter(statement__in=moved).update(utterance=utterance)
    for one in (statement, other):
        Telling.objects.update_or_create(statement=one, defaults={"utterance_id": utterance})
    touch(other, *Statement.objects.filter(pk__in=moved))
    take_on(statement, by=by)


@transaction.atomic
def tell_apart(*, statement: Statement) -> None:
    """Take the statement out of its utterance. One that is told of once only says nothing."""
    Telling.objects.filter(statement=statement).delete()
    touch(statement)
