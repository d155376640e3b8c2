"""Making the data folder of the embedded server, and recognising one that must not be touched."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tracker.runtime import errors
from tracker.runtime.postgres.places import SERVER_VERSION, Places

MEGABYTE = 1024 * 1024
# initdb writes about 40 MB; below this much free space it is kinder to refuse than to fail half-way.
SPACE_TO_START = 150 * MEGABYTE


def prepare(places: Places) -> None:
    """Make the cluster in its folders (`Places.make`) unless it is there already.

    Raises a `CannotRun` that says what is in the way: another version, a full disk, foreign files.
    """
    if (places.cluster / "PG_VERSION").exists():
        refuse_other_version(places.cluster)
        return
    if places.cluster.exists() and any(places.cluster.iterdir()):
        raise errors.NotADatabaseFolder(places.cluster)
    if shutil.disk_usage(places.data).free < SPACE_TO_START:
        raise errors.DiskFull(places.data)
    _initialise(places)


def refuse_other_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != SERVER_VERSION:
        raise errors.OtherVersion(cluster, found, SERVER_VERSION)


def server_settings(memory: int) -> Mapping[str, str]:
    """What initdb writes into postgresql.conf, to be changed there by whoever runs it. `memory` in bytes."""
    return {
        "shared_buffers": f"{_between(128, memory // MEGABYTE // 8, 1024)}MB",
        "effective_cache_size": f"{max(256, memory // MEGABYTE // 2)}MB",
        "random_page_cost": "1.1",
        # Compiling a query costs more than any of Parley's queries takes.
        "jit": "off",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # A failing statement can hold what nobody should read in a log.
        "log_min_error_statement": "panic",
    }


def installed_memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _initialise(places: Places) -> None:
    """Run initdb in a draft folder and rename it: no half-made cluster ever stands in the real place."""
    draft = places.data / "postgres.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    places.give_to_server(draft)
    command = [
        str(places.program("initdb")),
        f"--pgdata={draft}",
        "--username=postgres",
        "--auth-local=trust",  # the socket's folder is closed to everybody but the server's user
        "--auth-host=reject",
        "--encoding=UTF8",
        # The provider built into the server sorts and folds the same on every machine.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
        *(f"--set={name}={value}" for name, value in server_settings(installed_memory()).items()),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env=clean_environment(),
        **places.user.popen_arguments(),
    )
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise explained(done.stderr, places)
    if places.cluster.exists():
        places.cluster.rmdir()
    draft.rename(places.cluster)


def explained(output: str, places: Places) -> errors.CannotRun:
    """The plain-word error for what initdb or the server wrote before it gave up."""
    if "No space left on device" in output:
        return errors.DiskFull(places.data)
    if "is not compatible with this version" in output:
        return errors.OtherVersion(places.cluster, "another version", SERVER_VERSION)
    if "Permission denied" in output or "Read-only file system" in output:
        return errors.FolderNotWritable(places.cluster, places.user.name)
    last_lines = "\n".join(output.strip().splitlines()[-6:])
    return errors.DatabaseCannotStart(
        f"The embedded database in {places.data} did not start. It said:\n{last_lines or '(nothing)'}\n"
        f"Its whole log is {places.log}."
    )


def clean_environment() -> dict[str, str]:
    """The environment for the server's programs: none of the PG* variables that would lead them elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))
