"""The page of an issue, and the tree of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tracker.negotiations.models import Actor, Issue, Negotiation, Provision
from tracker.negotiations.reading import published
from tracker.negotiations.stances import Matrix, Stand, issue_of, matrix, stands

from .compared import give_words, newest_positions

MOST_ANSWERS, MOST_EARLIER, MOST_SHIFTS = 12, 5, 10


@dataclass(frozen=True)
class Answer:
    """Where a party stands. `on_provisions`: the stands it took on articles about the issue, told apart from the one
    on the issue itself, `stand`."""

    party: Actor
    stand: Stand | None
    on_provisions: list[Stand]

    @property
    def earlier(self) -> list:
        """Positions on the issue itself before the current one, newest first; the first MOST_EARLIER of `earlier_count`."""
        return self.stand.earlier[:MOST_EARLIER] if self.stand else []

    @property
    def earlier_count(self) -> int:
        return len(self.stand.earlier) if self.stand else 0

    @property
    def shown(self) -> list:
        """The positions whose words the page shows."""
        current = [stand.current for stand in self.on_provisions]
        return [self.stand.current, *self.earlier, *current] if self.stand else current

    @property
    def times(self) -> int:
        """How many positions it took."""
        taken = [self.stand, *self.on_provisions] if self.stand else self.on_provisions
        return sum(len(stand.positions) for stand in taken)

    @property
    def is_silent(self) -> bool:
        return not self.times


@dataclass(frozen=True)
class IssuePage:
    """`answers`: of those who said anything; `silent`: parties no statement of whom was found, which is not neutral.
    `below`: the stands on the issues one level down. `compared`: all this is told of the newest so many statements on
    them; 0: of all. Shown are the first MOST_ANSWERS answers and MOST_SHIFTS shifts."""

    issue: Issue
    answers: list[Answer]
    silent: list[Actor]
    children: list[Issue]
    below: Matrix
    provisions: list[Provision]
    compared: int

    @property
    def shown_answers(self) -> list[Answer]:
        return self.answers[:MOST_ANSWERS]

    @property
    def more_answers(self) -> int:
        return len(self.answers) - len(self.shown_answers)

    @property
    def shown_shifts(self) -> list:
        return self.shifts[:MOST_SHIFTS]

    @cached_property
    def shifts(self) -> list:
        """All changes of stance on the issue itself, newest first."""
        found = [shift for answer in self.answers if answer.stand for shift in answer.stand.shifts]
        return sorted(found, key=lambda shift: shift.after.taken_at, reverse=True)


def issue_page(issue: Issue, *, user, public_by: datetime | None = None) -> IssuePage:
    """What the page of `issue` shows to `user`."""
    negotiation = issue.negotiation
    children = list(issue.children.all())
    statements = published(negotiation.statements, user, public_by)
    taken = newest_positions(negotiation, statements, among=lambda rows: rows.on_issue(issue, *children))
    parties = list(parties_of(negotiation))
    answers = _answers(issue, parties, taken.positions)
    below = [position for position in taken.positions if issue_of(position) != issue.pk]
    page = IssuePage(
        issue=issue,
        answers=[answer for answer in answers if not answer.is_silent],
        silent=[answer.party for answer in answers if answer.is_silent],
        children=children,
        below=matrix(below, parties, children),
        provisions=_provisions(issue, public_by),
        compared=taken.compared,
    )
    shown = [position for answer in page.shown_answers for position in answer.shown]
    shown += [position for shift in page.shown_shifts for position in (shift.before, shift.after)]
    give_words(negotiation, shown)
    return page


def parties_of(negotiation: Negotiation):
    """The actors that are a party on any of its tracks."""
    return Actor.objects.filter(parties__track__negotiation=negotiation, parties__part="party").distinct()


def _answers(issue: Issue, parties: list[Actor], positions: list) -> list[Answer]:
    """Of the parties and of everybody else who took a position, those who spoke most often first."""
    direct = stands(positions, lambda position: position.issue_id if position.issue_id == issue.pk else None)
    on_articles = stands(
        (p for p in positions if p.provision and p.provision.issue_id == issue.pk), lambda p: p.provision_id
    )
    holders = {actor.pk: actor for actor in parties}
    holders |= {stand.holder.pk: stand.holder for stand in [*direct.values(), *on_articles.values()]}
    answers = [
        Answer(
            party=actor,
            stand=direct.get((pk, issue.pk)),
            on_provisions=[stand for (holder, _), stand in on_articles.items() if holder == pk],
        )
        for pk, actor in holders.items()
    ]
    return sorted(answers, key=lambda answer: (-answer.times, answer.party.name))


def _provisions(issue: Issue, public_by: datetime | None) -> list[Provision]:
    proposals = issue.negotiation.proposals.public_by(public_by)
    return list(
        issue.provisions.filter(of_version__proposal__in=proposals.values("pk"))
        .select_related("of_version__proposal__negotiation", "of_version__proposal__tabled_by")
        .order_by("of_version__proposal__tabled_on_earliest", "of_version", "order")
    )


@dataclass(frozen=True)
class IssuesOverview:
    """`matrix` has a row for every issue, spoken of or not; `tops` are the ids of the issues that have none above."""

    matrix: Matrix
    tops: set[int]


def issues_overview(negotiation: Negotiation, *, user, public_by: datetime | None = None) -> IssuesOverview:
    """The tree with who stands where; four queries however many."""
    issues = list(negotiation.issues.all())
    tree = [
        issue for top in issues if top.parent_id is None
        for issue in [top, *(child for child in issues if child.parent_id == top.pk)]
    ]  # fmt: skip
    taken = newest_positions(negotiation, published(negotiation.statements, user, public_by))
    return IssuesOverview(
        matrix(taken.positions, parties_of(negotiation), tree, keep_silent=True, compared=taken.compared),
        {issue.pk for issue in issues if issue.parent_id is None},
    )
