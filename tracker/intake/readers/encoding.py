"""Bytes to characters: byte order mark, then what was declared, then strict UTF-8, then a guess."""

import codecs
import re

from charset_normalizer import from_bytes

from tracker.intake.record import Refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
GUESS_FROM = 64 * 1024  # bytes
MOST_CONTROLS = 0.02  # share of control characters above which it is no text
CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f]")


def decode(data, *, content_type="", declared_inside=""):
    """(text, encoding, how it was known). Raises Refused for NUL, half characters and binary data."""
    text, encoding, how = _decode(data, content_type, declared_inside)
    if "\0" in text:
        raise Refused(
            "It contains NUL characters, which no text has. It may be a program's file or UTF-16 without its mark."
        )
    if len(CONTROLS.findall(text[:GUESS_FROM])) > MOST_CONTROLS * min(len(text), GUESS_FROM):
        raise Refused("This is no text but binary data. Open it in its program and save it as text.")
    return text, encoding, how


def _decode(data, content_type, declared_inside):
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, "byte order mark"
    for declared, how in (
        (_charset(content_type), "content type"),
        (declared_inside, "declared in the page"),
    ):
        text = _strictly(data, declared)
        if text is not None:
            return text, declared, how
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, "utf-8", "valid UTF-8"
    _refuse_half_characters(data)
    return _guess(data)


def _charset(content_type):
    match = CHARSET.search(content_type or "")
    return match.group(1).lower() if match else ""


def _strictly(data, encoding):
    """Decoded text, or None where the encoding is unknown, no text encoding, or does not fit."""
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except (LookupError, ValueError, TypeError):
        return None


def _refuse_half_characters(data):
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    raise Refused(
        "It contains half characters (lone surrogates). Save it again as UTF-8, or copy the text from its source."
    )


def _guess(data):
    best = from_bytes(data[:GUESS_FROM]).best()
    if best is None or b"\0" in data:
        raise Refused("The encoding of its characters cannot be told. Save it as UTF-8 and try again.")
    text = data.decode(best.encoding, "replace")
    return text, best.encoding, "guessed from the bytes"
