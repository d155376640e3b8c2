"""What goes into the reading process and comes out, as bytes; and its end in words for people."""

import json
import re
import struct
from collections.abc import Callable
from datetime import date
from typing import Any

import structlog

from tracker.intake.record import Columns, Failed, Record, Refused
from tracker.intake.record_json import NoRecord, as_json, from_json

log = structlog.get_logger("parley.sandbox")

SECONDS = struct.Struct("!d")  # the message that brings a reading's socket to the server
COPY = "Open it in its own program, copy the text of the report and paste it."
BROKE_OFF = f"The reader broke off in the middle of it; the file is damaged, or made to do harm. {COPY}"
TOO_LONG = "Reading it took longer than {seconds:g} seconds and was stopped. {copy}"
TOO_MUCH = f"Reading it needed more than 1 GB of memory and was stopped. {COPY}"
NO_SERVER = "The process that reads files does not start. Whoever looks after this site finds the reason in its log."
TOO_MUCH_TEXT = "More than 64 MB of text are in it. Divide it into smaller files."
VERDICTS = {"length": TOO_MUCH_TEXT, "time": TOO_LONG, "memory": TOO_MUCH, "no server": NO_SERVER}
FAULT = "A fault in Parley stopped the reading of it{name}. It is in the log; try again after the next update. {copy}"
UNPRINTABLE = re.compile(r"[^ -~\n]")


def request(data: bytes | str, helps: dict[str, Any]) -> bytes:
    """A line of JSON, then the bytes."""
    if isinstance(data, str):
        helps, data = {**helps, "typed": True}, data.encode("utf-8", "surrogatepass")
    day = helps.get("reference_date")
    helps = {**helps, "reference_date": day.isoformat() if day else None}
    return json.dumps(helps).encode() + b"\n" + data


def perform(asked: bytes, read_all: Callable) -> bytes:
    """The answer to a request: one line of JSON. Runs in the child."""
    try:
        return json.dumps(_read(asked, read_all)).encode() + b"\n"
    except MemoryError:
        return b'{"verdict": "memory"}\n'


def _read(asked: bytes, read_all: Callable) -> dict:
    head, _, data = asked.partition(b"\n")
    helps = json.loads(head)
    if day := helps["reference_date"]:
        helps["reference_date"] = date.fromisoformat(day)
    try:
        typed = helps.pop("typed", False)
        return {
            "found": [_part(one) for one in read_all(data.decode("utf-8", "surrogatepass") if typed else data, **helps)]
        }
    except Refused as refused:
        return {"refused": _refusal(refused)}
    except MemoryError:
        raise
    except BaseException as error:  # whatever it is: it is told to the one who asked
        return {"raised": _description(error), "reader": _reader(error)}


def _part(found: Record | Refused | Columns) -> dict:
    if isinstance(found, Refused):
        return {"refused": _refusal(found)}
    return {"columns" if isinstance(found, Columns) else "record": as_json(found)}


def _refusal(refused: Refused) -> list[str]:
    return [refused.reason, refused.format, refused.title, refused.url]


def _description(error: BaseException) -> str:
    import traceback

    return "".join(traceback.format_exception(error, limit=-4))[-4000:]


def _reader(error: BaseException) -> str:
    """What the reader that raised calls its files: NAME of the first module in the traceback that has one."""
    trace = error.__traceback__
    while trace:
        if (name := trace.tb_frame.f_globals.get("NAME")) and "FORMAT" in trace.tb_frame.f_globals:
            return str(name)
        trace = trace.tb_next
    return ""


def found(answer: bytes, verdict: str, seconds: float) -> list[Record | Refused | Columns]:
    """What the answer holds, believing nothing of it. Raises Refused and Failed."""
    if not answer:
        log.warning("reading broke off", verdict=verdict)
        raise Failed(VERDICTS.get(verdict, BROKE_OFF).format(seconds=seconds, copy=COPY))
    try:
        told = json.loads(answer)
        if "refused" in told:
            raise _refused(told["refused"])
        if told.get("found"):
            return [_one(part) for part in told["found"]]
        reason = _not_read(told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        log.warning("answer of the reading process is none", error=str(error)[:200])
        reason = BROKE_OFF
    raise Failed(reason)


def _one(part: dict) -> Record | Refused | Columns:
    if "refused" in part:
        return _refused(part["refused"])
    return from_json(part["columns"], Columns) if "columns" in part else from_json(part["record"])


def _refused(words: list[str]) -> Refused:
    reason, format, title, url = words
    if not all(isinstance(one, str) for one in words):
        raise NoRecord("a refusal without words")
    return Refused(reason, format=format, title=title, url=url)


def _not_read(told: dict) -> str:
    if told.get("verdict") == "memory":
        log.warning("reading broke off", verdict="memory")
        return TOO_MUCH
    reader, raised = (UNPRINTABLE.sub("?", str(told[key]))[:4000] for key in ("reader", "raised"))
    log.error("a reader raised", reader=reader, raised=raised)
    return FAULT.format(name=f" as {reader[:60]}" if reader else "", copy=COPY)
