"""What a page compares: positions of the newest statements, so that a million cost what forty do."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.negotiations.models import Issue, Negotiation
from tracker.negotiations.stances import issue_of

MOST_COMPARED = 1_000  # statements that take a position


@dataclass(frozen=True)
class Taken:
    """Positions of the newest `compared` statements that take any; 0: of all there are. `issues`: all of the
    negotiation, in their order."""

    positions: list
    issues: list[Issue]
    compared: int

    @property
    def issues_spoken_on(self) -> list[Issue]:
        spoken = {issue_of(position) for position in self.positions}
        return [issue for issue in self.issues if issue.pk in spoken]


def newest_positions(negotiation: Negotiation, statements, *, among: Callable | None = None) -> Taken:
    """Those that the newest of these statements of the negotiation take; `among`: a function from a QuerySet of
    positions to those that matter. Three queries."""
    issues = {issue.pk: issue for issue in negotiation.issues.all()}
    newest, is_more = statements.newest_positions(MOST_COMPARED, among)
    positions = list(newest.to_compare(issues))
    for position in positions:
        position.statement.negotiation = negotiation
    return Taken(positions, list(issues.values()), MOST_COMPARED if is_more else 0)


def give_words(negotiation: Negotiation, positions: list) -> None:
    """The positions get their statements anew, with all that a quote block shows; four queries."""
    keys = {position.statement_id for position in positions}
    found = negotiation.statements.with_quotes().in_bulk(keys) if keys else {}
    for position in positions:
        position.statement = found[position.statement_id]
