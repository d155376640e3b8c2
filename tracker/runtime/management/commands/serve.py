"""Run all of Parley: database, web server and worker, supervised.

Exit codes: 0 stopped as asked; 1 something else went wrong; 2 wrong arguments; 3 the address cannot be used;
4 no database; 5 the database could not be migrated.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from tracker.runtime import errors, health
from tracker.runtime.supervisor.supervisor import Plan, Supervisor

log = structlog.get_logger("parley.serve")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
HEARTBEAT_LIMIT = 30.0


class Command(BaseCommand):
    help = "Run Parley: the database (unless DATABASE_URL names one), the web server and the worker."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--workers", type=int, default=2, help="web processes, four threads each (2)")
        parser.add_argument("--demo", action="store_true", help="load the demo dossier first")

    def handle(self, *, host: str, port: int, workers: int, demo: bool, **options: Any) -> None:
        choose_https(host)
        plan = Plan(
            host=host,
            port=port,
            workers=workers,
            host_name=accepted_host_name(),
            heartbeat_limit=HEARTBEAT_LIMIT,
            database_url=os.environ.get("DATABASE_URL") or None,
        )
        supervisor = Supervisor(plan)
        try:
            supervisor.open()
            self.prepare(demo=demo)
            self.stdout.write(f"Parley: http://{host}:{port}/  (Ctrl-C stops it)")
            self.stdout.flush()  # address and sign-ins are wanted now, into a file or a pipe, too
            supervisor.run()
        except (errors.PortTaken, errors.AddressNotHere) as problem:
            raise CommandError(str(problem), returncode=3) from problem
        except errors.CannotRun as problem:
            raise CommandError(str(problem), returncode=4) from problem
        finally:
            supervisor.close()
        log.info("stopped")

    def prepare(self, *, demo: bool) -> None:
        """Bring tables and static files up to date. Our own connection is closed again: nothing here queries later."""
        try:
            if missing := health.unapplied():
                log.info("migrating", migrations=len(missing))
                call_command("migrate", interactive=False, verbosity=0)
            if demo:
                call_command("load_demo", with_accounts=True, stdout=self.stdout)
        except DatabaseError as problem:
            raise CommandError(f"The database could not be brought up to date: {problem}", returncode=5) from problem
        finally:
            connection.close()
        collect_static()


def choose_https(host: str) -> None:
    """Without a proxy in front, a loopback address has no certificate: the processes started here then speak HTTP."""
    if host in LOOPBACK and not settings.SECURE_PROXY_SSL_HEADER:
        os.environ.setdefault("HTTPS", "0")


def accepted_host_name() -> str:
    """A name for the Host header of our own questions that ALLOWED_HOSTS accepts."""
    name = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".")
    return "localhost" if name == "*" else name


def collect_static() -> None:
    """Collect the static files where needed: into STATIC_ROOT, when any has changed since the last time."""
    if settings.DEBUG:
        return
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    current = static_fingerprint()
    if stamp.exists() and stamp.read_text() == current:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(current)


def static_fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
