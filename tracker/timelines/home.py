"""The home page: the negotiations a reader may see, each with its pulse."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from tracker.events.models import Event
from tracker.negotiations.models import Negotiation, Visit
from tracker.negotiations.queries.track import Programme
from tracker.reports.models import Report
from tracker.statements.models import Statement

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
    """Twelve queries at most, however many negotiations."""
    now = now or timezone.now()
    negotiations = list(Negotiation.objects.visible_to(user).annotate(track_count=Count("tracks")).order_by("title"))
    shown = Statement.objects.visible_to(user).published().filter(negotiation__in=negotiations).order_by()
    by_day = _by_day(shown)
    latest = _latest(shown, now)
    events = _events(negotiations, user)
    reports = dict(
        Report.objects.filter(negotiation__in=negotiations)
        .order_by()
        .values_list("negotiation")
        .annotate(n=Count("pk"))
    )
    new = _new(shown, user, now)
    return [
        _pulse(
            one, by_day[one.pk], latest.get(one.pk), Programme(events[one.pk], now), reports.get(one.pk, 0), new, now
        )
        for one in negotiations
    ]


def _pulse(negotiation, days: Counter, latest, programme, reports: int, new: dict, now: datetime) -> Pulse:
    today = now.date()
    past = [day for day in days if day <= today]
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


def _by_day(shown) -> defaultdict:
    found: defaultdict = defaultdict(Counter)
    for negotiation, day, count in shown.values_list(
        "negotiation", TruncDate(Coalesce("said_on_earliest", "said_on_latest"), tzinfo=UTC)
    ).annotate(n=Count("pk")):
        found[negotiation][day] += count
    return found


def _latest(shown, now: datetime) -> dict[int, Statement]:
    newest = shown.filter(said_on_earliest__lte=now).order_by("negotiation_id", "-said_on_earliest", "-pk")
    keys = newest.distinct("negotiation_id").values("pk")
    return {row.negotiation_id: row for row in Statement.objects.filter(pk__in=keys).with_quotes()}


def _events(negotiations: list[Negotiation], user) -> defaultdict:
    found: defaultdict = defaultdict(list)
    for event in Event.objects.filter(negotiation__in=negotiations).with_claims(user=user).in_time_order():
        found[event.negotiation_id].append(event)
    return found


def _new(shown, user, now: datetime) -> dict[int, int]:
    """Statements published since the last visit, by negotiation; none for those never visited."""
    since = {visit.negotiation_id: new_since(visit, now) for visit in Visit.objects.filter(user_id=user.pk)}
    since = {pk: moment for pk, moment in since.items() if moment}
    if not since:
        return {}
    later = Q()
    for pk, moment in since.items():
        later |= Q(negotiation=pk, status_changed_at__gt=moment)
    counts = dict(shown.filter(later).values_list("negotiation").annotate(n=Count("pk")))
    return {pk: counts.get(pk, 0) for pk in since}
