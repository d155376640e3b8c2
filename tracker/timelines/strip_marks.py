"""Where marks stand in a lane: the more important first, each in the highest row where it covers no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.events.models import EventKind, Step
from tracker.statements.models import Form, Stance
from tracker.web.dates import day_words

from .axis import Axis, percent
from .entries import EVENT, PROPOSAL, STATEMENT
from .tiles import DAY
from .tiles_marks import SIGNED_STEPS, Mark
from .tiles_source import day_at, seconds

# A mark is 14 px wide; the server takes the drawing to be TYPICAL px wide.
CELL, APART, TYPICAL = 8, 24, 1080


@dataclass(frozen=True)
class Room:
    """How high a lane is in px, and at which y the rows of marks are centred. static/js/timeline-marks.js reads both from
    the page. The fewer lanes, the more room has each."""

    height: int
    rows: tuple[int, ...]

    @classmethod
    def for_lanes(cls, count: int) -> "Room":
        if count <= 2:
            return cls(100, (12, 36, 60))
        return cls(76, (12, 36)) if count <= 6 else cls(52, (12,))


@dataclass(frozen=True)
class Placed:
    """A mark in its lane; `trail`: width of the soft span behind an uncertain one, "" for a certain one."""

    mark: Mark
    x: str
    y: int
    trail: str
    url: str

    @property
    def css(self) -> str:
        return self.mark.css

    @property
    def title(self) -> str:
        when = self.mark.words or day_words(day_at(self.mark.first))
        return f"{when}: {self.mark.title}"


def placed(marks: Iterable[Mark], axis: Axis, room: Room, links: Mapping[str, str]) -> list[Placed]:
    """`links`: addresses by kind, with 0 where the mark's own name goes. Those for which there is no place are left to the bars."""
    taken: set[tuple[int, int]] = set()
    found = []
    begin, length = seconds(axis.first), axis.days * DAY
    for mark in marks:
        share = (max(mark.first - begin, 0) + (0 if mark.is_vague else min(DAY, mark.last - mark.first) / 2)) / length
        cell = int(share * TYPICAL / CELL)
        near = range(cell - APART // CELL, cell + APART // CELL + 1)
        row = next((row for row in range(len(room.rows)) if not {(row, n) for n in near} & taken), None)
        if row is None:
            continue
        taken.add((row, cell))
        trail = percent(100 * min((mark.last - mark.first) / length, 1 - share)) if mark.is_vague else ""
        url = links[mark.kind].replace("/0/", f"/{mark.reference}/")
        found.append(Placed(mark, percent(100 * share), room.rows[row], trail, url))
    return found


@dataclass(frozen=True)
class Sign:
    """An entry of the legend."""

    label: str
    symbol: str
    css: str
    over: str = ""


def signs(marks: Iterable[Mark]) -> list[Sign]:
    """Kinds of events and texts, then forms and stances of statements, then what is said by the filling."""
    marks = list(marks)
    shapes = {mark.symbol for mark in marks if mark.kind != STATEMENT}
    steps = {mark.state for mark in marks if mark.kind == EVENT}
    said = {mark.shape for mark in marks if mark.kind == STATEMENT}
    stances = {mark.state for mark in marks if mark.kind == STATEMENT}
    kinds = {**dict(EventKind.choices), PROPOSAL: _("Text tabled")}
    found = [Sign(label.lower(), shape, f"is-{shape}") for shape, label in kinds.items() if shape in shapes]
    found += [
        Sign(label.lower(), "other", f"is-event is-{step}", step if step in SIGNED_STEPS else "")
        for step, label in Step.choices
        if step in steps
    ]
    found += [Sign(label.lower(), "direct", f"is-statement is-{form}") for form, label in Form.choices if form in said]
    found += [
        Sign(label.lower(), "direct", f"is-statement is-indirect is-{stance}", stance)
        for stance, label in Stance.choices
        if stance in stances
    ]
    if any(mark.is_disputed for mark in marks):
        found.append(Sign(_("sources differ"), "other", "is-event is-disputed", "disputed"))
    return found
