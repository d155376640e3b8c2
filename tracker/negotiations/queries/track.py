"""The page of a track, and the list of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch

from tracker.negotiations.models import Negotiation, Party, Role, Track, TrackStatus
from tracker.negotiations.reading import as_of, day_of_roles, published
from tracker.negotiations.stances import Matrix, matrix
from tracker.web.counted import Counted, CountUpTo, counted, each
from tracker.web.keyset import Slice, newest_first

from .compared import newest_positions

OVER = ("cancelled", "held", "read_out")


@dataclass(frozen=True)
class Delegation:
    """A party with its head and the role the head held: see day_of_roles."""

    party: Party
    head_role: Role | None


@dataclass(frozen=True)
class Programme:
    """Events in time order, and the ones next to `moment`."""

    events: list
    moment: datetime

    @property
    def last(self):
        """The last that is over, or known to have taken place, and was not called off; one under way is the next."""
        past = [event for event in self.events if event.starts and event.starts <= self.moment]
        over = (event for event in reversed(past) if event.ends < self.moment or event.state.took_place)
        return next((event for event in over if event.state.step != "cancelled"), None)

    @property
    def next(self):
        """The first that may still come: neither over nor called off."""
        coming = (event for event in self.events if event.ends and event.ends >= self.moment)
        return next((event for event in coming if event.state.step not in OVER), None)

    @property
    def latest_first(self) -> list:
        """Undated ones last, as in time order."""
        dated = [event for event in self.events if event.starts]
        return dated[::-1] + self.events[len(dated) :]


@dataclass(frozen=True)
class TrackPage:
    """`statuses`: newest first, the first being the current one. `proposals`: tabled on the track."""

    track: Track
    delegations: list[Delegation]
    statuses: list[TrackStatus]
    children: list[Track]
    programme: Programme
    positions: Matrix
    proposals: list
    statements: Slice
    statement_count: Counted

    @property
    def status(self) -> TrackStatus | None:
        return self.statuses[0] if self.statuses else None


def track_page(track: Track, *, user, public_by: datetime | None = None, after: str = "", size: int = 20) -> TrackPage:
    """What the page of `track` shows to `user`; `after`: the key of the page of statements."""
    moment = as_of(public_by)
    negotiation = track.negotiation
    statements = published(negotiation.statements, user, public_by).on(track)
    events = negotiation.events.with_claims(public_by=public_by, user=user).on(track).in_time_order()
    delegations = _delegations(track, day_of_roles(negotiation, public_by))
    return TrackPage(
        track=track,
        delegations=delegations,
        statuses=[status for status in track.statuses.all() if _has_begun(status, moment)][::-1],
        children=list(track.children.all()),
        programme=Programme(list(events), moment),
        positions=_positions(negotiation, statements, delegations),
        proposals=list(track.proposals.public_by(public_by).select_related("tabled_by")),
        statements=newest_first(statements.with_sources(), "said_on_earliest", after=after, size=size),
        statement_count=counted(statements),
    )


def _has_begun(status: TrackStatus, moment: datetime) -> bool:
    return status.since_earliest is None or status.since_earliest <= moment


def _delegations(track: Track, day: date) -> list[Delegation]:
    roles = Prefetch("head__roles", Role.objects.select_related("organisation"))
    parties = track.parties.select_related("actor", "head").prefetch_related(roles)
    return [Delegation(party, party.head.role_on(day) if party.head else None) for party in parties]


def _positions(negotiation: Negotiation, statements, delegations: list[Delegation]) -> Matrix:
    """Stands taken in these statements, the track's own parties first."""
    taken = newest_positions(negotiation, statements)
    columns = [delegation.party.actor for delegation in delegations if delegation.party.part == "party"]
    return matrix(taken.positions, columns, taken.issues_spoken_on, compared=taken.compared)


@dataclass(frozen=True)
class TrackRow:
    """A track in the list: `depth` 0, or 1 for a track below another."""

    track: Track
    depth: int
    status: TrackStatus | None
    programme: Programme
    statement_count: Counted


def tracks_overview(negotiation: Negotiation, *, user, public_by: datetime | None = None) -> list[TrackRow]:
    """All tracks, each followed by those below it; five queries however many."""
    moment = as_of(public_by)
    said = published(negotiation.statements, user, public_by).filter(track_links__track=OuterRef("pk"))
    tracks = list(negotiation.tracks.annotate(said=CountUpTo(said)).prefetch_related("statuses", "parties__actor"))
    events = _events_by_track(negotiation, user, public_by)
    ordered = [
        (track, depth)
        for top in tracks
        if top.parent_id is None
        for track, depth in [(top, 0), *((child, 1) for child in tracks if child.parent_id == top.pk)]
    ]
    return [
        TrackRow(
            track=track,
            depth=depth,
            status=next((s for s in reversed(track.statuses.all()) if _has_begun(s, moment)), None),
            programme=Programme(events.get(track.pk, []), moment),
            statement_count=each(track.said),
        )
        for track, depth in ordered
    ]


def _events_by_track(negotiation: Negotiation, user, public_by: datetime | None) -> dict[int, list]:
    events = negotiation.events.with_claims(public_by=public_by, user=user).in_time_order()
    found: dict[int, list] = {}
    for event in events.prefetch_related("track_links"):
        for link in event.track_links.all():
            found.setdefault(link.track_id, []).append(event)
    return found
