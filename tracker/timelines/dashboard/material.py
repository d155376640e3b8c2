"""What the dashboard is made of, read once; its parts choose from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q
from django.db.models.functions import TruncDate

from tracker.events.models import Event, EventTrack
from tracker.negotiations.models import Actor, Issue, Negotiation, Party, Track
from tracker.negotiations.reading import as_of, published
from tracker.reports.models import Report
from tracker.statements.models import Position, Status, TrackLink

STRIP_DAYS = 90


@dataclass(frozen=True)
class Said:
    """A statement in short. `day`: the earliest day it may have been said; `at`: for sorting by when it was said."""

    pk: int
    day: date
    at: tuple
    filed_at: datetime
    tracks: tuple[int, ...]


@dataclass(frozen=True)
class Material:
    """As `user` sees it and as was public by `public_by`; `moment` tells past from coming. Events have `track_ids`."""

    negotiation: Negotiation
    moment: datetime
    tracks: list[Track]
    issues: list[Issue]
    said: list[Said]
    events: list[Event]
    positions: list[Position]

    @cached_property
    def last_activity(self) -> date | None:
        """The day of the last thing said or done by the moment."""
        today = self.moment.date()
        days = [one.day for one in self.said if one.day <= today]
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
    """Eight queries."""
    statements = published(negotiation.statements, user, public_by)
    issues = list(negotiation.issues.all())
    return Material(
        negotiation=negotiation,
        moment=as_of(public_by),
        tracks=_in_tree(list(_tracks(negotiation))),
        issues=_in_tree(issues),
        said=[_said(row) for row in _short(statements)],
        events=list(_events(negotiation, user, public_by)),
        positions=list(statements.positions().with_subjects()),
    )


def _tracks(negotiation: Negotiation):
    parties = Prefetch("parties", Party.objects.select_related("actor"))
    return negotiation.tracks.prefetch_related(parties, "statuses")


def _in_tree(rows: list) -> list:
    tops = [row for row in rows if row.parent_id is None]
    return [one for top in tops for one in [top, *(row for row in rows if row.parent_id == top.pk)]]


def _short(statements):
    tracks = TrackLink.objects.filter(statement=OuterRef("pk")).values("track")
    columns = ("pk", "said_on_earliest", "said_on_latest", "status_changed_at", "report__published_at", "on")
    return statements.order_by().annotate(on=ArraySubquery(tracks)).values_list(*columns)


def _said(row: tuple) -> Said:
    pk, earliest, latest, filed_at, published_at, tracks = row
    begins = earliest or latest or published_at
    return Said(pk, begins.date(), (begins, published_at, pk), filed_at or published_at, tuple(tracks))


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


def reports_waiting_or_new(negotiation: Negotiation, *, since: datetime | None, public_by: datetime | None):
    """Reports entered since, and those with coding left to do: `waiting` statements on their way, or none `coded`."""
    return (
        negotiation.reports.public_by(public_by)
        .select_related("outlet")
        .annotate(waiting=Count("statements", filter=Q(statements__status__in=UNJUDGED)), coded=Count("statements"))
        .filter(Q(waiting__gt=0) | Q(coded=0) | (Q(created_at__gt=since) if since else Q(pk=None)))
        .order_by("-published_at", "-pk")
    )
