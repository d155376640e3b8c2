"""manage.py read: a line for each story, without a database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.intake import readers
from tracker.intake.record import Columns, Record, Refused, Source

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "OSLO, March 31. /Example Wire/. The talks will go on next week, an official of the delegation said on Thursday.\n"
)
KEYS = {
    "file", "item", "items", "format", "title", "outlet", "byline", "dateline_place", "dateline_day", "published_at",
    "language", "url", "identifier", "kind", "text", "sources", "notes", "statements",
}  # fmt: skip


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return str(path)


def read(*arguments):
    out = io.StringIO()
    call_command("read", *arguments, stdout=out)
    return out.getvalue()


def read_lines(*arguments):
    return [json.loads(line) for line in read(*arguments, "--jsonl").splitlines()]


@pytest.mark.parametrize("how", [(), ("--no-sandbox",)])
def test_a_line_of_json(report, how):
    (line,) = read_lines(report, "--reference-date", "2022-04-03", "--url", "https://wire.example/1", *how)
    assert set(line) >= KEYS
    assert (line["file"], line["item"], line["items"], line["format"]) == (report, 0, 1, "text")
    assert (line["outlet"], line["dateline_place"], line["dateline_day"]) == ("Example Wire", "Oslo", "2022-03-31")
    assert line["published_at"] == "2022-03-31T00:00:00+00:00"
    assert line["url"] == "https://wire.example/1"
    start, end = line["sources"]["dateline_place"]["span"]
    assert line["text"][start:end] == line["sources"]["dateline_place"]["words"] == "OSLO"


def test_refused_is_a_line_and_no_failure(report, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    first, second = read_lines(str(empty), report)
    assert first["file"] == str(empty)
    assert "nothing in it" in first["refused"]
    assert second["title"]
    assert "nothing in it" in read(str(empty))


def test_the_reading_that_breaks_off_is_a_line(report, monkeypatch):
    monkeypatch.setattr(readers, "read_all", lambda *_, **__: 1 / 0)
    (line,) = read_lines(report, "--no-sandbox")
    assert "ZeroDivisionError" in line["failed"]


def test_a_file_that_cannot_be_opened(report, tmp_path, capsys):
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 of 3 files could not be opened"):
        call_command("read", str(tmp_path / "none.txt"), str(tmp_path), report, "--jsonl", stdout=out)
    assert [json.loads(line)["file"] for line in out.getvalue().splitlines()] == [report]
    assert "No such file" in capsys.readouterr().err


def test_several_stories_parts_and_tables(report, monkeypatch):
    stories = [
        Record(
            "Talks", title="Talks", format="x", sources={"title": Source("line", "Talks", (0, 5))}, notes=["a note"]
        ),
        Refused("A picture is no story.", format="x", title="Lake"),
        Columns(["Headline", "Day"], [["Talks", "today"]], {"title": "Headline"}),
    ]
    monkeypatch.setattr(readers, "read_all", lambda *_, **__: stories)
    lines = read_lines(report, "--no-sandbox")
    assert [(line["item"], line["items"], line["format"]) for line in lines] == [
        (0, 3, "x"),
        (1, 3, "x"),
        (2, 3, "table"),
    ]
    assert (lines[1]["title"], lines[1]["refused"]) == ("Lake", "A picture is no story.")
    assert lines[2]["columns"]["proposed"] == {"title": "Headline"}
    shown = read(report, "--no-sandbox")
    for words in ("1 of 3: Talks", "a note", "“Lake”: A picture is no story.", "columns Headline, Day"):
        assert words in shown


def test_for_people(report):
    shown = read(report, "--reference-date", "2022-04-03")
    for words in (report, "outlet: Example Wire", "dateline day: 2022-03-31", "characters"):
        assert words in shown


def test_no_database_is_needed_and_none_started(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"PARLEY_DATA": str(tmp_path / "data"), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    command = [sys.executable, str(ROOT / "manage.py"), "read", "-", "--jsonl", "--reference-date", "2022-04-03"]
    for without in ((), ("DATABASE_URL",)):
        for name in without:
            environment.pop(name)
        done = subprocess.run(
            command, input=TEXT.encode(), capture_output=True, env=environment, check=True, timeout=300
        )
        (line,) = [json.loads(one) for one in done.stdout.splitlines()]
        assert (line["file"], line["dateline_place"]) == ("-", "Oslo")
    assert not [path for path in (tmp_path / "data").rglob("*") if "postgres" in path.name.lower()]
