"""The lanes above a timeline: for each track bars of statements, marks of events, soft spans of uncertain dates.

1. The axis covers what is let in by every filter but the days; the days asked for are shaded.
2. An entry with an uncertain date is counted at its earliest day, so that sums stay sums, and drawn as a span besides.
3. An entry on several tracks stands in the lane of each.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.negotiations.models import Track

from .axis import Axis, axis_for, days_words, percent
from .entries import EVENT, STATEMENT, Dossier, Entry
from .filters import Filters

BASE = 52  # y of the lane's ground line; its SVG is a little higher
TALLEST = 24
ROWS = (8, 21)  # y of the two rows of marks
MOST_SPANS = 40  # a lane shows so many spans at most


@dataclass(frozen=True)
class Bar:
    x: str
    width: str
    y: str
    height: str
    title: str
    url: str


@dataclass(frozen=True)
class Mark:
    """An event or proposal; `shape` is its kind. `also`: so many more at this place ("" if none)."""

    x: str
    y: int
    shape: str
    title: str
    url: str
    is_disputed: bool = False
    is_off: bool = False
    also: str = ""


@dataclass(frozen=True)
class Soft:
    """An uncertain span from `x` over `width`."""

    x: str
    width: str
    title: str
    url: str


@dataclass(frozen=True)
class Lane:
    """`track` None: entries that stand on no track."""

    track: Track | None
    bars: list[Bar]
    marks: list[Mark]
    spans: list[Soft]
    count: int


@dataclass(frozen=True)
class Cell:
    count: int
    url: str


@dataclass(frozen=True)
class Beyond:
    """Entries off the axis."""

    count: int
    url: str


@dataclass(frozen=True)
class Strip:
    """`now`: x of the moment the page is read as of, "" when off the axis. `shade`: x and width of the days asked for.
    `table`: the same as words and numbers: (days, one Cell per lane)."""

    axis: Axis
    lanes: list[Lane]
    now: str
    shade: tuple[str, str] | None
    before: Beyond | None
    later: Beyond | None
    table: list[tuple[str, list[Cell]]]

    @property
    def has_disputes(self) -> bool:
        return any(mark.is_disputed for lane in self.lanes for mark in lane.marks)

    @property
    def unit(self) -> str:
        return {"day": _("by day"), "week": _("by week"), "month": _("by month"), "year": _("by year")}[self.axis.unit]


def draw(dossier: Dossier, entries: list[Entry], filters: Filters, *, track: Track | None, today: date) -> Strip | None:
    """None when there is nothing with a date."""
    dated = [entry for entry in entries if entry.span]
    axis = axis_for((entry.span.first for entry in dated), filters.first, filters.last)
    if axis is None:
        return None
    seen = [entry for entry in dated if axis.covers(entry.span.first)]
    tracks = [track] if track else [*dossier.tracks.values(), None]
    by_lane = {one.slug if one else "": [] for one in tracks}
    for entry in seen:
        for slug in entry.facets["track"] or {""}:
            if slug in by_lane:
                by_lane[slug].append(entry)
    chosen = [one for one in tracks if one is not None or by_lane[""]]
    binned = {one: _binned(axis, by_lane[one.slug if one else ""]) for one in chosen}
    tallest = max((len(said) for bins in binned.values() for said in _statements(bins).values()), default=1)
    lanes = [
        _lane(dossier, axis, one, by_lane[one.slug if one else ""], binned[one], tallest, filters) for one in chosen
    ]
    return Strip(
        axis=axis,
        lanes=lanes,
        now=percent(axis.x(today) + 50 / axis.days) if axis.covers(today) else "",
        shade=_shade(axis, filters),
        before=_beyond([e for e in dated if e.span.first < axis.first], filters),
        later=_beyond([e for e in dated if e.span.first > axis.last], filters),
        table=_table(axis, binned, filters),
    )


def _binned(axis: Axis, entries: Iterable[Entry]) -> dict[tuple[date, date], list[Entry]]:
    """Entries by the bin of their earliest day."""
    bins = axis.bins
    begins = [begin for begin, _end in bins]
    found = defaultdict(list)
    for entry in entries:
        found[bins[bisect_right(begins, entry.span.first) - 1]].append(entry)
    return found


def _statements(bins: dict) -> dict:
    said = {days: [entry for entry in entries if entry.kind == STATEMENT] for days, entries in bins.items()}
    return {days: entries for days, entries in said.items() if entries}


def _lane(dossier, axis, track, entries, bins, tallest, filters) -> Lane:
    name = track.name if track else _("No track")
    return Lane(
        track=track,
        bars=[_bar(axis, days, len(said), tallest, name, filters) for days, said in sorted(_statements(bins).items())],
        marks=_marks(dossier, axis, [entry for entry in entries if entry.kind != STATEMENT], filters),
        spans=_spans(dossier, axis, entries, filters)[:MOST_SPANS],
        count=len(entries),
    )


def _bar(axis: Axis, days: tuple[date, date], count: int, tallest: int, name: str, filters: Filters) -> Bar:
    height = max(TALLEST * (count / tallest) ** 0.5, 3)  # by the square root: one stays visible beside forty
    begin, width = axis.x(days[0]), 100 * ((days[1] - days[0]).days + 1) / axis.days
    gap = min(width * 0.15, 0.15)
    words = ngettext("%(n)s statement", "%(n)s statements", count) % {"n": count}
    return Bar(
        x=percent(begin + gap),
        width=percent(width - 2 * gap),
        y=f"{BASE - height:.1f}",
        height=f"{height:.1f}",
        title=f"{name}, {days_words(*days)}: {words}",
        url=filters.between(*days).address(),
    )


def _marks(dossier: Dossier, axis: Axis, entries: list[Entry], filters: Filters) -> list[Mark]:
    """At most two where they would cover each other, the second saying how many more there are."""
    room = 1.3  # per cent of the width that a mark needs
    places = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.order(newest_first=False)):
        places[int(_middle(axis, entry) / room)].append(entry)
    marks = []
    for near in places.values():
        marks.append(_mark(dossier, axis, near[0], ROWS[0]))
        if len(near) == 2:
            marks.append(_mark(dossier, axis, near[1], ROWS[1]))
        elif len(near) > 2:
            marks.append(_more(axis, near, filters))
    return marks


def _middle(axis: Axis, entry: Entry) -> float:
    """Where the mark stands: the middle of a day, the earliest day of a span."""
    return axis.x(entry.span.first) + 50 / axis.days


def _mark(dossier: Dossier, axis: Axis, entry: Entry, y: int) -> Mark:
    x = percent(_middle(axis, entry))
    if entry.kind != EVENT:
        proposal = dossier.proposals[entry.pk]
        title = _("%(when)s: %(title)s, tabled") % {"when": proposal.tabled_on, "title": proposal.title}
        return Mark(x, y, "proposal", title, proposal.get_absolute_url())
    event = dossier.events[entry.pk]
    state = event.state
    words = [event.get_kind_display().lower(), state.step.replace("_", " ")]
    words += [_("sources differ")] if state.is_disputed else []
    title = f"{state.when}: {event.title} ({', '.join(words)})"
    is_off = state.step in ("cancelled", "postponed")
    return Mark(x, y, event.kind, title, event.get_absolute_url(), state.is_disputed, is_off)


def _more(axis: Axis, near: list[Entry], filters: Filters) -> Mark:
    first, last = near[0].span.first, near[-1].span.first
    kinds = filters.with_only("kind", "event", "proposal").between(first, last)
    count = len(near) - 1
    words = ngettext("%(n)s more event", "%(n)s more events", count) % {"n": count}
    return Mark(
        percent(_middle(axis, near[0])),
        ROWS[1],
        "more",
        f"{days_words(first, last)}: {words}",
        kinds.address(),
        also=f"+{count}",
    )


def _spans(dossier: Dossier, axis: Axis, entries: list[Entry], filters: Filters) -> list[Soft]:
    vague = [entry for entry in entries if entry.span.is_vague and entry.span.last > entry.span.first]
    grouped = defaultdict(list)
    for entry in vague:
        grouped[entry.span.first, entry.span.last].append(entry)
    return [_soft(axis, days, same, filters) for days, same in sorted(grouped.items())]


def _soft(axis: Axis, days: tuple[date, date], entries: list[Entry], filters: Filters) -> Soft:
    begin, end = axis.x(days[0]), min(axis.x(days[1]) + 100 / axis.days, 100)
    words = ngettext("%(n)s entry", "%(n)s entries", len(entries)) % {"n": len(entries)}
    title = _("Some time in %(days)s: %(entries)s") % {"days": days_words(*days), "entries": words}
    return Soft(percent(begin), percent(max(end - begin, 0.5)), title, filters.between(*days).address())


def _shade(axis: Axis, filters: Filters) -> tuple[str, str] | None:
    if not (filters.first or filters.last):
        return None
    begin = max(axis.x(filters.first), 0) if filters.first else 0
    end = min(axis.x(filters.last) + 100 / axis.days, 100) if filters.last else 100
    return (percent(begin), percent(max(end - begin, 0.3))) if begin < 100 and end > 0 else None


def _beyond(entries: list[Entry], filters: Filters) -> Beyond | None:
    if not entries:
        return None
    days = [entry.span.first for entry in entries]
    return Beyond(len(entries), filters.between(min(days), max(days)).address())


def _table(axis: Axis, binned: dict, filters: Filters) -> list[tuple[str, list[Cell]]]:
    """A row for each bin that holds anything."""
    rows = []
    for days in axis.bins:
        counts = [len(bins.get(days, ())) for bins in binned.values()]
        if any(counts):
            between = filters.between(*days)
            cells = [
                Cell(count, (between.with_only("track", track.slug) if track else between).address())
                for track, count in zip(binned, counts, strict=True)
            ]
            rows.append((days_words(*days), cells))
    return rows
