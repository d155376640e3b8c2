"""How long the largest tables take to be read, by hand: python -m tests.bench.tables

Seconds of processor time; the rows are as many as a table may have.
"""

import csv
import io
import time

from openpyxl import Workbook

from tracker.intake.readers import read_all
from tracker.intake.readers.grid import MOST_ROWS

TEXT = "The envoy of Freedonia said on Monday that the talks would open in two weeks. " * 5
REPORTS = ["title", "text", "date", "outlet", "url"]
STATEMENTS = ["title", "quote", "date", "outlet", "url", "speaker", "issue", "stance"]


def reports():
    for n in range(MOST_ROWS):
        yield [f"Title {n}", f"{n}. {TEXT}", "2021-12-23", "Kestrel", f"https://kestrel.example/{n}"]


def statements(a_report):
    """With `a_report` statements each."""
    for n in range(MOST_ROWS):
        report = [f"Title {n // a_report}", f"{n}. We are ready to go on", "2021-12-23", "Kestrel"]
        yield [*report, f"https://kestrel.example/{n // a_report}", "Anna Envoy", "Missiles", "accepts"]


def as_csv(headers, rows):
    written = io.StringIO()
    csv.writer(written).writerows([headers, *rows])
    return written.getvalue().encode()


def as_xlsx(headers, rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (headers, *rows):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def main():
    for name, data in (
        ("CSV of reports", as_csv(REPORTS, reports())),
        ("CSV of statements, 10 a report", as_csv(STATEMENTS, statements(10))),
        ("CSV of statements, all of one report", as_csv(STATEMENTS, statements(MOST_ROWS))),
        ("XLSX of statements, 10 a report", as_xlsx(STATEMENTS, statements(10))),
    ):
        started = time.process_time()
        found = read_all(data)
        took = time.process_time() - started
        print(f"{name}: {len(data) / 1024 / 1024:.1f} MB, {len(found):,} reports, {took:.1f} s")


if __name__ == "__main__":
    main()
