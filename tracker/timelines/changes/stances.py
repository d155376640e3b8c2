"""Who took another stance than before, with both statements."""

from django.db.models import Q

from tracker.negotiations.reading import published
from tracker.negotiations.stances import Shift, issue_of, stands
from tracker.statements.models import Position
from tracker.timelines.dashboard.parts import Move
from tracker.timelines.dashboard.said import TAKES_A_POSITION
from tracker.timelines.models import EntryKind
from tracker.timelines.selection import Selection

from .asked import Asked

MOST = 500  # new statements that take a position, of which the last said are looked at
MOST_BEFORE = 5_000  # positions compared with


def stance_changes(selection: Selection, asked: Asked) -> list[Move]:
    """Changes that a new statement of the selection made, newest first; six queries at most."""
    taking = selection.rows().filter(asked.entries, kind=EntryKind.STATEMENT, weight=TAKES_A_POSITION)
    new = set(taking.newest_first().values_list("object_id", flat=True)[:MOST])
    questions = Position.objects.filter(statement__in=new).order_by().values_list("holder", "issue", "provision")
    wanted = {row for row in questions.distinct() if new}
    if not wanted:
        return []
    rows = published(Position.objects.all(), selection.user, selection.public_by).filter(
        Q(issue__in={issue for _holder, issue, _article in wanted if issue})
        | Q(provision__in={article for _holder, _issue, article in wanted if article}),
        statement__negotiation=selection.negotiation,
        holder__in={holder for holder, _issue, _article in wanted},
    )
    compared = rows.with_quotes().order_by("-statement__said_on_earliest", "-pk")[:MOST_BEFORE]
    found = stands(compared, lambda position: (position.issue_id, position.provision_id))
    shifts = [shift for stand in found.values() for shift in stand.shifts if shift.after.statement_id in new]
    shifts = [shift for shift in shifts if _is_asked_for(selection, shift)]
    return [Move(shift) for shift in sorted(shifts, key=lambda shift: shift.after.taken_at, reverse=True)]


def _is_asked_for(selection: Selection, shift: Shift) -> bool:
    """Issue and stance are those of the very position, not of another that the statement takes."""
    issues, stances = selection.filters.of("issue"), selection.filters.of("stance")
    issue = selection.issues.get(issue_of(shift.after))
    above = selection.issues.get(issue.parent_id) if issue else None
    on = {one.slug for one in (issue, above) if one}
    return (not issues or bool(issues & on)) and (not stances or shift.after.stance in stances)
