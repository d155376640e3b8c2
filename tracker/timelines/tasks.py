"""The read side is checked every night. Found by procrastinate, run by the worker; safe to repeat."""

import structlog
from procrastinate.contrib.django import app

from tracker.negotiations.models import Negotiation

from .store.check import differences

log = structlog.get_logger("parley.jobs")
NAMED = 5


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="check_timelines")
def check_timelines(timestamp: int) -> None:
    """Say of each negotiation whether its timelines are what was entered; `manage.py rebuild_timelines` puts right what
    is not."""
    for negotiation in Negotiation.objects.order_by("pk"):
        found = [str(one) for one in differences(negotiation)]
        if found:
            log.error("timelines not in step", negotiation=negotiation.slug, rows=len(found), first=found[:NAMED])
        else:
            log.info("timelines in step", negotiation=negotiation.slug)
