"""What a reader asks of a timeline: read from the address, and written back to one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.statements.models import Act, Basis, Certainty, Form, Stance

from .entries import EVENT, PROPOSAL, STATEMENT, Entry, Taken

# The filters with several answers, in the order in which they are shown.
FACETS = {
    "kind": gettext_lazy("Kind"),
    "track": gettext_lazy("Track"),
    "actor": gettext_lazy("Who"),
    "party": gettext_lazy("Party"),
    "issue": gettext_lazy("Issue"),
    "stance": gettext_lazy("Stance"),
    "act": gettext_lazy("Act"),
    "form": gettext_lazy("Form"),
    "basis": gettext_lazy("Basis"),
    "outlet": gettext_lazy("Outlet"),
    "certainty": gettext_lazy("Certainty"),
}
KINDS = {
    STATEMENT: gettext_lazy("Statements"),
    EVENT: gettext_lazy("Events"),
    PROPOSAL: gettext_lazy("Proposals"),
}
CHOICES: dict[str, Mapping[str, object]] = {
    "kind": KINDS,
    "act": dict(Act.choices),
    "form": dict(Form.choices),
    "basis": dict(Basis.choices),
    "stance": dict(Stance.choices),
    "certainty": dict(Certainty.choices),
}
# What a lane can stand for; not said in the address: a track.
LANES = {
    "track": gettext_lazy("Track"),
    "actor": gettext_lazy("Actor"),
    "issue": gettext_lazy("Issue"),
    "one": gettext_lazy("One lane"),
}
NUMBERED = ("actor", "party", "outlet")
SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_TEXT = 200  # characters looked for
MOST_WORDS = 8
PLAIN = ("kind", "track", "actor", "party", "act", "form", "basis", "outlet", "certainty")
# Issue and stance of one and the same position; both chosen and met by different positions only.
TOGETHER = "together"


@dataclass(frozen=True)
class Filters:
    """`chosen`: for each facet the values asked for, as they stand in the address; any of them will do. `first` and
    `last`: days, both included. `lanes`: what the lanes above the list stand for, "" for
    tracks. `notes`: what of the address could not be used, in words."""

    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    text: str = ""
    first: date | None = None
    last: date | None = None
    oldest_first: bool = False
    public_by: str = ""
    lanes: str = ""
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return self.text.split()[:MOST_WORDS]

    @property
    def is_on(self) -> bool:
        return bool(self.text or self.first or self.last or any(self.chosen.values()))

    def of(self, facet: str) -> frozenset[str]:
        return self.chosen.get(facet, frozenset())

    def without(self, facet: str, value: str | None = None) -> "Filters":
        """These filters without one value of a facet, without the whole facet, or without "text" or "dates"."""
        if facet == "text":
            return replace(self, text="")
        if facet == "dates":
            return replace(self, first=None, last=None)
        kept = self.of(facet) - {value} if value else frozenset()
        return replace(self, chosen={**self.chosen, facet: kept})

    def with_only(self, facet: str, *values: str) -> "Filters":
        return replace(self, chosen={**self.chosen, facet: frozenset(values)})

    def between(self, first: date | None, last: date | None) -> "Filters":
        return replace(self, first=first, last=last)

    def address(self, **more: str) -> str:
        """As "?track=osce&from=2022-01-10": the same filters give the same address."""
        query = QueryDict(mutable=True)
        for facet in FACETS:
            query.setlist(facet, sorted(self.of(facet)))
        single = {
            "q": self.text,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "order": "oldest" if self.oldest_first else "",
            "public_by": self.public_by,
            "lanes": self.lanes,
        }
        for name, value in {**single, **more}.items():
            if value:
                query[name] = value
        return "?" + query.urlencode()

    def failed_by(self, entry: Entry) -> set[str]:
        """The filters that keep the entry out: names of facets, "text", "dates", TOGETHER. Empty: it is in."""
        failed = {name for name in PLAIN if self.of(name) and not self.of(name) & entry.facets.get(name, frozenset())}
        if self.text and not entry.says:
            failed.add("text")
        if not self._in_days(entry):
            failed.add("dates")
        return failed | self._failed_by_positions(entry)

    def _in_days(self, entry: Entry) -> bool:
        """Whether it may lie in the days asked for."""
        if not (self.first or self.last):
            return True
        span = entry.span
        return bool(span and (not self.first or span.last >= self.first) and (not self.last or span.first <= self.last))

    def _failed_by_positions(self, entry: Entry) -> set[str]:
        failed = set()
        if self.of("issue") and not any(map(self.takes_issue, entry.taken)):
            failed.add("issue")
        if self.of("stance") and not any(map(self.takes_stance, entry.taken)):
            failed.add("stance")
        if not failed and self.of("issue") and self.of("stance"):
            met = any(self.takes_issue(one) and self.takes_stance(one) for one in entry.taken)
            failed |= set() if met else {TOGETHER}
        return failed

    def takes_issue(self, taken: Taken) -> bool:
        return not self.of("issue") or bool(self.of("issue") & taken.issues)

    def takes_stance(self, taken: Taken) -> bool:
        return not self.of("stance") or taken.stance in self.of("stance")

    def may_lie_outside(self, entry: Entry) -> bool:
        """Whether an entry that is in may, its date being uncertain, lie outside of the days asked for."""
        span = entry.span
        return bool(span and ((self.first and span.first < self.first) or (self.last and span.last > self.last)))


def parse(params: QueryDict) -> Filters:
    """Read an address. What cannot be read is left out and named in `notes`; a track, issue or actor that is well
    written but unknown is kept and met by nothing, so that a filter never widens what is shown."""
    notes: list[str] = []
    chosen = {facet: _values(facet, params.getlist(facet), notes) for facet in FACETS}
    text = " ".join(params.get("q", "").split())
    if len(text) > LONGEST_TEXT or len(text.split()) > MOST_WORDS:
        notes.append(_("Only the first %(n)s words of the text were looked for.") % {"n": MOST_WORDS})
        text = " ".join(text[:LONGEST_TEXT].split()[:MOST_WORDS])
    first, last = _day("from", params, notes), _day("to", params, notes)
    if first and last and first > last:
        notes.append(_("The first day is after the last; they were exchanged."))
        first, last = last, first
    order = params.get("order", "")
    if order not in ("", "oldest", "newest"):
        notes.append(_("The order “%(order)s” is not known: newest first.") % {"order": _short(order)})
    public_by, lanes = params.get("public_by", "").strip(), params.get("lanes", "")
    return Filters(
        chosen,
        text,
        first,
        last,
        order == "oldest",
        public_by=public_by,
        lanes=lanes if lanes in LANES else "",
        notes=tuple(notes),
    )


def _values(facet: str, values: Iterable[str], notes: list[str]) -> frozenset[str]:
    read = set()
    for value in filter(None, values):
        if _is_written_well(facet, value):
            read.add(value)
        else:
            unknown = _("“%(value)s” is no answer to “%(filter)s” and was left out.")
            notes.append(unknown % {"value": _short(value), "filter": FACETS[facet]})
    return frozenset(read)


def _is_written_well(facet: str, value: str) -> bool:
    if facet in CHOICES:
        return value in CHOICES[facet]
    shape = NUMBER if facet in NUMBERED else SLUG
    return bool(shape.fullmatch(value))


def _day(name: str, params: QueryDict, notes: list[str]) -> date | None:
    words = params.get(name, "").strip()
    if not words:
        return None
    try:
        if DAY.fullmatch(words):
            return date.fromisoformat(words)
    except ValueError:
        pass
    wrong = _("“%(words)s” is not a day and was left out. Write it as year, month and day, for instance 2022-01-12.")
    notes.append(wrong % {"words": _short(words)})
    return None


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40] + "…"
