"""The page of a timeline: what was asked, what was found, and fifty rows of it by month and day."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.events.models import Event
from tracker.negotiations.models import Negotiation, Proposal, Track
from tracker.negotiations.reading import as_of
from tracker.statements.rows import Said, said

from .addresses import Addresses, Badge, badge_of
from .chips import Chip, chips
from .counts import Counts, by_month, counts_of
from .entries import EVENT, PROPOSAL, RANK, STATEMENT, Place, Span, events_of
from .facets import Facet, Loosen, facets, loosen, select
from .filters import Filters, parse
from .paging import Page, page_of
from .selection import BOUND, Selection
from .strip import Drawing, Strip, draw
from .tiles_source import Source


@dataclass(frozen=True)
class Row:
    """One entry as it is shown; of `said`, `event` and `proposal` one is given. `tracks`: with the reason why it
    stands on each ("" for events and proposals)."""

    entry: Place
    tracks: list[tuple[Track, str]]
    said: Said | None = None
    event: Event | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Group:
    """Rows of one day, or of one uncertain span; `span` None: no date is known."""

    span: Span | None
    rows: list[Row]

    @property
    def is_day(self) -> bool:
        return bool(self.span and self.span.first == self.span.last)


@dataclass(frozen=True)
class Month:
    """`count`: entries of the month in the whole selection, not only on this page. `first` None: no date is known."""

    first: date | None
    count: int
    groups: list[Group]


@dataclass(frozen=True)
class TimelinePage:
    negotiation: Negotiation
    track: Track | None
    filters: Filters
    notes: list[str]
    facets: list[Facet]
    chips: list[Chip]
    strip: Strip | None
    months: list[Month]
    loosen: list[Loosen]
    counts: Counts
    moment: datetime
    page: Page
    at: Addresses
    badges: dict[int, Badge]  # by id of the tracks of its rows
    whole: str = ""  # the facet whose answers are all shown

    @property
    def found(self) -> int:
        return self.counts.found

    @property
    def total(self) -> int:
        return self.counts.total

    @property
    def more_than(self) -> str:
        """ "50,000" where more entries are found than are counted, else ""."""
        return f"{BOUND:,}" if self.counts.is_bounded and self.found > BOUND else ""

    @property
    def found_words(self) -> str:
        return f"{self.found:,}"

    @property
    def total_words(self) -> str:
        return f"{self.total:,}"

    @property
    def may_lie_outside(self) -> int:
        return self.counts.may_lie_outside

    @property
    def clear(self) -> str:
        """Address without filters; the order and the day as of which it is read stay."""
        return Filters(oldest_first=self.filters.oldest_first, public_by=self.filters.public_by).address()

    @property
    def newest_first(self) -> str:
        return replace(self.filters, oldest_first=False).address()

    @property
    def oldest_first(self) -> str:
        return replace(self.filters, oldest_first=True).address()

    @property
    def newer(self) -> str:
        """Address of the page towards the beginning of the list, or ""."""
        return self.filters.address(before=self.page.previous) if self.page.previous else ""

    @property
    def older(self) -> str:
        return self.filters.address(after=self.page.next) if self.page.next else ""


def timeline_page(
    negotiation: Negotiation,
    *,
    track: Track | None = None,
    user,
    params: QueryDict,
    public_by: datetime | None = None,
    size: int = 50,
    drawing: Drawing = Drawing.WHOLE,
) -> TimelinePage:
    """The timeline of `negotiation`, or of one `track` of it, that `user` sees under the filters of `params`.

    Fourteen queries at most, whatever the data.
    """
    filters = parse(params)
    selection = Selection(negotiation, filters, track=track, user=user, public_by=public_by)
    counts = counts_of(selection)
    events = select(selection.derived_events, filters).entries
    page = page_of(
        selection.rows(),
        also=events,
        newest_first=not filters.oldest_first,
        after=params.get("after", ""),
        before=params.get("before", ""),
        size=size,
    )
    rows = _rows(selection, page.entries)
    built = facets(selection, counts.facets, whole=params.get("whole", ""))
    at = Addresses(negotiation)
    notes = [*filters.notes, *([_("The page asked for is not known: this is the first.")] if page.wrong_key else [])]
    return TimelinePage(
        negotiation=negotiation,
        track=track,
        filters=filters,
        notes=notes,
        facets=built,
        chips=chips(built, filters),
        strip=draw(Source(selection, of_any_day=True), as_of(public_by).date(), drawing) if drawing else None,
        months=_months(rows, by_month(selection, {_month(row.entry) for row in rows}, events)),
        loosen=loosen(filters, counts.without),
        counts=counts,
        moment=as_of(public_by),
        page=page,
        at=at,
        badges={track.pk: badge_of(track, at) for track in {track for row in rows for track, _reason in row.tracks}},
        whole=params.get("whole", ""),
    )


def _rows(selection: Selection, places: list[Place]) -> list[Row]:
    keys: dict[str, list[int]] = {kind: [] for kind in RANK}
    for place in places:
        keys[place.kind].append(place.pk)
    found = {
        STATEMENT: said(keys[STATEMENT]),
        EVENT: _events(selection, keys[EVENT]),
        PROPOSAL: _proposals(selection, keys[PROPOSAL]),
    }
    # Between two queries one may have gone.
    return [_row(selection, place, found[place.kind][place.pk]) for place in places if place.pk in found[place.kind]]


def _row(selection: Selection, place: Place, thing) -> Row:
    if place.kind == STATEMENT:
        return Row(place, [(selection.tracks[pk], reason) for pk, reason in thing.on], said=thing)
    if place.kind == EVENT:
        return Row(place, [(selection.tracks[pk], "") for pk in thing.track_ids], event=thing)
    tracks = [(selection.tracks[thing.track_id], "")] if thing.track_id else []
    return Row(place, tracks, proposal=thing)


def _events(selection: Selection, keys: list[int]) -> dict[int, Event]:
    """With their claims; of those that were read already, these."""
    if not keys or selection.is_as_of:
        return {event.pk: event.thing for event in selection.derived_events}
    return {event.pk: event for event in events_of(selection.negotiation, user=selection.user, keys=keys)}


def _proposals(selection: Selection, keys: list[int]) -> dict[int, Proposal]:
    rows = selection.negotiation.proposals.filter(pk__in=keys).select_related("tabled_by") if keys else []
    for proposal in rows:
        proposal.negotiation = selection.negotiation
    return {proposal.pk: proposal for proposal in rows}


def _month(place: Place) -> date | None:
    return place.span.first.replace(day=1) if place.span else None


def _days(row: Row) -> tuple | None:
    return (row.entry.span.first, row.entry.span.last) if row.entry.span else None


def _months(rows: list[Row], counts: Counter) -> list[Month]:
    months = []
    for first, of_month in groupby(rows, key=lambda row: _month(row.entry)):
        groups = []
        for _span, of_days in groupby(of_month, key=_days):
            same = list(of_days)
            groups.append(Group(same[0].entry.span, same))
        months.append(Month(first, counts[first], groups))
    return months
