"""The parts of the dashboard, each chosen from what was read."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Window

from tracker.events.models import Event
from tracker.negotiations.models import Actor, Party, Track, TrackStatus
from tracker.negotiations.queries.track import Programme
from tracker.negotiations.stances import Matrix, Shift, issue_of, matrix, stands
from tracker.statements.models import Statement
from tracker.timelines.entries import Span, span

from .material import Material

AHEAD = timedelta(weeks=6)
MOST_COLUMNS = 8
OVER = ("cancelled", "held", "read_out")


@dataclass(frozen=True)
class Card:
    """A track. `counts`: statements on each of the strip's days; `latest`: key of its newest statement, or None.
    `depth`: 1 below another track."""

    track: Track
    depth: int
    status: TrackStatus | None
    parties: list[Party]
    programme: Programme
    counts: list[int]
    latest: int | None
    total: int


def cards(found: Material) -> list[Card]:
    by_day = found.said.by_day(found.strip_days[0], found.strip_days[-1])
    return [_card(found, track, by_day) for track in found.tracks]


def _card(found: Material, track: Track, by_day: dict) -> Card:
    begun = [s for s in track.statuses.all() if s.since_earliest is None or s.since_earliest <= found.moment]
    return Card(
        track=track,
        depth=1 if track.parent_id else 0,
        status=begun[-1] if begun else None,
        parties=list(track.parties.all()),
        programme=Programme([event for event in found.events if track.pk in event.track_ids], found.moment),
        counts=[by_day.get((track.pk, day), 0) for day in found.strip_days],
        latest=track.latest,
        total=track.total,
    )


@dataclass(frozen=True)
class Agenda:
    """Events ahead within six weeks, soonest first; with nothing ahead the last ones, latest first, and `is_past`.
    `later`: how many lie further ahead."""

    events: list[Event]
    is_past: bool
    later: int

    @property
    def rows(self) -> list[tuple[Event, Span]]:
        """With the days between which each lies."""
        return [(e, span(e.state.when.edtf, e.state.when.earliest, e.state.when.latest)) for e in self.events]


def agenda(found: Material, most: int = 8) -> Agenda:
    ahead = [event for event in found.events if event.ends and event.ends >= found.moment]
    ahead = [event for event in ahead if event.state.step not in OVER]
    soon = [event for event in ahead if event.starts - found.moment <= AHEAD]
    if soon:
        return Agenda(soon[:most], False, len(ahead) - len(soon[:most]))
    past = [event for event in found.events if event.starts and event.starts < found.moment]
    return Agenda(past[::-1][: most - 2], True, len(ahead))


def disputed(found: Material) -> list[Event]:
    """Events about which sources differ, latest first."""
    return [event for event in reversed(found.events) if event.state.is_disputed]


@dataclass(frozen=True)
class Move:
    """A holder changed its stance on a question; both positions carry their statements."""

    shift: Shift

    @property
    def holder(self) -> Actor:
        return self.shift.after.holder

    @property
    def after(self):
        return self.shift.after

    @property
    def before(self):
        return self.shift.before

    @property
    def both(self) -> tuple:
        return self.shift.before, self.shift.after


def moves(found: Material) -> list[Move]:
    """All changes of stance on one and the same issue or article, newest first."""
    by_question = stands(found.positions, lambda position: (position.issue_id, position.provision_id))
    shifts = [Move(shift) for stand in by_question.values() for shift in stand.shifts]
    return sorted(shifts, key=lambda move: move.after.taken_at, reverse=True)


def stances(found: Material) -> tuple[Matrix, int]:
    """Issues by the parties of the tracks and the holders with most positions, and how many holders are left out."""
    taken = Counter(position.holder_id for position in found.positions if issue_of(position))
    holders = {actor.pk: actor for actor in found.parties} | {p.holder_id: p.holder for p in found.positions}
    ranked = sorted(holders.values(), key=lambda actor: (-taken[actor.pk], actor.label))
    chosen = ranked[:MOST_COLUMNS]
    kept = {actor.pk for actor in chosen}
    positions = [position for position in found.positions if position.holder_id in kept]
    spoken = sum(1 for pk in taken if pk not in kept)
    return matrix(positions, chosen, found.issues, keep_silent=True), spoken


MOST_ENTERED = 5


@dataclass(frozen=True)
class News:
    """What was filed since the reader's last visit, newest first: `statements` are keys. `reports`: the first few of
    `report_count`."""

    since: datetime
    statements: list[int]
    events: list[Event]
    reports: list
    report_count: int

    def __bool__(self) -> bool:
        return bool(self.statements or self.events or self.reports)


def news(found: Material, since: datetime, entered) -> News:
    """`entered`: a QuerySet of the reports that were."""
    changed = [event for event in found.events if any(_is_filed_since(claim, since) for claim in event.known_claims)]
    reports = list(entered.annotate(of=Window(Count("pk")))[:MOST_ENTERED])
    count = reports[0].of if reports else 0
    return News(since, found.said.filed_since(since), changed[::-1], reports, count)


def _is_filed_since(claim, since: datetime) -> bool:
    return bool(claim.status_changed_at and claim.status_changed_at > since)


def attach(moved: list[Move], statements: dict[int, Statement]) -> None:
    """Give the positions of `moved` the statements that came with their words."""
    for position in (position for move in moved for position in (move.before, move.after)):
        position.statement = statements.get(position.statement_id, position.statement)
