"""The three services in their order, kept running until told to stop."""

import errno
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from tracker.runtime import embedded, errors
from tracker.runtime.supervisor import checks, child
from tracker.runtime.supervisor.service import Service
from tracker.runtime.supervisor.signals import STOP, Signals

log = structlog.get_logger("parley.serve")

MANAGE = Path(__file__).resolve().parents[3] / "manage.py"
SECONDS_FOR_DATABASE = 30
LOW_DISK = 300 * 1024 * 1024
DISK_EVERY = 60.0


@dataclass(frozen=True)
class Plan:
    """What to serve. `database_url` is None for the embedded database; `host_name` one that ALLOWED_HOSTS accepts."""

    host: str
    port: int
    workers: int
    host_name: str
    heartbeat_limit: float
    database_url: str | None = None

    @property
    def url(self) -> str:
        return self.database_url or embedded.database_url()


class Supervisor:
    """`open` takes the port and the database, `run` serves until a signal, `close` stops what was started."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.database = database_service(plan)
        self.services = [self.database]
        self._listener: socket.socket | None = None
        self._signals = Signals()
        self._next_disk_check = 0.0

    def open(self) -> None:
        """Raises `errors.CannotRun` when the port is taken or no database can be had."""
        self._listener = listen(self.plan.host, self.plan.port)
        self.database.begin()
        self._await_database()

    def run(self) -> None:
        """Start web and worker and tend everything until SIGTERM, SIGINT or SIGHUP."""
        assert self._listener is not None
        web = web_service(self.plan, self._listener, needs=self.database)
        worker = worker_service(self.plan, needs=self.database)
        self.services += [web, worker]
        # Without its connection the worker only takes long to end itself; its jobs are given back either way.
        self.database.takes_along.append(worker)
        while not self._stop_asked(min(service.seconds_until_due() for service in self.services)):
            for service in self.services:
                service.tend()
            self._watch_disk()
        log.info("stopping")

    def close(self) -> None:
        """Web first, so that nobody is cut off from a database that went before it; then worker, then database."""
        order = {"web": 0, "worker": 1, "database": 2}
        for service in sorted(self.services, key=lambda service: order[service.name]):
            if service.process:
                service.end(service.process, self._stop_asked)
        if self._listener:
            self._listener.close()
        self._signals.close()

    def _stop_asked(self, seconds: float) -> bool:
        return bool(self._signals.wait(seconds) & STOP)

    def _await_database(self) -> None:
        deadline = time.monotonic() + SECONDS_FOR_DATABASE
        while not self.database.healthy:
            reason = self.database.check(0)
            self.database.healthy = not reason
            if reason and (time.monotonic() > deadline or self._stop_asked(0.5)):
                raise errors.DatabaseCannotStart(f"No database to work with: {reason}.")

    def _watch_disk(self) -> None:
        now = time.monotonic()
        if self.plan.database_url or now < self._next_disk_check:
            return
        self._next_disk_check = now + DISK_EVERY
        data = embedded.data_folder()
        free = shutil.disk_usage(data).free
        if free < LOW_DISK:
            log.warning(f"the disk that holds {data} is almost full", free_megabytes=free // 1024 // 1024)


def listen(host: str, port: int) -> socket.socket:
    """The socket that all web processes share. It stays open between them, so nobody is refused meanwhile."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise errors.PortTaken(host, port) from problem
        raise errors.AddressNotHere(host, port, problem.strerror or str(problem)) from problem
    return listener


def database_service(plan: Plan) -> Service:
    """The embedded server as our child, unless it answers already or another one is named."""
    return Service(
        name="database",
        start=_start_nothing
        if plan.database_url
        else partial(embedded.start_as_child, **child.tied_to_us(signal.SIGINT)),
        check=lambda seconds: checks.database(plan.url),
        patience=20,
        excused=checks.is_alive,
        stop=child.fast_shutdown,
        seconds_to_stop=embedded.SECONDS_TO_STOP,
        adopts=True,
    )


def web_service(plan: Plan, listener: socket.socket, *, needs: Service) -> Service:
    def start() -> subprocess.Popen[bytes]:
        return child.command(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "python:tracker.runtime.gunicorn"),
                *("--bind", f"fd://{listener.fileno()}", "--workers", str(plan.workers)),
            ],
            pass_fds=[listener.fileno()],
        )

    return Service(
        name="web",
        start=start,
        check=lambda seconds: checks.web(_reachable(plan.host), listener.getsockname()[1], plan.host_name),
        patience=20,
        stop=child.ask_to_stop,
        needs=needs,
    )


def worker_service(plan: Plan, *, needs: Service) -> Service:
    """Its heartbeat must be younger than the process, lest the last word of its predecessor count."""
    command = [sys.executable, str(MANAGE), "procrastinate", "worker"]
    return Service(
        name="worker",
        # If we die, so does the database, without which the worker cannot end itself well.
        start=lambda: child.command(command, if_we_die=signal.SIGKILL),
        check=lambda seconds: checks.worker(plan.url, min(seconds, plan.heartbeat_limit)),
        patience=30,
        stop=child.ask_to_stop,
        needs=needs,
    )


def _start_nothing() -> None:
    """A database named by DATABASE_URL is somebody else's to start."""


def _reachable(host: str) -> str:
    """The address to ask when listening on all of them."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
