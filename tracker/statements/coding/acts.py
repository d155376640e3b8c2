"""What a person did on the workbench, one request after the other, and taking it back in that order."""

from dataclasses import dataclass
from uuid import UUID

import pghistory
from django.db import transaction
from django.db.models.functions import Now

from tracker.history.queries import history_model
from tracker.history.undo import take_back
from tracker.reports.models import Report

from ..models import Anchor, Position, Relay, Statement, Telling, TrackLink
from ..models.statement import NotAllowed
from .queries import may_edit

PARTS = (TrackLink, Position, Relay, Anchor)


@dataclass(frozen=True)
class Act:
    """One request that changed statements of a report. `words`: what it did, as in “accepted”; `statements`: their keys."""

    context: UUID
    words: str
    statements: list[int]


def acting(words: str) -> None:
    """Say in the history what the request at hand does, so that it can be taken back as one."""
    pghistory.context(act=words)


def last_act(report: Report, user) -> Act | None:
    """The last thing `user` did to statements of `report` that are still there and that nobody has taken back."""
    states = history_model(Statement).objects.filter(
        pgh_obj_id__in=report.statements.order_by().values("pk"), pgh_context__user=user.pk
    )
    undone = {
        context["undoes"]
        for context in states.filter(pgh_context__has_key="undoes").values_list("pgh_context", flat=True)
    }
    done = states.filter(pgh_context__has_key="act").exclude(pgh_context_id__in=undone).order_by("-pgh_id")
    last = done.values("pgh_context_id", "pgh_context").first()
    if last is None:
        return None
    touched = done.filter(pgh_context_id=last["pgh_context_id"]).order_by("pgh_obj_id").distinct("pgh_obj_id")
    return Act(last["pgh_context_id"], last["pgh_context"]["act"], list(touched.values_list("pgh_obj_id", flat=True)))


@transaction.atomic
def undo(act: Act, *, by) -> None:
    """Put the statements of `act` back as they were before it. Raises history.undo.ChangedSince; NotAllowed."""
    statements = Statement.objects.filter(pk__in=act.statements)
    if not all(may_edit(statement, by) for statement in statements):
        raise NotAllowed("What is published is edited by reviewers.")
    pghistory.context(undoes=str(act.context))
    of_act = {"statement_id__in": act.statements}
    tellings = history_model(Telling).objects.all()
    utterances = tellings.filter(pgh_context_id=act.context, **of_act).values_list("utterance", flat=True)
    parts = [history_model(part).objects.filter(**of_act) for part in PARTS]
    take_back(
        act.context,
        [
            tellings.filter(utterance__in=list(utterances)),  # those of the other reports, too
            *parts,
            history_model(Statement).objects.filter(pgh_obj_id__in=act.statements),
        ],
    )
    statements.update(edited_at=Now())  # in the history of each, even where only its parts went back
