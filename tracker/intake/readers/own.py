"""Parley's own export of reports (tracker.intake.export): JSON with "format": "parley-reports" and a version."""

import json
from datetime import date, datetime
from typing import Any

from tracker.intake.record import GAP, LONGEST_LINE, Coded, Record, Refused, Source, Stand
from tracker.lib.text import one_line

FORMAT, NAME = "own", "an export of reports from Parley (JSON)"
KIND, VERSION = "parley-reports", 1
MOST_REPORTS, MOST_STATEMENTS = 20_000, 5_000
HEAD = 2048  # bytes in which the format is named
LINES = ("title", "outlet", "byline", "dateline_place", "language", "kind", "url")
TOLD = ("credibility", "note", "fact_sources")
WORDS = (
    "form", "speaker", "speaker_words", "basis", "addressee", "addressee_words", "venue", "summary", "act", "certainty",
    "original_text", "translation", "coder",
)  # fmt: skip
BROKEN = "It is an export of Parley that is damaged: {what}. Export it again."
NO_TEXT = "There is no letter in its text."


class Wrong(ValueError):
    """What stands in the export is not what belongs there; the message says what."""


def recognises(data: bytes) -> bool:
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] == b"{" and f'"{KIND}"'.encode() in head


def read(
    data: bytes, *, content_type: str = "", reference_date: date | None = None, url: str = ""
) -> list[Record | Refused]:
    """The Records of an export, a refusal for each report that is wrong. Raises Refused."""
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
        version, reports = _dict(found).get("version"), _list(found.get("reports"))
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, Wrong) else "it is no JSON"
        raise Refused(BROKEN.format(what=what)) from error
    if found.get("format") != KIND or version != VERSION:
        raise Refused(
            f"It is an export in {f'version {version}' if type(version) is int and version < 10**6 else 'an unknown version'}; this Parley reads version {VERSION}."
        )
    if not reports or len(reports) > MOST_REPORTS:
        raise Refused(f"It holds {len(reports):,} reports; from 1 to {MOST_REPORTS:,} can be read.")
    return [_one(number, report) for number, report in enumerate(reports, start=1)]


def _no_number(words: str) -> None:
    raise Wrong(f"{words} is no number")


def _one(number: int, report: Any) -> Record | Refused:
    title = ""
    try:
        title = one_line(_text(_dict(report).get("title", "")))[:LONGEST_LINE]
        return _record(number, report)
    except Refused as error:
        return Refused(f"Report {number}: {error.reason}", title=title)
    except (ValueError, OverflowError) as error:
        return Refused(f"Report {number}: {error}.", title=title)


def _record(number: int, report: dict) -> Record:
    record = Record.of(_text(report.get("text", "")), NO_TEXT)
    where = Source(f"export of Parley, report {number}")
    for name in LINES:
        record.take(name, _text(report.get(name, "")), where)
    for name in ("dateline_day", "published_at"):
        if words := _text(report.get(name, "")):
            value = (date if name == "dateline_day" else datetime).fromisoformat(words)
            if isinstance(value, datetime) and value.tzinfo is None:
                raise Wrong(f"{words} has no time zone")
            record.take(name, value, Source(where.where, words))
    record.published_words = _text(report.get("published_at", ""))
    record.identifier = one_line(_text(report.get("identifier", "")))[:LONGEST_LINE]
    record.version = str(_number(report.get("revision", 1)))
    record.notes += [f"{name}, as exported: {_plainly(report[name])}" for name in TOLD if report.get(name)]
    statements = _list(report.get("statements", []))
    if len(statements) > MOST_STATEMENTS:
        raise Wrong(f"it has more than {MOST_STATEMENTS:,} statements")
    record.statements = [_statement(_dict(one)) for one in statements]
    return record


def _statement(row: dict) -> Coded:
    pieces = [_dict(piece) for piece in _list(row.get("pieces", []))]
    words = [_text(piece.get("exact", "")) for piece in pieces]
    if not all(word.strip() for word in words) or not words:
        raise Wrong("it has a statement without words")
    spans = [
        (_number(piece["start"]), _number(piece["end"])) for piece in pieces if "start" in piece and "end" in piece
    ]
    spans = spans if len(spans) == len(pieces) else []
    said, tracks = _dict(row.get("said_on", {})), [_dict(one) for one in _list(row.get("tracks", []))]
    return Coded(
        exact=GAP.join(words),
        start=spans[0][0] if len(spans) == 1 else None,
        end=spans[0][1] if len(spans) == 1 else None,
        pieces=tuple(spans) if len(spans) > 1 else (),
        said_on=_text(said.get("edtf", "")),
        said_words=_text(said.get("words", "")),
        said_against=_text(said.get("reference", "")),
        tracks=tuple(_text(one.get("name", "")) for one in tracks),
        reasons={_text(one.get("name", "")): _text(one.get("reason", "")) for one in tracks},
        relays=tuple(_text(one) for one in _list(row.get("relays", []))),
        positions=tuple(_stand(_dict(one)) for one in _list(row.get("positions", []))),
        rule=FORMAT,
        **{name: _text(row.get(name, "")) for name in WORDS},
    )


def _stand(row: dict) -> Stand:
    return Stand(**{name: _text(row.get(name, "")) for name in ("on", "stance", "holder", "condition")})


def _plainly(value: Any) -> str:
    return ", ".join(_text(one) for one in value) if isinstance(value, list) else str(value)[:LONGEST_LINE]


def _dict(value: Any) -> dict:
    if not isinstance(value, dict):
        raise Wrong("something in it is no object")
    return value


def _list(value: Any) -> list:
    if not isinstance(value, list):
        raise Wrong("something in it is no list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Wrong("something in it is no text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**31:
        raise Wrong("a place in it is no number")
    return value
