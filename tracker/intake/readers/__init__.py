"""The door for every report: bytes in, a Record for each story out, or Refused with a reason.

A reader is a module with

- FORMAT and NAME: its short name ("rss") and what a person calls such a file ("a feed");
- `recognises(data) -> bool`, which looks at the structure of the bytes, never at a file's name;
- `read(data, *, content_type, reference_date, url) -> list[Record | Refused]`, one for each story or refused part; it
  raises Refused where the whole is refused.

A reader of tables takes `mapping` as well and may give Columns instead. To add a format, write the module and put it into
READERS, the most particular first. Readers import nothing of Django: they run in the sandbox (tracker.intake.sandbox).
"""

from datetime import date

from tracker.intake.record import Columns, Record, Refused, Source, only_one

from . import (
    anpa,
    dna,
    docx,
    eml,
    feed,
    html,
    iptc7901,
    kinds,
    mhtml,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    own,
    pdf,
    plain,
    tables,
)

READERS = (
    own, newsml_g2, newsml_1, nitf, ninjs, feed,
    dna, docx, tables, pdf, mhtml, eml,
    iptc7901, anpa, html, plain,
)  # fmt: skip
MOST_BYTES = 10 * 1024 * 1024  # of a file
MOST_TEXT_BYTES = 5 * 1024 * 1024  # of a plain text or a page

__all__ = ["MOST_BYTES", "MOST_TEXT_BYTES", "READERS", "Columns", "Record", "Refused", "Source", "read", "read_all"]


def read(data: bytes | str, **helps) -> Record:
    """The one Record in `data`; as `read_all`. Raises Refused for a file of several stories too."""
    return only_one(read_all(data, **helps))


def read_all(
    data: bytes | str,
    *,
    filename: str = "",
    content_type: str = "",
    reference_date: date | None = None,
    url: str = "",
    mapping: dict[str, str] | None = None,
) -> list[Record | Refused | Columns]:
    """What is in `data` (bytes as received, or str as typed), at least one thing.

    `filename` only names the file in a refusal; `content_type` may carry a charset; `reference_date` (a date) decides the
    year where a dateline has none, today if not given; `url` is where it came from; `mapping` {field: header} says what
    a table's columns hold. Raises Refused, and nothing else.
    """
    data, content_type = _as_bytes(data, content_type)
    if not data.strip():
        raise Refused("There is nothing in it. Paste the text of the report, or choose another file.")
    if len(data) > MOST_BYTES:
        raise Refused(_too_long(data, MOST_BYTES))
    reader = next((reader for reader in READERS if reader.recognises(data)), None)
    if reader is None or reader.FORMAT not in kinds.SIGNED:
        kinds.refuse_other_kinds(data, filename)
    if reader is None:
        raise Refused(f"This is no kind of file that Parley knows. {kinds.READ}")
    if reader in (html, plain):
        kinds.refuse_unknown_xml(data, filename)
        if len(data) > MOST_TEXT_BYTES:
            raise Refused(_too_long(data, MOST_TEXT_BYTES))
    helps = {"content_type": content_type, "reference_date": reference_date, "url": url}
    if mapping is not None and hasattr(reader, "FIELDS"):
        helps["mapping"] = mapping
    found = reader.read(data, **helps)
    for record in found:
        if not isinstance(record, Columns):
            record.format = record.format or reader.FORMAT
    return found


def _too_long(data, most):
    return (
        f"It is {len(data) / 1024 / 1024:.1f} MB long; up to {most // 1024 // 1024} MB can be read. "
        "Take only the report itself."
    )


def _as_bytes(data, content_type):
    if isinstance(data, bytes):
        return data, content_type
    try:
        return data.encode("utf-8"), "text/plain; charset=utf-8"
    except UnicodeEncodeError as error:
        raise Refused(
            f"Character {error.start + 1:,} is half a character (a lone surrogate). "
            "Copy the text again from its source."
        ) from error
