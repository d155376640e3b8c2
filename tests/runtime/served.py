"""A real `manage.py serve` for the tests, on a free port and a data folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from tests.settings import CHECKOUT
from tracker.runtime import embedded
from tracker.runtime.postgres import postmaster

MANAGE = CHECKOUT / "manage.py"
CHILDREN = Path("/proc/{pid}/task/{pid}/children")


def let_others_in(folder):
    """Open the way to a folder of pytest's: as root, PostgreSQL runs as another user, who has to get there."""
    for above in (folder, *folder.parents):
        if above == Path(tempfile.gettempdir()):
            return
        above.chmod(0o711)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(*arguments, data, **variables):
    """Run a command of manage.py to its end; the environment is ours, cleaned of what the tests set."""
    return subprocess.run(
        [sys.executable, str(MANAGE), *arguments],
        env=environment(data, **variables),
        capture_output=True,
        text=True,
        timeout=120,
    )


def environment(data, **variables):
    dropped = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "HTTPS", "DEBUG")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PARLEY_DATA": str(data), "LOG_FORMAT": "json", **variables}


class Served:
    """`start`, `stop`, and questions to the running one. `pid(name)` is that of database, web or worker."""

    def __init__(self, data):
        self.data = Path(data)
        self.port = free_port()
        self.log = Path(tempfile.mkstemp(prefix="parley-serve-", suffix=".log")[1])
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(MANAGE), "serve", "--port", str(self.port), "--workers", "1"],
                env=environment(self.data),
                stdout=log,
                stderr=log,
            )
        self.until(self.is_ready, 240)  # all migrations, perhaps on a busy machine

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return None, ""
        finally:
            connection.close()

    def is_ready(self):
        return self.get("/readyz")[0] == 200

    def pid(self, name):
        if name == "database":
            return postmaster.running_pid(embedded.places(self.data).cluster)
        word = {"web": "gunicorn", "worker": "procrastinate"}[name]
        return next((pid for pid in self.children() if word in _command_line(pid)), None)

    def children(self):
        path = str(CHILDREN).format(pid=self.process.pid)
        return [int(pid) for pid in Path(path).read_text().split()]

    def newest_worker(self):
        """The id of the newest worker that has reported, and the seconds since."""
        query = "SELECT id, extract(epoch FROM now() - last_heartbeat) FROM procrastinate_workers ORDER BY id DESC"
        try:
            with psycopg.connect(embedded.database_url(self.data), connect_timeout=2) as connection:
                return connection.execute(query).fetchone()
        except psycopg.OperationalError:
            return None

    def kill(self, name):
        self.until(lambda: self.pid(name), 15)
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def until(self, condition, seconds):
        """The seconds until `condition()` holds; fails with the log when it takes longer than `seconds`."""
        began = time.monotonic()
        while not condition():
            assert self.process.poll() is None, f"serve ended:\n{self.log.read_text()[-3000:]}"
            assert time.monotonic() - began < seconds, f"not within {seconds} s:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.05)
        return time.monotonic() - began

    def events(self):
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


def _command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    except FileNotFoundError:
        return ""
