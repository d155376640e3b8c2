"""The reading process: python -m tracker.intake.sandbox.server, started by `keeper` and by nobody else.

Standard input is a Unix socket. Each message brings the seconds allowed and two descriptors: the reading's own socket, and
the pipe for the verdict. A child forked in advance reads the request to its end and writes the answer; here its time is
watched, and how it ended is written to the pipe ("time", "processor", "memory", "signal 11", "exit 0"). When the socket is closed,
because the owner has ended, however it ended, everything ends.
"""

import contextlib
import gc
import os
import resource
import selectors
import signal
import socket
import time
from dataclasses import dataclass

from tracker.intake import readers
from tracker.intake.record import Refused

from . import answers, limits, pages

NEARLY_ALL = 0.7  # of the memory allowed: a child that died on a signal with so much died of it
BLOCK = 1 << 20
# Read before the first file, so that what readers load at first use is loaded once and not in each child.
SAMPLES = (
    b"OSLO, March 31. /Example/. The talks will go on next week, an official of the delegation said on Thursday.",
    b"<!doctype html><html lang='en'><title>Talks</title><body><article><h1>Talks</h1><p>The two sides will meet "
    b"again in the house by the lake, an official of the delegation told the press on 3 March 2021.</p></article>",
)


@dataclass
class Reading:
    """A child at work."""

    verdict: int  # the pipe
    deadline: float
    overdue: bool = False


@dataclass
class Spare:
    """A child that waits for its file: forking, and copying what a reader writes to, are done before it comes."""

    child: int
    socket: socket.socket


class Server:
    def __init__(self, control: socket.socket):
        self.control = control
        self.readings: dict[int, Reading] = {}
        self.spare: Spare | None = None
        self.wake_in, self.wake_out = socket.socketpair()
        for end in (self.wake_in, self.wake_out):
            end.setblocking(False)
        signal.set_wakeup_fd(self.wake_out.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.waiting = selectors.DefaultSelector()
        self.waiting.register(control, selectors.EVENT_READ)
        self.waiting.register(self.wake_in, selectors.EVENT_READ)

    def serve(self) -> None:
        while True:
            self.spare = self.spare or _forked()
            for key, _ in self.waiting.select(self._patience()):
                if key.fileobj is self.wake_in:
                    self.wake_in.recv(BLOCK)
                elif not self._begin():
                    return self._end_all()
            self._reap()
            self._stop_overdue()

    def _patience(self) -> float | None:
        due = [reading.deadline for reading in self.readings.values() if not reading.overdue]
        return max(min(due) - time.monotonic(), 0) if due else None

    def _begin(self) -> bool:
        """Start on a file; False where the owner has ended."""
        message, descriptors, _, _ = socket.recv_fds(self.control, answers.SECONDS.size, 2)
        if len(message) != answers.SECONDS.size or len(descriptors) != 2:
            return False
        (seconds,), (work, verdict) = answers.SECONDS.unpack(message), descriptors
        self._reap()  # the one that waits may have died since the last look
        spare, self.spare = self.spare or _forked(), None
        with spare.socket, contextlib.suppress(OSError):  # if it has died, that will be its verdict
            socket.send_fds(spare.socket, [message], [work])
        os.close(work)
        self.readings[spare.child] = Reading(verdict, time.monotonic() + seconds)
        return True

    def _reap(self) -> None:
        while self.readings or self.spare:
            child, status, used = os.wait4(-1, os.WNOHANG)
            if not child:
                return
            if self.spare and self.spare.child == child:
                self.spare.socket.close()
                self.spare = None
                continue
            reading = self.readings.pop(child)
            with contextlib.suppress(BrokenPipeError):  # who has the answer does not wait for the end
                os.write(reading.verdict, _in_words(status, used.ru_maxrss * 1024, reading.overdue).encode())
            os.close(reading.verdict)

    def _stop_overdue(self) -> None:
        for child, reading in self.readings.items():
            if not reading.overdue and reading.deadline <= time.monotonic():
                reading.overdue = True
                os.kill(child, signal.SIGKILL)

    def _end_all(self) -> None:
        for child in [*self.readings, *([self.spare.child] if self.spare else [])]:
            os.kill(child, signal.SIGKILL)


def _in_words(status: int, memory: int, overdue: bool) -> str:
    code = os.waitstatus_to_exitcode(status)
    if overdue:
        return "time"
    if -code == signal.SIGXCPU:
        return "processor"
    if code < 0 and memory > NEARLY_ALL * limits.MOST_MEMORY:
        return "memory"
    return f"signal {-code}" if code < 0 else f"exit {code}"


def _forked() -> Spare:
    ours, theirs = socket.socketpair()
    server = os.getpid()
    child = os.fork()
    if not child:
        _child(theirs.fileno(), server)
    theirs.close()
    return Spare(child, ours)


def _child(waiting: int, server: int) -> None:
    """Wait for the one file and read it; never returns."""
    try:
        signal.set_wakeup_fd(-1)
        limits.end_with(server)
        _only(waiting)
        _warm(SAMPLES[:1])
        message, (work,), _, _ = socket.recv_fds(socket.socket(fileno=3), answers.SECONDS.size, 1)
        os.dup2(work, 3)
        os.close(work)
        limits.give_up(*answers.SECONDS.unpack(message))
        _answer(socket.socket(fileno=3))
    finally:
        os._exit(0)


def _only(descriptor: int) -> None:
    """Of all open files keep this one, as number 3: not the server's socket, not another reading's pipe."""
    os.dup2(descriptor, 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    for number in (0, 1, 2):
        os.close(number)
    os.open(os.devnull, os.O_RDWR)
    os.dup2(0, 1)
    os.dup2(0, 2)


def _warm(samples: tuple[bytes, ...]) -> None:
    """Read something, so that what is loaded or copied at first use is there."""
    for sample in samples:
        with contextlib.suppress(Refused):
            readers.read_all(sample)


def _answer(work: socket.socket) -> None:
    blocks = []
    while block := work.recv(BLOCK):
        blocks.append(block)
    asked = b"".join(blocks)
    blocks.clear()
    work.sendall(answers.perform(asked, readers.read_all))


def main() -> None:
    limits.first_to_go()
    limits.leave_the_network()
    _warm(SAMPLES)
    gc.collect()
    gc.freeze()  # a child that collects does not touch, and so not copy, what all have in common
    pages.enlarge()
    Server(socket.socket(fileno=0)).serve()


if __name__ == "__main__":
    main()
