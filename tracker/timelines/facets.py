"""The filters with several answers, as a page shows them, and which events read in Python they let in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.negotiations.models import Track

from .entries import Entry
from .filters import CHOICES, FACETS, NUMBERED, PLAIN, TOGETHER, Filters
from .names import IssueName, actors_and_outlets, in_tree
from .selection import LARGEST, Selection

MOST = 12  # answers of a facet that are shown at first


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to a facet: `count` entries would be shown if it were the only one chosen there. `url` takes a chosen one
    away. `is_below`: an issue below the one before it."""

    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    url: str = ""
    track: Track | None = None
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """`more`: so many answers less counted are left out; `whole_url` shows them all."""

    name: str
    label: str
    options: list[Option]
    chosen: list[Option]
    more: int = 0
    whole_url: str = ""


@dataclass(frozen=True)
class Loosen:
    """Without the filter `label` there would be `count` entries; `url` takes it away."""

    label: str
    count: int
    url: str


def facets(selection: Selection, counts: dict[str, Counter], *, whole: str = "") -> list[Facet]:
    """Every facet with its answers, of a long one the MOST counted unless it is `whole`; those that would show nothing are
    left out unless they are chosen. Two queries."""
    filters = selection.filters
    shown = {name: _shown(counts[name], filters.of(name), name == whole) for name in FACETS}
    if selection.track:
        shown["track"] = set()
    labels = _labels(selection, shown)
    built = [_facet(filters, name, labels[name], shown[name], counts[name]) for name in FACETS]
    return [facet for facet in built if facet.options]


def _shown(counts: Counter, chosen: frozenset[str], is_whole: bool) -> set[str]:
    if is_whole or len(counts) <= MOST + 2:
        return {*counts, *chosen}
    return {value for value, _n in counts.most_common(MOST)} | chosen


def _labels(selection: Selection, shown: dict[str, set[str]]) -> dict[str, Mapping[str, object]]:
    """Of answers to be shown, in their order: parties before persons, an issue before those below it."""
    ids = {name: {number for number in map(int, shown[name]) if number <= LARGEST} for name in NUMBERED}
    actors, outlets = actors_and_outlets(ids["actor"] | ids["party"], ids["outlet"])
    found: dict[str, Mapping[str, object]] = {**CHOICES}
    found["track"] = {track.slug: track for track in selection.tracks.values()} if shown["track"] else {}
    found["issue"] = {issue.slug: issue for issue in in_tree(selection.issues.values())} if shown["issue"] else {}
    found["actor"] = found["party"] = {str(pk): name for pk, name in actors.items()}
    found["outlet"] = {str(pk): name for pk, name in outlets.items()}
    return found


def _facet(filters: Filters, name: str, labels: Mapping[str, object], shown: set[str], counts: Counter) -> Facet:
    chosen = filters.of(name)
    options = [
        _option(filters, name, value, label, counts[value])
        for value, label in labels.items()
        if value in chosen or (value in shown and counts[value])
    ]
    options += [_option(filters, name, value, value, 0) for value in sorted(chosen - labels.keys())]  # unknown
    left = sum(map(bool, counts.values())) - sum(bool(option.count) for option in options)
    url = f"{filters.address(whole=name)}#filter-{name}" if left > 0 else ""
    return Facet(name, str(FACETS[name]), options, [option for option in options if option.is_chosen], left, url)


def _option(filters: Filters, facet: str, value: str, label: object, count: int) -> Option:
    is_chosen = value in filters.of(facet)
    url = filters.without(facet, value).address() if is_chosen else ""
    if isinstance(label, Track):
        return Option(value, label.label, count, is_chosen, url, track=label)
    return Option(
        value, str(label), count, is_chosen, url, is_below=isinstance(label, IssueName) and bool(label.parent_id)
    )


def loosen(filters: Filters, without: Counter) -> list[Loosen]:
    """For an empty page: the filters each of which, taken away, would show something; the most first."""
    labels = {**FACETS, "text": _("Text"), "dates": _("Days")}
    return [
        Loosen(str(labels[name]), count, filters.without(name).address())
        for name, count in without.most_common()
        if count
    ]


# Entries that were read in Python (selection.Selection.derived_events)


@dataclass(frozen=True)
class Selected:
    """`entries`: those let in. `any_day`: those let in by all filters but the days, for drawing. `counts`: for each facet
    how many entries have a value, under all the other filters. `without`: how many there would be without one filter."""

    entries: list[Entry]
    any_day: list[Entry]
    counts: dict[str, Counter]
    without: Counter


def select(entries: Iterable[Entry], filters: Filters) -> Selected:
    """One pass over the entries."""
    selected, any_day = [], []
    counts: dict[str, Counter] = {facet: Counter() for facet in FACETS}
    without: Counter = Counter()
    for entry in entries:
        failed = filters.failed_by(entry)
        if not failed:
            selected.append(entry)
        if failed <= {"dates"}:
            any_day.append(entry)
        _count(entry, failed, filters, counts)
        for name in _alone(failed):
            without[name] += 1
    return Selected(selected, any_day, counts, without)


def _count(entry: Entry, failed: set[str], filters: Filters, counts: dict[str, Counter]) -> None:
    for facet in PLAIN:
        if failed <= {facet}:
            counts[facet].update(entry.facets.get(facet, ()))
    if failed <= {"issue", "stance", TOGETHER}:  # the other of the two is looked at position by position
        counts["issue"].update({slug for one in entry.taken if filters.takes_stance(one) for slug in one.issues})
        counts["stance"].update({one.stance for one in entry.taken if filters.takes_issue(one)} - {""})


def _alone(failed: set[str]) -> set[str]:
    """The filters each of which, taken away, would let the entry in."""
    if failed == {TOGETHER}:
        return {"issue", "stance"}
    return failed if len(failed) == 1 else set()
