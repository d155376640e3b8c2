"""Where files from outside are read: a process of its own for each, with limits of memory, time and files.

1. `keeper` starts one server for each process of ours that reads (web worker, job worker, command): `server`, which has
   imported the readers and nothing of Django, and knows no password.
2. For each file it forks a child, which gives up what it does not need (`limits`) and reads the one file.
3. What it found comes back as JSON (`answers`), never as pickle: a file that takes its reader over gains nothing here.
"""

from tracker.intake.record import Columns, Failed, Record, Refused, only_one

from . import answers, keeper

__all__ = ["SECONDS", "Failed", "Refused", "read", "read_all"]

SECONDS = 30.0


def read_all(data: bytes | str, *, seconds: float = SECONDS, **helps) -> list[Record | Refused | Columns]:
    """As `readers.read_all`, within the limits. Raises Refused; Failed where reading broke off."""
    answer, verdict = keeper.ask(answers.request(data, helps), seconds)
    return answers.found(answer, verdict, seconds)


def read(data: bytes | str, *, seconds: float = SECONDS, **helps) -> Record:
    """As `readers.read`, within the limits. Raises Refused; Failed where reading broke off."""
    return only_one(read_all(data, seconds=seconds, **helps))
