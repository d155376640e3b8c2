"""Words (search): rebuilding them, and proving that they are what they ought to be; in batches, as entries are."""

from collections.abc import Iterator

from django.db import connection

from tracker.negotiations.models import Negotiation
from tracker.reports.models import Report

from ..models import Entry, Found, Words
from ..models.entry import KEY_STEP
from .walk import BATCH, call

DIFFERENT = """
    WITH ought AS MATERIALIZED (SELECT * FROM timelines_fresh_words(%(keys)s)),
         kept AS MATERIALIZED (SELECT * FROM timelines_words WHERE id = ANY (%(keys)s))
    SELECT id, 'is missing or different' FROM (SELECT * FROM ought EXCEPT SELECT * FROM kept) one
    UNION ALL SELECT id, 'should not be there' FROM kept WHERE id NOT IN (SELECT id FROM ought)
"""


def rebuild_words(negotiation: Negotiation) -> Iterator[int]:
    """Bring the words of a negotiation in step; gives how many were looked at, after each batch. What is right already is
    not written, so that a run that was broken off costs little when it is begun again."""
    count = 0
    for keys in _batches(negotiation):
        call("timelines_refresh_words", keys)
        count += len(keys)
        yield count


def different_words(negotiation: Negotiation) -> Iterator[str]:
    """Every row of words that is not what it ought to be, in words."""
    for keys in _batches(negotiation):
        with connection.cursor() as cursor:
            cursor.execute(DIFFERENT, {"keys": keys})
            for key, what in cursor.fetchall():
                yield f"words of {Found(key // KEY_STEP).label.lower()} {key % KEY_STEP}: row {what}"


def _batches(negotiation: Negotiation) -> Iterator[list[int]]:
    after = 0
    while keys := _next(negotiation, after):
        yield keys
        after = keys[-1]


def _next(negotiation: Negotiation, after: int) -> list[int]:
    """Keys of what has words or ought to have them."""
    of = {"negotiation_id": negotiation.pk}
    reports, base = Report.objects.filter(**of).order_by("pk"), Found.REPORT * KEY_STEP
    found = {
        *Entry.objects.filter(**of, pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH],
        *Words.objects.filter(**of, id__gt=after).order_by("id").values_list("id", flat=True)[:BATCH],
        *(base + pk for pk in reports.filter(pk__gt=max(0, after - base)).values_list("pk", flat=True)[:BATCH]),
    }
    return sorted(found)[:BATCH]
