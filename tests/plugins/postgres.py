"""The database of the tests: the server named by DATABASE_URL, else an embedded one in a folder of its own.

The embedded one lives in PARLEY_TEST_DATA (else a folder per checkout, tests/settings.py), stays up between
runs and does not wait for the disk. Every worker of xdist calls start; the first one does, the others
find it. The test databases carry a digest of all migrations in their name, so a changed migration makes a
fresh one.
"""

import hashlib
import os
import shutil

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from tests.settings import CHECKOUT
from tracker.runtime import embedded
from tracker.runtime.errors import CannotRun

# Nothing here survives a crash, and nothing needs to.
EXPENDABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    """pytest-django's door for saying where the tests' database is, passed once before it is made."""
    settings = connections["default"].settings_dict
    if not os.environ.get("DATABASE_URL"):
        _start_server()
    settings["TEST"]["NAME"] = f"test_{settings['NAME']}_{migrations_digest()}"
    if not hasattr(request.config, "workerinput"):
        _drop_outdated(settings)
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


def migrations_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted([*CHECKOUT.glob("tracker/*/migrations/*.py"), *CHECKOUT.glob("tracker/*/migrations/*/*.sql")]):
        digest.update(path.as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _start_server() -> None:
    try:
        embedded.start(settings=EXPENDABLE)
    except CannotRun:
        # Without fsync a crash may have broken it.
        shutil.rmtree(embedded.data_folder(), ignore_errors=True)
        embedded.start(settings=EXPENDABLE)


def _drop_outdated(settings: dict) -> None:
    """Drop the databases of earlier migrations, which nobody will ask for again."""
    current = settings["TEST"]["NAME"]
    pattern = f"test_{settings['NAME']}_%"
    address = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
    }
    with psycopg.connect(
        dbname=settings["NAME"], autocommit=True, **{k: v for k, v in address.items() if v}
    ) as connection:
        for (name,) in connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]
        ).fetchall():
            if not name.startswith(current):
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def pytest_unconfigure(config):
    """`make test` leaves nothing running; other runs leave the server up for the next one."""
    is_controller = not hasattr(config, "workerinput")
    if is_controller and os.environ.get("PARLEY_TEST_STOP"):
        embedded.stop()
