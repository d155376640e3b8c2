"""XLSX: cells as words, days, formulas, sheets, and archives that are not what they claim."""

import io
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tracker.intake.readers import Columns, Record, Refused, read_all, tables, workbooks

HEAD = ["Title", "Text", "Published", "Outlet"]


def workbook(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(data, changed):
    """The archive with members replaced: {name: bytes}."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return written.getvalue()


ROWS = (HEAD, ["Talks", "They open on Monday.", datetime(2021, 12, 23, 18, 4), "Kestrel"])


def test_a_report_a_row():
    data = workbook(*ROWS)
    assert tables.recognises(data)
    (record,) = read_all(data)
    assert (record.title, record.text, record.outlet) == ("Talks", "They open on Monday.", "Kestrel")
    assert record.published_at == datetime(2021, 12, 23, 18, 4, tzinfo=UTC)
    assert record.sources["published_at"].where == "column “Published”, row 2 (no time zone in the table, UTC taken)"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2021, 12, 23), datetime(2021, 12, 23, tzinfo=UTC)),
        (44553, datetime(2021, 12, 23, tzinfo=UTC)),
        (44553.75, datetime(2021, 12, 23, 18, tzinfo=UTC)),
        ("23.12.2021 18:00", datetime(2021, 12, 23, 18, tzinfo=UTC)),
    ],
)
def test_days_are_days_or_numbers_or_words(cell, expected):
    (record,) = read_all(workbook(HEAD, ["Talks", "They open.", cell, ""]))
    assert record.published_at == expected


def test_numbers_count_from_1904_where_the_workbook_says_so():
    def change(book):
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    (record,) = read_all(workbook(HEAD, ["Talks", "They open.", 43091, ""], change=change))
    assert record.published_at == datetime(2021, 12, 23, tzinfo=UTC)


def test_a_column_of_times():
    (record,) = read_all(workbook([*HEAD, "Time"], ["Talks", "They open.", date(2021, 12, 23), "", time(18, 4)]))
    assert record.published_at == datetime(2021, 12, 23, 18, 4, tzinfo=UTC)


def test_rows_have_the_numbers_that_the_program_shows():
    found = read_all(
        workbook(["All that was printed"], [], HEAD, [], ["Talks", "", None, ""], ["More", "They go on.", None, None])
    )
    assert found[0].reason == "Row 5 has neither a text nor a quote."
    assert found[1].sources["title"].where == "column “Title”, row 6"


def test_a_formula_without_its_value_is_told_and_not_computed():
    (record,) = read_all(workbook(HEAD, ["Talks", "They open.", None, '="Kes"&"trel"']))
    assert record.outlet == ""
    assert record.notes[0].startswith("D2 holds a formula that was never computed")


def test_cells_beyond_the_headers_are_told():
    (record,) = read_all(workbook(HEAD, ["Talks", "They open.", None, None, None, "see below"]))
    assert record.notes[0] == "Row 2 goes on beyond the headers; 1 of its cells were not read."


def test_the_first_sheet_with_a_table_is_read_and_others_are_named():
    def change(book):
        book.create_sheet("About", 0).append(["What this is all about"])
        book.create_sheet("Codes").append(["a", "b"])
        book.create_sheet("Empty")
        hidden = book.create_sheet("Hidden")
        hidden.append(HEAD)
        hidden.sheet_state = "hidden"

    found = read_all(workbook(*ROWS, change=change))
    assert [one.title for one in found] == ["Talks", "About", "Codes"]
    assert "one table is read from a workbook" in found[1].reason


def test_columns_are_asked_for():
    (asked,) = read_all(workbook(["Wort", "Zahl"], ["Talks", 12.0], ["More", 1.5]))
    assert asked == Columns(["Wort", "Zahl"], [["Talks", "12"], ["More", "1.5"]], {})


def test_a_claimed_size_is_not_trusted():
    data = workbook(*ROWS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    vast = sheet.replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')
    assert vast != sheet
    (record,) = read_all(repacked(data, {"xl/worksheets/sheet1.xml": vast}))
    assert record.title == "Talks"


def test_too_many_rows_are_told(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    found = read_all(workbook(HEAD, *[[f"Report {n}", f"Words of {n}.", None, None] for n in range(5)]))
    assert [one.title for one in found] == ["Report 0", "Report 1", ""]
    assert "from row 4 on" in found[-1].reason


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({SHEET: b"<worksheet"}, "damaged"),
        ({SHEET: b"\0\1\2"}, "damaged"),
        ({"xl/workbook.xml": b""}, "damaged"),
        ({SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}, "damaged"),
        ({SHEET: "<!DOCTYPE x []><worksheet/>".encode("utf-16")}, "damaged"),
        ({"xl/media/zeros.bin": b"\0" * (8 * 1024 * 1024)}, "unpacks to more"),
        ({f"xl/{n}": b"" for n in range(2_100)}, "unpacks to more"),
    ],
)
def test_damaged_and_hostile_workbooks_are_refused(changed, reason):
    with pytest.raises(Refused) as caught:
        read_all(repacked(workbook(*ROWS), changed))
    assert reason in caught.value.reason
    assert "an Excel workbook (XLSX)" in caught.value.reason


def test_a_workbook_cut_short_is_told_to_be_damaged():
    data = workbook(*ROWS)
    with pytest.raises(Refused, match="damaged"):
        read_all(data[: len(data) - 40])


def test_one_column_is_no_table():
    with pytest.raises(Refused, match="without a table"):
        read_all(workbook(["Text"], ["They open."]))


GOOD = workbook(*ROWS)


@settings(max_examples=60)
@given(st.data())
def test_only_refusals_escape(data):
    good = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = tables.read(bytes(good))
    except Refused:
        return
    assert all(isinstance(one, Record | Refused | Columns) for one in found)


@settings(max_examples=100)
@given(st.binary(max_size=300), st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]))
def test_only_refusals_escape_from_members(noise, member):
    try:
        found = tables.read(repacked(GOOD, {member: noise}))
    except Refused:
        return
    assert found


def test_a_wide_sheet_has_fewer_rows(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 8)
    found = read_all(workbook(HEAD, *[[f"Report {n}", f"Words of {n}.", None, None] for n in range(4)]))
    assert [one.title for one in found] == ["Report 0", "Report 1", ""]
    assert "more than 2 rows; those from row 4 on" in found[-1].reason
