"""Search: one box over what is published (docs/search.md, docs/decisions/0021-search.md).

query.py reads what was typed, names.py knows the registry, ask.py puts both together, hits.py finds, results.py shows.
The table is timelines.models.Words; it is kept in step by triggers (migrations/sql_0004).
"""

from django.db.models import Q

from tracker.negotiations.models import Negotiation
from tracker.timelines.models import Found, Words
from tracker.timelines.models.entry import NOTHING

from .ask import ask
from .query import parse

__all__ = ["matching"]


def matching(negotiation: Negotiation, text: str, *, key: str = "pk") -> Q:
    """The condition on Entry that lets in those of the negotiation that answer `text`, as typed into the box; `key` is the
    entry's number in another table's rows."""
    if not text.strip():
        return Q()
    asked = ask(parse(text), [negotiation])
    if not asked.wanted and not (asked.first or asked.last):  # signs only
        return NOTHING
    dated = Q()
    if asked.first:
        dated &= Q(last__gt=asked.first)
    if asked.last:
        dated &= Q(first__lt=asked.last)
    if not asked.wanted:
        return dated
    found = Words.objects.filter(negotiation_id=negotiation.pk, kind__lt=Found.REPORT, words__answers=asked.wanted)
    return dated & Q(**{f"{key}__in": found.values("id")})
