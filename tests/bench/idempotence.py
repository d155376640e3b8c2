"""The same 500 files three times, then by six at once (bar R4): python -m tests.bench.idempotence [files]"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.intake.runs import texts
from tests.runtime.served import MANAGE, environment, let_others_in

NEGOTIATION = "from tracker.negotiations.models import Negotiation as N; N.objects.create(slug='talks', title='Talks')"
COUNTS = """
from django.apps import apps
print({m.__name__: m.objects.count() for room in ("reports", "statements", "intake") for m in
       apps.get_app_config(room).get_models() if m.__name__ not in ("Run", "Item")})
"""


def main(files: int = 500) -> None:
    folder = Path(tempfile.mkdtemp(prefix="parley-idempotence-"))
    let_others_in(folder)
    own = environment(folder / "data", LOG_LEVEL="ERROR")
    (folder / "files").mkdir()
    for n in range(files):
        name, data, _ = texts.file(n)
        (folder / "files" / name).write_bytes(data)

    def manage(*command: str) -> str:
        done = subprocess.run([sys.executable, str(MANAGE), *command], env=own, capture_output=True, check=True)
        return done.stdout.decode()

    importing = ["import", str(folder / "files"), "--negotiation", "talks", "--wait"]
    manage("db", "start")
    try:
        manage("migrate")
        manage("shell", "-c", NEGOTIATION)
        for _ in range(3):
            began = time.monotonic()
            print(manage(*importing).splitlines()[0], f"{time.monotonic() - began:.0f} s", flush=True)
            print(manage("shell", "-c", COUNTS).splitlines()[-1], flush=True)
        six = [
            subprocess.Popen([sys.executable, str(MANAGE), *importing], env=own, stdout=subprocess.PIPE)
            for _ in "123456"
        ]
        for one in six:
            print(one.communicate()[0].decode().splitlines()[0])
        print(manage("shell", "-c", COUNTS).splitlines()[-1])
    finally:
        manage("db", "stop")
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
