"""The door for every report: bytes in, one Record out, or Refused with a reason.

A reader is a module with `recognises(head, filename_hint) -> bool`, which looks at the structure
of the first bytes (never at the name alone), and `read(data, *, content_type, reference_date, url) -> Record`.
To add a format, write the module and put it into READERS, the most particular first.
"""

from datetime import date

from tracker.intake.record import Record, Refused, Source

from . import html, kinds, plain

READERS = (html, plain)
MOST_BYTES = 5 * 1024 * 1024
HEAD = 4096

__all__ = ["MOST_BYTES", "READERS", "Record", "Refused", "Source", "read"]


def read(
    data: bytes | str,
    *,
    filename: str = "",
    content_type: str = "",
    reference_date: date | None = None,
    url: str = "",
) -> Record:
    """The Record in `data` (bytes as received, or str as typed).

    `content_type` may carry a charset; `reference_date` (a date) decides the year where a dateline
    has none, today if not given; `url` is where it came from. Raises Refused, and nothing else.
    """
    data, content_type = _as_bytes(data, content_type)
    if not data.strip():
        raise Refused("There is nothing in it. Paste the text of the report, or choose another file.")
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MB"
        raise Refused(f"It is {size} long; reports up to 5 MB can be read. Paste only the report itself.")
    kinds.refuse_other_kinds(data, filename)
    head = data.lstrip()[:HEAD]
    for reader in READERS:
        if reader.recognises(head, filename):
            return reader.read(data, content_type=content_type, reference_date=reference_date, url=url)
    raise Refused("This is no kind of text that Parley knows. Parley reads .txt and .html so far.")


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
