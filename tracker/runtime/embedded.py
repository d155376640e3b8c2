"""The embedded database: where it is, whether it answers, start and stop.

Whether it answers is asked by connecting, never by looking at a process. Starting is safe from many processes
at once: they wait for each other, and all but the first find it answering.
"""

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tracker.runtime import errors
from tracker.runtime.postgres import cluster, postmaster
from tracker.runtime.postgres.places import SOCKET_NAME, Places, data_folder

DATABASE = "parley"
ROLE = "parley"  # owns the database, and is no superuser
SECONDS_TO_ANSWER = 60.0
SECONDS_TO_STOP = 30.0
SECONDS_FOR_ORPHANS = 15.0
HELD_BY_ORPHANS = "pre-existing shared memory block"
LOG_LIMIT = 10 * 1024 * 1024

__all__ = ["data_folder", "database_url", "is_answering", "places", "start", "start_as_child", "stop"]

# Servers that outlive this process; kept here, because Python takes a forgotten child for a mistake.
_left_running: list[subprocess.Popen[bytes]] = []


@lru_cache
def _places(data: Path) -> Places:
    return Places(data)


def places(data: Path | None = None) -> Places:
    return _places(data or data_folder())


def database_url(data: Path | None = None) -> str:
    """The address of the embedded database; nothing is started or touched."""
    return _url(places(data), role=ROLE, database=DATABASE)


def is_answering(data: Path | None = None) -> bool:
    """Whether a query is answered right now."""
    return _answers(database_url(data))


def start(data: Path | None = None, *, settings: Mapping[str, str] | None = None) -> str:
    """Start the server unless it answers; return its address. It stays up when this process ends.

    `settings` are server settings for this run only. Raises `errors.CannotRun` with words for a person.
    """
    here = places(data)
    if not is_answering(data):
        with _one_at_a_time(here):
            if not _comes_to_answer(here):
                _left_running.append(_come_up(here, settings=settings))
    return database_url(data)


def start_as_child(data: Path | None = None, **options: Any) -> subprocess.Popen[bytes] | None:
    """Start the server as a child of this process, which must reap it. None when one answers already.

    `options` go to subprocess.Popen.
    """
    here = places(data)
    with _one_at_a_time(here):
        if _comes_to_answer(here):
            return None
        return _come_up(here, **options)


def stop(data: Path | None = None) -> bool:
    """Stop the server, everything written. False when none was running."""
    return postmaster.stop(places(data).cluster, patience=SECONDS_TO_STOP)


def _come_up(here: Places, **options: Any) -> subprocess.Popen[bytes]:
    """Launch the server and wait until it can be used; again where children of a killed one live on for a moment."""
    deadline = time.monotonic() + SECONDS_FOR_ORPHANS
    while True:
        process = launch(here, **options)
        try:
            _make_ready(here, process)
            return process
        except errors.DatabaseCannotStart:
            if process.poll() is None or HELD_BY_ORPHANS not in _end_of_log(here) or time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def launch(here: Places, *, settings: Mapping[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
    """Start the server's process in a session of its own, out of reach of the terminal's Ctrl-C."""
    cluster.prepare(here)
    for lock_file in (here.cluster / "postmaster.pid", here.socket_folder / f"{SOCKET_NAME}.lock"):
        postmaster.disarm_if_stale(lock_file)
    with _log_file(here) as log:
        return subprocess.Popen(
            [str(here.program("postgres")), "-D", str(here.cluster), *_options(here, settings or {})],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=cluster.clean_environment(),
            start_new_session=True,
            **here.user.popen_arguments(),
            **options,
        )


def _options(here: Places, settings: Mapping[str, str]) -> list[str]:
    fixed = {
        "listen_addresses": "",
        "unix_socket_directories": str(here.socket_folder),
        "unix_socket_permissions": "0700",
        "logging_collector": "off",
        "log_destination": "stderr",
    }
    return [word for name, value in {**fixed, **settings}.items() for word in ("-c", f"{name}={value}")]


def _url(here: Places, *, role: str, database: str) -> str:
    return f"postgresql://{role}@{quote(str(here.socket_folder), safe='')}/{database}"


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2, autocommit=True) as connection:
            connection.execute("SELECT 1")
        return True
    except psycopg.OperationalError:
        return False


def _await_answer(here: Places, process: subprocess.Popen[bytes]) -> None:
    """Wait until the maintenance database answers; recovery after a crash may take its time."""
    url = _url(here, role="postgres", database="postgres")
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        if _answers(url):
            return
        if process.poll() is not None:
            raise cluster.explained(_end_of_log(here), here)
        time.sleep(0.05)
    raise errors.DatabaseCannotStart(
        f"The embedded database in {here.data} started but gave no answer within "
        f"{SECONDS_TO_ANSWER:.0f} seconds. Its log is {here.log}."
    )


def _make_ready(here: Places, process: subprocess.Popen[bytes]) -> None:
    _await_answer(here, process)
    _ensure_database(here)


def _ensure_database(here: Places) -> None:
    """Make the role and the database that Parley uses, where missing."""
    with psycopg.connect(_url(here, role="postgres", database="postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            create = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))


def _comes_to_answer(here: Places) -> bool:
    """Whether a server already on our cluster answers, given time to finish its start or its recovery.

    False when none runs (any more); refuses when one runs that has its socket elsewhere or never answers.
    """
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not _answers(_url(here, role=ROLE, database=DATABASE)):
        pid = postmaster.running_pid(here.cluster)
        if pid is None:
            return False
        found = postmaster.read_lock_file(here.cluster / "postmaster.pid")
        elsewhere = found is not None and found.socket_folder not in ("", str(here.socket_folder))
        if elsewhere or time.monotonic() > deadline:
            raise errors.FolderInUse(here.cluster, pid)
        time.sleep(0.05)
    return True


@contextmanager
def _one_at_a_time(here: Places) -> Iterator[None]:
    here.make_data()
    with open(here.data / "start.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        here.make()
        yield


@contextmanager
def _log_file(here: Places) -> Iterator[int]:
    """The log, opened by us and handed down, so that the server's user needs no right to its folder."""
    if here.log.exists() and here.log.stat().st_size > LOG_LIMIT:
        here.log.replace(here.log.with_suffix(".log.1"))
    descriptor = os.open(here.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _end_of_log(here: Places) -> str:
    with open(here.log, "rb") as log:
        log.seek(max(0, here.log.stat().st_size - 4096))
        return log.read().decode(errors="replace")
