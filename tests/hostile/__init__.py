"""Files that mean harm, or were harmed: more than twenty of each format, made here, the same ones each time.

`python -m tests.hostile` reads them all in the sandbox and says how each ended; `python -m tests.hostile fuzz` reads 2,000
mutations of good files with each reader. A sample of both runs with the other tests (test_hostile.py, test_fuzz.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import archives, mail, marked_up, plain, portable
from .damage import damaged
from .seeds import SEEDS


@dataclass(frozen=True)
class Hostile:
    """A file that is made when it is asked for: some have ten megabytes."""

    format: str
    name: str
    make: Callable[[], bytes]

    def __str__(self) -> str:
        return f"{self.format}: {self.name}"


def every() -> list[Hostile]:
    """All of them, by format."""
    own = {
        format: makers
        for family in (marked_up, plain, archives, portable, mail)
        for format, makers in family.HOSTILE.items()
    }
    return [
        Hostile(format, name, make)
        for format, seed in SEEDS.items()
        for name, make in {**damaged(seed, format), **own[format]()}.items()
    ]
