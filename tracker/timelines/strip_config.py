"""What the browser is told so that it can draw the lanes by itself (static/js/timeline.js)."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.events.models import EventKind, Step
from tracker.negotiations.models import Negotiation
from tracker.statements.models import Form, Stance

from .axis import Axis
from .filters import LANES
from .strip_marks import Room
from .tiles import DAY, Tile
from .tiles_source import Source, seconds


def config(source: Source, days: Mapping[date, int], whole: Axis, today: date, tiles: list[Tile]) -> dict:
    """As JSON in the page. Times are seconds since 1970 (UTC). `core`: what "the whole" shows; `whole`: from the first
    entry to the last; `first`: the tiles of the window; `links`: addresses of what marks stand for, with 0 where its own name goes."""
    negotiation, track = source.selection.negotiation, source.selection.track
    names = [negotiation.slug, track.slug] if track else [negotiation.slug]
    page = reverse("timelines:track" if track else "timelines:negotiation", args=names)
    return {
        "tiles": f"{page}tiles/",
        "first": [tile.as_json() for tile in tiles],
        "go": f"{page}go/",
        "picture": f"{page}lanes.svg",
        "by": source.lanes.by,
        "lanes": [[lane.key, lane.label] for lane in source.lanes.shown],
        "rows": Room.for_lanes(len(source.lanes.shown)).rows,
        "core": [seconds(whole.first), seconds(whole.last) + DAY],
        "whole": [seconds(min(days)), seconds(max(days)) + DAY],
        "today": seconds(today),
        "zone": timezone.get_current_timezone_name(),
        "links": links_of(negotiation),
        "shared": source.selection.is_shared,
        "texts": _texts(source.lanes.by),
    }


def _texts(by: str) -> dict:
    """What the browser says, in the reader's language."""
    return {
        "by": str(LANES[by]),
        "field": _("Lanes in time. Arrow keys move, plus and minus zoom, 0 shows the whole."),
        "bar": _("entries by %(each)s, the tallest bar is %(tallest)s"),
        "one": _("%(n)s entry"),
        "many": _("%(n)s entries"),
        "disputed": _("sources differ"),
        "shapes": {
            **{kind: label.lower() for kind, label in (*EventKind.choices, *Form.choices)},
            "proposal": _("text tabled"),
        },
        "forms": Form.values,
        "states": {value: label.lower() for value, label in (*Step.choices, *Stance.choices)},
        "keys": {
            "in": _("Zoom in on the timeline"),
            "out": _("Zoom out"),
            "all": _("The whole timeline"),
            "earlier": _("Earlier on the timeline (also ←)"),
            "later": _("Later on the timeline (also →)"),
        },
    }


def links_of(negotiation: Negotiation) -> dict[str, str]:
    slug = negotiation.slug
    return {
        "event": reverse("events:event", args=[slug, 0]),
        "statement": reverse("statements:statement", args=[slug, 0]),
        "proposal": reverse("negotiations:proposal", args=[slug, "0"]),
    }
