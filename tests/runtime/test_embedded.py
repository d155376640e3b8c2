"""The embedded server: started, stopped, found again after what can happen to it, and refused in plain words."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from tests.runtime.served import let_others_in, manage
from tracker.runtime import embedded, errors
from tracker.runtime.postgres import cluster, places, postmaster

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def data(tmp_path):
    """An empty data folder; whatever server runs on it is stopped afterwards."""
    let_others_in(tmp_path)
    yield tmp_path / "data"
    embedded.stop(tmp_path / "data")


def query(data, statement):
    with psycopg.connect(embedded.database_url(data)) as connection:
        return connection.execute(statement).fetchone()


def server_pid(data):
    return postmaster.running_pid(embedded.places(data).cluster)


def test_asking_for_the_address_touches_nothing(data):
    assert embedded.database_url(data).startswith("postgresql://parley@%2F")
    assert not embedded.is_answering(data)
    assert not data.exists()


def test_a_fresh_server_has_what_parley_needs(data):
    embedded.start(data, settings=QUICK)
    assert embedded.is_answering(data)
    assert query(data, "SELECT current_user, current_database()") == ("parley", "parley")
    assert query(data, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == (False, True)
    locale = "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'parley'"
    assert query(data, locale) == ("b", "C.UTF-8", "UTF8")
    settings = ("jit", "random_page_cost", "listen_addresses", "TimeZone")
    assert [query(data, f"SHOW {name}")[0] for name in settings] == ["off", "1.1", "", "UTC"]


def test_starting_twice_is_starting_once(data):
    embedded.start(data, settings=QUICK)
    pid = server_pid(data)
    embedded.start(data)
    assert server_pid(data) == pid


def test_many_starters_get_one_server(data, monkeypatch):
    give = places.Places.give_to_server

    def give_slowly(here, folder):  # meanwhile the socket's folder is nobody's
        time.sleep(0.2)
        give(here, folder)

    monkeypatch.setattr(places.Places, "give_to_server", give_slowly)
    threads = [threading.Thread(target=embedded.start, args=[data]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert embedded.is_answering(data)
    starts = embedded.places(data).log.read_text().count("starting PostgreSQL")
    assert starts == 1


def test_stop_writes_everything(data):
    embedded.start(data, settings=QUICK)
    with psycopg.connect(embedded.database_url(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert embedded.stop(data)
    assert not embedded.is_answering(data)
    assert not embedded.stop(data)
    embedded.start(data, settings=QUICK)
    assert query(data, "SELECT one FROM kept") == (1,)


@pytest.mark.parametrize("reaped", [True, False], ids=["reaped", "left a zombie"])
def test_a_killed_server_is_started_again(data, reaped):
    process = embedded.start_as_child(data)
    process.kill()
    if reaped:
        process.wait()
    else:
        while server_pid(data):
            time.sleep(0.01)
    second = embedded.start_as_child(data)
    assert embedded.is_answering(data)
    assert second.pid == server_pid(data)
    process.wait()
    embedded.stop(data)
    second.wait()


def test_a_killed_server_whose_child_lives_on_is_started_again(data):
    process = embedded.start_as_child(data)
    (orphan, *_) = map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
    os.kill(orphan, signal.SIGSTOP)  # it does not see that its parent is gone
    process.kill()
    process.wait()
    end = threading.Timer(1, os.kill, (orphan, signal.SIGKILL))
    end.start()
    second = embedded.start_as_child(data)
    assert embedded.is_answering(data)
    end.join()
    embedded.stop(data)
    second.wait()


def test_a_stranger_with_the_old_number_is_no_server(data):
    process = embedded.start_as_child(data)
    process.kill()
    process.wait()
    pid_file = embedded.places(data).cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines(keepends=True)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as stranger:
        pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        embedded.start(data, settings=QUICK)
        assert embedded.is_answering(data)
        assert stranger.poll() is None
        stranger.kill()


def test_a_broken_pid_file_stands_for_nothing(tmp_path):
    for content in ("", "x", "123"):
        (tmp_path / "postmaster.pid").write_text(content)
        assert postmaster.running_pid(tmp_path) is None


def test_another_server_on_the_folder_is_left_alone(data, tmp_path, monkeypatch):
    embedded.start(data, settings=QUICK)
    elsewhere = places.Places(data)
    elsewhere.__dict__["socket_folder"] = tmp_path / "elsewhere"
    monkeypatch.setattr(embedded, "_places", lambda _: elsewhere)
    with pytest.raises(errors.FolderInUse, match=r"Another PostgreSQL server .* Stop that server first"):
        embedded.start(data)
    monkeypatch.undo()
    assert embedded.is_answering(data)


@pytest.mark.parametrize(("version", "age"), [("17", "an older"), ("19", "a newer"), ("9.6", "an older")])
def test_data_of_another_version_is_refused(data, version, age):
    folder = data / "postgres"
    folder.mkdir(parents=True)
    (folder / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(errors.OtherVersion, match=f"written by {age} PostgreSQL"):
        embedded.start(data)
    assert [path.name for path in folder.iterdir()] == ["PG_VERSION"]


def test_a_folder_with_other_things_is_left_alone(data):
    folder = data / "postgres"
    folder.mkdir(parents=True)
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(errors.NotADatabaseFolder, match="left alone"):
        embedded.start(data)
    assert (folder / "thesis.txt").read_text() == "mine"


def test_a_full_disk_is_said_before_anything_is_written(data, monkeypatch):
    usage = type("Usage", (), {"free": 10 * cluster.MEGABYTE})
    monkeypatch.setattr(cluster.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(errors.DiskFull, match="is full"):
        embedded.start(data)
    assert not (data / "postgres").exists()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', errors.DiskFull),
        ("FATAL:  database files are incompatible with server\nDETAIL: The data directory was initialized by "
         "PostgreSQL version 15, which is not compatible with this version 18.4.", errors.OtherVersion),
        ("FATAL:  could not open file: Permission denied", errors.FolderNotWritable),
        ("FATAL:  something nobody foresaw", errors.DatabaseCannotStart),
    ],
)  # fmt: skip
def test_the_server_s_words_are_translated(tmp_path, said, error):
    problem = cluster.explained(said, places.Places(tmp_path))
    assert type(problem) is error
    if error is errors.DatabaseCannotStart:
        assert "something nobody foresaw" in str(problem)


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    problem = places.translated(PermissionError(13, "Permission denied"), blocked)
    assert isinstance(problem, errors.FolderNotWritable)
    assert str(blocked) in str(problem)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_as_root_a_closed_folder_on_the_way_is_named(data, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(errors.FolderNotReachable, match=r"may not enter .*closed and .*Set PARLEY_DATA"):
        embedded.start(closed / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_as_root_the_server_runs_as_somebody_else_from_programs_they_can_reach(data, tmp_path, monkeypatch):
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    package = places.installed_server().parent
    for folder in (package, *package.parent.glob(f"{package.name}.libs")):
        (closed / folder.name).symlink_to(folder)
    monkeypatch.setattr(places, "installed_server", lambda: closed / package.name / "pginstall18")
    embedded._places.cache_clear()
    embedded.start(data, settings=QUICK)
    assert embedded.is_answering(data)
    assert Path(f"/proc/{server_pid(data)}").stat().st_uid != 0
    assert embedded.places(data).install.is_relative_to(data / "server")


def test_the_socket_moves_when_the_path_is_too_long(tmp_path):
    here = places.Places(tmp_path / ("long" * 30))
    assert here.socket_folder.parent == Path("/tmp")
    assert here.socket_folder != places.Places(tmp_path / ("lung" * 30)).socket_folder


def test_a_named_socket_folder_that_is_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("PARLEY_SOCKET_DIR", f"/tmp/{'x' * 100}")
    with pytest.raises(errors.SocketPathTooLong, match="PARLEY_SOCKET_DIR"):
        _ = places.Places(tmp_path).socket_folder


def test_a_socket_folder_open_to_others_is_not_used(data):
    (data / "run").mkdir(parents=True)
    (data / "run").chmod(0o777)
    with pytest.raises(errors.SocketFolderNotOurs, match="open to others"):
        embedded.start(data)


def test_the_db_command(data, monkeypatch, capsys):
    monkeypatch.setenv("PARLEY_DATA", str(data))

    def db(action):
        call_command("db", action)
        return capsys.readouterr().out.strip()

    with pytest.raises(CommandError, match=r"manage\.py db start"):
        db("status")
    assert "answers at postgresql://" in db("start")
    assert "answers at postgresql://" in db("status")
    assert db("url") == embedded.database_url(data)
    assert (Path(db("bin")) / "pg_dump").exists()
    assert db("stop") == "The database is stopped."
    assert db("stop") == "No embedded database was running."


def test_commands_that_need_no_database_start_none(data):
    done = manage("check", data=data)
    assert done.returncode == 0, done.stderr
    assert not embedded.is_answering(data)


def test_commands_that_need_one_start_it_and_leave_it_up(data):
    done = manage("showmigrations", "sessions", data=data)
    assert done.returncode == 0, done.stderr
    assert embedded.is_answering(data)
    os.kill(server_pid(data), signal.SIGINT)
