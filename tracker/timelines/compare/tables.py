"""Counts of both sides beside each other, by the answers to a facet."""

from collections import Counter
from dataclasses import dataclass

from tracker.timelines.axis import percent
from tracker.timelines.facets import Facet
from tracker.timelines.filters import FACETS, Filters

TABLES = ("kind", "stance", "act", "track", "actor", "issue")
MOST_ROWS = 8


@dataclass(frozen=True)
class Cell:
    """`width` of its bar, of the widest of the table; `url` of the timeline with these entries alone."""

    count: int
    width: str
    url: str

    @property
    def words(self) -> str:
        return f"{self.count:,}"


@dataclass(frozen=True)
class Row:
    value: str
    label: str
    a: Cell
    b: Cell


@dataclass(frozen=True)
class Table:
    """`more`: so many rows that count less are left out."""

    name: str
    label: str
    rows: list[Row]
    more: int


@dataclass(frozen=True)
class Side:
    """What tables are made of: filters, counts under them, facets with names for the counted, the timeline's address."""

    filters: Filters
    counts: dict[str, Counter]
    facets: list[Facet]
    page: str

    def counted(self, facet: str) -> Counter:
        """Of the entries shown: where answers are chosen, of those alone."""
        chosen, counts = self.filters.of(facet), self.counts[facet]
        return Counter({value: n for value, n in counts.items() if value in chosen}) if chosen else counts

    def url(self, facet: str, value: str) -> str:
        return self.page + self.filters.with_only(facet, value).address()


def tables(a: Side, b: Side) -> list[Table]:
    return [table for name in TABLES if (table := _table(name, a, b)).rows]


def _table(name: str, a: Side, b: Side) -> Table:
    labels = {o.value: o.label for side in (a, b) for facet in side.facets if facet.name == name for o in facet.options}
    of_a, of_b = a.counted(name), b.counted(name)
    known = [value for value in labels if of_a[value] or of_b[value]]
    most = sorted(known, key=lambda value: -(of_a[value] + of_b[value]))[:MOST_ROWS]
    shown = [value for value in known if value in most]
    if name not in ("kind", "stance", "act"):  # these have an order of their own
        shown = most
    widest = max((max(of_a[value], of_b[value]) for value in shown), default=1)

    def cell(side: Side, counts: Counter, value: str) -> Cell:
        return Cell(counts[value], percent(100 * counts[value] / widest), side.url(name, value))

    rows = [Row(value, labels[value], cell(a, of_a, value), cell(b, of_b, value)) for value in shown]
    return Table(name, str(FACETS[name]), rows, len(known) - len(shown))
