"""What can go wrong while starting Parley, each in words a person can act on.

Every class stands for one cause. The message says what is wrong and what to do about it.
"""

from pathlib import Path


class CannotRun(Exception):
    """Parley cannot run here. `str()` is meant for the person at the terminal."""


class DatabaseCannotStart(CannotRun):
    """The embedded database did not start, for a reason that has no class of its own."""


class DiskFull(CannotRun):
    def __init__(self, folder: Path):
        super().__init__(
            f"The disk that holds {folder} is full. Free some space there, "
            "or set PARLEY_DATA to a folder on another disk."
        )


class FolderNotWritable(CannotRun):
    def __init__(self, folder: Path, user: str):
        super().__init__(
            f"The user '{user}' may not write to {folder}. Give that user the folder, "
            "or set PARLEY_DATA to another one."
        )


class FolderNotReachable(CannotRun):
    def __init__(self, folder: Path, barrier: Path, user: str):
        super().__init__(
            f"PostgreSQL never runs as root, so it runs as the user '{user}' here, "
            f"who may not enter {barrier} and so cannot reach {folder}. Set PARLEY_DATA to a folder "
            "that everybody may reach, such as /var/lib/parley, or run Parley as an ordinary user."
        )


class OtherVersion(CannotRun):
    def __init__(self, folder: Path, found: str, wanted: str):
        def age(number: str) -> int:
            return int(number) if number.isdecimal() else 0

        kind = "a newer" if age(found) > age(wanted) else "an older"
        super().__init__(
            f"The data in {folder} was written by {kind} PostgreSQL ({found}); this Parley brings "
            f"version {wanted}. Nothing was changed. Dump it with the Parley that wrote it and restore it "
            "here (docs/running.md), or set PARLEY_DATA to an empty folder."
        )


class NotADatabaseFolder(CannotRun):
    def __init__(self, folder: Path):
        super().__init__(
            f"{folder} is not empty and holds no PostgreSQL data, so it is left alone. "
            "Move it away, or set PARLEY_DATA to another folder."
        )


class FolderInUse(CannotRun):
    def __init__(self, folder: Path, pid: int):
        super().__init__(
            f"Another PostgreSQL server (process {pid}) already runs on {folder} and does not answer "
            "at the place where Parley looks for it. Stop that server first."
        )


class SocketPathTooLong(CannotRun):
    def __init__(self, path: Path, limit: int):
        super().__init__(
            f"The socket path {path} is longer than the {limit} bytes the system allows. "
            "Set PARLEY_SOCKET_DIR to a folder with a short name."
        )


class SocketFolderNotOurs(CannotRun):
    def __init__(self, folder: Path):
        super().__init__(
            f"{folder} belongs to somebody else or is open to others, so the database's socket cannot be "
            "placed there safely. Remove it, or set PARLEY_SOCKET_DIR to a folder of your own."
        )


class NoUnprivilegedUser(CannotRun):
    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL never runs as root, and this machine has no ordinary user to run it as. "
            "Run Parley as an ordinary user, or name one in PARLEY_DATABASE_USER."
        )


class PortTaken(CannotRun):
    def __init__(self, host: str, port: int):
        super().__init__(
            f"Something else already listens on {host}:{port}. Stop it, or choose another port with --port."
        )


class AddressNotHere(CannotRun):
    def __init__(self, host: str, port: int, reason: str):
        super().__init__(f"Cannot listen on {host}:{port}: {reason}. Choose another address with --host or --port.")
