"""Statements of other reports with the same words: found by an index over the words, then measured."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from tracker.lib import wording

from .models import Statement, Status, Telling

MOST_COMPARED, MOST_SHOWN = 40, 5  # of other statements' pieces with one piece; of other statements with one statement

# Pieces of other reports that share one of the least runs of words with a piece of ours.
SHARING = """
    SELECT ours.statement_id, theirs.statement_id
    FROM statements_anchor ours CROSS JOIN LATERAL (
        SELECT piece.statement_id FROM statements_anchor piece JOIN statements_statement other ON other.id = piece.statement_id
        WHERE statements_wording(piece.exact) && statements_wording(ours.exact)
            AND other.negotiation_id = %(negotiation)s AND other.report_id <> %(report)s AND other.status <> 'rejected'
        LIMIT %(most)s
    ) theirs
    WHERE ours.statement_id = ANY(%(statements)s)
"""
JUDGED = (Status.DRAFT, Status.REVIEWED, Status.PUBLISHED)


@dataclass(frozen=True)
class Also:
    """Another report's statement of the same words. `likeness` as lib.wording measures it; `is_same`: word for word;
    `is_told`: a person said that it is the same utterance."""

    statement: Statement
    likeness: float
    is_same: bool
    is_told: bool

    @property
    def may_be_told(self) -> bool:
        """Of what waits unjudged nobody says yet what it is."""
        return not self.is_told and self.statement.status in JUDGED


def also_reported(statements: Iterable[Statement], seen: QuerySet[Statement]) -> dict[int, list[Also]]:
    """For statements of one report: those of `seen`, of other reports of its negotiation, that are told
    to be the same utterance or have the same words, MOST_SHOWN at most of each, the surest first. Three queries."""
    ours = {one.pk: one for one in statements}
    if not ours:
        return {}
    pairs = _sharing_words(ours) | _told(ours)
    others = seen.filter(pk__in={other for _, other in pairs}).select_related(
        "report__outlet", "negotiation", "telling"
    )
    rows = others.prefetch_related("anchors").in_bulk()
    found: dict[int, list[Also]] = {}
    for mine, other in pairs:
        if other in rows and (also := _measured(ours[mine], rows[other])):
            found.setdefault(mine, []).append(also)
    return {pk: sorted(those, key=_surest_first)[:MOST_SHOWN] for pk, those in found.items()}


def _sharing_words(ours: dict[int, Statement]) -> set[tuple[int, int]]:
    one = next(iter(ours.values()))
    values = {
        "negotiation": one.negotiation_id,
        "report": one.report_id,
        "statements": list(ours),
        "most": MOST_COMPARED,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHARING, values)
        return set(cursor.fetchall())


def _told(ours: dict[int, Statement]) -> set[tuple[int, int]]:
    told = Telling.objects.filter(utterance__tellings__statement__in=ours)
    pairs = told.values_list("utterance__tellings__statement", "statement")
    return {(mine, other) for mine, other in pairs if mine in ours and mine != other}


def _measured(mine: Statement, other: Statement) -> Also | None:
    is_told = utterance_of(mine) is not None and utterance_of(mine) == utterance_of(other)
    measured = wording.likeness(mine.quote, other.quote)
    if not is_told and measured < wording.ALIKE:
        return None
    return Also(other, measured, wording.same(mine.quote, other.quote), is_told)


def utterance_of(statement: Statement) -> int | None:
    telling = getattr(statement, "telling", None)
    return telling.utterance_id if telling else None


def _surest_first(also: Also) -> tuple:
    return not also.is_told, -also.likeness, also.statement.pk
