"""Rebuilding what the read side keeps, while it is read and edited.

1. Entries in batches, each a transaction of its own under the negotiation's lock, its end noted in Rebuilding.
2. Counts month by month from the entries, and their totals from the months.
3. The words of entries and reports, by which they are found.
Interrupted, the first goes on after the last batch and the others begin again. What is right already is not written.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from tracker.negotiations.models import Negotiation

from ..models import EntryKind, Rebuilding
from .walk import batches, call, months
from .words import rebuild_words


@dataclass(frozen=True)
class Done:
    """What a step did: `what` in words, `count` of them so far."""

    what: str
    count: int


def rebuild(negotiation: Negotiation) -> Iterator[Done]:
    """Bring everything kept of the negotiation in step; gives a Done after each transaction."""
    progress, _ = Rebuilding.objects.get_or_create(negotiation=negotiation)
    for kind in EntryKind.values[EntryKind.values.index(progress.kind) :]:
        after = progress.upto if kind == progress.kind else 0
        count = 0
        for ids in batches(negotiation, kind, after):
            with transaction.atomic():
                call("timelines_restore", kind, ids)
                Rebuilding.objects.filter(pk=progress.pk).update(kind=kind, upto=ids[-1])
            count += len(ids)
            yield Done(f"{EntryKind(kind).label.lower()}s", count)
    for number, month in enumerate(months(negotiation), start=1):
        call("timelines_recount", negotiation.pk, month)
        yield Done("months counted", number)
    call("timelines_retotal", negotiation.pk)
    for number in rebuild_words(negotiation):
        yield Done("words", number)
    progress.delete()
