"""Rows whose words a new revision of their report no longer holds: what statements and claims share of it."""

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Subquery

from tracker.history.guard import guard
from tracker.reports.models import Revision


def newest_revision() -> Subquery:
    """The key of the newest revision, for rows that have a report."""
    return Subquery(Revision.objects.filter(report=OuterRef("report")).order_by("-number").values("pk")[:1])


def missing_from_field() -> models.ForeignKey:
    """The revision of which a person said that the words are gone from it, and stay anchored in an older one."""
    return models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")


def missing_from_guard(prefix: str) -> pgtrigger.Trigger:
    return guard(
        f"{prefix}_missing_from_own_report",
        wrong="NEW.missing_from_id IS NOT NULL AND NEW.report_id IS DISTINCT FROM"
        " (SELECT report_id FROM reports_revision WHERE id = NEW.missing_from_id)",
        message="Words are missing from a revision of their own report.",
    )
