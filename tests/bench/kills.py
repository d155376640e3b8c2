"""kill -9 of the real worker at random while it imports: python -m tests.bench.kills [files] [kills] [seed]

Bar R1: 20 kills, 1,000 files: each filed once, none lost, none stuck, all ended 60 s after the last kill at the latest.
The kills are spread over the import; what counts as the end is that no item waits or is being read.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.intake.runs.killing import Importing


def main(files: int = 1000, kills: int = 20, seed: int = 1) -> None:
    importing = Importing(Path(tempfile.mkdtemp(prefix="parley-kills-")), files)
    try:
        importing.start()
        importing.hand_in()
        began = time.monotonic()
        total, done = importing.unfinished(), 0
        for number in range(1, kills + 1):
            # Spread over the items, so that the last kill comes when most have ended.
            until = total * (kills - number) // kills
            importing.served.until(lambda until=until: importing.unfinished() <= until + total // kills, 600)
            importing.kill(1, seconds=2.0, seed=seed + number)
            done += 1
        last = time.monotonic()
        importing.settle(600)
        ended = time.monotonic()
        print(
            f"{files} files, {done} kills in {last - began:.0f} s; all ended {ended - last:.1f} s after the last kill"
        )
        print("outcomes:", importing.statuses())
        print("taken more than once:", importing.query("SELECT count(*) FROM intake_item WHERE attempts > 1")[0][0])
        jobs = importing.query("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        print("jobs:", dict(jobs))
        importing.check()
        print("each filed once, none lost, none stuck")
    finally:
        importing.served.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
