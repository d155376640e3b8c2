"""/livez says that the process answers, /readyz that work will be done."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from tracker.runtime import embedded, health


@pytest.fixture
def worker(db):
    """A worker that has just reported."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        return cursor.fetchone()[0]


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def wait_for_a_job(seconds, *, scheduled="NULL"):
    execute(
        f"""WITH job AS (INSERT INTO procrastinate_jobs (task_name, queue_name, scheduled_at)
                         VALUES ('t', 'default', {scheduled}) RETURNING id)
            SELECT id FROM job"""
    )
    execute("UPDATE procrastinate_events SET at = now() - make_interval(secs => %s)", seconds)


def test_livez_asks_no_database(client):
    response = client.get("/livez")  # pytest-django lets no query through here
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_ready_when_all_is_well(client, worker):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "reasons": {}})
    assert "no-cache" in response["Cache-Control"]


def test_not_ready_where_nothing_can_be_saved(client, worker):
    execute("SET TRANSACTION READ ONLY")
    reasons = client.get("/readyz").json()["reasons"]
    assert reasons == {"database": "The database may only be read, so nothing can be saved."}


def test_not_ready_on_a_full_disk(client, worker, monkeypatch):
    data = embedded.places().data
    monkeypatch.setitem(connection.settings_dict, "HOST", str(embedded.places().socket_folder))
    free = {data: 3 * 2**20}
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free[folder]))
    reasons = client.get("/readyz").json()["reasons"]
    assert reasons == {"disk": f"The disk that holds {data} is full (3 MB left). Free some space there."}
    free[data] = 2**30
    assert client.get("/readyz").status_code == 200


@pytest.mark.usefixtures("db")
def test_not_ready_without_a_worker(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "reasons": {"worker": "No worker has reported yet."}}


def test_not_ready_when_the_worker_is_silent(client, worker):
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert client.get("/readyz").json()["reasons"] == {"worker": "The worker was last heard of 120 seconds ago."}


def test_not_ready_when_a_job_waits_too_long(client, worker):
    wait_for_a_job(400)
    assert client.get("/readyz").json()["reasons"] == {"jobs": "A job has been waiting for 400 seconds."}


@pytest.mark.parametrize(("seconds", "scheduled"), [(200, "NULL"), (400, "now() + interval '1 day'")])
def test_ready_while_a_job_waits_for_its_time(client, worker, seconds, scheduled):
    wait_for_a_job(seconds, scheduled=scheduled)
    assert client.get("/readyz").status_code == 200


def test_not_ready_with_a_migration_missing(client, worker, monkeypatch):
    monkeypatch.setattr(health, "_complete", False)
    execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert client.get("/readyz").json()["reasons"] == {
        "migrations": "The database lacks migrations; run `manage.py migrate`."
    }


def test_not_ready_without_a_database(client, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reasons"] == {"database": "The database does not answer."}


@pytest.mark.django_db
def test_the_shared_cache_has_its_table():
    cache.set("a", 1)
    assert cache.get("a") == 1
