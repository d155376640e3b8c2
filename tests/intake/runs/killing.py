"""A real server whose worker is killed by force while it imports."""

import random
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.intake.runs import texts
from tests.runtime.served import MANAGE, Served, environment, let_others_in, manage
from tracker.runtime import embedded

NEGOTIATION = "from tracker.negotiations.models import Negotiation as N; N.objects.create(slug='talks', title='Talks')"


class Importing:
    """A served Parley in `folder`, and a folder of files to import: `good` ones that become reports, and some that are
    refused or there twice."""

    def __init__(self, folder: Path, good: int):
        let_others_in(folder)
        self.files, self.good, self.others = folder / "files", good, 0
        self.files.mkdir()
        for n in range(good):
            name, data, _ = texts.file(n)
            (self.files / name).write_bytes(data)
        for n in range(max(2, good // 25)):
            (self.files / f"again-{n}.txt").write_text(texts.story(3 * n + 1))
            (self.files / f"refused-{n}.bin").write_bytes(b"\x00\x01\x02" + bytes([n % 256]))
            self.others += 2
        self.served = Served(folder / "data")
        self.data = folder / "data"

    def start(self) -> None:
        """The tables are made first: on a busy machine that takes longer than a server is waited for."""
        for command in (["db", "start"], ["migrate"], ["db", "stop"]):
            subprocess.run(
                [sys.executable, str(MANAGE), *command], env=environment(self.data), capture_output=True, check=True
            )
        self.served.start()
        self._manage("shell", "-c", NEGOTIATION)

    def hand_in(self) -> None:
        self._manage("import", str(self.files), "--negotiation", "talks")

    def _manage(self, *arguments: str) -> None:
        done = manage(*arguments, data=self.data)
        assert done.returncode == 0, done.stderr

    def query(self, statement: str) -> list[tuple]:
        with psycopg.connect(embedded.database_url(self.data), connect_timeout=10) as connection:
            return connection.execute(statement).fetchall()

    def statuses(self) -> dict[str, int]:
        return dict(self.query("SELECT status, count(*) FROM intake_item GROUP BY 1"))

    def unfinished(self) -> int:
        statuses = self.statuses()
        return statuses.get("waiting", 0) + statuses.get("reading", 0)

    def kill(self, times: int, *, seconds: float, seed: int) -> None:
        """Kill the worker so often, each time at a random moment within `seconds` after it took an item."""
        rng = random.Random(seed)
        for _ in range(times):
            before = self.taken()
            self.served.until(lambda before=before: self.taken() > before or not self.unfinished(), 120)
            time.sleep(rng.uniform(0, seconds))
            self.served.kill("worker")

    def taken(self) -> int:
        return int(self.query("SELECT coalesce(sum(attempts), 0) FROM intake_item")[0][0])

    def settle(self, seconds: float) -> float:
        """The seconds until every item has ended."""
        return self.served.until(lambda: self.unfinished() == 0, seconds)

    def check(self) -> None:
        """All filed once, nothing lost, half or twice."""
        assert self.statuses() == {"filed": self.good, "same": self.others // 2, "refused": self.others // 2}
        for table in ("reports_report", "reports_revision", "intake_fingerprint"):
            assert self.query(f"SELECT count(*) FROM {table}") == [(self.good,)], table
        filed = "SELECT count(DISTINCT report_id) FROM intake_item WHERE status = 'filed' AND revision_id IS NOT NULL"
        assert self.query(filed) == [(self.good,)]
