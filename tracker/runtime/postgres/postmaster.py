"""The server's process, seen from outside: its lock files, and whether the process in them is what they say.

A pid alone proves nothing. After a kill the number may belong to a stranger, and where process 1 does not
reap, a dead server stays in the table as a zombie; PostgreSQL takes both for a living server and refuses to
start.
"""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LockFile:
    """postmaster.pid and the socket's .lock alike: line 1 the pid, 2 the cluster, 5 the socket's folder."""

    path: Path
    pid: int
    cluster: Path
    socket_folder: str


def read_lock_file(path: Path) -> LockFile | None:
    try:
        lines = path.read_text(errors="replace").splitlines()
        return LockFile(path, int(lines[0]), Path(lines[1]), lines[4] if len(lines) > 4 else "")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def running_pid(cluster: Path) -> int | None:
    """The pid of the living server on `cluster`, or None when the file is missing or stale."""
    found = read_lock_file(cluster / "postmaster.pid")
    if found and _is_server_of(found.pid, cluster):
        return found.pid
    return None


def disarm_if_stale(path: Path) -> None:
    """Make a leftover lock file harmless.

    The file is kept, because postmaster.pid also names the shared memory that orphaned backends may still
    hold, and the server checks that by itself. Only the pid is replaced, by ours: the server ignores its
    parent's.
    """
    found = read_lock_file(path)
    if found is None or _is_server_of(found.pid, found.cluster):
        return
    lines = path.read_text(errors="replace").splitlines(keepends=True)
    path.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))


def stop(cluster: Path, *, patience: float) -> bool:
    """Fast shutdown: open transactions are rolled back, everything is written. False when nothing ran.

    After `patience` seconds it is stopped at once, which costs a recovery at the next start and no data.
    """
    pid = running_pid(cluster)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)
    if not _gone_within(pid, cluster, patience):
        os.kill(pid, signal.SIGQUIT)
        _gone_within(pid, cluster, 10)
    return True


def _gone_within(pid: int, cluster: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _is_server_of(pid, cluster):
            return True
        time.sleep(0.05)
    return False


def _is_server_of(pid: int, cluster: Path) -> bool:
    if Path("/proc/self/stat").exists():
        return _is_server_by_proc(pid, cluster)
    return _is_server_by_ps(pid, cluster)


def _is_server_by_proc(pid: int, cluster: Path) -> bool:
    process = Path("/proc") / str(pid)
    try:
        # "pid (name) state ...": the name may hold spaces and brackets, the state follows the last bracket.
        state = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
        if state in "ZX":
            return False
        # The server's working directory is its cluster, whatever the process calls itself.
        return os.path.samefile(process / "cwd", cluster)
    except PermissionError:
        return True  # somebody else's living process: let the server itself decide
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return False


def _is_server_by_ps(pid: int, cluster: Path) -> bool:
    shown = subprocess.run(["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True)
    state, _, command = shown.stdout.strip().partition(" ")
    return bool(state) and "Z" not in state and str(cluster) in command
