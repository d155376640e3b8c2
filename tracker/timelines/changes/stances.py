"""Who took another stance than before, with both statements."""

from tracker.negotiations.stances import Shift, issue_of, stands
from tracker.statements.models import Position
from tracker.timelines.dashboard.parts import Move
from tracker.timelines.dashboard.said import TAKES_A_POSITION
from tracker.timelines.filters import Filters
from tracker.timelines.models import EntryKind
from tracker.timelines.selection import Selection

from .asked import Asked

MOST = 500  # new statements that take a position, of which the last said are looked at
MOST_BEFORE = 2_000  # statements compared with: the last said


def stance_changes(selection: Selection, asked: Asked) -> list[Move]:
    """Changes that a new statement of the selection made, newest first, without their words; five queries at most."""
    taking = selection.rows().filter(asked.entries, kind=EntryKind.STATEMENT, weight=TAKES_A_POSITION)
    new = set(taking.newest_first().values_list("object_id", flat=True)[:MOST])
    questions = {_question(position) for position in Position.objects.filter(statement__in=new)} if new else set()
    if not questions:
        return []
    issues = {issue.pk: issue for issue in selection.negotiation.issues.all()}
    compared = Position.objects.filter(statement__in=new | _before(selection, questions)).to_compare(issues)
    found = stands((one for one in compared if _question(one) in questions), lambda position: _question(position)[1:])
    shifts = [shift for stand in found.values() for shift in stand.shifts if shift.after.statement_id in new]
    shifts = [shift for shift in shifts if _is_asked_for(selection, shift)]
    return [Move(shift) for shift in sorted(shifts, key=lambda shift: shift.after.taken_at, reverse=True)]


def _question(position: Position) -> tuple:
    """Who takes a stance, on which issue or article."""
    return position.holder_id, position.issue_id, position.provision_id


def _before(selection: Selection, questions: set[tuple]) -> set[int]:
    """Ids of the last statements, of the whole negotiation, in which any of the holders takes a stance."""
    everywhere = Selection(selection.negotiation, Filters(), user=selection.user, public_by=selection.public_by)
    holders = sorted({holder for holder, _issue, _article in questions})
    rows = everywhere.rows().filter(kind=EntryKind.STATEMENT, weight=TAKES_A_POSITION, actors__overlap=holders)
    return set(rows.newest_first().values_list("object_id", flat=True)[:MOST_BEFORE])


def _is_asked_for(selection: Selection, shift: Shift) -> bool:
    """Issue and stance are those of the very position, not of another that the statement takes."""
    issues, stances = selection.filters.of("issue"), selection.filters.of("stance")
    issue = selection.issues.get(issue_of(shift.after))
    above = selection.issues.get(issue.parent_id) if issue else None
    on = {one.slug for one in (issue, above) if one}
    return (not issues or bool(issues & on)) and (not stances or shift.after.stance in stances)
