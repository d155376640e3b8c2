"""Proving that what is kept is what it ought to be: EXCEPT both ways, for rows, rows of tracks, counts and their totals.

Each batch is one statement, which sees one state of the database, in which both are in step or not: edits going on
meanwhile do not matter.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from tracker.negotiations.models import Negotiation

from ..models import EntryKind
from .walk import batches, months

ROWS = """
    WITH ought AS MATERIALIZED (SELECT * FROM timelines_fresh(%(kind)s, %(ids)s)),
         kept AS MATERIALIZED (SELECT * FROM timelines_entry WHERE id = ANY (timelines_keys(%(kind)s, %(ids)s))),
         ought_on AS (SELECT ought.*, track_id FROM ought CROSS JOIN LATERAL unnest(tracks) track_id),
         kept_on AS (SELECT * FROM timelines_ontrack WHERE entry_id = ANY (timelines_keys(%(kind)s, %(ids)s)))
    SELECT 'entry', true, to_jsonb(row) FROM (SELECT * FROM ought EXCEPT SELECT * FROM kept) row
    UNION ALL SELECT 'entry', false, to_jsonb(row) FROM (SELECT * FROM kept EXCEPT SELECT * FROM ought) row
    UNION ALL SELECT 'track', true, to_jsonb(row) FROM (SELECT * FROM ought_on EXCEPT SELECT * FROM kept_on) row
    UNION ALL SELECT 'track', false, to_jsonb(row) FROM (SELECT * FROM kept_on EXCEPT SELECT * FROM ought_on) row
"""
COUNTS = """
    WITH rows AS MATERIALIZED (SELECT timelines_of_month(%(negotiation)s, %(month)s) AS entries),
         days AS (SELECT counted.* FROM rows, timelines_by_day(entries, NULL) counted),
         kept_days AS (SELECT * FROM timelines_daycount WHERE negotiation_id = %(negotiation)s
                          AND day >= %(month)s AND day < %(month)s + interval '1 month'),
         months AS (SELECT counted.* FROM rows, timelines_by_month(entries, NULL) counted),
         kept_months AS (SELECT * FROM timelines_monthcount WHERE negotiation_id = %(negotiation)s AND month = %(month)s)
    SELECT 'day', true, to_jsonb(row) FROM (SELECT * FROM days EXCEPT SELECT * FROM kept_days) row
    UNION ALL SELECT 'day', false, to_jsonb(row) FROM (SELECT * FROM kept_days EXCEPT SELECT * FROM days) row
    UNION ALL SELECT 'month', true, to_jsonb(row) FROM (SELECT * FROM months EXCEPT SELECT * FROM kept_months) row
    UNION ALL SELECT 'month', false, to_jsonb(row) FROM (SELECT * FROM kept_months EXCEPT SELECT * FROM months) row
"""
TOTALS = """
    WITH totals AS (SELECT negotiation_id, track, facet, value, sum(n)::integer AS n
                      FROM timelines_monthcount WHERE negotiation_id = %(negotiation)s GROUP BY 1, 2, 3, 4),
         kept AS (SELECT * FROM timelines_totalcount WHERE negotiation_id = %(negotiation)s)
    SELECT 'total', true, to_jsonb(row) FROM (SELECT * FROM totals EXCEPT SELECT * FROM kept) row
    UNION ALL SELECT 'total', false, to_jsonb(row) FROM (SELECT * FROM kept EXCEPT SELECT * FROM totals) row
"""
# By which columns rows of the two sides are one; in this order they are named.
KEYS = {
    "entry": ("kind", "object_id"),
    "track": ("kind", "object_id", "track_id"),
    "day": ("facet", "value", "day", "kind"),
    "month": ("track", "facet", "value", "month"),
    "total": ("track", "facet", "value"),
}


@dataclass(frozen=True)
class Difference:
    """One row: `ought` and `kept` as the columns have it, None where there is none."""

    table: str
    key: tuple
    ought: dict | None
    kept: dict | None

    def __str__(self) -> str:
        name = f"{self.table} {', '.join(f'{k} {v}' for k, v in zip(KEYS[self.table], self.key, strict=True))}"
        if self.kept is None:
            return f"{name}: missing"
        if self.ought is None:
            return f"{name}: should not be there"
        wrong = [column for column in self.kept if self.kept[column] != self.ought.get(column, self.ought.get("id"))]
        return f"{name}: " + "; ".join(f"{c} is {self.kept[c]}, ought to be {self.ought.get(c)}" for c in wrong)


def differences(negotiation: Negotiation) -> Iterator[Difference]:
    """Every row of the negotiation that is not what it ought to be."""
    for kind in EntryKind.values:
        for ids in batches(negotiation, kind):
            yield from _compare(ROWS, {"kind": kind, "ids": ids})
    for month in months(negotiation):
        yield from _compare(COUNTS, {"negotiation": negotiation.pk, "month": month})
    yield from _compare(TOTALS, {"negotiation": negotiation.pk})


def _compare(sql: str, values: dict) -> Iterator[Difference]:
    sides: dict[tuple, dict[bool, dict]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for table, is_ought, row in cursor.fetchall():
            if isinstance(row, str):
                row = json.loads(row)
            sides.setdefault((table, *(row[column] for column in KEYS[table])), {})[is_ought] = row
    for (table, *key), rows in sides.items():
        yield Difference(table, tuple(key), rows.get(True), rows.get(False))
