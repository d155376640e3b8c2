"""Statements, events and proposals of a negotiation as one kind of row: what they are filtered, counted and drawn by.

Read anew for each page, in a number of queries that does not depend on the data. A row is narrow: the wide rows of the
fifty entries on a page are fetched by their keys (timeline.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from tracker.events.models import Event, EventTrack, Participant
from tracker.negotiations.models import Actor, Issue, Kind, Negotiation, Proposal, Provision, Role, Track
from tracker.negotiations.reading import published
from tracker.statements.models import Anchor, Position, TrackLink
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


@dataclass(frozen=True)
class Dossier:
    """What a reader may see of a negotiation as of a moment. Tracks, issues, actors, events and proposals by id;
    `reasons`: for a statement, (track, reason) of each of its links."""

    negotiation: Negotiation
    tracks: dict[int, Track]
    issues: dict[int, Issue]
    actors: dict[int, Actor]
    entries: list[Entry]
    events: dict[int, Event] = field(default_factory=dict)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    reasons: dict[int, list[tuple[Track, str]]] = field(default_factory=dict)


def read(negotiation: Negotiation, *, user, public_by: datetime | None = None, words: Iterable[str] = ()) -> Dossier:
    """Everything published that `user` may see and that was public by then. Entries without one of `words` (any case)
    are there too, marked `says=False`, so that counts can leave this filter out. Ten queries."""
    words = [word.casefold() for word in words]
    reading = _Reading(negotiation, user, public_by, words)
    return reading.dossier()


class _Reading:
    """One reading of the dossier; what was read is kept while it is put together."""

    def __init__(self, negotiation: Negotiation, user, public_by: datetime | None, words: list[str]):
        self.negotiation, self.words = negotiation, words
        self.tracks = {track.pk: track for track in negotiation.tracks.all()}
        self.issues = {issue.pk: issue for issue in negotiation.issues.all()}
        for issue in self.issues.values():
            issue.negotiation = negotiation
        self.statements = list(self._statements(published(negotiation.statements, user, public_by)))
        told = published(negotiation.statements, user, public_by).order_by().values("pk")
        self.links = TrackLink.objects.filter(statement__in=told).values_list("statement", "track", "reason")
        self.positions = list(_positions(told))
        self.events = {event.pk: event for event in events_of(negotiation, user=user, public_by=public_by)}
        self.proposals = {proposal.pk: proposal for proposal in _proposals(negotiation, public_by)}
        self.actors = self._actors()

    def dossier(self) -> Dossier:
        reasons: dict[int, list] = {}
        for statement, track, reason in self.links:
            reasons.setdefault(statement, []).append((self.tracks[track], reason))
        taken = self._taken()
        entries = [
            *(self._statement(row, reasons.get(row["pk"], ()), taken.get(row["pk"], ())) for row in self.statements),
            *(_event(event, self.tracks, self.actors, self.words) for event in self.events.values()),
            *map(self._proposal, self.proposals.values()),
        ]
        return Dossier(
            self.negotiation, self.tracks, self.issues, self.actors, entries, self.events, self.proposals, reasons
        )

    def _statements(self, rows):
        columns = ["pk", "speaker", "said_on", "said_on_earliest", "said_on_latest"]
        columns += ["act", "form", "basis", "certainty", "report__outlet", "status_changed_at"]
        if self.words:
            rows = rows.annotate(says=_says(self.words))
            columns.append("says")
        return rows.order_by().values(*columns)

    def _actors(self) -> dict[int, Actor]:
        named = {row["speaker"] for row in self.statements} | {row["holder"] for row in self.positions}
        named |= {pk for event in self.events.values() for pk in event.actor_ids}
        named |= {proposal.tabled_by_id for proposal in self.proposals.values()}
        return actors_of(named)

    def _taken(self) -> dict[int, tuple[Taken, ...]]:
        taken: dict[int, tuple[Taken, ...]] = {}
        for row in self.positions:
            issue = self.issues.get(row["issue"] or row["provision__issue"])
            one = Taken(
                issues=self._with_above(issue),
                stance=row["stance"],
                condition=row["condition"],
                holder=self.actors.get(row["holder"]),
                issue=issue if row["issue"] else None,
                article=row["provision__number"] or "",
                provision_id=row["provision"],
                proposal_slug=row["provision__of_version__proposal__slug"] or "",
                proposal=row["provision__of_version__proposal__short_title"]
                or row["provision__of_version__proposal__title"]
                or "",
            )
            taken[row["statement"]] = (*taken.get(row["statement"], ()), one)
        return taken

    def _with_above(self, issue: Issue | None) -> frozenset[str]:
        if issue is None:
            return NONE
        above = self.issues.get(issue.parent_id)
        return frozenset({issue.slug, above.slug} if above else {issue.slug})

    def _statement(self, row: dict, links, taken) -> Entry:
        when = span(row["said_on"], row["said_on_earliest"], row["said_on_latest"])
        who = spoken_for([row["speaker"]], when.first if when else None, self.actors)
        who |= {one.holder for one in taken if one.holder}
        facets = {
            "kind": frozenset({STATEMENT}),
            "track": frozenset(track.slug for track, _ in links),
            **facets_of(who),
            "certainty": frozenset({row["certainty"]}),
            "outlet": frozenset({str(row["report__outlet"])}),
            "act": frozenset({row["act"]}),
            "form": frozenset({row["form"]}),
            "basis": frozenset({row["basis"]}),
        }
        return Entry(STATEMENT, row["pk"], when, facets, tuple(taken), row.get("says", True))

    def _proposal(self, proposal: Proposal) -> Entry:
        proposal.negotiation = self.negotiation
        when = span(
            proposal.tabled_on and proposal.tabled_on.edtf, proposal.tabled_on_earliest, proposal.tabled_on_latest
        )
        facets = {
            "kind": frozenset({PROPOSAL}),
            "track": frozenset({self.tracks[proposal.track_id].slug} if proposal.track_id else ()),
            **facets_of(spoken_for([proposal.tabled_by_id], when.first if when else None, self.actors)),
        }
        about = tuple(Taken(self._with_above(self.issues.get(pk)), "") for pk in proposal.issue_ids)
        says = _holds(self.words, proposal.title, proposal.short_title, proposal.summary, *proposal.aliases)
        return Entry(PROPOSAL, proposal.pk, when, facets, about, says)


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
    return [_event(event, tracks, actors, words) for event in events]


def _event(event: Event, tracks: dict[int, Track], actors: dict[int, Actor], words: list[str]) -> Entry:
    state = event.state
    when = span(state.when.edtf, state.when.earliest, state.when.latest) if state.when else None
    facets = {
        "kind": frozenset({EVENT}),
        "track": frozenset(tracks[pk].slug for pk in event.track_ids),
        **facets_of(spoken_for(event.actor_ids, when.first if when else None, actors)),
    }
    says = _holds(words, event.title, event.summary, state.place, *(claim.exact for claim in event.known_claims))
    return Entry(EVENT, event.pk, when, facets, says=says, thing=event)


def _holds(words: list[str], *texts: str) -> bool:
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


def _says(words: list[str]) -> Q:
    """Each word stands in the quoted words, or in what the coder wrote of them, or names the speaker."""
    found = Q()
    for word in words:
        quoted = Exists(Anchor.objects.filter(statement=OuterRef("pk"), exact__icontains=word))
        written = Q(summary__icontains=word) | Q(translation__icontains=word) | Q(original_text__icontains=word)
        named = Q(speaker_words__icontains=word) | Q(speaker__name__icontains=word)
        found &= Q(quoted) | written | named
    return found


def _positions(statements):
    proposal = "provision__of_version__proposal__"
    return (
        Position.objects.filter(statement__in=statements)
        .order_by("pk")
        .values(
            *("statement", "issue", "provision", "holder", "stance", "condition"),
            *("provision__issue", "provision__number"),
            *(proposal + "slug", proposal + "title", proposal + "short_title"),
        )
    )


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


def _proposals(negotiation: Negotiation, public_by: datetime | None):
    about = Provision.objects.filter(of_version__proposal=OuterRef("pk"), issue__isnull=False).values("issue")
    rows = negotiation.proposals.public_by(public_by).select_related("tabled_by")
    return rows.annotate(issue_ids=ArraySubquery(about.distinct()))
