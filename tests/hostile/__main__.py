"""Hostile files and mutations, all of them, by hand.

python -m tests.hostile [FORMAT ...]         each hostile file in the sandbox; how it ended, what it took
python -m tests.hostile fuzz [FORMAT ...] [--count N]   N mutations of good files with each reader (2,000)
"""

import argparse
import random
import time
from collections import Counter

from tracker.intake.sandbox import keeper

from . import every
from .fuzz import mutated
from .reading import complaints, read, server_of_tests
from .server import BY_FORMAT


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile")
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--verbose", action="store_true", help="a line for each file")
    told = parser.parse_args()
    with server_of_tests():
        if told.formats[:1] == ["fuzz"]:
            raise SystemExit(fuzz(told.formats[1:] or list(BY_FORMAT), told.count))
        raise SystemExit(hostile(told.formats, told.verbose))


def hostile(formats: list[str], verbose: bool) -> int:
    """Reads them and prints figures; the number of those that ended wrongly."""
    ends: dict[str, Counter] = {}
    most = {"seconds": (0.0, ""), "processor": (0.0, ""), "megabytes": (0.0, "")}
    wrong, servers = 0, set()
    for one in every():
        if formats and one.format not in formats:
            continue
        data, began = one.make(), time.monotonic()
        end = read(data)
        took = {"seconds": time.monotonic() - began, "processor": end.processor or 0, "megabytes": end.megabytes or 0}
        most = {name: max(known, (took[name], str(one))) for name, known in most.items()}
        ends.setdefault(one.format, Counter())[end.kind] += 1
        servers.add(keeper._server.process.pid)
        if verbose:
            print(f"{one}: {end.kind}, {took['seconds']:.1f} s, {took['megabytes']} MB. {end.reason[:150]}")
        for complaint in complaints(end):
            wrong += 1
            print(f"WRONG {one}: {complaint}")
    for format, counted in ends.items():
        print(f"{format}: {sum(counted.values())} files; {', '.join(f'{n} {kind}' for kind, n in counted.items())}")
    for name, (amount, what) in most.items():
        print(f"most {name}: {amount:.1f} ({what})")
    print(
        f"{sum(map(Counter.total, ends.values()))} files, {wrong} ended wrongly, the server died {len(servers) - 1} times"
    )
    return wrong


def fuzz(formats: list[str], count: int) -> int:
    """Reads mutations with each reader; the number of those that ended wrongly."""
    wrong = 0
    for format in formats:
        began, counted = time.monotonic(), Counter()
        for number in range(count):
            chance = random.Random(f"{format} {number}")
            end = read(mutated(format, chance), only=format)
            counted[end.kind] += 1
            for complaint in complaints(end):
                wrong += 1
                print(f"WRONG {format} {number}: {complaint}")
        took = time.monotonic() - began
        print(f"{format}: {count} mutations in {took:.0f} s; {', '.join(f'{n} {kind}' for kind, n in counted.items())}")
    return wrong


if __name__ == "__main__":
    main()
