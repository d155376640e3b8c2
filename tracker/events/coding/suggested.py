"""Claims that the rules suggest for a report: read from its newest text whenever they are asked for, kept nowhere.

So they always go by the names and events of today, a text that is never opened costs nothing, and no event is made before
somebody says that it is one. What people decided is kept (Verdict), and not suggested again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import cast

import structlog

from tracker.lib.attribution import Known, KnownName
from tracker.lib.attribution.claims import Claims, ProposedClaim
from tracker.lib.attribution.happenings import SETTLED, Happenings, KnownEvent
from tracker.negotiations.models import Actor, Kind, Role, Track
from tracker.reports.models import Report, ReportKind
from tracker.statements.coding.registry import Registry
from tracker.statements.models import Anchor, Status

from ..models import Claim, Event, EventTrack, Participant

log = structlog.get_logger("parley.coding")

LOOKED_AT = 200_000  # characters of a text
MOST = 50  # shown at a time: deciding on them makes room for the next
EVENTS = 2_000  # of a dossier that are looked through, the newest


@dataclass(frozen=True)
class Suggested:
    """A claim as the rules propose it. `event` is on file, or None, and a new one is named by `found.title`; `statement` is
    the coded statement in whose words it stands."""

    found: ProposedClaim
    exact: str
    event: Event | None
    actors: tuple[Actor, ...]
    tracks: tuple[Track, ...]
    statement: int | None

    @cached_property
    def key(self) -> str:
        """By which a decision knows it again, whatever event it is matched with and wherever its words have moved."""
        return _digest(self.found.kind, self.found.step, " ".join(self.exact.split()))

    @cached_property
    def token(self) -> str:
        """Of all that is shown: who accepts it accepts this, and nothing that it has become since."""
        one = self.found
        shown = (one.event, one.title, one.when, one.place, one.duration, one.actors, one.tracks, one.start)
        return f"{self.key}-{_digest(*shown)}"


def _digest(*parts: object) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Suggestions:
    """`shown` of all that wait, in the order of the text; `rejected`: how many were rejected."""

    shown: list[Suggested]
    waiting: int
    rejected: int

    def find(self, token: str) -> Suggested | None:
        """What was shown under `token`, if it is still that."""
        return next((one for one in self.shown if one.token == token), None)


def suggestions(report: Report) -> Suggestions:
    """What the rules suggest and nobody has decided on. A text on which they fail has none."""
    try:
        found = _suggested(report)
    except Exception:
        log.exception("no claims suggested", report=report.pk)
        found = []
    decided = dict(report.verdicts.values_list("key", "claim"))
    kept = {one.key: one for one in found if one.key not in decided}
    return Suggestions(list(kept.values())[:MOST], len(kept), sum(claim is None for claim in decided.values()))


def _suggested(report: Report) -> list[Suggested]:
    revision, desk = report.revisions.latest("number"), _Desk(Registry(report.negotiation))
    text = revision.text[:LOOKED_AT]
    reader = Claims(desk.known, desk.happenings, report.language)
    found = reader.of(text, report.reference_day, readout=report.kind == ReportKind.READOUT)
    coded = Claim.objects.filter(report=report, revision=revision).values_list("start", "end", "step")
    places = _places_of_statements(report, revision.pk)
    return [
        Suggested(
            found=one,
            exact=text[one.start : one.end],
            event=desk.events[cast(int, one.event)] if one.event else None,
            actors=tuple(desk.actors[key] for key in one.actors),
            tracks=tuple(desk.tracks[key] for key in one.tracks),
            statement=_statement_at(one, places),
        )
        for one in found
        if not any(_is_there(one, *place) for place in coded)
    ]


def _is_there(one: ProposedClaim, start: int, end: int, step: str) -> bool:
    """Has somebody coded it: a claim of the same step that shares its words, or of any step that has the most of them?"""
    shared = min(one.end, end) - max(one.start, start)
    return shared > 0 and (step == one.step or 2 * shared > one.end - one.start)


def _places_of_statements(report: Report, revision: int) -> list[tuple[int, int, int]]:
    coded = report.statements.exclude(status__in=[Status.SUGGESTED, Status.REJECTED])
    return list(Anchor.objects.filter(statement__in=coded, revision=revision).values_list("start", "end", "statement"))


def _statement_at(one: ProposedClaim, places: list[tuple[int, int, int]]) -> int | None:
    """The statement that shares the most of its words."""
    shared = [(min(one.end, end) - max(one.start, start), -statement) for start, end, statement in places]
    most, statement = max(shared, default=(0, 0))
    return -statement if most > 0 else None


class _Desk:
    """The names and the newest events of a dossier, with what claims that nobody rejected tell of them; seven queries."""

    def __init__(self, registry: Registry):
        self.actors, self.tracks = registry.actors.rows, registry.tracks.rows
        self.known = Known(
            actors=[KnownName(row.pk, tuple(row.names), row.kind) for row in self.actors.values()],
            tracks=[KnownName(row.pk, tuple(row.names)) for row in self.tracks.values()],
        )
        self.events = {event.pk: event for event in registry.negotiation.events.order_by("-pk")[:EVENTS]}
        self.happenings = Happenings(self._known_events(), [*self.known.actors, *self.known.tracks])

    def _known_events(self) -> list[KnownEvent]:
        told, seats, tracks = defaultdict(list), defaultdict(set), defaultdict(set)
        claims = Claim.objects.filter(event__in=self.events).exclude(status=Status.REJECTED)
        for claim in claims.order_by("report__published_at", "pk"):
            told[claim.event_id].append(claim)
        for event, actor in Participant.objects.filter(event__in=self.events).values_list("event", "actor"):
            seats[event].add(actor)
        for event, track in EventTrack.objects.filter(event__in=self.events).values_list("event", "track"):
            tracks[event].add(track)
        above = _offices({actor for actors in seats.values() for actor in actors})
        return [
            _known_event(event, told[pk], seats[pk], tracks[pk], above, self.actors)
            for pk, event in self.events.items()
        ]


def _offices(people: Iterable[int]) -> dict[int, set[int]]:
    """The organisations in which each person ever held a role."""
    offices = defaultdict(set)
    for person, organisation in Role.objects.filter(person__in=people).values_list("person", "organisation"):
        offices[person].add(organisation)
    return offices


def _known_event(event: Event, claims: list[Claim], seats: set, tracks: set, above: dict, actors: dict) -> KnownEvent:
    """Its days are those of what took place, else the last that was told of it."""
    dated = [claim for claim in claims if claim.when]
    settled = [claim for claim in dated if claim.step in SETTLED]
    whens = [claim.when for claim in settled or dated[-1:]]
    early, late = [when.earliest for when in whens if when.earliest], [when.latest for when in whens if when.latest]
    people = {seat for seat in seats if actors[seat].kind == Kind.PERSON}
    offices = {office for person in people for office in above.get(person, ())}
    return KnownEvent(
        key=event.pk,
        kind=event.kind,
        title=event.title,
        first=min(early).date() if early else None,
        last=max(late).date() if late else None,
        took_place=any(claim.step in SETTLED for claim in claims),
        place=next((claim.place for claim in reversed(claims) if claim.place), ""),
        people=frozenset(people),
        others=frozenset(_with_parents((seats - people) | offices, actors)),
        tracks=frozenset(tracks),
    )


def _with_parents(found: set[int], actors: dict[int, Actor]) -> set[int]:
    """These and all they belong to."""
    reached: set[int] = set()
    waiting = set(found)
    while waiting:
        one = waiting.pop()
        reached.add(one)
        parent = actors[one].parent_id if one in actors else None
        if parent and parent not in reached:
            waiting.add(parent)
    return reached
