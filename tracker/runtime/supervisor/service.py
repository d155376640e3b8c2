"""One service under supervision: started, checked by connecting, restarted with back-off, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from tracker.runtime.errors import CannotRun

log = structlog.get_logger("parley.serve")

CHECK_EVERY = 2.0
CHECK_SOON = 0.25  # while it is not known to work
BACK_OFF = (0.0, 0.5, 1, 2, 4, 8)  # seconds before the first, second, ... restart
STEADY_AFTER = 3.0  # seconds of working after which earlier failures are forgotten


@dataclass
class Service:
    """`start` gives the process; `check` a reason or "", told for how many seconds the process has been running."""

    name: str
    start: Callable[[], subprocess.Popen[bytes] | None]
    check: Callable[[float], str]
    # Seconds the check may fail while the process lives, before it is taken for stuck and killed.
    patience: float
    stop: Callable[[subprocess.Popen[bytes]], None]
    seconds_to_stop: float = 20.0
    # A failed check whose reason this accepts never counts as stuck.
    excused: Callable[[str], bool] = lambda reason: False
    needs: "Service | None" = None
    # Whether it may be somebody else's process that does the work; then `start` may give None.
    adopts: bool = False
    # Services that do no good any more when this one has died, and are started afresh after it.
    takes_along: "list[Service]" = field(default_factory=list)

    process: subprocess.Popen[bytes] | None = None
    healthy: bool = False
    _next_check: float = 0.0
    _next_start: float = 0.0
    _failures: int = 0
    _started: float = 0.0
    _well_since: float = 0.0
    _ill_since: float = field(default_factory=time.monotonic)

    def begin(self) -> None:
        """The first start. Raises `CannotRun`, where `tend` would log it and try again."""
        self.process, self._started = self.start(), time.monotonic()

    def tend(self) -> None:
        """One look: notice a death, start, check. Never waits longer than a check does."""
        now = time.monotonic()
        self._notice_death(now)
        if now >= self._next_check and (self.process or self.adopts):
            self._check(now)
        if self._is_missing and now >= self._next_start:
            self._start(now)

    def seconds_until_due(self) -> float:
        """Until `tend` has something to do."""
        due = self._next_start if self._is_missing else self._next_check
        return max(0.0, due - time.monotonic())

    @property
    def _is_missing(self) -> bool:
        return self.process is None and not (self.adopts and self.healthy)

    def end(self, process: subprocess.Popen[bytes], wait: Callable[[float], bool]) -> None:
        """Stop politely, then by force. `wait(seconds)` sleeps and says whether to be hurried."""
        self.stop(process)
        deadline = time.monotonic() + self.seconds_to_stop
        while process.poll() is None and time.monotonic() < deadline:
            if wait(0.2):
                deadline = 0
        if process.poll() is None:
            log.warning(f"{self.name} did not stop in time and is ended by force")
            _kill(process)
        self.process = None

    def _notice_death(self, now: float) -> None:
        if self.process is None or (code := self.process.poll()) is None:
            return
        log.warning(f"{self.name} died", **_how(code), up_s=round(now - self._started, 1))
        _end_group(self.process)
        self._lost(now)
        for other in self.takes_along:
            other.fall(now)

    def fall(self, now: float) -> None:
        """Be ended at once, to be started again when what it needs works."""
        if self.process:
            _kill(self.process)
            self._failures = 0
            self._lost(now)

    def _lost(self, now: float) -> None:
        self._ill(now)
        self.process = None
        self._next_start = now + BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
        self._failures += 1

    def _check(self, now: float) -> None:
        reason = self.check(now - self._started)
        done = time.monotonic()
        if not reason:
            self._well(done)
        elif self.healthy:
            self._ill(now)
            log.warning(f"{self.name}: {reason}")
        elif self.process and not self.excused(reason) and self._ill_for(now) > self.patience:
            log.error(f"{self.name} is stuck and is killed: {reason}")
            _kill(self.process)
            self._lost(now)
        self._next_check = done + (CHECK_EVERY if self.healthy else CHECK_SOON)

    def _start(self, now: float) -> None:
        if self.needs and not self.needs.healthy:
            self._next_start = now + CHECK_SOON
            return
        try:
            self.process = self.start()
        except (CannotRun, OSError) as problem:
            log.error(f"{self.name} cannot start: {problem}")
            self._lost(now)
            return
        self._started = now
        self._next_check = now + CHECK_SOON

    def _ill_for(self, now: float) -> float:
        """Seconds this very process has failed its check."""
        return now - max(self._ill_since, self._started)

    def _well(self, now: float) -> None:
        if not self.healthy:
            log.info(f"{self.name} works", after_s=round(now - self._ill_since, 1))
            self.healthy, self._well_since = True, now
        elif now - self._well_since > STEADY_AFTER:
            self._failures = 0

    def _ill(self, now: float) -> None:
        if self.healthy:
            self.healthy, self._ill_since = False, now


def _how(code: int) -> dict[str, object]:
    if code < 0:
        return {"signal": signal.Signals(-code).name}
    return {"exit_code": code}


def _kill(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.wait()


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """What a dead leader left behind in its process group is asked to go."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
    except (ProcessLookupError, PermissionError):
        return
