"""`manage.py serve` with real processes and real kills (bar R2: web within 10 s, worker within 15 s)."""

import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from tests.runtime.served import Served, let_others_in, manage
from tracker.runtime import embedded

pytestmark = [
    pytest.mark.kills,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes through /proc"),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    let_others_in(folder)
    server = Served(folder / "data")
    server.start()
    yield server
    server.stop()


def test_everything_runs_and_is_ready(served):
    assert served.is_ready()
    assert served.get("/livez") == (200, '{"status": "alive"}')
    assert None not in {served.pid(name) for name in ("database", "web", "worker")}


def test_a_killed_database_is_back_in_time(served):
    old_worker, _ = served.newest_worker()
    killed = served.kill("database")
    assert served.until(lambda: served.pid("database") not in (None, killed) and served.is_ready(), 10) < 10
    assert served.until(lambda: (served.newest_worker() or (0,))[0] > old_worker, 15) < 15


def test_a_killed_web_server_is_back_in_time_and_refuses_nobody(served):
    killed = served.kill("web")
    served.until(lambda: served.get("/livez")[0] == 200, 10)
    served.until(lambda: served.pid("web") not in (None, killed), 10)
    socket.create_connection(("127.0.0.1", served.port), timeout=1).close()


def test_a_killed_worker_is_back_in_time(served):
    old, _ = served.newest_worker()
    killed = served.kill("worker")
    served.until(lambda: (served.newest_worker() or (0,))[0] > old, 15)
    assert served.pid("worker") not in (None, killed)


def test_it_stops_cleanly_and_in_order(served):
    served.until(lambda: served.pid("web") and served.pid("worker"), 15)
    pids = [served.pid(name) for name in ("database", "web", "worker")]
    began = time.monotonic()
    assert served.stop() == 0
    assert time.monotonic() - began < 20
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert not embedded.is_answering(served.data)
    assert [line["event"] for line in served.events()][-1] == "stopped"
    last_words = embedded.places(served.data).log.read_text().splitlines()[-1]
    assert "database system is shut down" in last_words
    served.start()


def test_nothing_is_left_when_the_supervisor_itself_is_killed(served):
    served.until(lambda: served.pid("web") and served.pid("worker"), 15)
    pids = {name: served.pid(name) for name in ("database", "web", "worker")}
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(5)
    deadline = time.monotonic() + 30
    while left := [name for name, pid in pids.items() if alive(pid)]:
        assert time.monotonic() < deadline, f"still there: {left}"
        time.sleep(0.1)
    served.start()


def alive(pid):
    """Running, and no zombie that process 1 has not reaped yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_taken_port_is_said_in_plain_words(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = manage("serve", "--port", str(port), data=tmp_path)
    assert done.returncode == 3
    assert f"Something else already listens on 127.0.0.1:{port}." in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_of_another_machine_is_said_in_plain_words(tmp_path):
    done = manage("serve", "--host", "192.0.2.1", data=tmp_path)
    assert done.returncode == 3
    assert "Cannot listen on 192.0.2.1:8000" in done.stderr


def test_a_database_that_cannot_start_is_said_in_plain_words(tmp_path):
    cluster = tmp_path / "postgres"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("19\n")
    let_others_in(tmp_path)
    done = manage("serve", "--port", "0", data=tmp_path)
    assert done.returncode == 4
    assert "written by a newer PostgreSQL (19)" in done.stderr
    assert "Traceback" not in done.stderr
