"""A file or page that a person entered by hand: its bytes are kept while they look at what was read, and become a run of one
item with the report that they save."""

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from tracker.reports.models import Report

from ..models import Item, ItemStatus, Original, Run
from ..record import Record
from . import naming

SALT = "parley.intake.received"
# So long a form may stand open, and so long bytes are kept that no report came of.
WAITS = timedelta(days=2)


def receive(data: bytes, *, format: str, content_type: str = "") -> str:
    """Keep the bytes; the words by which a form names them: signed, for nobody else's bytes may be named."""
    told = {"original": Original.objects.keep(data).pk, "format": format, "content_type": content_type}
    return signing.dumps(told, salt=SALT)


def received(words: str) -> dict:
    """What `receive` was told; {} where the words are not its own, or are too old."""
    try:
        return signing.loads(words, salt=SALT, max_age=WAITS)
    except signing.BadSignature:
        return {}


@transaction.atomic
def note(report: Report, told: dict, *, by) -> Run:
    """The run of what `told` names, of which `report` was made; a page is known again when its address comes in with
    others."""
    revision = report.current
    name = revision.file_name or report.url or report.title
    run = Run.objects.create(negotiation=report.negotiation, started_by=by, label=name[:200])
    item = Item.objects.create(
        run=run,
        number=1,
        status=ItemStatus.FILED,
        name=name[:500],
        address="" if revision.file_name else report.url,
        original=Original.objects.filter(pk=told.get("original")).defer("data").first(),
        content_type=told.get("content_type", "")[:200],
        format=told.get("format", "")[:20],
        title=report.title[:500],
        content_hash=revision.content_hash,
        report=report,
        revision=revision,
    )
    record = Record(text=revision.text, title=report.title)
    name_there = naming.name_of(record, item)
    if naming.known(report.negotiation, name_there) is None:
        naming.remember(name_there, report, record)
    return run


def forget_unsaved(at: datetime | None = None) -> int:
    """Remove bytes that were kept for a form nobody saved; return how many."""
    long_ago = (at or timezone.now()) - WAITS - timedelta(hours=1)
    return Original.objects.filter(items=None, received_at__lt=long_ago).delete()[0]
