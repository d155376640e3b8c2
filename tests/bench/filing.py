"""Reports filed a second, through the whole pipeline: python -m tests.bench.filing [count] [profile]

Read in the sandbox, told from what is on file, filed with its history, its fingerprint and suggested statements, all
indexes kept; on an embedded database of its own with the demo dossier's names, durable as in use (fsync on). The items
wait before the clock starts; each worker is a process of its own. `profile` says where one worker's time goes.
"""

import cProfile
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

SENTENCES = 24  # some 600 words


def main(arguments: list[str]) -> None:
    """Make a database of its own and measure in a process that knows no other."""
    from tests.runtime.served import MANAGE, environment, let_others_in

    folder = Path(tempfile.mkdtemp(prefix="parley-bench-"))
    let_others_in(folder)
    own = environment(folder / "data", LOG_LEVEL="WARNING", DJANGO_SETTINGS_MODULE="tracker.settings")

    def manage(*command: str) -> None:
        subprocess.run([sys.executable, str(MANAGE), *command], env=own, stdout=subprocess.DEVNULL, check=True)

    manage("db", "start")
    try:
        manage("migrate")
        manage("load_demo")
        subprocess.run([sys.executable, "-m", "tests.bench.filing", "inside", *arguments], env=own, check=True)
    finally:
        manage("db", "stop")
        shutil.rmtree(folder)


def inside(arguments: list[str]) -> None:
    django.setup()
    count = next((int(one) for one in arguments if one.isdigit()), 300)
    (_profile if "profile" in arguments else _measure)(count)


def _start(kind: str, count: int, first: int):
    from tests.intake.runs import material
    from tracker.intake.runs.starting import Upload, start_run
    from tracker.negotiations.models import Negotiation

    make = {
        "plain text": lambda n: Upload(f"{n}.txt", material.story(n, sentences=SENTENCES).encode()),
        "HTML": lambda n: Upload(f"{n}.html", material.page(n, sentences=SENTENCES)),
    }[kind]
    files = [make(n) for n in range(first, first + count)]
    return start_run(negotiation=Negotiation.objects.get(), by=None, label=kind, files=files)


def _measure(count: int) -> None:
    first = 0
    for kind in ("plain text", "HTML"):
        for workers in (1, 2):
            run = _start(kind, count, first)
            first += count
            seconds, busy = _worked(workers, run)
            filed = run.items.filter(status="filed").count()
            print(
                f"{kind}, {workers} workers: {filed} of {count} filed in {seconds:.1f} s, {filed / seconds:.1f} a second;"
                f" {busy / count * 1000:.0f} ms of a worker's processor each",
                flush=True,
            )


def _worked(workers: int, run) -> tuple[float, float]:
    """Seconds in which so many processes work a run off, and their own processor time; their start does not count."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.filing", "worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(workers)
    ]
    for process in processes:
        process.stdout.readline()
    began = time.monotonic()
    for process in processes:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    busy = sum(float(process.stdout.readline()) for process in processes)
    seconds = time.monotonic() - began
    for process in processes:
        process.communicate()
    return seconds, busy


def _worker() -> None:
    django.setup()
    from tracker.intake import sandbox
    from tracker.intake.runs.work import work

    sandbox.read_all("A line of text that is read before the clock starts.")
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time()
    work()
    print(time.process_time() - began, flush=True)


def _profile(count: int) -> None:
    from tracker.intake.runs.work import work

    for kind, first in (("plain text", 0), ("HTML", count)):
        run = _start(kind, count, first)
        work(run=_start(kind, 10, 10_000 + first))
        profiler = cProfile.Profile()
        profiler.enable()
        work(run=run)
        profiler.disable()
        print(f"== {kind}, {count} reports")
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["worker"]:
            _worker()
        case ["inside", *arguments]:
            inside(arguments)
        case arguments:
            main(arguments)
