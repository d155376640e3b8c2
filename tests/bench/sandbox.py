"""What the reading process costs, by hand: python -m tests.bench.sandbox [files]

Milliseconds a file over reading in the same process: by the clock (the machine should be idle), and of processor time,
the server's and its children's, which other work on the machine changes little.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tracker.intake import readers, sandbox
from tracker.intake.sandbox import keeper

PAUSE = 0.03
TICKS = os.sysconf("SC_CLK_TCK")
SENTENCE = "The two sides will meet again in the house by the lake, an official of the delegation told the press. "
TEXT = ("OSLO, March 31. /Example/. " + SENTENCE * 25).encode()
PAGE = (
    "<!doctype html><html lang='en'><head><title>Talks go on</title></head><body><nav>News</nav><article>"
    f"<h1>Talks go on</h1>{f'<p>{SENTENCE * 3}</p>' * 9}</article></body></html>"
).encode()


def processor_time() -> float:
    """Seconds used by this process, the server, and the children that the server has seen end."""
    server = keeper._server
    if server is None:
        return time.process_time()
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + sum(int(ticks) for ticks in fields[11:15]) / TICKS


def milliseconds(read: Callable, data: bytes, rounds: int, pause: float = 0.0) -> tuple[float, float]:
    """(median by the clock, mean of processor time) of a reading; `pause`: seconds between them, as for other work."""
    read(data)
    took, used = [], processor_time()
    for _ in range(rounds):
        time.sleep(pause)
        began = time.perf_counter()
        read(data)
        took.append(time.perf_counter() - began)
    time.sleep(0.2)  # until the last child has ended
    return median(took) * 1000, (processor_time() - used) / rounds * 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    began = time.perf_counter()
    sandbox.read_all(TEXT)
    print(
        f"here: in this process; there: in a process of its own\nthe server is there and the first file is read after {time.perf_counter() - began:.2f} s"
    )
    for name, data in (("a report of 470 words", TEXT), ("the same as a page", PAGE)):
        here, there = milliseconds(readers.read_all, data, rounds), milliseconds(sandbox.read_all, data, rounds)
        paused = [milliseconds(read, data, rounds, PAUSE)[0] for read in (readers.read_all, sandbox.read_all)]
        print(f"{name}, clock, one after the other: {here[0]:.1f} ms here, {there[0]:.1f} ms there")
        print(f"{name}, clock, other work between: {paused[0]:.1f} ms here, {paused[1]:.1f} ms there")
        print(f"{name}, processor: {here[1]:.1f} ms here, {there[1]:.1f} ms there")


if __name__ == "__main__":
    main()
