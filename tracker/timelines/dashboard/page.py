"""The dashboard put together: what is read, chosen and shown."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tracker.events.models import Event
from tracker.negotiations.models import Negotiation, Visit
from tracker.negotiations.stances import Matrix
from tracker.statements.models import Stance, Statement
from tracker.timelines.visits import new_since

from . import parts
from .material import MOST_TAKING, material, report_days, reports_entered, reports_waiting

MOST_NEW, MOST_DISPUTES, MOST_MOVES, MOST_WAITING = 5, 5, 6, 6


@dataclass(frozen=True)
class DashboardPage:
    """`statements`: those quoted on the page, by key. `news` is None on a first visit and for readers of a share link.
    `compared`: positions are those of the newest so many statements that take any; 0: of all. `waiting` is empty for those who do not code. `report_days`: days of reports, latest first, with how many."""

    negotiation: Negotiation
    moment: datetime
    cards: list[parts.Card]
    tracks: dict
    agenda: parts.Agenda
    disputes: list[Event]
    dispute_count: int
    moves: list[parts.Move]
    move_count: int
    matrix: Matrix
    left_out: int
    compared: int
    news: parts.News | None
    is_first_visit: bool
    waiting: list
    waiting_count: int
    statements: dict[int, Statement]
    strip_first: date
    strip_last: date
    last_activity: date | None
    is_quiet: bool
    report_days: list[tuple[date, int]]

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.report_days or self.matrix)

    @property
    def last_report_day(self) -> date | None:
        return self.report_days[0][0] if self.report_days else None

    @property
    def days_to_offer(self) -> list[date]:
        """Up to five days with reports, spread over the dossier, the last first: to read an ended dossier from."""
        days = [day for day, _count in self.report_days]
        step = max(len(days) // 5, 1)
        return days[::step][:5]

    @property
    def cards_with_latest(self) -> list[tuple[parts.Card, Statement | None]]:
        return [(card, self.statements.get(card.latest)) for card in self.cards]

    @property
    def stance_values(self) -> list[str]:
        return [*Stance.values, ""]

    @property
    def new_statements(self) -> list[Statement]:
        found = self.news.statements[:MOST_NEW] if self.news else []
        return [self.statements[pk] for pk in found if pk in self.statements]


def dashboard_page(
    negotiation: Negotiation,
    *,
    user,
    visit: Visit | None,
    public_by: datetime | None = None,
    now: datetime | None = None,
) -> DashboardPage:
    """What the dashboard shows to `user`, whose last visit was `visit`; fifteen queries at most, whatever the data."""
    found = material(negotiation, user=user, public_by=public_by)
    since = new_since(visit, now or timezone.now())
    entered = reports_entered(negotiation, since=since, public_by=public_by) if since else None
    news = parts.news(found, since, entered) if since else None
    uncoded = reports_waiting(negotiation, public_by=public_by) if user.may_code else None
    waiting = list(uncoded[: MOST_WAITING + 1]) if user.may_code else []
    cards, moved, disputes = parts.cards(found), parts.moves(found), parts.disputed(found)
    shown = moved[:MOST_MOVES]
    statements = _quoted(negotiation, cards, shown, news)
    parts.attach(shown, statements)
    matrix, left_out = parts.stances(found)
    return DashboardPage(
        negotiation=negotiation,
        moment=found.moment,
        cards=cards,
        tracks={track.pk: track for track in found.tracks},
        agenda=parts.agenda(found),
        disputes=disputes[:MOST_DISPUTES],
        dispute_count=len(disputes),
        moves=shown,
        move_count=len(moved),
        matrix=matrix,
        left_out=left_out,
        compared=MOST_TAKING if found.has_more_positions else 0,
        news=news,
        is_first_visit=visit is None and user.pk is not None,
        waiting=waiting[:MOST_WAITING],
        waiting_count=uncoded.count() if len(waiting) > MOST_WAITING else len(waiting),
        statements=statements,
        strip_first=found.strip_days[0],
        strip_last=found.strip_days[-1],
        last_activity=found.last_activity,
        is_quiet=found.is_quiet,
        report_days=report_days(negotiation, user=user),
    )


def _quoted(negotiation: Negotiation, cards, moved, news) -> dict[int, Statement]:
    """All statements the page quotes, in four queries."""
    keys = {card.latest for card in cards if card.latest}
    keys |= {position.statement_id for move in moved for position in (move.before, move.after)}
    keys |= set(news.statements[:MOST_NEW]) if news else set()
    rows = negotiation.statements.filter(pk__in=keys).with_quotes() if keys else []
    return {statement.pk: statement for statement in rows}
