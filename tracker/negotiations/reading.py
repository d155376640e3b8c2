"""What all pages to read have in common: the negotiation they stand in, and the day they are read as of."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from tracker.history.kept import recalled
from tracker.web.public_by import PublicBy

from .models import Negotiation


def seen_negotiation(request: HttpRequest, slug: str) -> Negotiation:
    """The negotiation, or 404 where it is unknown or unseen."""

    def make() -> Negotiation:
        return get_object_or_404(Negotiation.objects.visible_to(request.user), slug=slug)

    return recalled(request, "negotiation", slug, make=make)


def context(request: HttpRequest, negotiation: Negotiation, asked: PublicBy, **more) -> dict:
    """What every template of a page to read may use, and `more`. `may_edit`: show links to editing."""
    may_edit = bool(getattr(request.user, "may_code", False))
    return {"negotiation": negotiation, "may_edit": may_edit, **asked.context(), **more}


def published(rows: QuerySet, user, public_by: datetime | None) -> QuerySet:
    """Of statements or positions: what `user` may see published, in reports public by then."""
    return rows.visible_to(user).published().public_by(public_by)


def day_of_roles(negotiation: Negotiation, public_by: datetime | None) -> date:
    """The day whose roles a page shows where no statement or event gives one: as of then, but not after the end."""
    moment = as_of(public_by)
    return min(moment, negotiation.ended_latest or moment).date()


def as_of(public_by: datetime | None) -> datetime:
    """The moment from which a page tells past and coming apart."""
    return public_by or timezone.now()
