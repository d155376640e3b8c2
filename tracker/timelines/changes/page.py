"""The page put together: what is new, bounded part by part, and what of the filters can be loosened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.negotiations.models import Negotiation, Proposal, Track
from tracker.negotiations.queries.compared import give_words
from tracker.negotiations.reading import as_of
from tracker.reports.models import Revision
from tracker.statements.models import Statement
from tracker.statements.rows import said
from tracker.timelines.addresses import Addresses, Badge, badge_of
from tracker.timelines.dashboard.parts import Move
from tracker.timelines.entries import STATEMENT, Place, Span
from tracker.timelines.filters import Filters, parse
from tracker.timelines.models import EntryKind
from tracker.timelines.naming import Naming, Words
from tracker.timelines.places import timeline_address
from tracker.timelines.selection import BOUND, Selection
from tracker.timelines.timeline import Group, Month, Row
from tracker.timelines.visits import new_since, visit_of

from .asked import BY, Asked, read
from .events import EventChange, event_changes
from .stances import stance_changes

MOST_STATEMENTS, MOST_MOVES, MOST_EVENTS, MOST_REVISIONS = 40, 12, 40, 100


@dataclass(frozen=True)
class Changes:
    """`count`: new statements, of which the last said are in `months`. `days`: days to offer, with the words for each."""

    negotiation: Negotiation
    track: Track | None
    filters: Filters
    words: list[Words]
    asked: Asked
    days: list[tuple[date, str]]
    count: int = 0
    months: tuple[Month, ...] = ()
    moves: tuple[Move, ...] = ()
    events: tuple[EventChange, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    revisions: tuple[Revision, ...] = ()

    @cached_property
    def at(self) -> Addresses:
        return Addresses(self.negotiation)

    @property
    def badges(self) -> dict[int, Badge]:
        """Of the tracks of what is shown."""
        rows = [row for month in self.months for group in month.groups for row in group.rows]
        return {track.pk: badge_of(track, self.at) for row in rows for track, _reason in row.tracks}

    @property
    def shown_moves(self) -> tuple[Move, ...]:
        return self.moves[:MOST_MOVES]

    @property
    def changed(self) -> list[EventChange]:
        """Events that got on, then those that are new; those that are disputed only now stand apart."""
        got_on = [one for one in self.events if one.moved or one.is_redated or one.is_settled]
        return got_on + [one for one in self.events if one.is_new]

    @property
    def shown_changed(self) -> list[EventChange]:
        return self.changed[:MOST_EVENTS]

    @property
    def left_out(self) -> int:
        return max(len(self.changed) - MOST_EVENTS, 0)

    @property
    def disputed(self) -> list[EventChange]:
        return [one for one in self.events if one.is_newly_disputed]

    @property
    def told_again(self) -> int:
        return sum(not one.is_change for one in self.events)

    @property
    def is_empty(self) -> bool:
        return not (self.count or self.moves or self.events or self.proposals or self.revisions)

    @property
    def shown(self) -> int:
        return sum(len(group.rows) for month in self.months for group in month.groups)

    @property
    def more_than(self) -> bool:
        return self.count > BOUND

    @property
    def count_words(self) -> str:
        return f"{min(self.count, BOUND):,}"

    @property
    def timeline(self) -> str:
        return timeline_address(self.negotiation, self.track) + self.filters.address()

    @property
    def chips(self) -> list[tuple[Words, str]]:
        """Each filter with the address of the page without it; "" where it stays."""
        own = self.track and self.track.slug
        return [(one, "" if one.facet == "public_by" or one.value == own else self._without(one)) for one in self.words]

    def _without(self, one: Words) -> str:
        return self.filters.without(one.facet, one.value or None).address(**self.asked.parameters())

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """By which time: words, address, whether it is this one."""
        return [
            (str(words), self.filters.address(**self.asked.parameters(by=by)), by == self.asked.by)
            for by, words in BY.items()
        ]

    @property
    def hidden(self) -> list[tuple[str, list[str]]]:
        """The filters, for the form that asks for another day."""
        kept = QueryDict(self.filters.address(by=self.asked.parameters()["by"])[1:])
        return list(kept.lists())

    @property
    def offers(self) -> list[tuple[date, str, str]]:
        """Days to offer: the day, words and address."""
        return [
            (day, words, self.filters.address(**self.asked.parameters(since=day.isoformat())))
            for day, words in self.days
        ]


def changes_page(negotiation: Negotiation, *, track: Track | None, user, params, public_by=None) -> Changes:
    """Some thirty queries at most, whatever the data."""
    filters, asked = parse(params), read(params)
    selection = Selection(negotiation, filters, track=track, user=user, public_by=public_by)
    words = Naming(negotiation, [filters]).of(filters, track)
    days = _days(selection)
    if asked.day is None:
        return Changes(negotiation, track, filters, words, asked, days)
    rows = selection.rows().filter(asked.entries)
    statements = rows.filter(kind=EntryKind.STATEMENT)
    return Changes(
        negotiation=negotiation,
        track=track,
        filters=filters,
        words=words,
        asked=asked,
        days=days,
        count=statements.order_by().values("kind")[: BOUND + 1].count(),
        months=tuple(_months(selection, statements)),
        moves=tuple(_with_words(negotiation, stance_changes(selection, asked))),
        events=tuple(event_changes(selection, asked)),
        proposals=tuple(_proposals(negotiation, rows)),
        revisions=tuple(_revisions(selection, asked)),
    )


def _with_words(negotiation: Negotiation, moves: list[Move]) -> list[Move]:
    """The first of them, which are shown, with what was said."""
    give_words(negotiation, [position for move in moves[:MOST_MOVES] for position in move.both])
    return moves


def _months(selection: Selection, rows) -> Iterable[Month]:
    """The last said, as the timeline's list has them; months with what of them is new."""
    columns = rows.newest_first().values_list("object_id", "first", "last", "is_vague")[:MOST_STATEMENTS]
    places = [Place(STATEMENT, pk, Span(first, last, vague) if first else None) for pk, first, last, vague in columns]
    found = said([place.pk for place in places])
    shown = [
        Row(place, [(selection.tracks[pk], reason) for pk, reason in found[place.pk].on], said=found[place.pk])
        for place in places
        if place.pk in found
    ]
    counts = _by_month(rows, {_month(row) for row in shown})
    for first, of_month in groupby(shown, key=_month):
        groups = []
        for _days, same in groupby(
            of_month, key=lambda row: row.entry.span and (row.entry.span.first, row.entry.span.last)
        ):
            of_days = list(same)
            groups.append(Group(of_days[0].entry.span, of_days))
        yield Month(first, counts[first], groups)


def _month(row: Row) -> date | None:
    return row.entry.span.first.replace(day=1) if row.entry.span else None


def _by_month(rows, months: set[date | None]) -> dict[date | None, int]:
    """How many in each of the months; only what lies in them is gone through."""
    dated = [month for month in months if month]
    within = Q(first__isnull=True)
    if dated:
        within |= Q(first__gte=min(dated), first__lt=max(dated) + timedelta(days=31))
    counted = rows.filter(within).order_by().values_list(TruncMonth("first")).annotate(n=Count("kind"))
    return {month: n for month, n in counted if month in months}


def _proposals(negotiation: Negotiation, rows) -> Iterable[Proposal]:
    keys = list(
        rows.filter(kind=EntryKind.PROPOSAL).newest_first().values_list("object_id", flat=True)[:MOST_REVISIONS]
    )
    found = (
        {row.pk: row for row in negotiation.proposals.filter(pk__in=keys).select_related("tabled_by")} if keys else {}
    )
    for pk in keys:
        if pk in found:
            found[pk].negotiation = negotiation
            yield found[pk]


def _revisions(selection: Selection, asked: Asked) -> list[Revision]:
    """Later texts of reports that the selection quotes, by when they were taken in."""
    rows = Revision.objects.pinned(selection.user).filter(
        negotiation=selection.negotiation,
        number__gt=1,
        fetched_at__gte=asked.moment,
        fetched_at__lte=as_of(selection.public_by),
    )
    found = list(rows.defer("text").select_related("report__outlet").order_by("-fetched_at", "-pk")[:MOST_REVISIONS])
    if not found:
        return []
    quoted = Statement.objects.filter(report__in={row.report_id for row in found}).values("pk")
    let_in = selection.rows().filter(kind=EntryKind.STATEMENT, object_id__in=quoted)
    reports = set(let_in.values_list("report", flat=True))
    for row in found:
        row.report.negotiation = selection.negotiation
    return [row for row in found if row.report_id in reports]


def _days(selection: Selection) -> list[tuple[date, str]]:
    """The reader's last visit, and some days before the newest report."""
    negotiation, user = selection.negotiation, selection.user
    newest = negotiation.reports.public_by(selection.public_by).aggregate(at=Max("published_at"))["at"]
    visit = new_since(visit_of(negotiation, user), timezone.now())
    found = [(visit.date(), _("your last visit"))] if visit else []
    if newest:
        spans = ((1, _("the day before the newest report")), (7, _("a week before it")), (30, _("a month before it")))
        found += [((newest - timedelta(days=days)).date(), words) for days, words in spans]
    return found
