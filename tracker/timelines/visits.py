"""When a reader was last here, and so what is new to them."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Value, When

from tracker.negotiations.models import Negotiation, Visit

# Opening pages within this time is one visit: what was new at its beginning stays new until its end.
ONE_VISIT = timedelta(minutes=30)


def new_since(visit: Visit | None, now: datetime) -> datetime | None:
    """From when on things are new to the reader; None on a first visit."""
    if visit is None:
        return None
    return visit.seen_before if now - visit.seen_at < ONE_VISIT else visit.seen_at


def visit_of(negotiation: Negotiation, user) -> Visit | None:
    """None for somebody who was never here, and for the reader of a share link."""
    return negotiation.visits.filter(user_id=user.pk).first() if user.pk else None


def came_by(negotiation: Negotiation, user, *, now: datetime) -> None:
    """The reader looked at the page for a while: a visit begins, or the one of the last half hour goes on."""
    begun = When(seen_at__lte=now - ONE_VISIT, then=F("seen_at"))
    _keep(negotiation, user, now, Case(begun, default=F("seen_before")))


def saw_everything(negotiation: Negotiation, user, *, now: datetime) -> None:
    """The reader said so: nothing is new any more."""
    _keep(negotiation, user, now, Value(now))


def _keep(negotiation: Negotiation, user, now: datetime, seen_before) -> None:
    first = None if isinstance(seen_before, Case) else now
    _visit, made = Visit.objects.get_or_create(
        negotiation=negotiation, user=user, defaults={"seen_at": now, "seen_before": first}
    )
    if not made:
        Visit.objects.filter(negotiation=negotiation, user=user).update(seen_at=now, seen_before=seen_before)
