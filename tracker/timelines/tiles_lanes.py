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
    """`key`: the value that a filter would have, NO_TRACK or ALL. `count`: its entries in the whole selection."""

    key: str
    label: str
    name: str
    count: int
    track: Track | None = None
    url: str = ""


@dataclass(frozen=True)
class Lanes:
    """`left_out`: so many more actors or issues than there is room for."""

    by: str
    shown: tuple[Lane, ...]
    left_out: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(lane.key for lane in self.shown)


def lanes_of(things: Mapping[str, object], totals: Mapping[str, int], filters: Filters, by: str) -> Lanes:
    """The lanes that `totals` (entries by key) fill. `things`: tracks, actors or issues by key, tracks in their order.

    All tracks stand in their order, also one without entries. Of actors and issues those chosen by the filters, or else
    those met most often.
    """
    if by == "one":
        return Lanes(by, (Lane(ALL, _("All entries"), _("All entries"), totals.get(ALL, 0)),))
    keys = [key for key in things if by == "track" or totals.get(key)]
    if by != "track":
        chosen = [key for key in keys if key in filters.of(by)]
        keys = sorted(chosen or keys, key=lambda key: (-totals.get(key, 0), str(things[key])))
    shown = [_lane(key, things[key], totals.get(key, 0), filters, by) for key in keys[:MOST_LANES]]
    if by == "track" and totals.get(NO_TRACK):
        shown.append(Lane(NO_TRACK, _("No track"), _("No track"), totals[NO_TRACK]))
    return Lanes(by, tuple(shown), max(len(keys) - MOST_LANES, 0))


def _lane(key: str, thing, count: int, filters: Filters, by: str) -> Lane:
    track = thing if by == "track" else None
    return Lane(key, thing.label, thing.name, count, track, filters.with_only(by, key).address())
