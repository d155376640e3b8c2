"""What stands on a timeline: where in the order of time, and, of events read as of an earlier moment, under which answers.

The rows of all else come from the read side's tables (selection.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.utils.translation import gettext as _

from tracker.events.models import Event, EventTrack, Participant
from tracker.negotiations.models import Actor, Issue, Kind, Negotiation, Role, Track
from tracker.web.dates import MONTHS

STATEMENT, EVENT, PROPOSAL = "statement", "event", "proposal"
# Within a day: what happened, what was tabled, what was said.
RANK = {EVENT: 0, PROPOSAL: 1, STATEMENT: 2}
DOUBT = frozenset("~?%X")
NONE: frozenset[str] = frozenset()
PARTIES = (Kind.STATE, Kind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Span:
    """The days (UTC) between which something lies, both included. `is_vague`: not one certain day."""

    first: date
    last: date
    is_vague: bool = False

    @property
    def days(self) -> str:
        """As "3", "3–9" within a month, else as "29 Dec–4 Jan"."""
        if self.first == self.last:
            return str(self.first.day)
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day}–{self.last.day}"
        months = [_(MONTHS[day.month - 1]) for day in (self.first, self.last)]
        return f"{self.first.day} {months[0]}–{self.last.day} {months[1]}"


def span(edtf: str, earliest: datetime | None, latest: datetime | None) -> Span | None:
    """From the columns of an uncertain date; one whose beginning or end is open is put at its known bound."""
    begin, end = earliest or latest, latest or earliest
    if begin is None or end is None:
        return None
    certain = earliest and latest and latest - earliest < timedelta(days=1) and not DOUBT & set(edtf)
    return Span(begin.date(), end.date(), not certain)


@dataclass(frozen=True, slots=True)
class Taken:
    """A position as rows show it. `issues`: slugs of its issue and of the one above; `subject`: what it is on."""

    issues: frozenset[str]
    stance: str
    condition: str = ""
    holder: Actor | None = None
    issue: Issue | None = None
    article: str = ""
    provision_id: int | None = None
    proposal_slug: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in the list."""

    kind: str
    pk: int
    span: Span | None

    def order(self, newest_first: bool) -> tuple:
        """For sorting; those without a date come last either way."""
        if self.span is None:
            return 1, 0, 0, RANK[self.kind], self.pk
        sign = -1 if newest_first else 1
        days = self.span.first.toordinal(), self.span.last.toordinal()
        return 0, sign * days[0], sign * days[1], RANK[self.kind], self.pk


@dataclass(frozen=True, slots=True)
class Entry(Place):
    """`facets`: for each facet of filters.PLAIN the values as an address has them. Issue and stance belong together: they
    are in `taken`. `says`: it holds the words looked for. `thing`: the event."""

    facets: dict[str, frozenset[str]]
    taken: tuple[Taken, ...] = ()
    says: bool = True
    thing: Event | None = None


def read_events(
    negotiation: Negotiation,
    *,
    tracks: dict[int, Track],
    user,
    public_by: datetime | None = None,
    words: Iterable[str] = (),
) -> list[Entry]:
    """The events of a negotiation as `user` may see them and as they were known by then; four queries."""
    words = [word.casefold() for word in words]
    events = events_of(negotiation, user=user, public_by=public_by)
    actors = actors_of({pk for event in events for pk in event.actor_ids})
    return [event_entry(event, tracks, actors, words) for event in events]


def event_entry(event: Event, tracks: dict[int, Track], actors: dict[int, Actor], words: list[str]) -> Entry:
    state = event.state
    when = span(state.when.edtf, state.when.earliest, state.when.latest) if state.when else None
    facets = {
        "kind": frozenset({EVENT}),
        "track": frozenset(tracks[pk].slug for pk in event.track_ids),
        **facets_of(spoken_for(event.actor_ids, when.first if when else None, actors)),
    }
    says = holds(words, event.title, event.summary, state.place, *(claim.exact for claim in event.known_claims))
    return Entry(EVENT, event.pk, when, facets, says=says, thing=event)


def holds(words: list[str], *texts: str) -> bool:
    everything = " ".join(texts).casefold()
    return all(word in everything for word in words)


def actors_of(ids: Iterable[int | None]) -> dict[int, Actor]:
    """With the roles and the bodies above from which their parties are found."""
    roles = Prefetch("roles", Role.objects.select_related("organisation__parent__parent"))
    found = Actor.objects.filter(pk__in=set(ids) - {None}).select_related("parent__parent__parent")
    return {actor.pk: actor for actor in found.prefetch_related(roles)}


def spoken_for(ids: Iterable[int | None], day: date | None, actors: dict[int, Actor]) -> set[Actor]:
    """The actors and the parties for which they spoke on the day; these join `actors`."""
    named = {actors[pk] for pk in ids if pk in actors}
    parties = {party for actor in named if (party := actor.party_on(day))}
    for party in parties:
        actors.setdefault(party.pk, party)
    return named | parties


def facets_of(who: Iterable[Actor]) -> dict[str, frozenset[str]]:
    return {
        "actor": frozenset(str(actor.pk) for actor in who),
        "party": frozenset(str(actor.pk) for actor in who if actor.kind in PARTIES),
    }


def events_of(
    negotiation: Negotiation, *, user, public_by: datetime | None = None, keys: list[int] | None = None
) -> list[Event]:
    """Events, or those of these ids, with what claims said of them by then; `track_ids` in the tracks' order."""
    tracks = EventTrack.objects.filter(event=OuterRef("pk")).order_by("track__order", "track").values("track")
    actors = Participant.objects.filter(event=OuterRef("pk")).values("actor")
    events = negotiation.events.with_claims(public_by=public_by, user=user)
    events = events if keys is None else events.filter(pk__in=keys)
    found = list(events.annotate(track_ids=ArraySubquery(tracks), actor_ids=ArraySubquery(actors)))
    for event in found:
        event.negotiation = negotiation
    return found
