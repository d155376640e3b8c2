"""XLSX: the cells of the first sheet that holds a table, by openpyxl, which reads row after row.

A workbook is an archive: its members are looked at before any is opened, and a document type, which no workbook has, is
refused. A formula is never computed: its last value is taken, and where there is none the row says so.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import repeat

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tracker.intake.record import Refused

from .grid import MOST_COLUMNS, MOST_ROWS, TOO_MANY, Grid, are_headers, letters, named, trimmed

MOST_CELLS = 300_000  # which take some ten seconds
MOST_MEMBERS = 2_000
MOST_UNPACKED = 300 * 1024 * 1024  # bytes of all members
MOST_RATIO, RATIO_FROM = 200, 4 * 1024 * 1024  # unpacked to packed bytes, of members larger than that
ABOVE_HEADERS = 20  # rows in which the headers are looked for
WORKBOOK = "an Excel workbook (XLSX)"
DAMAGED = f"It is {WORKBOOK}, but it is damaged. Open it in its program and save it again."
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0|\0<\0!", re.IGNORECASE)
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
LAST = 2_000_000  # a number behind that of every row
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


def recognises(data: bytes) -> bool:
    """An archive with a workbook in it."""
    if data[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("xl/workbook") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return b"xl/workbook" in data and b"word/" not in data


def grid(data: bytes) -> Grid:
    """The cells of the first sheet with a table; other sheets that are filled are refused by name. Raises Refused."""
    try:
        _check(data)
        with warnings.catch_warnings():  # of styles and extensions that are not kept: nothing is written back
            warnings.simplefilter("ignore")
            return _grid(data)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # a damaged workbook breaks the library in dozens of ways
        raise Refused(DAMAGED) from error


def _check(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        packed_too_much = any(
            one.file_size > RATIO_FROM and one.file_size > MOST_RATIO * max(one.compress_size, 1) for one in members
        )
        if packed_too_much or len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
            raise Refused(f"It is {WORKBOOK} that unpacks to more than can be read. Save its sheet alone, or as CSV.")
        if any(one.flag_bits & 1 for one in members):
            raise Refused(f"It is {WORKBOOK} with a password. Save it without one.")
        for one in members:
            if one.filename.endswith((".xml", ".rels")):
                with archive.open(one) as member:
                    if DOCTYPE.search(member.read(2048)):
                        raise Refused(DAMAGED)


def _grid(data: bytes) -> Grid:
    values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    written = load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if _has_formulas(data) else None
    found, others = None, []
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        table = _sheet(sheet, written and written[sheet.title]) if found is None else None
        if table:
            found = table
        elif _is_filled(sheet):
            others.append((LAST + len(others), left_out(sheet.title)))
    if found is None:
        raise Refused(f"It is {WORKBOOK} without a table: no row of headers above rows of cells was found.")
    found.refused += others
    found.day_zero = DAY_ZERO_1904 if values.epoch == CALENDAR_MAC_1904 else DAY_ZERO
    return found


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            with archive.open(name) as member:
                before = b""
                while chunk := member.read(1024 * 1024):
                    if FORMULA.search(before + chunk):
                        return True
                    before = chunk[-3:]
    return False


def left_out(title: str) -> Refused:
    why = f"The sheet “{title[:80]}” was not read: one table is read from a workbook. Save it as a file of its own."
    return Refused(why, title=title[:80])


def _is_filled(sheet) -> bool:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=ABOVE_HEADERS, max_col=MOST_COLUMNS, values_only=True)
    return any(value not in (None, "") for row in rows for value in row)


def _sheet(sheet, formulas) -> Grid | None:
    """Its table; None where no row near its beginning can be headers."""
    rows = _rows(sheet, formulas)
    for number, cells, _ in rows:
        if number > ABOVE_HEADERS:
            return None
        cells = trimmed(cells)
        if are_headers(cells):
            return _filled(Grid(named(cells)), rows, number)
    return None


def _filled(found: Grid, rows: Iterator[tuple[int, list[str], tuple[str, ...]]], first: int) -> Grid:
    most = min(MOST_ROWS, MOST_CELLS // len(found.headers))
    for number, cells, notes in rows:
        if number - first > most:
            found.refused.append((number, Refused(TOO_MANY.format(most=most, row=number))))
            break
        found.add(number, cells, notes)
    return found


def _rows(sheet, formulas) -> Iterator[tuple[int, list[str], tuple[str, ...]]]:
    """(number, cells, notes); the claimed size of the sheet is not trusted. `formulas` is None where it has none."""
    written = _values(formulas) if formulas else repeat(())
    for number, (row, wanted) in enumerate(zip(_values(sheet), written, strict=False), start=1):
        notes = tuple(
            f"{letters(place)}{number} holds a formula that was never computed; open the file and save it to have its value."
            for place, (value, formula) in enumerate(zip(row, wanted, strict=False))
            if value is None and formula is not None
        )
        yield number, [_words(value) for value in row], notes


def _values(sheet) -> Iterator[tuple]:
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=MOST_ROWS + ABOVE_HEADERS + 2, max_col=MOST_COLUMNS + 1, values_only=True)


def _words(value: object) -> str:
    """A cell as words: days in ISO 8601, midnight left out; numbers without an empty fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
