"""Plain text: a pasted report or a .txt file. The text is kept whole; facts are read from its lines."""

from tracker.intake.record import Record

from . import encoding, lines

FORMAT, NAME = "text", "plain text"
NO_LETTER = "There is not one letter in it. Paste the text of the report, or choose another file."


def recognises(data):
    """Anything: the last reader asked. What is no text at all is refused when it is decoded."""
    return bool(data)


def read(data, *, content_type="", reference_date=None, url=""):
    """The Record of a plain text. Raises Refused where it is none or holds no letter."""
    text, _, _ = encoding.decode(data, content_type=content_type)
    record = Record.of(text, NO_LETTER)
    lines.fill(record, reference_date=reference_date, url=url)
    return [record]
