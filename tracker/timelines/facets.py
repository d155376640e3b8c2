"""The filters with several answers, as a page shows them, and which events read in Python they let in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tracker.negotiations.models import Actor, Track
from tracker.reports.models import Outlet

from .entries import PARTIES, Entry
from .filters import CHOICES, FACETS, PLAIN, TOGETHER, Filters
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
    names = _names(selection, shown)
    leave_out = {"track"} if selection.track else set()
    built = [
        _facet(filters, name, [one for one in names[name] if one.value in shown[name]], counts[name])
        for name in FACETS
        if name not in leave_out
    ]
    return [facet for facet in built if facet.options]


def _shown(counts: Counter, chosen: frozenset[str], is_whole: bool) -> set[str]:
    if is_whole or len(counts) <= MOST + 2:
        return {*counts, *chosen}
    return {value for value, _n in counts.most_common(MOST)} | chosen


def _facet(filters: Filters, name: str, known: Iterable[Option], counts: Counter) -> Facet:
    """`known`: the answers in the order to show, not counted yet."""
    chosen, options = filters.of(name), []
    for option in known:
        if option.value in chosen:
            address = filters.without(name, option.value).address()
            options.append(replace(option, count=counts[option.value], is_chosen=True, url=address))
        elif n := counts.get(option.value):
            options.append(Option(option.value, option.label, n, track=option.track, is_below=option.is_below))
    for value in sorted(chosen - {option.value for option in options}):  # unknown
        options.append(Option(value, value, 0, True, filters.without(name, value).address()))
    more = sum(map(bool, counts.values())) - sum(bool(option.count) for option in options)
    url = f"{filters.address(whole=name)}#filter-{name}" if more > 0 else ""
    return Facet(name, str(FACETS[name]), options, [option for option in options if option.is_chosen], more, url)


def _names(selection: Selection, shown: dict[str, set[str]]) -> dict[str, list[Option]]:
    """Parties before persons, an issue before those below it."""
    found = {name: [Option(value, str(label)) for value, label in choices.items()] for name, choices in CHOICES.items()}
    found["track"] = [Option(track.slug, track.label, track=track) for track in selection.tracks.values()]
    issues = _in_tree(selection.issues)
    found["issue"] = [Option(issue.slug, issue.name, is_below=bool(issue.parent_id)) for issue in issues]
    actors = _actors(_numbers(shown["actor"] | shown["party"]))
    found["actor"] = found["party"] = actors
    outlets = Outlet.objects.filter(pk__in=_numbers(shown["outlet"])).order_by("name")
    found["outlet"] = [
        Option(str(pk), short or name) for pk, name, short in outlets.values_list("pk", "name", "short_name")
    ]
    return found


def _numbers(values: Iterable[str]) -> set[int]:
    return {number for number in map(int, values) if number <= LARGEST}


def _actors(ids: set[int]) -> list[Option]:
    rows = Actor.objects.filter(pk__in=ids).order_by().values_list("kind", "name", "short_name", "pk")
    named = [(kind not in PARTIES, (short or name), pk) for kind, name, short, pk in rows]
    named.sort(key=lambda one: (one[0], one[1].casefold()))
    return [Option(str(pk), label) for _is_person, label, pk in named]


def _in_tree(issues: dict) -> list:
    below: dict[int | None, list] = {}
    for issue in issues.values():
        below.setdefault(issue.parent_id, []).append(issue)
    return [one for top in below.get(None, ()) for one in (top, *below.get(top.pk, ()))]


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
