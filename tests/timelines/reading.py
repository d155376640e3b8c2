"""The narrow rows of a timeline read from the editorial tables in Python: what the tables of the read side, and what
pages count and show from them, are compared with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from tracker.events.models import Event
from tracker.negotiations.models import Actor, Issue, Negotiation, Proposal, Provision, Track
from tracker.negotiations.reading import published
from tracker.statements.models import Anchor, Position, TrackLink
from tracker.timelines.entries import (
    NONE,
    PROPOSAL,
    STATEMENT,
    Entry,
    Taken,
    actors_of,
    event_entry,
    events_of,
    facets_of,
    holds,
    span,
    spoken_for,
)


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
            *(event_entry(event, self.tracks, self.actors, self.words) for event in self.events.values()),
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
        says = holds(self.words, proposal.title, proposal.short_title, proposal.summary, *proposal.aliases)
        return Entry(PROPOSAL, proposal.pk, when, facets, about, says)


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


def _proposals(negotiation: Negotiation, public_by: datetime | None):
    about = Provision.objects.filter(of_version__proposal=OuterRef("pk"), issue__isnull=False).values("issue")
    rows = negotiation.proposals.public_by(public_by).select_related("tabled_by")
    return rows.annotate(issue_ids=ArraySubquery(about.distinct()))
