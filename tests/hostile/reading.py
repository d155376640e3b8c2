"""Reading a hostile file in the sandbox, and what must hold of how it ends."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tracker.intake.record import Columns, Failed, Record, Refused
from tracker.intake.sandbox import answers, keeper

from .server import ONLY

FAULT = answers.FAULT.partition("{")[0]
NO_REASONS = ("Traceback", "Error", "None", "object at 0x", "\0")
COMMAND = [sys.executable, "-m", "tests.hostile.server"]


@dataclass(frozen=True)
class End:
    """`kind`: read, refused, failed or fault (a reader raised what it must not)."""

    kind: str
    reason: str = ""
    found: list = field(default_factory=list)
    processor: float | None = None  # seconds, and None where the process was ended
    megabytes: int | None = None


@contextmanager
def server_of_tests() -> Iterator[None]:
    """The server of the tests in the place of the real one, for this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keeper, "COMMAND", COMMAND)
        patched.setattr(keeper, "_server", None)
        yield
        keeper.end()


def read(data: bytes, *, seconds: float = 30.0, only: str = "") -> End:
    """How reading it ends; `only`: with the reader of that format."""
    answer, verdict = keeper.ask(answers.request(data, {"filename": f"{ONLY}{only}" if only else "file"}), seconds)
    told = json.loads(answer or b"{}")
    took = {name: told.get(name) for name in ("processor", "megabytes")}
    try:
        found = answers.found(answer, verdict, seconds)
    except Refused as refused:
        return End("refused", refused.reason, **took)
    except Failed as failed:
        reason = f"{failed.reason}\n{told.get('raised', '')}".strip()
        is_fault = FAULT in reason or (answer and reason == answers.BROKE_OFF)  # the latter: what it gave is no record
        return End("fault" if is_fault else "failed", reason, **took)
    return End("read", found=found, **took)


def complaints(end: End) -> list[str]:
    """What is wrong with the way it ended; nothing, if all is well."""
    if end.kind == "fault":
        return [end.reason]
    if end.kind != "read":
        return _of_reason(end.reason)
    return [complaint for one in end.found for complaint in _of_part(one)]


def _of_part(one: Record | Refused | Columns) -> list[str]:
    if isinstance(one, Refused):
        return _of_reason(one.reason)
    if isinstance(one, Columns):
        return []
    spans = {name: source for name, source in one.sources.items() if source.span is not None}
    wrong = [name for name, source in spans.items() if one.text[slice(*source.span)] != source.words]
    return ["it has no text"] * (not one.text.strip()) + [
        f"the words of {name} are not at their place" for name in wrong
    ]


def _of_reason(reason: str) -> list[str]:
    found = [f"no reason for people: {reason[:200]}" for word in NO_REASONS if word in reason]
    return found + ([f"too short a reason: {reason}"] if len(reason.split()) < 4 else [])
