"""Starting a process that ends when the supervisor does, however the supervisor ends."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

PR_SET_PDEATHSIG = 1


def tied_to_us(number: signal.Signals) -> dict[str, Any]:
    """Arguments for Popen: the child gets this signal if we die without stopping it (Linux only).

    Without it, a supervisor killed by force would leave a web server on the port and a worker at work.
    """
    if sys.platform != "linux":
        return {}
    prctl = ctypes.CDLL(None).prctl
    return {"preexec_fn": lambda: prctl(PR_SET_PDEATHSIG, number)}


def command(
    arguments: Sequence[str], *, if_we_die: signal.Signals = signal.SIGTERM, pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Run in a process group of its own, out of reach of the terminal's Ctrl-C: we stop it in our order.

    Its log goes where ours goes; what it prints besides is dropped, for it is no log line.
    """
    return subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=pass_fds,
        **tied_to_us(if_we_die),
    )


def ask_to_stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)


def fast_shutdown(process: subprocess.Popen[bytes]) -> None:
    """PostgreSQL's word for: end the sessions, write everything, stop."""
    process.send_signal(signal.SIGINT)
