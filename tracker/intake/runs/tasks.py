"""The jobs of the runs. The queue only wakes the workers: what there is to do lies in the items, so that a job that is
lost or runs twice does no harm."""

import structlog
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext

from ..models import Item
from . import by_hand
from .work import work

log = structlog.get_logger("parley.jobs")
SECONDS = 20  # of a job; then other jobs have their turn
LEAST_URGENT = -10
MOST_SLOTS = 32
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"


@app.task(priority=LEAST_URGENT, pass_context=True)
def take_items(context: JobContext, slot: int) -> None:
    """Take items for a while, and come back when some still wait. Each slot waits once at most in the queue."""
    if work(SECONDS, stop=context.should_abort).more_wait:
        _defer(slot)


# A queueing lock so that they do not pile up.
@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="intake_sweep")
def sweep(timestamp: int) -> None:
    """Wake the workers for what a dead one left behind, and for what had to wait for its server."""
    if Item.objects.due().exists():
        wake()


@app.periodic(cron="41 4 * * *")
@app.task(queueing_lock="forget_unsaved")
def forget_unsaved(timestamp: int) -> None:
    """Delete what was kept for forms that nobody saved."""
    log.info("originals of unsaved forms deleted", rows=by_hand.forget_unsaved())


def wake() -> None:
    """Have every worker take items, as soon as the transaction that this is called in is committed."""
    missed = [slot for slot in range(_slots()) if not _defer(slot)]
    if missed:
        # The job that waits already may be over before this transaction is: a second try after it.
        transaction.on_commit(lambda: [_defer(slot) for slot in missed], robust=True)


def _slots() -> int:
    """One for each worker that lives."""
    with connection.cursor() as cursor:
        cursor.execute(WORKERS)
        return min(max(1, cursor.fetchone()[0]), MOST_SLOTS)


def _defer(slot: int) -> bool:
    try:
        with transaction.atomic():
            take_items.configure(queueing_lock=f"intake_{slot}").defer(slot=slot)
    except AlreadyEnqueued:
        return False
    return True
