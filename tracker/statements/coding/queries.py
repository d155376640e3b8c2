"""The workbench as a page: the text cut where statements begin and end, and their cards."""

from dataclasses import dataclass, field

from tracker.lib.segments import Segment, segments
from tracker.negotiations.models import Issue
from tracker.reports.models import Report, Revision

from ..models import Statement, Status
from ..models.statement import MOVES
from .learned import note

# How much a status stands out where statements overlap.
WEIGHT = {Status.PUBLISHED: 4, Status.REVIEWED: 3, Status.DRAFT: 2, Status.SUGGESTED: 1, Status.REJECTED: 0}


@dataclass(frozen=True)
class Stretch:
    """A piece of the text with the highlight it gets; `status` is that of the statement that stands out."""

    segment: Segment
    status: str = ""

    @property
    def ids(self) -> str:
        return " ".join(map(str, self.segment.ids))

    @property
    def is_deep(self) -> bool:
        return len(self.segment.ids) > 1


@dataclass(frozen=True)
class Card:
    """A statement with what its reader may do with it. `is_adrift`: its words are not in the newest text."""

    statement: Statement
    moves: set[str]
    may_edit: bool
    is_adrift: bool = False
    offered_issues: list[tuple[Issue, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Bench:
    report: Report
    revision: Revision
    stretches: list[Stretch]
    cards: list[Card]
    counts: dict[str, int]

    @property
    def adrift(self) -> list[Card]:
        """Those that need a look: their words were not found again when the text changed."""
        return [card for card in self.cards if card.is_adrift]


def bench(report: Report, *, user, show_rejected: bool = False) -> Bench:
    """Everything of the page, in a fixed number of queries. Rejected statements are left out unless asked for."""
    revision = report.revisions.latest("number")
    statements = list(report.statements.with_sources().select_related("coded_by", "reviewed_by", "answers"))
    counts = {status: sum(one.status == status for one in statements) for status in Status.values}
    if not show_rejected:
        statements = [one for one in statements if one.status != Status.REJECTED]
    statements.sort(key=lambda one: _place(one, revision.pk))
    spans = [(a.start, a.end, one.pk) for one in statements for a in one.pieces if a.revision_id == revision.pk]
    status = {one.pk: one.status for one in statements}
    note(statements)
    issues = Issue.objects.in_bulk(set().union(*map(_issues_for, statements)))
    return Bench(
        report=report,
        revision=revision,
        stretches=[_stretch(segment, status) for segment in segments(revision.text, spans)],
        cards=[card(one, user, issues, newest=revision.pk) for one in statements],
        counts=counts,
    )


def card(statement: Statement, user, issues: dict[int, Issue] | None = None, *, newest: int | None = None) -> Card:
    """`issues` and `newest` (the report's newest revision) are looked up where a page of many has not done so."""
    if newest is None:
        newest = statement.report.revisions.latest("number").pk
    if issues is None:
        note([statement])
        issues = Issue.objects.in_bulk(_issues_for(statement))
    taken = {position.issue_id for position in statement.positions.all()}
    offered = [(issues[pk], words) for pk, words in _issues_for(statement).items() if pk in issues]
    return Card(
        statement=statement,
        moves={to for to in MOVES[statement.status] if statement.may_move(to, user)},
        may_edit=may_edit(statement, user),
        is_adrift=is_adrift(statement, newest),
        offered_issues=[(issue, word) for issue, word in offered if issue.pk not in taken],
    )


def _issues_for(statement: Statement) -> dict[int, str]:
    """The issues offered for it, and the words that speak for each."""
    return {one["key"]: one["words"] for one in statement.offered if one.get("kind") == "issue"}


def may_edit(statement: Statement, user) -> bool:
    """Researchers edit what is not published; what is, reviewers edit."""
    return user.may_publish if statement.status in (Status.PUBLISHED, Status.REVIEWED) else user.may_code


def is_adrift(statement: Statement, newest: int) -> bool:
    """Its words are not in the newest text, and nobody has said yet that they stay with the older one."""
    return statement.missing_from_id != newest and all(piece.revision_id != newest for piece in statement.pieces)


def _place(statement: Statement, newest: int) -> tuple:
    """Those that need a look first, then in the order of the text."""
    pieces = statement.pieces
    return (not is_adrift(statement, newest), pieces[0].start if pieces else 0, statement.pk)


def _stretch(segment: Segment, status: dict[int, str]) -> Stretch:
    strongest = max((status[pk] for pk in segment.ids), key=WEIGHT.__getitem__, default="")
    return Stretch(segment, strongest)
