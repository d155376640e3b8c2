"""A good file behind twenty that break off their first reading (bar S4): python -m tests.bench.bombs"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hostile import every
from tests.intake.runs import texts
from tests.runtime.served import MANAGE, environment, let_others_in
from tracker.intake import sandbox
from tracker.intake.record import Failed, Refused

from .idempotence import NEGOTIATION

BOMBS = 20
SHORT = 2.0  # seconds of the first reading (tracker.intake.runs.work)
FORMATS = ("html", "rss", "atom", "pdf", "eml", "xlsx")
WAITED = """
from tracker.intake.models import Run
run = Run.objects.latest("pk")
last = run.items.latest("number")
print(f"{last.status} after {(last.changed_at - run.created_at).total_seconds():.1f} s;",
      {item.status: run.items.filter(status=item.status).count() for item in run.items.all()})
"""


def breaks_off(data: bytes) -> bool:
    try:
        sandbox.read_all(data, seconds=SHORT)
    except Failed:
        return True
    except Refused:
        return False
    return False


def bombs() -> list[bytes]:
    """Hostile files that are not read in the short time, each as often as it takes, always with another end."""
    found = [data for one in every() if one.format in FORMATS and breaks_off(data := one.make())]
    print(f"{len(found)} of the hostile files break off their first reading", flush=True)
    return [found[n % len(found)] + b"\n" * (n // len(found)) for n in range(BOMBS)]


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="parley-bombs-"))
    let_others_in(folder)
    own = environment(folder / "data", LOG_LEVEL="ERROR")

    def manage(*command: str) -> str:
        done = subprocess.run([sys.executable, str(MANAGE), *command], env=own, capture_output=True, check=True)
        return done.stdout.decode()

    def imported(name: str, files: list[bytes], good: int) -> str:
        (folder / name).mkdir()
        for n, data in enumerate(files):
            (folder / name / f"{n:03}.bin").write_bytes(data)
        (folder / name / "999.txt").write_bytes(texts.file(good)[1])
        manage("import", str(folder / name), "--negotiation", "talks", "--wait")
        return manage("shell", "-c", WAITED).splitlines()[-1]

    manage("db", "start")
    try:
        manage("migrate")
        manage("shell", "-c", NEGOTIATION)
        print("alone:", imported("alone", [], 1), flush=True)
        print(f"behind {BOMBS}:", imported("behind", bombs(), 2))
    finally:
        manage("db", "stop")
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
