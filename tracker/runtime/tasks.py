"""Jobs that keep the house in order. Found by procrastinate, run by the worker.

Every job may run twice (the worker can die after the work and before the note of it), so each is safe to repeat.
"""

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status

log = structlog.get_logger("parley.jobs")

DAYS_TO_KEEP_JOBS = 7
FINISHED_JOBS = """
    DELETE FROM procrastinate_jobs job
     WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')
       AND NOT EXISTS (SELECT FROM procrastinate_events
                        WHERE job_id = job.id AND at > now() - make_interval(days => %s))
"""


# A queueing lock so that they do not pile up, and no `lock`: with one, a stalled run of this would block itself.
@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs back to the queue whose worker died."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_SILENCE):
        try:
            await manager.retry_job(job)
            log.warning("job given back", job_id=job.id, task=job.task_name)
        except UniqueViolation:  # its queueing lock: one like it waits already
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            log.warning("job dropped, another waits", job_id=job.id, task=job.task_name)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="housekeeping")
def housekeeping(timestamp: int) -> None:
    """Clear what has expired: sessions, rows of the cache, finished jobs."""
    call_command("clearsessions")
    log.info("housekeeping done", cache_rows=clear_cache(), jobs=clear_jobs())


def clear_cache() -> int:
    """Delete the expired rows of the cache's table; the cache itself only does so when it is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < now()")
        return cursor.rowcount


def clear_jobs() -> int:
    """Delete jobs that ended, well or not, and had their last event before the limit."""
    with connection.cursor() as cursor:
        cursor.execute(FINISHED_JOBS, [DAYS_TO_KEEP_JOBS])
        return cursor.rowcount
