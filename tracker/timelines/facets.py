"""Which entries the filters let in, and how many there would be under each other answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.negotiations.models import Kind

from .entries import Dossier, Entry
from .filters import CHOICES, FACETS, PLAIN, TOGETHER, Filters

PARTIES = (Kind.STATE, Kind.ORGANISATION)


@dataclass(frozen=True)
class Option:
    """An answer to a facet: `count` entries would be shown if it were the only one chosen there. `url` adds it to the
    filters or takes it away. `thing`: the track, issue or actor."""

    value: str
    label: str
    count: int
    is_chosen: bool
    url: str
    thing: object = None


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]


@dataclass(frozen=True)
class Loosen:
    """Without the filter `label` there would be `count` entries; `url` takes it away."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Selection:
    """`entries`: those let in. `any_day`: those let in by all filters but the days, for drawing. `counts`: for each
    facet how many entries have a value, under all the other filters. `without`: how many there would be without one
    filter."""

    entries: list[Entry]
    any_day: list[Entry]
    counts: dict[str, Counter]
    without: Counter


def select(entries: Iterable[Entry], filters: Filters) -> Selection:
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
    return Selection(selected, any_day, counts, without)


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


def facets(
    dossier: Dossier, filters: Filters, counts: dict[str, Counter], *, leave_out: Iterable[str] = ()
) -> list[Facet]:
    """Every facet with its answers; those that would show nothing are left out unless they are chosen."""
    built = []
    for name, label in FACETS.items():
        if name in leave_out:
            continue
        known = [choice for choice in _known(dossier, name) if counts[name][choice[0]] or choice[0] in filters.of(name)]
        values = {value for value, _label, _thing in known}
        unknown = [(value, value, None) for value in sorted(filters.of(name) - values)]
        options = [_option(filters, name, *choice, count=counts[name][choice[0]]) for choice in [*known, *unknown]]
        if options:
            built.append(Facet(name, str(label), options))
    return built


def _option(filters: Filters, name: str, value: str, label: str, thing, *, count: int) -> Option:
    is_chosen = value in filters.of(name)
    other = filters.without(name, value) if is_chosen else filters.with_only(name, *filters.of(name), value)
    return Option(value, str(label), count, is_chosen, other.address(), thing)


def _known(dossier: Dossier, facet: str) -> list[tuple[str, str, object]]:
    """(value, label, thing) in the order to show: parties before persons, an issue before those below it."""
    if facet in CHOICES:
        return [(value, str(label), None) for value, label in CHOICES[facet].items()]
    if facet == "track":
        return [(track.slug, track.label, track) for track in dossier.tracks.values()]
    if facet == "issue":
        return [(issue.slug, issue.name, issue) for issue in _in_tree(dossier.issues)]
    actors = sorted(dossier.actors.values(), key=lambda actor: (actor.kind not in PARTIES, actor.label.casefold()))
    return [(str(actor.pk), actor.label, actor) for actor in actors]


def _in_tree(issues: dict) -> list:
    tops = [issue for issue in issues.values() if issue.parent_id is None]
    return [one for top in tops for one in [top, *(i for i in issues.values() if i.parent_id == top.pk)]]


def loosen(filters: Filters, without: Counter) -> list[Loosen]:
    """For an empty page: the filters each of which, taken away, would show something; the most first."""
    labels = {**FACETS, "text": _("Text"), "dates": _("Days")}
    return [Loosen(str(labels[name]), count, filters.without(name).address()) for name, count in without.most_common()]
