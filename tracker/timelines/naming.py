"""Filters in words, for pages that show several selections: names are read once for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.negotiations.models import Actor, Negotiation, Track
from tracker.reports.models import Outlet
from tracker.web.dates import day_words
from tracker.web.public_by import parse as read_public_by

from .chips import days_words
from .filters import CHOICES, FACETS, NUMBERED, Filters
from .selection import LARGEST


@dataclass(frozen=True)
class Words:
    """One filter that is on; `facet` and `value` as an address has them, "text" and "dates" among the facets."""

    facet: str
    value: str
    label: str
    words: str

    def __str__(self) -> str:
        return f"{self.label}: {self.words}"


class Naming:
    """Of one negotiation. Two queries where actors or outlets are asked for, and two for tracks and issues."""

    def __init__(self, negotiation: Negotiation, asked: Iterable[Filters]):
        asked = list(asked)
        ids = {name: {int(value) for f in asked for value in f.of(name)} for name in NUMBERED}
        slugs = {name: {value for f in asked for value in f.of(name)} for name in ("track", "issue")}
        actors = Actor.objects.filter(pk__in=_small(ids["actor"] | ids["party"]))
        outlets = Outlet.objects.filter(pk__in=_small(ids["outlet"]))
        self.names = {
            **{name: {value: str(label) for value, label in choices.items()} for name, choices in CHOICES.items()},
            "track": {one.slug: one.label for one in negotiation.tracks.filter(slug__in=slugs["track"])},
            "issue": {one.slug: one.label for one in negotiation.issues.filter(slug__in=slugs["issue"])},
            "outlet": {str(one.pk): one.label for one in outlets},
        }
        self.names["actor"] = self.names["party"] = {str(one.pk): one.label for one in actors}

    def of(self, filters: Filters, track: Track | None = None) -> list[Words]:
        """In the order in which filters are shown; the timeline's own `track` first."""
        found = [Words("track", track.slug, str(FACETS["track"]), track.label)] if track else []
        for facet, label in FACETS.items():
            if track and facet == "track":
                continue
            names = self.names[facet]
            found += [Words(facet, one, str(label), names.get(one, one)) for one in sorted(filters.of(facet))]
        if filters.text:
            found.append(Words("text", filters.text, _("Text"), filters.text))
        if filters.first or filters.last:
            found.append(Words("dates", "", _("Days"), days_words(filters)))
        if day := read_public_by(filters.public_by).day:
            found.append(Words("public_by", filters.public_by, _("As public by"), day_words(day)))
        return found


def _small(ids: set[int]) -> set[int]:
    return {pk for pk in ids if pk <= LARGEST}
