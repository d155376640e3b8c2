"""What a person does with words that are gone: each action is one transaction, and none loses the older anchors."""

from dataclasses import asdict

from django.db import transaction

from tracker.events.models import Claim
from tracker.lib import anchors
from tracker.reports.models import Revision
from tracker.statements.coding.actions import touch
from tracker.statements.models import Anchor, Statement, Status

from .queries import Spans


class NewerText(Exception):
    """A newer revision came in since the page was loaded."""


@transaction.atomic
def move(row: Statement | Claim, *, version: int, revision: int, spans: Spans) -> None:
    """Anchor it at these spans of the newest revision, of which `revision` is the number that the person saw. Raises
    EditConflict, NewerText, ValueError."""
    type(row).lock_at(row.pk, version)
    newest = _newest(row, revision)
    found = [anchors.make(newest.text, start, end) for start, end in spans]
    if isinstance(row, Claim):
        if len(found) != 1:
            raise ValueError("A claim is anchored in one piece of text.")
        row.revision = newest
        for name, value in asdict(found[0]).items():
            setattr(row, name, value)
        row.save()
        return
    row.anchors.filter(revision=newest).delete()
    for anchor in found:
        Anchor.objects.create(statement=row, revision=newest, **asdict(anchor))
    touch(row)


@transaction.atomic
def keep(row: Statement | Claim, *, version: int, revision: int) -> None:
    """Leave it anchored in the older revision: the newest one does not have its words. Raises EditConflict, NewerText."""
    type(row).lock_at(row.pk, version)
    row.missing_from = _newest(row, revision)
    row.save()


@transaction.atomic
def retire(row: Statement | Claim, *, version: int, by) -> None:
    """Reject it: the source took its words back. Raises EditConflict, NotAllowed."""
    type(row).lock_at(row.pk, version)
    row.move(Status.REJECTED, by=by)


def _newest(row: Statement | Claim, seen: int) -> Revision:
    newest = row.report.revisions.latest("number")
    if newest.pk != seen:
        raise NewerText("A newer text of this report came in meanwhile. Look again.")
    return newest
