"""The event list that Discourse Network Analyzer writes as CSV: one statement a row, with its document's particulars.

DNA 3 writes statement_id, time, the variables of the statement type, start_position, stop_position, text (the
statement's words), coder (a number), document_id, document_title, document_author, document_source, document_section,
document_type. DNA 2 writes "statement ID", time, "document ID", "document title", author, source, section, type, text
and then the variables; it has no coder, and its hours run from 1 to 12 without saying which half of the day. Both part
the cells with semicolons, and write ' for " and , for ; inside. The time is that of the document.

The variables are chosen by whoever made the statement type. DNA's own are person, organization, concept and agreement;
others are known by their names or kept in the note. Where none can be told a person says which is which.
"""

import re
from datetime import date

from tracker.intake.record import Columns, Record, Refused

from . import delimited, tables
from .fields import FIELDS, known
from .grid import Grid, folded
from .joining import How, records

__all__ = ["FIELDS", "FORMAT", "NAME", "read", "recognises"]

FORMAT, NAME = "dna", "an event list of Discourse Network Analyzer (CSV)"
ALWAYS = {"statement id", "time", "document id", "document title"}
OF_RDNA_2 = {"id", "time", "docid", "doctitle"}
COLUMNS = {
    "exact": ("text",),
    "published_at": ("time",),
    "identifier": ("document id",),
    "title": ("document title",),
    "text": ("document text",),
    "byline": ("document author", "author"),
    "outlet": ("document source", "source"),
    "start": ("start position",),
    "end": ("stop position",),
    "coder": ("coder",),
}
ITS_OWN = {"statement id", *(name for names in COLUMNS.values() for name in names)}
OF_DOCUMENTS = ("document section", "document type", "section", "type")
VARIABLES = ("speaker", "organisation", "issue", "stance")
STITCHED = (
    "An event list of DNA holds the words of statements and not the text of documents; what stands for the text are the"
    " statements ({count}) in their order."
)
NO_HALF = "DNA 2 does not say which half of the day its hours are of: the day alone is taken, midnight UTC"


def recognises(data: bytes) -> bool:
    names = _first_names(data)
    return names >= ALWAYS or names >= OF_RDNA_2


def read(
    data: bytes,
    *,
    content_type: str = "",
    reference_date: date | None = None,
    url: str = "",
    mapping: dict[str, str] | None = None,
) -> list[Record | Refused | Columns]:
    """A Record for each document with its statements; Columns where no variable is known. Raises Refused."""
    grid = tables.cells_of(data, content_type)
    names = {folded(header): header for header in grid.headers}
    if "text" not in names:
        raise Refused(
            "This event list has no column “text” with the words of its statements. Export it from DNA itself."
        )
    found = _proposed(grid, names)
    if mapping is None and not {"speaker", "organisation", "issue"} & found.keys():
        return [tables.columns(grid, found)]
    chosen = tables.checked(grid, found if mapping is None else mapping)
    is_second = "document author" not in names
    used = set(chosen.values()) | {names[name] for name in ITS_OWN if name in names}
    told = tuple(names[name] for name in OF_DOCUMENTS if name in names)
    how = How(
        FORMAT,
        stitched=STITCHED,
        days_only=NO_HALF if is_second else "",
        kept=tuple(header for header in grid.headers if header not in {*used, *told}),
        told=told,
        coder=lambda words: f"coder {words}" if words.isdigit() else words,
    )
    return records(grid, chosen, how, reference_date=reference_date)


def _proposed(grid: Grid, names: dict[str, str]) -> dict[str, str]:
    fixed = {name: names[one] for name, several in COLUMNS.items() for one in reversed(several) if one in names}
    free = [header for header in grid.headers if folded(header) not in {*ITS_OWN, *OF_DOCUMENTS}]
    for header in reversed(free):
        if (name := known(header)) in VARIABLES:
            fixed[name] = header
    return {name: fixed[name] for name in FIELDS if name in fixed}


def _first_names(data: bytes) -> set[str]:
    """The headers of a file that begins as an event list may; nothing is parsed of any other."""
    line = re.split(rb"[\r\n]", data[:8192].removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    if b"time" not in line or not delimited.recognises(data):
        return set()
    return {folded(cell.strip(' "')) for cell in re.split("[;,\t]", line.decode("utf-8", "replace"))}
