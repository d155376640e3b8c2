"""The reading process: it gives what the readers give, keeps its limits, and neither dies for long nor stays behind."""

import os
import platform
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tracker.intake import readers, sandbox
from tracker.intake.record import Columns, Failed, Refused
from tracker.intake.sandbox import answers, keeper

ROOT = Path(__file__).resolve().parents[2]
TEXT = b"OSLO, March 31. /Example/. The talks will go on next week, an official of the delegation said on Thursday.\n"
PAGE = (
    b"<!doctype html><html lang='en'><title>Talks go on</title><body><article><h1>Talks go on</h1>"
    b"<p>The two sides will meet again in the house by the lake, an official told the press.</p></article></body></html>"
)
PATIENCE = 120  # seconds, on a machine that has much else to do
# A server whose readers do what the file says, for what no real file may do.
PLANTED = """
import os, signal, socket, sys, time
from tracker.intake import readers
from tracker.intake.record import Refused
from tracker.intake.sandbox import server, syscalls

NAME, FORMAT = "a planted file", "planted"

def read_all(data, **helps):
    exec(data)

forbid, syscalls.forbid = syscalls.forbid, lambda: None  # so that a file may do what the limits are there for
server.SAMPLES, readers.read_all = (), read_all
server.main()
"""

PLANTED_SERVER = {}


@pytest.fixture
def planted(monkeypatch):
    """planted(code) reads a file whose reader runs `code`. One server for all tests, unless one of them kills it."""
    monkeypatch.setattr(keeper, "_server", PLANTED_SERVER.get("server"))
    monkeypatch.setattr(keeper, "COMMAND", [sys.executable, "-c", PLANTED])
    yield sandbox.read_all
    PLANTED_SERVER["server"] = keeper._server


@pytest.fixture(scope="module", autouse=True)
def no_planted_server_is_left():
    yield
    if server := PLANTED_SERVER.pop("server", None):
        server.end()


def _gone(pid):
    """Whether the process ends, waited for."""
    for _ in range(PATIENCE * 10):
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


def _spare(server):
    """The child that waits for a file: one that stays alone for a while, when those that have read are gone."""
    looks = []
    for _ in range(PATIENCE * 10):
        looks = [*looks, _children(server)][-5:]
        if len(looks) == 5 and all(len(look) == 1 and look == looks[0] for look in looks):
            return looks[0][0]
        time.sleep(0.1)
    raise AssertionError(f"no child waits: {looks}")


def _fails(planted, code, seconds):
    with pytest.raises(Failed):
        planted(code, seconds=seconds)


def _children(pid):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = path.read_text().split(" (", 1)
        except OSError:
            continue
        if rest.rpartition(")")[2].split()[1] == str(pid):
            found.append(int(number))
    return found


@pytest.mark.parametrize("data", [TEXT, PAGE, TEXT.decode(), "Переговоры идут в Женеве, сообщил представитель."])
def test_gives_what_the_readers_give(data):
    helps = {"filename": "a", "reference_date": date(2022, 4, 3), "url": "https://wire.example/talks"}
    assert sandbox.read_all(data, **helps) == readers.read_all(data, **helps)
    assert sandbox.read(data, **helps) == readers.read(data, **helps)


@pytest.mark.parametrize("data", [b"", "", b"\0\0 talks", "half \ud83d", b"%PDF-1.7 broken", b"a" * (11 << 20)])
def test_refuses_as_the_readers_do(data):
    with pytest.raises(Refused) as theirs:
        readers.read_all(data)
    with pytest.raises(Refused) as ours:
        sandbox.read_all(data)
    assert ours.value.reason == theirs.value.reason


def test_parts_that_are_refused_and_tables_come_through():
    found = answers.found(
        answers.perform(
            answers.request(b"", {}), lambda *_, **__: [Refused("No story.", format="x", title="y"), Columns(["a"], [])]
        ),
        "",
        1,
    )
    assert (found[0].reason, found[0].format, found[0].title) == ("No story.", "x", "y")
    assert found[1] == Columns(["a"], [])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", "longer than (1 seconds|20 seconds of the processor)"),
        ("time.sleep(3600)", "longer than 1 seconds"),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)); time.sleep(3600)", "longer than 1 seconds"),
    ],
)
def test_time_is_limited(planted, code, reason):
    with pytest.raises(Failed, match=reason):
        planted(code, seconds=1)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("bytearray(2 << 30)", "more than 1 GB"),
        ("held = []\nwhile True: held.append(bytearray(1 << 20))", "more than 1 GB"),
        ("os.abort()", "broke off in the middle"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "broke off in the middle"),
        ("os._exit(7)", "broke off in the middle"),
        ("sys.exit(0)", "fault in Parley"),
        ("1 / 0", "fault in Parley stopped the reading of it as a planted file"),
        ("def f(): f()\nf()", "fault in Parley"),
        ("open('/tmp/parley-planted', 'w').write('x' * 100_000)", "fault in Parley"),
        (
            "[open('/dev/null') for _ in range(1000)]; held = [os.open('/dev/null', 0) for _ in range(99)]",
            "fault in Parley",
        ),
    ],
)
def test_what_breaks_off_says_what_to_do(planted, code, reason):
    with pytest.raises(Failed, match=reason) as caught:
        planted(code)
    assert "copy the text of the report" in caught.value.reason


@pytest.mark.skipif(sys.platform != "linux" or platform.machine() != "x86_64", reason="no filter of system calls here")
@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "os.fork()",
        "os.execv(sys.executable, [sys.executable])",
        "os.kill(os.getppid(), signal.SIGKILL)",
        "os.unlink('/tmp/parley-none')",
        "os.rename('/tmp/parley-none', '/tmp/parley-nothing')",
        "os.mkdir('/tmp/parley-none')",
        "os.truncate('/tmp/parley-none', 0)",
        "open('/tmp/parley-none', 'w')",
        "open('/tmp/parley-none', 'r+')",
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    ],
)
def test_what_a_reader_may_not_ask_of_the_system(planted, code):
    with pytest.raises(Refused, match="not permitted"):
        planted(f"""
assert forbid()
assert open("/etc/hostname", "rb").read(1)
try:
    {code}
except (PermissionError, ValueError) as error:
    raise Refused(f"{{error}}".lower().replace("not allowed to raise maximum limit", "not permitted"))
""")


def test_the_limits_end_with_the_filter():
    code = "from tracker.intake.sandbox import limits; limits.give_up(9); import os; print(open('/proc/self/status').read())"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    is_intel = sys.platform == "linux" and platform.machine() == "x86_64"
    assert ("Seccomp:\t2" in told.stdout) is is_intel


def test_the_file_that_was_not_written_is_empty(planted):
    path = Path("/tmp/parley-planted")
    assert not path.exists() or not path.stat().st_size
    path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "answer",
    [
        b"\n", b"{}\n", b"[]\n", b"null\n", b"5\n", b"{" * 100_000 + b"\n", b"[" * 100_000 + b"\n", b"9" * 10_000 + b"\n",
        b'{"found": 5}\n', b'{"found": [{"record": {"text": 5}}]}\n', b'{"found": [[]]}\n', b'{"found": [{}]}\n',
        b'{"refused": "no"}\n', b'{"refused": [1, 2, 3]}\n', b'{"refused": {"a": 1}}\n', b"\xff\xfe\n", b"NaN\n",
        b'{"found": [{"record": {"text": "NUL \\u0000"}}]}\n', b'{"raised": [], "reader": {}}\n', b'{"found": []}\n',
    ],
)  # fmt: skip
def test_an_answer_is_not_believed(answer):
    with pytest.raises(Failed):
        answers.found(answer, "", 1)


def test_the_reading_process_knows_no_secret_and_no_django(planted, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not to be known")
    with pytest.raises(Refused) as caught:
        planted("raise Refused(' '.join([*os.environ.values(), *sys.modules]))")
    assert "tracker.intake.readers" in caught.value.reason
    assert "not to be known" not in caught.value.reason
    assert "django" not in caught.value.reason.split()


def test_only_its_own_socket_is_open(planted):
    with pytest.raises(Refused) as caught:
        planted("raise Refused(' '.join(sorted(os.listdir('/proc/self/fd'))))")
    assert caught.value.reason == "0 1 2 3 4"  # 4: the folder just read


def test_another_server_takes_the_place_of_a_dead_one():
    sandbox.read_all(TEXT)
    before = keeper._server.process.pid
    os.kill(before, signal.SIGKILL)
    assert sandbox.read_all(TEXT) == readers.read_all(TEXT)
    assert keeper._server.process.pid != before
    assert _gone(before)


def test_the_spare_that_was_killed_is_replaced():
    """Also where the server hears of the death and of the next file at once."""
    sandbox.read_all(TEXT)
    server = keeper._server.process.pid
    spare = _spare(server)
    os.kill(server, signal.SIGSTOP)
    os.kill(spare, signal.SIGKILL)
    assert _gone(spare)
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(sandbox.read_all, TEXT)
        time.sleep(0.2)  # the file is on its way
        os.kill(server, signal.SIGCONT)
        assert answer.result() == readers.read_all(TEXT)


def test_a_file_that_always_kills_the_server_fails(planted):
    with pytest.raises(Failed, match="does not start"):
        planted("os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)")
    with pytest.raises(Refused, match="still here"):
        planted("raise Refused('still here')")


def test_a_server_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setattr(keeper, "_server", None)
    monkeypatch.setattr(keeper, "COMMAND", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Failed, match="does not start"):
        sandbox.read_all(TEXT)


def test_a_stuck_server_is_replaced(planted, monkeypatch):
    monkeypatch.setattr(keeper, "STARTING", 3.0)
    with pytest.raises(Failed, match="longer than"):
        planted("os.kill(os.getppid(), signal.SIGSTOP); time.sleep(60)", seconds=0.1)
    monkeypatch.setattr(keeper, "STARTING", 60.0)
    with pytest.raises(Refused, match="still here"):
        planted("raise Refused('still here')")


def test_several_threads_ask_at_once():
    found, wanted = [], readers.read_all(PAGE)
    threads = [threading.Thread(target=lambda: found.append(sandbox.read_all(PAGE))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert found == [wanted] * 8


def test_one_that_hangs_keeps_nobody_waiting(planted):
    slow = threading.Thread(target=_fails, args=[planted, "time.sleep(3600)", 5])
    slow.start()
    with pytest.raises(Refused, match="here"):
        planted("raise Refused('here')")
    slow.join(PATIENCE)
    assert not slow.is_alive()


OWNER = """
import os, sys, threading, time
from tracker.intake import sandbox
from tracker.intake.sandbox import keeper
keeper.COMMAND = [sys.executable, "-c", {planted!r}]
threading.Thread(target=sandbox.read_all, args=["time.sleep(3600)"], daemon=True).start()
while not keeper._server:
    time.sleep(0.01)
print(keeper._server.process.pid, flush=True)
time.sleep(3600)
"""


def test_nothing_is_left_when_the_owner_is_killed():
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER.format(planted=PLANTED)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with owner:
        server = int(owner.stdout.readline())
        for _ in range(PATIENCE * 10):
            if len(children := _children(server)) > 1:  # one reads, one waits
                break
            time.sleep(0.1)
        owner.kill()
    assert children
    assert all(_gone(pid) for pid in [server, *children])


def test_nothing_is_left_when_the_server_is_killed(planted, monkeypatch):
    monkeypatch.setattr(keeper, "ATTEMPTS", 1)
    reading = threading.Thread(target=_fails, args=[planted, "time.sleep(3600)", PATIENCE])
    reading.start()
    while not keeper._server:
        time.sleep(0.01)
    server = keeper._server.process.pid
    while len(children := _children(server)) < 2:  # one reads, one waits
        time.sleep(0.05)
    os.kill(server, signal.SIGKILL)
    assert all(_gone(pid) for pid in [server, *children])
    reading.join(PATIENCE)
    assert not reading.is_alive()


def test_a_forked_process_has_a_server_of_its_own():
    sandbox.read_all(TEXT)
    ours = keeper._server.process.pid
    pipe_in, pipe_out = os.pipe()
    child = os.fork()
    if not child:
        try:
            sandbox.read_all(TEXT)
            os.write(pipe_out, str(keeper._server.process.pid).encode())
            keeper.end()
        finally:
            os._exit(0)
    os.close(pipe_out)
    with open(pipe_in) as pipe:
        theirs = int(pipe.read())
    os.waitpid(child, 0)
    assert theirs != ours
    assert sandbox.read_all(TEXT)
    assert keeper._server.process.pid == ours
    assert _gone(theirs)
