"""The names a coder may type: actors, tracks, issues and provisions of a negotiation, and outlets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from tracker.lib.attribution import Known, KnownName
from tracker.negotiations.models import Actor, Issue, Negotiation, Provision, Track
from tracker.reports.models import Outlet


@dataclass(frozen=True)
class Listing:
    """Rows by the names they go by. `labels` tell each row from every other; aliases lead there too."""

    rows: dict[int, models.Model]
    labels: dict[int, str]
    by_name: dict[str, list[models.Model]]

    def find(self, text: str) -> list[models.Model]:
        """The rows of that name: by label first, then by name or alias; case and blanks make no difference."""
        return self.by_name.get(folded(text), [])

    def label(self, row: models.Model | int | None) -> str:
        pk = row if isinstance(row, int) else getattr(row, "pk", None)
        return self.labels.get(pk, "")


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def listing(rows: Iterable[models.Model], *, label=str, names=lambda row: row.names) -> Listing:
    rows = list(rows)
    labels = {row.pk: label(row) for row in rows}
    by_label: dict[str, list] = defaultdict(list)
    by_alias: dict[str, list] = defaultdict(list)
    for row in rows:
        by_label[folded(labels[row.pk])].append(row)
        for name in names(row):
            by_alias[folded(name)].append(row)
    return Listing({row.pk: row for row in rows}, labels, {**by_alias, **by_label})


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
    def outlets(self) -> Listing:
        return listing(Outlet.objects.all())

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
        return Known(
            actors=[KnownName(row.pk, tuple(row.names), row.kind) for row in self.actors.rows.values()],
            tracks=[KnownName(row.pk, tuple(row.names)) for row in self.tracks.rows.values()],
            issues=[KnownName(row.pk, tuple(row.names)) for row in self.issues.rows.values()],
        )


def provision_label(row: Provision) -> str:
    version = row.of_version
    return f"{version.proposal.label}, {row}" + (f" (v{version.number})" if version.number > 1 else "")
