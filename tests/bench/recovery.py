"""How fast `manage.py serve` starts, and comes back after kill -9: python -m tests.bench.recovery [times]

Web: seconds from the kill until a request sent then, and one after another, is answered with 200 (/readyz for the
database's kill, /livez for the web's, where the master and all its processes die at once). Worker: seconds until a new
worker has reported, or after the database's kill until a heartbeat younger than the kill is there.
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.runtime.served import Served, let_others_in


def main(times: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="parley-bench-"))
    let_others_in(folder)
    served = Served(folder / "data")
    began = time.monotonic()
    served.start()
    print(f"start from an empty data folder until ready: {time.monotonic() - began:.1f} s")
    served.stop()
    began = time.monotonic()
    served.start()
    print(f"start on a migrated data folder until ready: {time.monotonic() - began:.1f} s")
    for name, measure in {
        "database killed, web ready": database_to_web,
        "database killed, worker reports": database_to_worker,
        "web killed, web answers": web,
        "worker killed, worker reports": worker,
    }.items():
        seconds = [measure(served) for _ in range(times) if settle(served)]
        print(f"{name}: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s of {times}")
    began = time.monotonic()
    served.stop()
    print(f"stop: {time.monotonic() - began:.1f} s")


def settle(served: Served) -> bool:
    """Wait until all is well and the back-off of the last kill is forgotten."""
    served.until(served.is_ready, 60)
    time.sleep(4)
    return True


def database_to_web(served: Served) -> float:
    killed = served.kill("database")  # whose sessions may answer for a moment after it
    return served.until(lambda: served.pid("database") not in (None, killed) and served.is_ready(), 60)


def database_to_worker(served: Served) -> float:
    killed = time.monotonic()
    served.kill("database")
    return served.until(lambda: (served.newest_worker() or (0, 1e9))[1] < time.monotonic() - killed, 60)


def web(served: Served) -> float:
    os.killpg(served.pid("web"), signal.SIGKILL)
    return served.until(lambda: served.get("/livez")[0] == 200, 60)


def worker(served: Served) -> float:
    old = served.newest_worker()[0]
    served.kill("worker")
    return served.until(lambda: (served.newest_worker() or (0,))[0] > old, 60)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
