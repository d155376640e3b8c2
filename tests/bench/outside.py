"""What fails outside, for real, while files are imported: python -m tests.bench.outside [files]    (as root, on Linux)

Bar R9 for the two that tests only raise: a full disk (the data folder is a small file system of its own, filled up while
items are filed) and a database that may only be read (PostgreSQL is told so and its sessions are ended). Said within 30 s, to
whoever asks; when it is over the rest goes on, what failed is tried again as its button does, and everything is filed
once: nothing lost, half, or twice.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.intake.runs.killing import Importing
from tests.runtime.served import manage

MB = 1024 * 1024
AGAIN = """
from tracker.accounts.models import User
from tracker.intake.models import Item
from tracker.intake.runs.decide import retry
by = User.objects.create(email="bench@example.org", name="Bench", role="administrator")
for item in Item.objects.filter(status="failed"):
    retry(item, by=by)
"""


def main(files: int = 300) -> None:
    for trouble in (full_disk, read_only):
        importing = Importing(Path(tempfile.mkdtemp(prefix="parley-outside-")), files)
        print(f"-- {trouble.__name__}, {files} files")
        importing.data.mkdir(mode=0o711)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700m,mode=711", "tmpfs", str(importing.data)], check=True)
        try:
            importing.start()
            importing.hand_in()
            half_way(importing, files)
            trouble(importing)
            go_on(importing)
        finally:
            importing.served.stop()
            subprocess.run(["umount", str(importing.data)], check=True)


def half_way(importing: Importing, files: int) -> None:
    importing.served.until(lambda: importing.statuses().get("filed", 0) > files // 4, 300)


def full_disk(importing: Importing) -> None:
    ballast = importing.data / "ballast"
    began = time.monotonic()
    with open(ballast, "wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(MB // 16))
        except OSError:
            pass
    tell(importing, began)
    ballast.unlink()


def read_only(importing: Importing) -> None:
    began = time.monotonic()
    _set(importing, "on")
    tell(importing, began)
    _set(importing, "off")


def _set(importing: Importing, value: str) -> None:
    """For every session: the ones there are ended."""
    from tracker.runtime import embedded

    with psycopg.connect(embedded.database_url(importing.data), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET default_transaction_read_only = {value}")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = current_user AND pid <> pg_backend_pid()"
        )


def tell(importing: Importing, began: float, seconds: float = 40) -> None:
    """What people are told while it lasts: the page of health, the reasons of items, and the log."""
    ready = None
    while time.monotonic() - began < seconds:
        status, words = importing.served.get("/readyz")
        if status != 200 and ready is None:
            ready = time.monotonic() - began
            print(f"  /readyz {status} after {ready:.1f} s: {' '.join(words.split())[:200]}")
        time.sleep(0.5)
    try:
        print("  items:", importing.statuses())
        reasons = importing.query("SELECT reason, count(*) FROM intake_item WHERE status = 'failed' GROUP BY 1")
        for reason, count in reasons:
            print(f"    {count} failed: {reason[:160]}")
    except psycopg.Error as error:
        print("  database:", " ".join(str(error).split())[:160])
    said = {
        event.get("event", "") for event in importing.served.events() if event.get("level") in ("error", "critical")
    }
    print("  log:", sorted(said)[:8])


def go_on(importing: Importing) -> None:
    over = time.monotonic()
    importing.served.until(lambda: importing.served.is_ready(), 120)
    print(f"  ready again {time.monotonic() - over:.1f} s after it was over")
    importing.settle(600)
    print("  then:", importing.statuses())
    if importing.statuses().get("failed"):
        done = manage("shell", "-c", AGAIN, data=importing.data)
        assert done.returncode == 0, done.stderr
        importing.settle(600)
    importing.check()
    print(f"  all filed once, {time.monotonic() - over:.0f} s after it was over")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
