"""What a process that reads one file may use, and no more."""

import ctypes
import math
import os
import resource
import signal
import sys

from . import syscalls

MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space
MOST_PROCESSOR = 20  # seconds of processor time, however long it may take by the clock
MOST_FILES = 64  # open at once
PR_SET_PDEATHSIG = 1
CLONE_NEWNET = 0x40000000
LIBRARY = ctypes.CDLL(None)


def end_with(parent: int) -> None:
    """Called in a child: it ends when its parent does, however that ends."""
    if sys.platform == "linux":
        LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)


def give_up(seconds: float) -> None:
    """Called in the child, before it sees a byte of the file."""
    sys.dont_write_bytecode = True
    most = min(math.ceil(seconds), MOST_PROCESSOR)
    for what, amount in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (amount, amount))
    # The first is told by a signal of its own (SIGXCPU); were they equal, the kernel would kill without saying why.
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    syscalls.forbid()


def leave_the_network() -> None:
    """For the server, once: neither it nor a child reaches any network, where the system lets us (root on Linux)."""
    if sys.platform == "linux":
        LIBRARY.unshare(CLONE_NEWNET)


def first_to_go() -> None:
    """When the machine runs out of memory, the system ends a reading process, not the one that asked it."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass  # no Linux, or not allowed: the limit of memory holds all the same
