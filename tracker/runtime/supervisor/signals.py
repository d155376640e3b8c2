"""Waiting for signals without doing anything inside a signal handler."""

import select
import signal
import socket
from types import FrameType

STOP = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


class Signals:
    """Collects signals from its making on; `wait` gives those that came. Use one per process, in the main thread."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in (*STOP, signal.SIGCHLD):
            signal.signal(number, _nothing)

    def wait(self, seconds: float) -> set[int]:
        """The numbers of the signals that arrived, at the latest after `seconds` (then perhaps none)."""
        select.select([self._reader], [], [], max(0, seconds))
        try:
            return set(self._reader.recv(4096))
        except BlockingIOError:
            return set()

    def close(self) -> None:
        """Give the signals back to Python's own handling."""
        signal.set_wakeup_fd(-1)
        for number in (*STOP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._reader.close()
        self._writer.close()


def _nothing(number: int, frame: FrameType | None) -> None:
    """The arrival is noted by the wakeup descriptor; a handler must exist for that."""
