"""What the pages of events show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Prefetch, Q

from tracker.negotiations.models import Actor, Issue, Negotiation, Role, Track
from tracker.negotiations.reading import as_of, published
from tracker.statements.models import Statement
from tracker.web.keyset import Slice, newest_first

from .models import Aspect, Event, EventTrack, Participant
from .state import TOOK_PLACE, Dispute


@dataclass(frozen=True)
class Seat:
    """A participant and the role it held on the day of the event."""

    participant: Participant
    role: Role | None


@dataclass(frozen=True)
class Remarks:
    """What each party said about one issue (None: about none); `sides` in the order of the page's `speakers`."""

    issue: Issue | None
    sides: list[list[Statement]]


@dataclass(frozen=True)
class Readouts:
    """Readouts of one meeting side by side: `speakers` are the columns (None: party not known)."""

    speakers: list[Actor | None]
    rows: list[Remarks]

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class EventPage:
    event: Event
    tracks: list[Track]
    seats: list[Seat]
    readouts: Readouts
    moment: datetime


def event_page(event: Event, *, user, public_by: datetime | None = None) -> EventPage:
    """What the page of `event`, which `with_claims` brought, shows to `user`."""
    day = event.starts.date() if event.starts else None
    roles = Prefetch("actor__roles", Role.objects.select_related("organisation"))
    participants = event.participants.select_related("actor").prefetch_related(roles)
    return EventPage(
        event=event,
        tracks=[link.track for link in event.track_links.select_related("track__negotiation")],
        seats=[Seat(participant, participant.actor.role_on(day)) for participant in participants],
        readouts=_readouts(event, user, public_by),
        moment=as_of(public_by),
    )


def _readouts(event: Event, user, public_by: datetime | None) -> Readouts:
    """Statements of the reports that tell it took place, on one of its tracks where they are on any, by issue and party.

    1. A statement stands under each issue it takes a position on, for the holder of the position.
    2. One that takes none stands under no issue, for the party its speaker spoke for on the day.
    """
    reports = {claim.report_id for claim in event.known_claims if claim.step in TOOK_PLACE}
    if not reports:
        return Readouts([], [])
    tracks = event.track_links.values("track")
    statements = published(event.negotiation.statements, user, public_by).filter(
        Q(track_links__track__in=tracks) | Q(track_links=None), report__in=reports
    )
    said: dict[Issue | None, dict[Actor | None, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements.distinct().with_sources().order_by("said_on_earliest", "pk"):
        for issue, party in _heads(statement):
            said[issue][party].append(statement)
    speakers = list(dict.fromkeys(party for sides in said.values() for party in sides))
    order = sorted(said, key=lambda issue: (issue is None, issue.order if issue else 0, str(issue)))
    return Readouts(speakers, [Remarks(issue, [said[issue].get(s, []) for s in speakers]) for issue in order])


def _heads(statement: Statement) -> list[tuple[Issue | None, Actor | None]]:
    """Under which issue and party the statement stands."""
    taken = {(position.issue or position.provision.issue, position.holder) for position in statement.positions.all()}
    if taken:
        return sorted(taken, key=lambda head: (str(head[0]), str(head[1])))
    party = statement.speaker.party_on(statement.said_day) if statement.speaker else None
    return [(None, party)]


def aspect_label(dispute: Dispute) -> str:
    """ "When", "Where", or the aspect's words."""
    return {"when": "When", "place": "Where"}.get(dispute.aspect) or Aspect(dispute.aspect).label


@dataclass(frozen=True)
class EventFilters:
    """As the address of the list has them; empty means any. `state`: "coming", "past" or "disputed"."""

    track: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True)
class EventList:
    """`months`: (first day of the month or None, events), latest first."""

    slice: Slice
    months: list[tuple]
    moment: datetime


def event_list(
    negotiation: Negotiation,
    filters: EventFilters,
    *,
    user,
    public_by: datetime | None = None,
    after: str = "",
    size: int = 60,
) -> EventList:
    """Events that published claims tell of, latest first; six queries however many."""
    moment = as_of(public_by)
    events = negotiation.events.with_claims(public_by=public_by, user=user)
    chosen = _chosen(events, filters, moment).prefetch_related(
        Prefetch("track_links", EventTrack.objects.select_related("track__negotiation")),
        Prefetch("participants", Participant.objects.select_related("actor")),
    )
    part = newest_first(chosen, "starts", after=after, size=size)
    if filters.state == "disputed":  # derived, hence told apart here; the page by key stays right
        part = Slice([event for event in part if event.state.is_disputed], part.older, part.is_first)
    months = [(month, list(found)) for month, found in groupby(part, key=_month)]
    return EventList(part, months, moment)


def _month(event: Event):
    return event.starts.date().replace(day=1) if event.starts else None


def _chosen(events, filters: EventFilters, moment: datetime):
    if filters.track:
        events = events.filter(track_links__track__slug=filters.track)
    if filters.kind:
        events = events.filter(kind=filters.kind)
    if filters.text:
        events = events.filter(Q(title__icontains=filters.text) | Q(summary__icontains=filters.text))
    if filters.state == "coming":
        return events.filter(ends__gte=moment)
    if filters.state == "past":
        return events.filter(ends__lt=moment)
    return events
