"""The entries in which the words looked for stand."""

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q

from tracker.events.models import Claim, Event
from tracker.negotiations.models import Proposal
from tracker.statements.models import Anchor, Statement

from .models import EntryKind


def matching(negotiation, words: Iterable[str]) -> Q:
    """Of Entry: each word, in any case, stands in what was quoted or written of a statement or names its speaker; in an
    event's title, summary, place or claims; in a proposal's titles, names or summary."""
    words = list(words)
    sources: dict[EntryKind, tuple[type, Callable[[str], Q]]] = {
        EntryKind.STATEMENT: (Statement, _said),
        EntryKind.EVENT: (Event, _told),
        EntryKind.PROPOSAL: (Proposal, _tabled),
    }
    found = Q()
    for kind, (model, holds) in sources.items():
        rows = model.objects.filter(*map(holds, words), negotiation=negotiation)
        found |= Q(kind=kind, object_id__in=rows.order_by().values("pk"))
    return found


def _said(word: str) -> Q:
    quoted = Exists(Anchor.objects.filter(statement=OuterRef("pk"), exact__icontains=word))
    written = Q(summary__icontains=word) | Q(translation__icontains=word) | Q(original_text__icontains=word)
    return Q(quoted) | written | Q(speaker_words__icontains=word) | Q(speaker__name__icontains=word)


def _told(word: str) -> Q:
    claims = Claim.objects.published().filter(event=OuterRef("pk"))
    claimed = claims.filter(Q(exact__icontains=word) | Q(place__icontains=word))
    return Q(title__icontains=word) | Q(summary__icontains=word) | Q(Exists(claimed))


def _tabled(word: str) -> Q:
    titled = Q(title__icontains=word) | Q(short_title__icontains=word) | Q(aliases__icontains=word)
    return titled | Q(summary__icontains=word)
