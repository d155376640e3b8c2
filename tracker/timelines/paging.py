"""Pages of a sorted list by key: a page stays what it is when entries come or go before it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .entries import RANK, Entry

KEY = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{4}-[0-9]{2}-[0-9]{2})|undated)_([a-z]+)_([1-9][0-9]{0,17})")


@dataclass(frozen=True)
class Page:
    """`next` and `previous`: keys for the address (`after`, `before`), "" where there is no more. `wrong_key`: the
    address had one that cannot be read, and the page is the first."""

    entries: list[Entry]
    next: str = ""
    previous: str = ""
    wrong_key: bool = False


def page_of(entries: Sequence[Entry], *, newest_first: bool, after: str = "", before: str = "", size: int = 50) -> Page:
    """The page of `entries`, which are in order, that begins after one key or ends before another."""
    found = _read(after or before)
    keys = [entry.order(newest_first) for entry in entries]
    begin = 0
    if found:
        place = _order(found, newest_first)
        begin = bisect_right(keys, place) if after else max(bisect_left(keys, place) - size, 0)
    rows = list(entries[begin : begin + size])
    return Page(
        entries=rows,
        next=_write(rows[-1]) if begin + size < len(entries) else "",
        previous=_write(rows[0]) if begin and rows else "",
        wrong_key=bool(after or before) and found is None,
    )


def _write(entry: Entry) -> str:
    days = f"{entry.span.first.isoformat()}_{entry.span.last.isoformat()}" if entry.span else "undated"
    return f"{days}_{entry.kind}_{entry.pk}"


def _read(key: str) -> tuple[date | None, date | None, str, int] | None:
    match = KEY.fullmatch(key)
    if not match or match[3] not in RANK:
        return None
    try:
        days = [date.fromisoformat(part) if part else None for part in match.group(1, 2)]
    except ValueError:
        return None
    return days[0], days[1], match[3], int(match[4])


def _order(found: tuple, newest_first: bool) -> tuple:
    first, last, kind, pk = found
    if first is None:
        return 1, 0, 0, RANK[kind], pk
    sign = -1 if newest_first else 1
    return 0, sign * first.toordinal(), sign * last.toordinal(), RANK[kind], pk
