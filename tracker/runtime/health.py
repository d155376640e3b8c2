"""Is it alive, is it ready? Each check gives what is wrong in plain words, or nothing."""

import shutil
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from . import embedded

# A worker beats every few seconds (settings); this much silence means that none is at work.
HEARTBEAT_LIMIT = 30
WAITING_LIMIT = 300
LEAST_FREE = 64 * 2**20  # a write-ahead log grows by 16 MB at a time

WORKER_SILENCE = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
OLDEST_WAITING = """
    SELECT extract(epoch FROM now() - min(greatest(event.at, job.scheduled_at)))
      FROM procrastinate_jobs job
      JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
     WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""

_complete = False


def problems() -> dict[str, str]:
    """What keeps Parley from being ready: each failed check with its reason; empty when all is well."""
    if reason := database():
        return {"database": reason}  # the others would only repeat it
    return dict(_failed({"disk": disk, "migrations": migrations, "worker": worker, "jobs": jobs}))


def _failed(checks: dict[str, Callable[[], str]]) -> Iterator[tuple[str, str]]:
    for name, check in checks.items():
        try:
            reason = check()
        except DatabaseError:
            reason = "The database does not hold what this check reads; it may not be migrated."
        if reason:
            yield name, reason


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('transaction_read_only')::boolean")
            (only_read,) = cursor.fetchone()
    except DatabaseError:
        return "The database does not answer."
    return "The database may only be read, so nothing can be saved." if only_read else ""


def disk() -> str:
    """Of the embedded database; another server's is looked after where it runs."""
    here = embedded.places()
    if connection.settings_dict["HOST"] != str(here.socket_folder):
        return ""
    free = shutil.disk_usage(here.data).free
    if free >= LEAST_FREE:
        return ""
    return f"The disk that holds {here.data} is full ({free // 2**20} MB left). Free some space there."


def migrations() -> str:
    """Found complete once, it is not asked again: applied migrations do not vanish under a running server."""
    global _complete
    _complete = _complete or not unapplied()
    return "" if _complete else "The database lacks migrations; run `manage.py migrate`."


def worker() -> str:
    silence = _seconds(WORKER_SILENCE)
    if silence is None:
        return "No worker has reported yet."
    if silence > HEARTBEAT_LIMIT:
        return f"The worker was last heard of {silence:.0f} seconds ago."
    return ""


def jobs() -> str:
    waiting = _seconds(OLDEST_WAITING)
    if waiting is not None and waiting > WAITING_LIMIT:
        return f"A job has been waiting for {waiting:.0f} seconds."
    return ""


def unapplied() -> list[str]:
    """The names of migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _seconds(query: str) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        (value,) = cursor.fetchone()
    return None if value is None else float(value)
