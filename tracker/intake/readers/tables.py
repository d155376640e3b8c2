"""A table of reports, or of statements coded elsewhere: CSV or XLSX, one report or one statement a row.

Where the headers do not tell for certain which column holds the title, the text or the quotes, the reader gives Columns
and a person says; `mapping` {field of FIELDS: header} is what was said.
"""

from datetime import date

from tracker.intake.record import Columns, Record, Refused

from . import delimited, workbooks
from .fields import FIELDS, certain, proposed
from .grid import Grid, folded
from .joining import How, records

__all__ = ["FIELDS", "FORMAT", "NAME", "read", "recognises"]

FORMAT, NAME = "table", "a table (CSV or XLSX)"
SHOWN_ROWS, SHOWN_LETTERS = 5, 200


def recognises(data: bytes) -> bool:
    return workbooks.recognises(data) or delimited.recognises(data)


def read(
    data: bytes,
    *,
    content_type: str = "",
    reference_date: date | None = None,
    url: str = "",
    mapping: dict[str, str] | None = None,
) -> list[Record | Refused | Columns]:
    """The Records of a table, a refusal for each row that is wrong; or its Columns. Raises Refused."""
    grid = cells_of(data, content_type)
    found = proposed(grid.headers)
    if mapping is None and not certain(grid.headers, found):
        return [columns(grid, found)]
    return records(
        grid, checked(grid, found if mapping is None else mapping), How(FORMAT), reference_date=reference_date
    )


def cells_of(data: bytes, content_type: str) -> Grid:
    """The Grid. Raises Refused where it has no rows below its headers, or one column alone."""
    grid = workbooks.grid(data) if workbooks.recognises(data) else delimited.grid(data, content_type=content_type)
    if not grid.rows and not grid.refused:
        raise Refused("The table has headers and no row below them.")
    return grid


def columns(grid: Grid, found: dict[str, str]) -> Columns:
    shown = [[" ".join(cell.split())[:SHOWN_LETTERS] for cell in row.cells] for row in grid.rows[:SHOWN_ROWS]]
    return Columns(grid.headers, shown, found)


def checked(grid: Grid, mapping: dict[str, str]) -> dict[str, str]:
    """The mapping without what is empty. Raises Refused where the table has not these columns, or no words are mapped."""
    there = {folded(header) for header in grid.headers}
    kept = {name: header for name, header in mapping.items() if name in FIELDS and header}
    for name, header in kept.items():
        if folded(header) not in there:
            raise Refused(f"The table has no column “{header[:80]}”, which was to hold: {FIELDS[name]}.")
    if not {"text", "exact"} & kept.keys():
        raise Refused("No column is said to hold the text of reports or the quotes of statements. Say which one does.")
    return kept
