"""Looking at a report's source again: what has changed there becomes a revision, by the ordinary way of a run."""

from django.db import transaction

from tracker.reports.models import Report

from ..models import Identity, Run
from .naming import page_name
from .starting import start_run


@transaction.atomic
def check_again(report: Report, *, by) -> Run:
    """Fetch the report's address once more. A report that was entered by hand is first made known by its address, so
    that another text there is taken for a new version of it, or asked about."""
    source, identifier = page_name(report.url)
    Identity.objects.get_or_create(
        negotiation=report.negotiation,
        source=source,
        identifier=identifier,
        defaults={"report": report, "title": report.title[:500], "content_hash": report.current.content_hash},
    )
    label = f"Source of “{report.title[:150]}” looked at again"
    return start_run(negotiation=report.negotiation, by=by, label=label, addresses=[report.url])
