"""CSV: which character parts the cells is told from the structure, never from a file's name.

For each delimiter the first rows are parsed with quotation marks heeded. It is a table where nearly all rows are as wide
as the first, the first can be headers, and either one of these is a name that is known, or so many rows agree that no
prose would. Prose puts a blank behind its commas; a table seldom does.
"""

import codecs
import csv
import io
from collections.abc import Iterator

from tracker.intake.record import Refused

from . import encoding
from .fields import known
from .grid import MOST_COLUMNS, MOST_ROWS, TOO_MANY, Grid, are_headers, named, trimmed

DELIMITERS = (",", ";", "\t", "|")
HEAD = 64 * 1024  # bytes in which the structure is looked for
SAMPLE = 50  # rows
LEAST_SAME, WHERE_KNOWN = 0.8, 0.3  # share of rows as wide as the headers; and where three headers or more are known
MARKS = "A cell that holds a delimiter or a line break needs quotation marks around it."
OPEN = "opens a quotation mark that is never closed; it and what follows cannot be read."


def recognises(data: bytes) -> bool:
    head = _head(data)
    return head.lstrip()[:1] not in ("{", "[", "<", "") and delimiter(head, whole=len(data) <= HEAD) is not None


def grid(data: bytes, *, content_type: str = "") -> Grid:
    """The cells. Raises Refused where these are no rows and columns."""
    text, _, _ = encoding.decode(data, content_type=content_type)
    mark, text = _announced(text)
    mark = mark or delimiter(text[:HEAD], whole=len(text) <= HEAD)
    if mark is None:
        raise Refused("Its rows do not have the same number of cells, so it cannot be read as a table.")
    rows = _rows(text, mark)
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            return _filled(Grid(named(trimmed(cells))), number, rows, text, mark)
    raise Refused("There are no rows in this table.")


def _filled(found: Grid, first: int, rows: Iterator[tuple[int, list[str]]], text: str, mark: str) -> Grid:
    if len(found.headers) > MOST_COLUMNS:
        raise Refused(f"The table has {len(found.headers)} columns; up to {MOST_COLUMNS} can be read.")
    number = first
    for number, cells in rows:
        if number - first > MOST_ROWS:
            found.refused.append((number, Refused(TOO_MANY.format(most=MOST_ROWS, row=number))))
            return found
        _add(found, number, cells)
    if number > first and _is_open(text, mark):
        found.rows = [row for row in found.rows if row.number < number]
        found.refused = [one for one in found.refused if one[0] < number]
        found.refuse(number, OPEN)
    return found


def _add(found: Grid, number: int, cells: list[str]) -> None:
    """A row of another width is a row whose cells were not marked off: what is in them cannot be told."""
    width, filled = len(found.headers), len(trimmed(cells))
    if filled > width or (filled == len(cells) == 1 and width > 2):
        found.refuse(number, f"has {filled} cell{'s' * (filled > 1)} where the headers are {width}. {MARKS}")
        return
    short = f"Row {number} has {len(cells)} cells of {width}; the others were taken as empty."
    found.add(number, cells, (short,) if len(cells) < width else ())


def _rows(text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), start=1)
    except csv.Error as error:
        raise Refused(f"The table breaks off: {error}. Save it again as CSV.") from error


def _is_open(text: str, mark: str) -> bool:
    """Whether the last cell began with a quotation mark and the text ended before it closed."""
    closing = csv.reader(io.StringIO(text + '\n"', newline=""), delimiter=mark)
    plain = sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    return sum(1 for _ in closing) == plain


def _announced(text: str) -> tuple[str | None, str]:
    """Excel's first line "sep=;", and the text without it."""
    first = text[:20].partition("\n")[0]
    if first.strip().lower()[:4] != "sep=" or len(first.rstrip("\r")) != 5:
        return None, text
    return first[4], text[len(first) + 1 :]


def _head(data: bytes) -> str:
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2 : HEAD + 2].decode(name, "ignore")
    return data[:HEAD].decode("utf-8-sig", "replace")


def delimiter(head: str, *, whole: bool) -> str | None:
    """The character that parts the cells; None where the text is no table. `whole`: it does not go on after the head."""
    announced, head = _announced(head)
    if announced:
        return announced
    scores = {mark: _score(_sample(head, mark, whole), mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > (0, 0.0, 0) else None


def _sample(head: str, mark: str, whole: bool) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark):
            rows.append(row)
            if len(rows) > SAMPLE:
                break
        else:
            rows = rows if whole or len(rows) < 2 else rows[:-1]  # the last one may be cut
    except csv.Error:
        return []
    return [row for row in rows if any(cell.strip() for cell in row)]


def _score(rows: list[list[str]], mark: str) -> tuple[int, float, int]:
    """(headers that are known, share of rows of one width, columns); zeros where it is no table."""
    none = (0, 0.0, 0)
    headers = trimmed(rows[0]) if rows else []
    if not are_headers(headers):
        return none
    width, others = len(headers), [len(trimmed(row)) <= len(headers) <= len(row) for row in rows[1:]]
    same = sum(others) / len(others) if others else 1.0
    familiar = sum(1 for header in headers if known(header))
    spaced = mark == "," and all(cell.startswith(" ") for cell in headers[1:])
    enough = 2 if spaced or not others else 1
    strange = len(others) >= 2 and same == 1 and not spaced and (mark != "," or width > 2)
    if same < (WHERE_KNOWN if familiar > 2 else LEAST_SAME) or not (familiar >= enough or strange):
        return none
    return familiar, same, width
