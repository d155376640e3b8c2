"""The workbench as a page: the text cut where statements begin and end, and their cards."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.lib.segments import Segment, segments
from tracker.reports.models import Report, Revision

from ..alike import Also, also_reported
from ..models import Statement, Status
from ..models.statement import MOVES
from .actions import speaker_key
from .learned import note
from .offers import Offer, labels_of, offers_of

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
    """A statement with what its reader may do with it. `is_adrift`: its words are not in the newest text; `of_speaker`: how
    many suggestions of its speaker wait in the report."""

    statement: Statement
    moves: set[str]
    may_edit: bool
    is_adrift: bool = False
    offers: list[Offer] = field(default_factory=list)
    also: list[Also] = field(default_factory=list)
    of_speaker: int = 0

    @property
    def spans(self) -> str:
        """Its pieces in the newest text, as in "12-40 56-80"."""
        return " ".join(f"{piece.start}-{piece.end}" for piece in ([] if self.is_adrift else self.statement.pieces))

    @property
    def accept_all(self) -> bool:
        return self.of_speaker > 1 and self.statement.status == Status.SUGGESTED


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
    statements = list(report.statements.with_sources().select_related("telling"))
    counts = {status: sum(one.status == status for one in statements) for status in Status.values}
    if not show_rejected:
        statements = [one for one in statements if one.status != Status.REJECTED]
    statements.sort(key=lambda one: _place(one, revision.pk))
    spans = [(a.start, a.end, one.pk) for one in statements for a in one.pieces if a.revision_id == revision.pk]
    status = {one.pk: one.status for one in statements}
    return Bench(
        report=report,
        revision=revision,
        stretches=[_stretch(segment, status) for segment in segments(revision.text, spans)],
        cards=cards(statements, user, newest=revision.pk),
        counts=counts,
    )


def cards(statements: list[Statement], user, *, newest: int) -> list[Card]:
    """The cards of statements of one report, whose newest revision is `newest`; as many queries as for one."""
    note(statements)
    labels, also = labels_of(statements), also_reported(statements, Statement.objects.visible_to(user))
    waiting = _waiting_by_speaker(statements[0].report_id) if any(_waits(one) for one in statements) else {}
    return [
        Card(
            statement=one,
            moves={to for to in MOVES[one.status] if one.may_move(to, user)},
            may_edit=may_edit(one, user),
            is_adrift=is_adrift(one, newest),
            offers=offers_of(one, labels),
            also=also.get(one.pk, []),
            of_speaker=waiting.get(speaker_key(one), 0) if _waits(one) else 0,
        )
        for one in statements
    ]


def fresh_cards(report: Report, keys: Iterable[int], user) -> list[Card]:
    """The cards of those statements of the report as they are now, in the order of the text."""
    newest = report.revisions.latest("number").pk
    statements = list(report.statements.with_sources().select_related("telling").filter(pk__in=keys))
    return cards(sorted(statements, key=lambda one: _place(one, newest)), user, newest=newest)


def _waits(statement: Statement) -> bool:
    return statement.status == Status.SUGGESTED


def _waiting_by_speaker(report: int) -> Counter:
    waiting = Statement.objects.waiting().filter(report=report).only("speaker_id", "speaker_words")
    return Counter(map(speaker_key, waiting))


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
