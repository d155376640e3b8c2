"""Keeps the reading process (server.py) of this process: starts it at first use and again when it has died.

Several threads may ask at once. A process that was forked from one that reads starts a server of its own.
"""

import atexit
import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

import structlog

from .answers import SECONDS

log = structlog.get_logger("parley.sandbox")

COMMAND = [sys.executable, "-m", "tracker.intake.sandbox.server"]
ROOT = Path(__file__).resolve().parents[3]
ATTEMPTS = 3  # servers that may die over one file
STARTING = 60.0  # seconds that a server may take to come up, on a machine that has much else to do
LONGEST_ANSWER = 64 * 1024 * 1024  # bytes
BLOCK = 1 << 20


class _Server:
    """A server that runs, and our end of its socket."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        self.lock = threading.Lock()
        with theirs:
            self.process = subprocess.Popen(
                COMMAND,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )

    def ask(self, request: bytes, seconds: float) -> tuple[bytes, str]:
        """(answer, "") or (b"", verdict); (b"", "") where the server has died."""
        ours, theirs = socket.socketpair()
        verdict, verdict_theirs = os.pipe()
        until = time.monotonic() + seconds + STARTING
        with open(verdict, "rb", buffering=0) as verdict_file, ours:
            try:
                with self.lock:
                    socket.send_fds(self.control, [SECONDS.pack(seconds)], [theirs.fileno(), verdict_theirs])
            except OSError:
                return b"", ""
            finally:
                theirs.close()
                os.close(verdict_theirs)
            answer = _converse(ours, request, until)
            ours.close()
            if answer.endswith(b"\n"):
                return answer, ""
            return b"", "length" if len(answer) >= LONGEST_ANSWER else self._verdict(verdict_file, until)

    def _verdict(self, pipe: BinaryIO, until: float) -> str:
        if not select.select([pipe], [], [], max(until - time.monotonic(), 1.0))[0]:
            self.process.kill()  # it is stuck
            return "time"
        return pipe.read(100).decode()

    def end(self) -> None:
        """Let go of it: it ends when our end of the socket is closed."""
        self.control.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def disown(self) -> None:
        """In a process forked from its owner: not ours."""
        self.control.close()
        self.process.returncode = 0


def _converse(ours: socket.socket, request: bytes, until: float) -> bytes:
    """Send the request; what comes back, up to the end of its line or of the connection."""
    answer = bytearray()
    with contextlib.suppress(OSError):
        ours.settimeout(max(until - time.monotonic(), 0.001))
        ours.sendall(request)
        ours.shutdown(socket.SHUT_WR)
        while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\n"):
            ours.settimeout(max(until - time.monotonic(), 0.001))
            if not (block := ours.recv(BLOCK)):
                break
            answer += block
    return bytes(answer)


def _environment() -> dict[str, str]:
    """Nothing of ours but what Python needs: no password, no address of a database."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # Each thread of a library would cost a share of the address space that is limited.
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    return {**kept, **one, "PYTHONPATH": os.pathsep.join(path)}


_starting = threading.Lock()
_server: _Server | None = None


def ask(request: bytes, seconds: float) -> tuple[bytes, str]:
    """What the reading process answers: (answer, ""), or (b"", how it ended) where it did not."""
    for _ in range(ATTEMPTS):
        server = _running()
        answer, verdict = server.ask(request, seconds)
        if answer or verdict:
            return answer, verdict
        _replace(server)
    return b"", "no server"


def _running() -> _Server:
    global _server
    with _starting:
        if _server is None:
            _server = _Server()
        return _server


def _replace(dead: _Server) -> None:
    """Take the dead server away, unless another thread was first."""
    global _server
    with _starting:
        if _server is dead:
            dead.end()
            log.warning("the reading process has died", exit_code=dead.process.returncode)
            _server = None


def end() -> None:
    """End the server of this process; the next reading starts another."""
    global _server
    with _starting:
        if _server:
            _server.end()
        _server = None


def _forked() -> None:
    global _server, _starting
    if _server:
        _server.disown()
    _server, _starting = None, threading.Lock()


atexit.register(end)
os.register_at_fork(after_in_child=_forked)
