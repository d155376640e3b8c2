"""The names a coder may type: actors, tracks, issues and provisions of a negotiation, and outlets."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models

from tracker.lib.attribution import Known, KnownName
from tracker.lib.attribution.linking import Linker
from tracker.negotiations.models import Actor, Issue, Negotiation, Provision, Track
from tracker.reports.models import Outlet
from tracker.web.names import Listing, listing

from ..models import LexiconWord
from .linking import knowledge


@dataclass(frozen=True)
class Matters:
    """Issues and provisions as one listing: a position is on either."""

    issues: Listing
    provisions: Listing

    def find(self, text: str) -> list[models.Model]:
        return self.issues.find(text) or self.provisions.find(text)

    def label(self, row: models.Model | None) -> str:
        return (self.provisions if isinstance(row, Provision) else self.issues).label(row)


class Registry:
    """All listings of one negotiation, each read once, when first asked for."""

    def __init__(self, negotiation: Negotiation):
        self.negotiation = negotiation

    @cached_property
    def actors(self) -> Listing:
        return listing(Actor.objects.select_related("parent"))

    @cached_property
    def tracks(self) -> Listing:
        return listing(Track.objects.filter(negotiation=self.negotiation))

    @cached_property
    def issues(self) -> Listing:
        return listing(Issue.objects.filter(negotiation=self.negotiation))

    @cached_property
    def provisions(self) -> Listing:
        rows = Provision.objects.filter(of_version__proposal__negotiation=self.negotiation).select_related(
            "of_version__proposal"
        )
        return listing(rows, label=provision_label, names=lambda row: [])

    @cached_property
    def matters(self) -> "Matters":
        return Matters(self.issues, self.provisions)

    @cached_property
    def events(self) -> dict[int, str]:
        """What events are called, by their keys."""
        return dict(self.negotiation.events.values_list("pk", "title"))

    @cached_property
    def outlets(self) -> Listing:
        return listing(Outlet.objects.all())

    def relayed_by(self, words: str) -> dict:
        """The fields of a Relay called so: an outlet or actor where exactly one has that name, and the words."""
        outlets, actors = self.outlets.find(words), self.actors.find(words)
        outlet = outlets[0] if len(outlets) == 1 else None
        actor = actors[0] if len(actors) == 1 and outlet is None else None
        return {"outlet": outlet, "actor": actor, "words": words}

    def lists(self) -> list[tuple[str, list[str]]]:
        """For <datalist>s: their ids with the labels to choose from."""
        matters = [*self.issues.labels.values(), *self.provisions.labels.values()]
        return [
            ("actors", list(self.actors.labels.values())),
            ("tracks", list(self.tracks.labels.values())),
            ("matters", matters),
            ("outlets", list(self.outlets.labels.values())),
        ]

    def known(self) -> Known:
        """For the engine that proposes statements."""
        return self._known

    @cached_property
    def linker(self) -> Linker:
        """For linking what the engine proposes."""
        return Linker(knowledge(self.negotiation, self._known, self.actors.rows))

    @cached_property
    def _known(self) -> Known:
        return Known(
            actors=[KnownName(row.pk, tuple(row.names), row.kind) for row in self.actors.rows.values()],
            tracks=[KnownName(row.pk, tuple(row.names)) for row in self.tracks.rows.values()],
            issues=[KnownName(row.pk, tuple(row.names)) for row in self.issues.rows.values()],
            taught=LexiconWord.objects.taught(),
        )


def provision_label(row: Provision) -> str:
    version = row.of_version
    return f"{version.proposal.label}, {row}" + (f" (v{version.number})" if version.number > 1 else "")
