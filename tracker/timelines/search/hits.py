"""Finding: the newest rows that answer, quarter by quarter, never more than BOUND of them.

1. The quarters are asked from the newest, first one, then one, two, four, ... at a time, until BOUND rows and one are found:
   common words are answered by the newest quarter alone, rare ones by few questions.
2. What was found is the count, exact up to BOUND; a page newest first is a slice of it.
3. Best first, the newest RANKED of them are ranked by how well they answer.

The database is asked with the values written into the question (psycopg's client-side binding, which Django has by
default): a plan made for any word is a bad plan for most.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from tracker.timelines.models import Found

from .ask import Asked

BOUND = 1_000  # counted exactly; beyond, "1,000+"
RANKED = {Found.REPORT: 200}  # of others 500: the words of a report are many
MOST_RANKED = 500
UNDATED = 0


@dataclass(frozen=True)
class Hits:
    """`keys`: of rows of Words, newest first, at most BOUND; `quarters`: where they lie; `is_more`: there are more."""

    kind: Found
    keys: list[int] = field(default_factory=list)
    quarters: list[int] = field(default_factory=list)
    is_more: bool = False

    def __len__(self) -> int:
        return len(self.keys)


def find(asked: Asked, kind: Found) -> Hits:
    """The newest rows of one kind that answer; none where nothing is asked for."""
    found: list[tuple[int, int]] = []
    if not asked.wanted or not asked.negotiations or (kind == Found.REPORT and not asked.by_words_only):
        return Hits(kind)
    with connection.cursor() as cursor:
        for some in _in_turn(_quarters(asked)):
            cursor.execute(*_question(asked, kind, some, BOUND + 1 - len(found)))
            found += cursor.fetchall()
            if len(found) > BOUND:
                break
    kept = found[:BOUND]
    return Hits(kind, [key for key, _quarter in kept], [quarter for _key, quarter in kept], len(found) > BOUND)


def best_first(asked: Asked, hits: Hits) -> list[int]:
    """The newest of the hits, best first; of equally good ones the newest first. Without words there is no better."""
    newest = hits.keys[: RANKED.get(hits.kind, MOST_RANKED)]
    if not asked.text or not newest:
        return newest
    by_quarter = defaultdict(list)
    for key, quarter in zip(newest, hits.quarters, strict=False):
        by_quarter[quarter].append(key)
    # A part for each quarter, so that each key is looked for in one partition.
    part = "SELECT id, ts_rank(words, %s::tsquery, 1) FROM timelines_words WHERE quarter = %s AND id = ANY (%s)"
    values = [value for quarter, keys in by_quarter.items() for value in (asked.text, quarter, keys)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(by_quarter)), values)
        rank = dict(cursor.fetchall())
    return sorted(newest, key=lambda key: -rank.get(key, 0))  # stable: newest first stays


def _quarters(asked: Asked) -> list[int]:
    """Those in which something may lie: up to the last day asked for. What is vague may reach in from before the first."""
    newest = quarter_of(asked.last) if asked.last else None
    if asked.first or asked.last:  # the undated lie in no days
        return [one for one in asked.quarters if one != UNDATED and (newest is None or one <= newest)]
    return list(asked.quarters)


def _in_turn(quarters: Sequence[int]) -> Iterator[Sequence[int]]:
    place, size = 0, 1
    while place < len(quarters):
        yield quarters[place : place + size]
        place, size = place + size, max(1, place + size)


def _question(asked: Asked, kind: Found, quarters: Sequence[int], most: int) -> tuple[str, list]:
    wanted = asked.wanted if kind not in (Found.EVENT, Found.PROPOSAL) else f"{asked.wanted} & '~k{kind.value}'"
    if asked.first and quarters[0] < quarter_of(asked.first):
        wanted += " & '~v'"  # from before the days asked for only what is vague can reach in
    conditions = ["kind = %s", "quarter = ANY (%s)", "negotiation_id = ANY (%s)"]
    values: list = [kind.value, list(quarters), list(asked.negotiations)]
    if asked.first:
        conditions.append("last > %s")
        values.append(asked.first)
    if asked.last:
        conditions.append("first < %s")
        values.append(asked.last)
    return (
        f"SELECT id, quarter FROM timelines_words WHERE {' AND '.join(conditions)} AND words @@ %s::tsquery"
        " ORDER BY first DESC NULLS LAST, id DESC LIMIT %s"
    ), [*values, wanted, most]


def quarter_of(day: date) -> int:
    """As timelines_quarter in SQL."""
    return min(max(day.year, 1900), 2100) * 4 + (day.month - 1) // 3
