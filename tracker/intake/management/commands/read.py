"""manage.py read: what the readers find in files, for people, for scripts and for measuring. Touches no database."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.intake import readers, sandbox
from tracker.intake.record import Columns, Failed, Record, Refused
from tracker.intake.record_json import as_json

MOMENTS = ("published_at", "updated_at", "embargoed_until")
SHOWN = ("outlet", "byline", "dateline_place", "dateline_day", "published_at", "language", "url", "identifier", "kind")


class Command(BaseCommand):
    help = "Print what is read from each file: title, outlet, dateline, text and where each was found. Files nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
        parser.add_argument(
            "--reference-date", type=date.fromisoformat, metavar="DAY", help="decides the year of datelines without one"
        )
        parser.add_argument("--url", default="", help="the address that the files came from")
        parser.add_argument(
            "--content-type", default="", help="as a server declared it, such as text/html; charset=koi8-r"
        )
        parser.add_argument("--jsonl", action="store_true", help="one line of JSON for each story")
        parser.add_argument(
            "--no-sandbox", action="store_true", help="read in this process, without limits: for files you trust"
        )

    def handle(self, *, files: list[str], jsonl: bool, no_sandbox: bool, **options: Any) -> None:
        read_all = _read_here if no_sandbox else sandbox.read_all
        helps = {name: options[name] for name in ("reference_date", "url", "content_type")}
        unopened = 0
        for name in files:
            try:
                data = _bytes(name)
            except OSError as error:
                unopened += 1
                self.stderr.write(f"{name}: {error.strerror}")
                continue
            for line in lines(name, data, read_all, helps):
                self.stdout.write(json.dumps(line) if jsonl else _for_people(line))
        if unopened:
            raise CommandError(f"{unopened} of {len(files)} files could not be opened.")


def lines(name: str, data: bytes, read_all, helps: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A dictionary for each story of a file, or one that says why there is none."""
    try:
        found = read_all(data, filename=Path(name).name, **helps)
    except Refused as refused:
        found = [refused]
    except Failed as failed:
        yield {"file": name, "item": 0, "items": 1, "format": "", "failed": failed.reason}
        return
    for number, one in enumerate(found):
        yield {"file": name, "item": number, "items": len(found), **_line(one)}


def _line(found: Record | Refused | Columns) -> dict[str, Any]:
    if isinstance(found, Refused):
        return {"format": found.format, "title": found.title, "refused": found.reason}
    if isinstance(found, Columns):
        return {"format": "table", "columns": as_json(found)}
    moments = {name: moment.isoformat() if (moment := getattr(found, name)) else None for name in MOMENTS}
    return {"format": found.format, **as_json(found), **moments}


def _read_here(data: bytes, **helps: Any) -> list[Record | Refused | Columns]:
    try:
        return readers.read_all(data, **helps)
    except Refused:
        raise
    except Exception as error:  # a fault of the reader; the other files are still read
        raise Failed(f"A fault in Parley stopped the reading of it: {type(error).__name__}: {error}") from error


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _for_people(line: dict[str, Any]) -> str:
    where = line["file"] if line["items"] == 1 else f"{line['file']}, {line['item'] + 1} of {line['items']}"
    for end in ("refused", "failed"):
        if reason := line.get(end):
            title = f" “{line['title']}”:" if line.get("title") else ""
            return f"{where}: {end}.{title} {reason}\n"
    if columns := line.get("columns"):
        return f"{where}: a table with the columns {', '.join(columns['headers'])}\n"
    known = [f"  {name.replace('_', ' ')}: {line[name]}" for name in SHOWN if line[name]]
    text = line["text"]
    size = f"  {len(text):,} characters, {len(line['statements'])} statements"
    return "\n".join([f"{where}: {line['title']}", f"  format: {line['format']}", *known, *_notes(line), size, ""])


def _notes(line: dict[str, Any]) -> list[str]:
    return [f"  note: {note}" for note in line["notes"]]
