"""What the dashboard is made of, read once; its parts choose from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, TruncDate

from tracker.events.models import Event, EventTrack
from tracker.negotiations.models import Actor, Issue, Negotiation, Party, Track
from tracker.negotiations.reading import as_of
from tracker.reports.models import Report
from tracker.statements.models import Position, Statement, Status

from ..names import in_tree
from .said import Said

STRIP_DAYS = 90
MOST_TAKING = 2000  # statements whose positions are compared


@dataclass(frozen=True)
class Material:
    """As `user` sees it and as was public by `public_by`; `moment` tells past from coming. Events have `track_ids`.
    `positions`: those of the newest MOST_TAKING statements that take any; `has_more_positions`: there are older ones."""

    negotiation: Negotiation
    moment: datetime
    tracks: list[Track]
    issues: list[Issue]
    said: Said
    events: list[Event]
    positions: list[Position]
    has_more_positions: bool

    @cached_property
    def last_activity(self) -> date | None:
        """The day of the last thing said or done by the moment."""
        days = [self.said.last_day] if self.said.last_day else []
        days += [event.starts.date() for event in self.events if event.starts and event.starts <= self.moment]
        return max(days, default=None)

    @property
    def is_quiet(self) -> bool:
        """Whether the last 90 days saw nothing."""
        return self.last_activity is None or (self.moment.date() - self.last_activity).days >= STRIP_DAYS

    @cached_property
    def strip_days(self) -> list[date]:
        """The 90 days drawn: up to the moment, or to the last activity where these saw none."""
        last = self.last_activity if self.is_quiet and self.last_activity else self.moment.date()
        first = max(last.toordinal() - STRIP_DAYS + 1, 1)
        return [date.fromordinal(number) for number in range(first, first + STRIP_DAYS)]

    @property
    def parties(self) -> list[Actor]:
        """Parties of the tracks, each once."""
        found = {party.actor_id: party.actor for t in self.tracks for party in t.parties.all() if party.part == "party"}
        return list(found.values())


def material(negotiation: Negotiation, *, user, public_by: datetime | None) -> Material:
    """Nine queries."""
    moment = as_of(public_by)
    said = Said(negotiation, user=user, public_by=public_by, today=moment.date())
    issues = list(negotiation.issues.all())
    positions = list(_positions(negotiation, said, issues))
    return Material(
        negotiation=negotiation,
        moment=moment,
        tracks=in_tree(list(_tracks(negotiation, said))),
        issues=in_tree(issues),
        said=said,
        events=list(_events(negotiation, user, public_by)),
        positions=positions,
        has_more_positions=len({position.statement_id for position in positions}) > MOST_TAKING,
    )


def _tracks(negotiation: Negotiation, said: Said):
    """`latest`: the id of the newest statement on it, or None; `total`: how many there are."""
    parties = Prefetch("parties", Party.objects.select_related("actor"))
    return negotiation.tracks.annotate(latest=said.latest, total=said.total).prefetch_related(parties, "statuses")


def _positions(negotiation: Negotiation, said: Said, issues: list[Issue]):
    # The ids are asked for first: joined in one statement, the planner goes through every position there is.
    newest = list(said.taking_positions(MOST_TAKING + 1))
    for position in Position.objects.filter(statement__in=newest).to_compare({issue.pk: issue for issue in issues}):
        position.statement.negotiation = negotiation
        yield position


def _events(negotiation: Negotiation, user, public_by: datetime | None):
    tracks = EventTrack.objects.filter(event=OuterRef("pk")).order_by("track__order", "track").values("track")
    events = negotiation.events.with_claims(public_by=public_by, user=user).annotate(track_ids=ArraySubquery(tracks))
    for event in events.in_time_order():
        event.negotiation = negotiation
        yield event


def report_days(negotiation: Negotiation, *, user) -> list[tuple[date, int]]:
    """The days (UTC) on which reports were published, latest first, with how many."""
    days = (
        Report.objects.visible_to(user)
        .filter(negotiation=negotiation)
        .annotate(day=TruncDate("published_at", tzinfo=UTC))
    )
    return list(days.order_by().values_list("day").annotate(n=Count("pk")).order_by("-day"))


UNJUDGED = (Status.SUGGESTED, Status.DRAFT, Status.REVIEWED)


def reports_waiting(negotiation: Negotiation, *, public_by: datetime | None):
    """Reports with coding left to do: `waiting` statements on their way, or none at all."""
    statements = Statement.objects.filter(report=OuterRef("pk")).order_by()
    unjudged = statements.filter(status__in=UNJUDGED)
    counted = unjudged.values("report").annotate(n=Count("pk")).values("n")
    return (
        negotiation.reports.public_by(public_by)
        .filter(Exists(unjudged) | ~Exists(statements))
        .select_related("outlet")
        .annotate(waiting=Coalesce(Subquery(counted), 0))
        .order_by("-published_at", "-pk")
    )


def reports_entered(negotiation: Negotiation, *, since: datetime, public_by: datetime | None):
    rows = negotiation.reports.public_by(public_by).filter(created_at__gt=since)
    return rows.select_related("outlet").order_by("-published_at", "-pk")
