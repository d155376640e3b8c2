"""From the rows of a table to Records: one for each report, with the statements that its rows hold.

Rows are of one report where they have the same text, the same number, the same address (and no other title), or the
same title and day; a row that names no report goes with the one above it, as in tables with merged cells. The first row
that says something of the report counts; where a later one says otherwise a note tells.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tracker.intake.record import LONGEST_LINE, Coded, Record, Refused, Source
from tracker.lib.text import BadText, detect_language, normalise, one_line

from . import cells, lines
from .fields import OF_STATEMENTS
from .grid import Grid, Row, folded
from .stitching import stitched

OF_REPORT = ("title", "outlet", "byline", "dateline_place", "published_at", "dateline_day", "language", "kind", "url")
MOST_ALIKE = 50  # reports of one address or title that are looked through
SENT_FOR_LANGUAGE = 4_000  # characters
NO_TEXT = "Row {row} has neither a text nor a quote."
STITCHED = (
    "The table does not hold the text of this report; what stands for it are its quotes ({count}), one after another."
)


@dataclass(frozen=True)
class How:
    """`rule`: what the statements are said to come from; `stitched`: what is said of a text made of quotes; `days_only`: hours in the table mean nothing;
    `kept`: columns whose cells go into the note of a statement; `told`: those that go into the notes of a report;
    `coder`: how a coder is called."""

    rule: str
    stitched: str = STITCHED
    days_only: str = ""
    kept: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    coder: Callable[[str], str] = str


@dataclass
class Group:
    """Rows of one report."""

    rows: list[Row] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # what is known of it: text, identifier, url, title, day


class Table:
    """A Grid whose columns are told."""

    def __init__(self, grid: Grid, mapping: dict[str, str], how: How):
        places = {folded(header): place for place, header in enumerate(grid.headers)}
        self.grid, self.how = grid, how
        self.headers = {name: grid.headers[places[folded(header)]] for name, header in mapping.items()}
        self.places = {name: places[folded(header)] for name, header in mapping.items()}
        self.kept = [(header, places[folded(header)]) for header in how.kept]
        self.told = [(header, places[folded(header)]) for header in how.told]
        self.orders = {
            name: cells.day_order([row.cells[self.places[name]] for row in grid.rows])
            for name in ("published_at", "dateline_day", "said_on")
            if name in self.places
        }

    def cell(self, row: Row, name: str) -> str:
        place = self.places.get(name)
        return "" if place is None else row.cells[place].strip()

    def source(self, row: Row, name: str, note: str = "") -> Source:
        where = f"column “{self.headers[name]}”, row {row.number}" + (f" ({note})" if note else "")
        return Source(where, one_line(self.cell(row, name))[:LONGEST_LINE])


def records(grid: Grid, mapping: dict[str, str], how: How, *, reference_date: date | None = None) -> list:
    """Records and refusals in the order of the rows. `mapping` is {field: header}, each header one of the grid's."""
    table = Table(grid, mapping, how)
    found: list[tuple[int, Record | Refused]] = list(grid.refused)
    for group in _groups(table, found):
        try:
            record = _record(table, group, reference_date)
        except Refused as error:
            numbers = [row.number for row in group.rows]
            found += [(number, Refused(f"Row {number}: {error.reason}", title=error.title)) for number in numbers]
        else:
            found.append((group.rows[0].number, record))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _groups(table: Table, refused: list[tuple[int, Record | Refused]]) -> list[Group]:
    groups: list[Group] = []
    known: dict[tuple[str, ...], list[Group]] = {}
    for row in table.grid.rows:
        wrong = _wrong(table, row)
        names = _names(table, row)
        if wrong:
            refused.append((row.number, Refused(wrong, title=one_line(table.cell(row, "title"))[:LONGEST_LINE])))
            continue
        keys = list(_keys(names))
        group = next(
            (one for key in keys for one in known.get(key, [])[-MOST_ALIKE:] if _agree(one.names, names)), None
        )
        if group is None and not keys and groups and table.cell(row, "exact"):
            group = groups[-1]
        if group is None:
            groups.append(group := Group())
        group.rows.append(row)
        group.names = names | group.names
        for key in _keys(group.names):
            if all(one is not group for one in known.setdefault(key, [])[-MOST_ALIKE:]):
                known[key].append(group)
    return groups


def _wrong(table: Table, row: Row) -> str:
    """Why a row is of no use; "" where it is of some."""
    if not table.cell(row, "text") and not table.cell(row, "exact"):
        return NO_TEXT.format(row=row.number)
    try:
        _quote(table, row)
    except BadText as error:
        return f"Row {row.number}, column “{table.headers['exact']}”: {error}"
    for name in ("published_at", "dateline_day"):
        if table.cell(row, name):
            try:
                _moment(table, row, name)
            except cells.BadCell as error:
                return f"Row {row.number}, column “{table.headers[name]}”: {error}"
    return ""


def _names(table: Table, row: Row) -> dict[str, str]:
    names = {
        "text": " ".join(table.cell(row, "text").split()),
        "identifier": table.cell(row, "identifier"),
        "url": table.cell(row, "url"),
        "title": folded(table.cell(row, "title")),
        "day": table.cell(row, "published_at"),
    }
    return {name: value for name, value in names.items() if value}


def _keys(names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """By which the rows of a report are found, the surest first."""
    for name in ("identifier", "text", "url"):
        if name in names:
            yield name, names[name]
    if "title" in names:
        yield "title", names["title"], names.get("day", "")


def _agree(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether nothing that both name tells them apart."""
    telling = ("identifier", "text", "title") if "identifier" not in one else ("identifier", "text")
    return all(one.get(name, value) == value for name, value in other.items() if name in telling)


def _moment(table: Table, row: Row, name: str) -> cells.Moment:
    words = table.cell(row, name)
    clock = table.cell(row, "published_time") if name == "published_at" else ""
    order, zero = table.orders[name], table.grid.day_zero
    found = cells.moment(words, order=order, day_zero=zero)
    if clock and found.at and found.is_day:
        found = cells.moment(f"{found.at.date().isoformat()} {clock}", order=order, day_zero=zero)
    if table.how.days_only and found.at and name == "published_at":
        found = cells.Moment(found.at.replace(hour=0, minute=0, second=0), table.how.days_only)
    return found


def _record(table: Table, group: Group, reference_date: date | None) -> Record:
    """Raises Refused where no text can be made of the rows."""
    quotes = [(row, quote) for row in group.rows if (quote := _quote(table, row))]
    title = one_line(next(filter(None, (table.cell(row, "title") for row in group.rows)), ""))[:LONGEST_LINE]
    text_row = next((row for row in group.rows if table.cell(row, "text")), None)
    try:
        if text_row:
            record = Record.of(cells.without_markup(table.cell(text_row, "text")), "There is no letter in its text.")
            spans = [_claimed(table, row) for row, _ in quotes]
        else:
            text, spans = stitched([(_claimed(table, row), quote) for row, quote in quotes])
            record = Record.of(text, "There is no letter in its quotes.")
            record.notes.append(table.how.stitched.format(count=len(quotes)))
    except Refused as error:
        error.title = title
        raise
    _particulars(table, group, record)
    record.statements = [_coded(table, row, quote, span) for (row, quote), span in zip(quotes, spans, strict=True)]
    _complete(record, bool(text_row), reference_date)
    return record


def _complete(record: Record, has_text: bool, reference_date: date | None) -> None:
    """What no column told is read from the lines of a text; quotes put together have no title line or dateline."""
    if has_text:
        lines.fill(record, reference_date=reference_date, url=record.url)
    else:
        language = detect_language(record.text[:SENT_FOR_LANGUAGE])
        record.take("language", language, Source("letters and words of the text"))


def _quote(table: Table, row: Row) -> str:
    """Raises BadText."""
    cell = table.cell(row, "exact")
    return normalise(cells.without_markup(cell)).text.strip() if cell else ""


def _claimed(table: Table, row: Row) -> tuple[int, int] | None:
    start, end = cells.whole(table.cell(row, "start")), cells.whole(table.cell(row, "end"))
    return (start, end) if start is not None and end is not None and start < end else None


def _particulars(table: Table, group: Group, record: Record) -> None:
    for row in group.rows:
        record.notes += row.notes
        for name in OF_REPORT:
            if table.cell(row, name):
                _take(table, row, name, record)
        summary = table.cell(row, "summary")
        if summary and not table.cell(row, "exact"):
            record.take("summary", summary, table.source(row, "summary"))
    told = {
        f"{header}: {row.cells[place].strip()}"
        for row in group.rows
        for header, place in table.told
        if row.cells[place].strip()
    }
    record.notes += sorted(told)
    used = {*table.headers.values(), *table.how.kept, *table.how.told}
    unused = [header for header in table.grid.headers if header not in used]
    if unused:
        record.notes.append(f"Not used of the table: {', '.join(f'“{header}”' for header in unused)[:400]}.")


def _take(table: Table, row: Row, name: str, record: Record) -> None:
    """The cell's value for a field of the report; a note where it is none, or another than an earlier row's."""
    value, note = _value(table, row, name)
    words = one_line(table.cell(row, name))
    if not value:
        record.notes.append(
            f"Row {row.number}, column “{table.headers[name]}”: {note or f'“{words[:80]}” is not known.'}"
        )
    elif not record.take(name, value, table.source(row, name, note)) and getattr(record, name) != value:
        kept = record.sources[name].words
        if one_line(str(value))[:LONGEST_LINE] != getattr(record, name):
            told = f"Row {row.number} has “{words[:80]}” as {table.headers[name]}; “{kept[:80]}” was kept."
            record.notes.append(told)
    if name == "published_at" and value:
        record.take("published_words", words, table.source(row, name))


def _value(table: Table, row: Row, name: str) -> tuple[object, str]:
    words = table.cell(row, name)
    if name in ("published_at", "dateline_day"):
        found = _moment(table, row, name)
        day = found.at.date() if found.at and name == "dateline_day" else found.at
        return day, f"{found.note}." if not found.at else found.note if name == "published_at" else ""
    if name == "language":
        return cells.language(words), ""
    if name == "kind":
        return cells.kind(words), ""
    if name == "url":
        return (
            (words, "")
            if words.lower().startswith(("http://", "https://"))
            else ("", f"“{words[:80]}” is no web address.")
        )
    return words, ""


def _coded(table: Table, row: Row, quote: str, span: tuple[int, int] | None) -> Coded:
    said = {name: one_line(table.cell(row, name)) for name in OF_STATEMENTS & table.places.keys()}
    order, zero = table.orders.get("said_on", ""), table.grid.day_zero
    stance = cells.stance(said.get("stance", ""))
    note = [said.get("note", "")] + [
        f"{header}: {row.cells[place].strip()}" for header, place in table.kept if row.cells[place].strip()
    ]
    if said.get("stance") and not stance:
        note.append(f"{table.headers['stance']}: {said['stance']}")
    return Coded(
        exact=quote,
        start=span[0] if span else None,
        end=span[1] if span else None,
        stance=stance,
        tracks=tuple(
            one
            for part in table.cell(row, "tracks").replace("|", ";").replace("\n", ";").split(";")
            if (one := one_line(part))
        ),
        said_on=cells.said_on(said["said_on"], order=order, day_zero=zero) if said.get("said_on") else "",
        summary=one_line(table.cell(row, "summary")),
        note="; ".join(filter(None, note)),
        coder=table.how.coder(said.get("coder", "")) if said.get("coder") else "",
        rule=table.how.rule,
        act=cells.one_of(said.get("act", ""), cells.ACTS),
        form=cells.one_of(said.get("form", ""), cells.FORMS),
        basis=cells.one_of(said.get("basis", ""), cells.BASES),
        **{name: said.get(name, "") for name in PLAIN},
    )


PLAIN = (
    "speaker", "speaker_words", "organisation", "addressee", "issue", "condition", "venue", "original_text", "translation",
)  # fmt: skip
