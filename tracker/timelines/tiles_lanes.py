"""The lanes of a timeline: one for each track, actor or issue, or a single one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.negotiations.models import Track

from .filters import Filters

MOST_LANES = 12
NO_TRACK, ALL = "none", "all"


@dataclass(frozen=True)
class Lane:
    """`key`: the value that a filter would have, NO_TRACK or ALL. `url`: the timeline of it alone."""

    key: str
    label: str
    name: str
    track: Track | None = None
    url: str = ""


@dataclass(frozen=True)
class Lanes:
    by: str
    shown: tuple[Lane, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(lane.key for lane in self.shown)


def lanes_of(things: Mapping[str, object], totals: Mapping[str, int], filters: Filters, by: str) -> Lanes:
    """The lanes for `things`: tracks, actors or issues by key, tracks in their order. `totals`: entries by key.

    All tracks stand in their order, also one without entries. Of actors and issues those met most often.
    """
    if by == "one":
        return Lanes(by, (Lane(ALL, _("All entries"), _("All entries")),))
    keys = [key for key in things if by == "track" or totals.get(key)]
    if by != "track":
        keys = sorted(keys, key=lambda key: (-totals.get(key, 0), str(things[key])))
    shown = [_lane(key, things[key], filters, by) for key in keys[:MOST_LANES]]
    if by == "track" and totals.get(NO_TRACK):
        shown.append(Lane(NO_TRACK, _("No track"), _("No track")))
    return Lanes(by, tuple(shown))


def _lane(key: str, thing, filters: Filters, by: str) -> Lane:
    return Lane(key, thing.label, thing.name, thing if by == "track" else None, filters.with_only(by, key).address())
