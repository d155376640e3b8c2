"""Eight readers who open the pages of tests/bench/journeys.json in turn, for as long as asked: answers a second, p95, errors, memory.

    PERF_DIR=/tmp/perf python -m tests.bench.mixed SIZE MINUTES       # while `manage.py serve --port 8201 --workers 2` runs

Wants params.json as tests/bench/journeys.py left it, and the accounts of the bench. Memory is that of all processes below the supervisor
(PSS, MB), taken each minute. One address in ten has never been asked for before, as after an edit.
"""

import http.client
import json
import os
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote_plus, urlencode

READERS = 8
HERE = Path(__file__).with_name("journeys.json")


def addresses(size: str) -> list[str]:
    journeys = json.loads(HERE.read_text())["parley"]["journeys"]
    params = json.loads((Path(os.environ["PERF_DIR"]) / "data" / size / "params.json").read_text())
    found = []
    for name, pattern in journeys.items():
        for values in params[name]:
            found.append(
                re.sub(r"\{(\w+)\+?\}", lambda match, values=values: quote_plus(str(values[match[1]])), pattern)
            )
    return found


class Reader:
    def __init__(self, port: int):
        self.line, self.cookies = http.client.HTTPConnection("127.0.0.1", port, timeout=60), {"lanes": "1"}

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.line.port}",
            }
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _is, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    def sign_in(self) -> None:
        _status, page = self.ask("GET", "/accounts/login/")
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
        fields = {"login": "analyst@bench.example", "password": "bench-password-1", "csrfmiddlewaretoken": token}
        status, _page = self.ask("POST", "/accounts/login/", urlencode(fields))
        assert status == 302, status


def read(reader: Reader, pages: list[str], until: float, took: list[float], statuses: Counter, seed: int) -> None:
    chance = random.Random(seed)
    while time.monotonic() < until:
        path = chance.choice(pages)
        if chance.random() < 0.1:
            path += f"{'&' if '?' in path else '?'}new={chance.random()}"
        began = time.perf_counter()
        status, _body = reader.ask("GET", path)
        took.append((time.perf_counter() - began) * 1000)
        statuses[status] += 1


def memory() -> int:
    """Of gunicorn and the worker, in MB of PSS."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if b"gunicorn" in words or b"procrastinate" in words:
                total += int(re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.M)[1])
        except OSError:
            continue
    return total // 1024


def main(size: str, minutes: float, port: int = 8201) -> None:
    pages, took, statuses = addresses(size), [], Counter()
    reader = Reader(port)
    reader.sign_in()
    readers = [Reader(port) for _ in range(READERS)]
    for one in readers:
        one.cookies = dict(reader.cookies)
    until = time.monotonic() + minutes * 60
    threads = [
        threading.Thread(target=read, args=(one, pages, until, took, statuses, seed))
        for seed, one in enumerate(readers)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    sizes = []
    while any(thread.is_alive() for thread in threads):
        threads[0].join(60)
        sizes.append(memory())
        print(f"{(time.monotonic() - began) / 60:5.1f} min: {sizes[-1]} MB, {len(took)} answers", flush=True)
    took.sort()
    seconds = time.monotonic() - began
    print(
        f"{len(took) / seconds:.1f} answers a second, median {statistics.median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms"
    )
    print("statuses", dict(statuses), "memory", sizes)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
