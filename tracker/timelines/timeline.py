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
from tracker.statements.models import Statement

from . import entries as entry_kinds
from .chips import Chip, chips
from .entries import Dossier, Entry, Taken
from .facets import Facet, Loosen, facets, loosen, select
from .filters import Filters, parse
from .paging import Page, page_of
from .selection import Selection
from .strip import Strip, draw
from .tiles_source import Source


@dataclass(frozen=True)
class Row:
    """One entry as it is shown; of `statement`, `event` and `proposal` one is given. `tracks`: with the reason why it
    stands on each ("" for events and proposals)."""

    entry: Entry
    tracks: list[tuple[Track, str]]
    positions: tuple[Taken, ...] = ()
    statement: Statement | None = None
    event: Event | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Group:
    """Rows of one day, or of one uncertain span; `span` None: no date is known."""

    span: entry_kinds.Span | None
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
    found: int
    total: int
    may_lie_outside: int
    moment: datetime
    page: Page

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
) -> TimelinePage:
    """The timeline of `negotiation`, or of one `track` of it, that `user` sees under the filters of `params`.

    Fourteen queries at most, whatever the data.
    """
    filters = parse(params)
    dossier = entry_kinds.read(negotiation, user=user, public_by=public_by, words=filters.words)
    everything = [entry for entry in dossier.entries if not track or track.slug in entry.facets["track"]]
    selection = select(everything, filters)
    newest_first = not filters.oldest_first
    ordered = sorted(selection.entries, key=lambda entry: entry.order(newest_first))
    page = page_of(
        ordered, newest_first=newest_first, after=params.get("after", ""), before=params.get("before", ""), size=size
    )
    source = Source(Selection(negotiation, filters, track=track, user=user, public_by=public_by), of_any_day=True)
    built = facets(dossier, filters, selection.counts, leave_out=["track"] if track else ())
    notes = [*filters.notes, *([_("The page asked for is not known: this is the first.")] if page.wrong_key else [])]
    return TimelinePage(
        negotiation=negotiation,
        track=track,
        filters=filters,
        notes=notes,
        facets=built,
        chips=chips(built, filters),
        strip=draw(source, filters, negotiation=negotiation, track=track, today=as_of(public_by).date()),
        months=_months(_rows(dossier, page.entries), Counter(map(_month, ordered))),
        loosen=[] if ordered else loosen(filters, selection.without),
        found=len(ordered),
        total=len(everything),
        may_lie_outside=sum(map(filters.may_lie_outside, ordered)),
        moment=as_of(public_by),
        page=page,
    )


def statements_by_key(dossier: Dossier, keys: list[int]) -> dict[int, Statement]:
    """The wide rows of statements, with what a quote block shows; four queries."""
    rows = dossier.negotiation.statements.filter(pk__in=keys).with_quotes() if keys else []
    for statement in rows:
        statement.negotiation = statement.report.negotiation = dossier.negotiation
    return {statement.pk: statement for statement in rows}


def _rows(dossier: Dossier, entries: list[Entry]) -> list[Row]:
    said = [entry.pk for entry in entries if entry.kind == entry_kinds.STATEMENT]
    statements = statements_by_key(dossier, said)
    return [row for entry in entries if (row := _row(dossier, entry, statements))]


def _row(dossier: Dossier, entry: Entry, statements: dict[int, Statement]) -> Row | None:
    if entry.kind == entry_kinds.STATEMENT:
        # Between two queries a statement may have gone.
        found = statements.get(entry.pk)
        return Row(entry, dossier.reasons.get(entry.pk, []), entry.taken, statement=found) if found else None
    if entry.kind == entry_kinds.EVENT:
        event = dossier.events[entry.pk]
        return Row(entry, [(dossier.tracks[pk], "") for pk in event.track_ids], event=event)
    proposal = dossier.proposals[entry.pk]
    tracks = [(dossier.tracks[proposal.track_id], "")] if proposal.track_id else []
    return Row(entry, tracks, proposal=proposal)


def _month(entry: Entry) -> date | None:
    return entry.span.first.replace(day=1) if entry.span else None


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
