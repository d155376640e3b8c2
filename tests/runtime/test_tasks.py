"""The jobs that keep the house in order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from croniter import croniter
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tracker.runtime import tasks

pytestmark = pytest.mark.django_db


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def job(*, status, silent_for=0, ended_days_ago=0):
    """A job in `status`, held by a worker that was silent for so many seconds."""
    (worker,) = execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_for,
    )
    (number,) = execute(
        """INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id)
           VALUES ('tracker.runtime.tasks.housekeeping', 'default', 'todo', %s) RETURNING id""",
        worker,
    )
    execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", status, number)
    execute(
        "UPDATE procrastinate_events SET at = now() - make_interval(days => %s) WHERE job_id = %s",
        ended_days_ago,
        number,
    )
    return number


def status(number):
    return ProcrastinateJob.objects.get(pk=number).status


def test_only_the_jobs_of_silent_workers_are_given_back():
    lost = job(status="doing", silent_for=60)
    held = job(status="doing", silent_for=2)
    context = SimpleNamespace(app=app)
    async_to_sync(tasks.retry_stalled.func)(context, timestamp=0)
    assert (status(lost), status(held)) == ("todo", "doing")


def give_back():
    try:
        async_to_sync(tasks.retry_stalled.func)(SimpleNamespace(app=app), timestamp=0)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_lost_job_that_waits_again_already_is_dropped():
    """Its queueing lock would refuse it, and with it every lost job behind it."""
    lost, other = job(status="doing", silent_for=60), job(status="doing", silent_for=60)
    waiting = job(status="todo")
    execute("UPDATE procrastinate_jobs SET queueing_lock = 'one' WHERE id = ANY(%s)", [lost, waiting])
    with ThreadPoolExecutor(1) as thread:  # in this one Playwright's loop may be running, from a test before
        thread.submit(give_back).result()
    assert [status(number) for number in (lost, waiting, other)] == ["failed", "todo", "todo"]


def test_expired_rows_of_the_cache_are_deleted_and_no_others():
    cache.set("kept", 1, 600)
    cache.set("gone", 1, 600)
    execute("UPDATE cache SET expires = now() - interval '1 minute' WHERE cache_key LIKE '%%gone'")
    assert tasks.clear_cache() == 1
    assert cache.get("kept") == 1


def test_jobs_that_ended_a_week_ago_are_deleted_and_no_others():
    old = [job(status=ended, ended_days_ago=8) for ended in ("succeeded", "failed")]
    kept = [job(status="succeeded", ended_days_ago=6), job(status="todo", ended_days_ago=30)]
    assert tasks.clear_jobs() == len(old)
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == set(kept)


def test_housekeeping_ends_expired_sessions():
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    tasks.housekeeping.func(timestamp=0)
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_both_run_by_the_clock():
    by_the_clock = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert by_the_clock >= {"tracker.runtime.tasks.retry_stalled", "tracker.runtime.tasks.housekeeping"}
    assert tasks.retry_stalled.lock is None  # with one, a stalled run of it would block itself


def test_lost_jobs_are_looked_for_every_quarter_of_a_minute():
    """In the words of cron as the worker reads them the seconds stand last."""
    assert seconds_between("tracker.runtime.tasks.retry_stalled") == {15}
    assert seconds_between("tracker.intake.runs.tasks.sweep") == {10}


def seconds_between(name):
    (task,) = (one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == name)
    clock = croniter(task.cron, 1_795_604_028)
    ticks = [clock.get_next(float) for _ in range(100)]
    return {round(later - earlier) for earlier, later in pairwise(ticks)}
