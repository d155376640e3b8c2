"""The home page: the negotiations a reader may see, each with its pulse."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from tracker.events.models import Event
from tracker.negotiations.models import Negotiation, Visit
from tracker.negotiations.queries.track import Programme
from tracker.reports.models import Report
from tracker.statements.models import Statement

from .models import DayCount, Entry, EntryKind, Facet
from .models.counts import UNDATED
from .visits import new_since

DAYS = 90


@dataclass(frozen=True)
class Pulse:
    """A negotiation in the list. `counts`: statements on each of the 90 days from `first` to `last`, which is today, or
    the day of the last statement where the last 90 days had none. `new`: statements published since the reader's last
    visit; None on a first one."""

    negotiation: Negotiation
    counts: list[int]
    first: date
    last: date
    statements: int
    reports: int
    tracks: int
    latest: Statement | None
    programme: Programme
    new: int | None


def home_page(user, *, now: datetime | None = None) -> list[Pulse]:
    """Eleven queries at most, however many negotiations."""
    now = now or timezone.now()
    seen = Negotiation.objects.visible_to(user).order_by("title")
    negotiations = list(seen.annotate(track_count=Count("tracks"), latest=_newest(now.date())))
    by_day, latest = _by_day(negotiations), _latest(negotiations)
    events = _events(negotiations, user)
    reports = dict(
        Report.objects.filter(negotiation__in=negotiations)
        .order_by()
        .values_list("negotiation")
        .annotate(n=Count("pk"))
    )
    new = _new(negotiations, user, now)
    return [
        _pulse(
            one, by_day[one.pk], latest.get(one.pk), Programme(events[one.pk], now), reports.get(one.pk, 0), new, now
        )
        for one in negotiations
    ]


def _pulse(negotiation, days: Counter, latest, programme, reports: int, new: dict, now: datetime) -> Pulse:
    today = now.date()
    past = [day for day in days if UNDATED < day <= today]
    last = max(past, default=today)
    last = today if (today - last).days < DAYS else last
    axis = [last - timedelta(days=number) for number in reversed(range(DAYS))]
    return Pulse(
        negotiation=negotiation,
        counts=[days[day] for day in axis],
        first=axis[0],
        last=last,
        statements=days.total(),
        reports=reports,
        tracks=negotiation.track_count,
        latest=latest,
        programme=programme,
        new=new.get(negotiation.pk),
    )


def _by_day(negotiations: list[Negotiation]) -> defaultdict:
    """Statements on each day; the undated stand under UNDATED."""
    found: defaultdict = defaultdict(Counter)
    kept = DayCount.objects.filter(negotiation__in=negotiations, facet=Facet.ALL, kind=EntryKind.STATEMENT)
    for negotiation, day, count in kept.values_list("negotiation", "day", "n"):
        found[negotiation][day] += count
    return found


def _newest(today: date) -> Subquery:
    """The id of a negotiation's newest statement; what is dated to come is not the latest word."""
    said = Entry.objects.filter(negotiation=OuterRef("pk"), kind=EntryKind.STATEMENT, first__lte=today)
    return Subquery(said.latest_word_first().values("object_id")[:1])


def _latest(negotiations: list[Negotiation]) -> dict[int, Statement]:
    keys = [one.latest for one in negotiations if one.latest]
    return {row.negotiation_id: row for row in Statement.objects.filter(pk__in=keys).with_quotes()}


def _events(negotiations: list[Negotiation], user) -> defaultdict:
    found: defaultdict = defaultdict(list)
    for event in Event.objects.filter(negotiation__in=negotiations).with_claims(user=user).in_time_order():
        found[event.negotiation_id].append(event)
    return found


def _new(negotiations: list[Negotiation], user, now: datetime) -> dict[int, int]:
    """Statements published since the last visit, by negotiation; none for those never visited."""
    since = {visit.negotiation_id: new_since(visit, now) for visit in Visit.objects.filter(user_id=user.pk)}
    since = {one.pk: since[one.pk] for one in negotiations if since.get(one.pk)}
    if not since:
        return {}
    later = reduce(or_, (Q(negotiation=pk, filed_at__gt=moment) for pk, moment in since.items()))
    filed = Entry.objects.filter(later, kind=EntryKind.STATEMENT).order_by()
    counts = dict(filed.values_list("negotiation").annotate(n=Count("pk")))
    return {pk: counts.get(pk, 0) for pk in since}
