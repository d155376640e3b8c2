"""The names of the registry, as search takes them: in field words, forgiven where mistyped, and suggested while typing.

Only what its reader may see: tracks and issues of negotiations seen, and actors and outlets that these tell of. Reading
the names takes a query for each of the four, made when first needed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from django.db import models

from tracker.negotiations.models import Actor, Issue, Negotiation, Track
from tracker.reports.models import Outlet, Report
from tracker.timelines.models import Facet, TotalCount
from tracker.web.names import Listing, folded, listing

LIKE_ENOUGH = 0.72  # of two names, from 0 to 1: "Ryabkow" and "Ryabkov" have 0.86
MOST_LIKE, MOST_OFFERED = 3, 8
MOST_NAMES = 20_000  # compared with a mistyped one
_PARTS = re.compile(r"[\w'’]+")


@dataclass(frozen=True)
class Offer:
    """A name that is offered. `field`: the field word it belongs to; `value`: how to write it there; `detail`: the name as
    it was met, where that is not the label."""

    field: str
    value: str
    label: str
    detail: str = ""

    @property
    def words(self) -> str:
        return f'{self.field}:"{self.value}"' if " " in self.value else f"{self.field}:{self.value}"


class Names:
    """What may be named in a search over `negotiations`, which their reader sees."""

    def __init__(self, negotiations: Sequence[Negotiation]):
        self.negotiations = negotiations

    @cached_property
    def by(self) -> Listing:
        """Whoever is in what is published there, in whatever part."""
        of = self._counted(Facet.ACTOR)
        rows = Actor.objects.filter(pk__in=of).only("name", "short_name", "aliases", "distinction", "kind")
        return listing(rows, names=_names_and_parts)

    @cached_property
    def track(self) -> Listing:
        return self._with_slugs(Track)

    @cached_property
    def on(self) -> Listing:
        return self._with_slugs(Issue)

    @cached_property
    def outlet(self) -> Listing:
        rows = Outlet.objects.filter(pk__in=Report.objects.filter(negotiation__in=self.negotiations).values("outlet"))
        return listing(rows.only("name", "short_name", "aliases"), names=lambda row: row.names)

    def _counted(self, facet: Facet):
        """The values that entries have: ids of actors."""
        return TotalCount.objects.filter(negotiation__in=self.negotiations, track=0, facet=facet).values("value")

    def _with_slugs(self, model: type[Track] | type[Issue]) -> Listing:
        rows = model.objects.filter(negotiation__in=self.negotiations).only(
            "slug", "name", "short_name", "aliases", "negotiation_id"
        )
        return listing(rows, names=lambda row: [row.slug, *row.names])

    def of(self, field: str) -> Listing:
        return getattr(self, field)

    def find(self, field: str, value: str) -> list[models.Model]:
        """The rows that `value` names: those of that label or name; of tracks and issues, several negotiations may have
        one each. Of actors with one surname all are found."""
        return list({row.pk: row for row in self.of(field).find(value)}.values())

    def alike(self, field: str, value: str) -> list[Offer]:
        """For a name that is nobody's: those most like it, best first."""
        wanted = folded(value)
        scored: dict[str, float] = {}
        for name, rows in list(self.of(field).by_name.items())[:MOST_NAMES]:
            likeness = _likeness(wanted, name)
            if likeness >= LIKE_ENOUGH:
                for label in {self._label(field, row) for row in rows}:
                    scored[label] = max(likeness, scored.get(label, 0))
        best = sorted(scored, key=lambda label: (-scored[label], label))[:MOST_LIKE]
        return [Offer(field, label, label) for label in best]

    def beginning(self, typed: str, fields: Iterable[str] = ("by", "track", "on")) -> list[Offer]:
        """Names of which a word begins as `typed` does; those that begin so themselves come first."""
        wanted = folded(typed)
        if not wanted:
            return []
        found: dict[tuple[str, str], tuple[int, Offer]] = {}
        for order, field in enumerate(fields):
            for name, rows in self.of(field).by_name.items():
                rank = _rank(wanted, name)
                if rank is None:
                    continue
                for label in {self._label(field, row) for row in rows}:
                    detail = "" if folded(label).startswith(wanted) or wanted in folded(label) else name
                    offer = rank * 10 + order, Offer(field, label, label, detail)
                    found[field, label] = min(found.get((field, label), offer), offer, key=lambda one: one[0])
        ordered = sorted(found.values(), key=lambda one: (one[0], one[1].label.casefold()))
        return [offer for _rank_of, offer in ordered[:MOST_OFFERED]]

    def _label(self, field: str, row) -> str:
        return self.of(field).label(row)


def _names_and_parts(actor: Actor) -> list[str]:
    """A person is named by the surname too, which is the last word of the name."""
    return [*actor.names, *([actor.name.split()[-1]] if actor.kind == "person" and actor.name.split() else [])]


def _likeness(wanted: str, name: str) -> float:
    if wanted[:1] != name[:1] and len(wanted) < 5:
        return 0
    if abs(len(wanted) - len(name)) > max(len(wanted), len(name)) * (1 - LIKE_ENOUGH) * 2:
        return 0
    matcher = SequenceMatcher(None, wanted, name, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE_ENOUGH and matcher.quick_ratio() >= LIKE_ENOUGH else 0


def _rank(wanted: str, name: str) -> int | None:
    if name.startswith(wanted):
        return 0
    return 1 if any(part.startswith(wanted) for part in _PARTS.findall(name)) or f" {wanted}" in name else None
