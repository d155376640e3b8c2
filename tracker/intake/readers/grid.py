"""A table as cells, whatever file it came in: headers once, rows with the number a spreadsheet shows for them."""

from dataclasses import dataclass, field
from datetime import date

from tracker.intake.record import Refused
from tracker.lib.text import one_line

MOST_ROWS, MOST_COLUMNS = 20_000, 100
LONGEST_HEADER = 200  # characters
LONGEST_NAME, MOST_NAME_WORDS = 80, 10  # of what can be a header at all
TOO_MANY = (
    "The table has more than {most:,} rows; those from row {row:,} on were not read. Import them as another table."
)


@dataclass(frozen=True)
class Row:
    """`number` counts from 1, the headers' row included; `notes` is what was odd about it."""

    number: int
    cells: list[str]
    notes: tuple[str, ...] = ()


@dataclass
class Grid:
    """`refused` are rows and sheets that cannot be read; `day_zero` the day of number 0 where a date can be a number."""

    headers: list[str]
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, Refused]] = field(default_factory=list)
    day_zero: date | None = None

    def add(self, number: int, cells: list[str], notes: tuple[str, ...] = ()) -> None:
        """One row; an empty one is passed over, a shorter one completed, and what stands beyond the headers told."""
        if not any(cell.strip() for cell in cells):
            return
        width = len(self.headers)
        beyond = sum(1 for cell in cells[width:] if cell.strip())
        if beyond:
            notes = (*notes, f"Row {number} goes on beyond the headers; {beyond} of its cells were not read.")
        self.rows.append(Row(number, cells[:width] + [""] * (width - len(cells)), notes))

    def refuse(self, number: int, what: str, *, title: str = "") -> None:
        self.refused.append((number, Refused(f"Row {number} {what}", title=title)))


def trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def named(cells: list[str]) -> list[str]:
    """Headers that are told apart: what is empty is called by its letter, what stands twice is numbered."""
    names: list[str] = []
    seen: set[str] = set()
    for place, cell in enumerate(cells):
        wanted = one_line(cell)[:LONGEST_HEADER] or f"Column {letters(place)}"
        name, number = wanted, 2
        while folded(name) in seen:
            name, number = f"{wanted} ({number})", number + 1
        seen.add(folded(name))
        names.append(name)
    return names


def letters(place: int) -> str:
    """A, B, ... Z, AA: what spreadsheets call the column at `place`, from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def folded(name: str) -> str:
    """By which names are told: case, blanks, underscores and hyphens apart."""
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold().strip(" :.*#")


def are_headers(cells: list[str]) -> bool:
    """Whether a row can be one of headers: short names, each another, no sentences, numbers, days or addresses."""
    names = [folded(cell) for cell in cells if cell.strip()]
    if len(names) < 2 or len(names) < len(cells) - 1 or len(set(names)) < len(names):
        return False
    return all(_is_name(cell.strip()) for cell in cells if cell.strip())


def _is_name(cell: str) -> bool:
    if len(cell) > LONGEST_NAME or len(cell.split()) > MOST_NAME_WORDS:
        return False
    if not any(character.isalpha() for character in cell) or "://" in cell or cell.startswith(("<", "{", "[")):
        return False
    return not cell.endswith(("!", "?", ";", ",")) and not (cell.endswith(".") and len(cell) > 6) and ": " not in cell
