"""Find text between quotation marks, of any kind, in one pass over each line.

Known: “ ”, „ “, « », straight ", two apostrophes '' and two backticks, and ‘ ’ around at least two words.
A mark that is never closed reaches to the end of its line when it opens the line
(a quotation that runs over paragraphs) or stands after a colon or comma; otherwise it is ignored.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

IN_PAIRS = (
    "(?:(?<![`'])|(?<=')'|(?<=`)`)"  # ' and ` count in pairs; behind a set of letters, which is searched for fast
)
MARK = re.compile("[\"“”„‟«»‘’'`]" + IN_PAIRS)
OPENING = re.compile(
    "[\"“”„«‘'`]" + IN_PAIRS
)  # those that may open a quotation: many lines have an apostrophe and no more
CLOSES = {
    "“": '”"',
    "„": '“”"',
    "«": "»",
    '"': '"”',
    "''": ("''",),
    "``": ("''", '"'),
    "”": "”",
    "‟": "”",
    "‘": "’",
}
OPENERS_ONLY = {"“", "„", "«", "``", "‘"}
EITHER = {'"', "''", "”"}
LONGEST = 8000  # characters between two marks; beyond that the pairing is surely wrong


@dataclass(frozen=True)
class Quote:
    """text[start:end] with its marks; `closed` is False for one that ran to the end of its line."""

    start: int
    end: int
    closed: bool = True


def find_quotes(text):
    """Every quotation of two characters or more, outermost only, in order."""
    found: list[Quote] = []
    places = [match.start() for match in OPENING.finditer(text)]
    position = first = 0
    for line in text.splitlines(keepends=True) if places else ():
        begin, position = position, position + len(line)
        last = bisect_left(places, position, first)
        if last > first:
            found.extend(_in_line(text, begin, begin + len(line.rstrip("\r\n"))))
        first = last
    return found


def inner(text, quote):
    """(start, end) of what stands between the marks."""
    start = quote.start + (2 if text[quote.start : quote.start + 2] in ("''", "``") else 1)
    if not quote.closed:
        return start, quote.end
    end = quote.end - (2 if text[quote.end - 2 : quote.end] == "''" else 1)
    return start, max(start, end)


def _in_line(text, start, end):
    opened = None
    for mark in MARK.finditer(text, start, end):
        sign = mark.group()
        if opened is not None and _closes(text, opened, mark, end):
            if _worth_keeping(text, opened, mark):
                yield Quote(opened.start(), _with_inner_mark(text, mark, end))
            opened = None
        elif _opens(text, mark, start, end) and (opened is None or opened.group() in ("‘", sign)):
            opened = mark
    if opened is not None and opened.group() != "‘" and _may_run_on(text, opened.start(), start):
        yield Quote(opened.start(), end, closed=False)


def _with_inner_mark(text, mark, end):
    """The end where an inner quotation closes with the outer one: three apostrophes in a row."""
    return mark.end() + (mark.group() == "''" and text[mark.end() : min(end, mark.end() + 1)] == "'")


def _closes(text, opened, mark, end):
    if mark.group() == opened.group() == "“":  # the wrong way round
        return text[mark.start() - 1] in ",.!?" and (mark.end() == end or text[mark.end()].isspace())
    if mark.group() not in CLOSES[opened.group()] or mark.start() == opened.end():
        return False
    if mark.group() == "’":
        after = text[mark.end()] if mark.end() < end else " "
        return not after.isalnum()
    before = text[mark.start() - 1]
    if mark.group() in EITHER and before.isspace():
        after = text[mark.end()] if mark.end() < end else " "
        return not after.isalnum()
    return True


def _opens(text, mark, start, end):
    sign = mark.group()
    if mark.end() >= end or text[mark.end()].isspace():
        return False
    if sign in OPENERS_ONLY and sign != "‘":
        return True
    before = text[mark.start() - 1] if mark.start() > start else " "
    return (sign in EITHER or sign == "‘") and not before.isalnum() and before not in ".,!?"


def _worth_keeping(text, opened, mark):
    length = mark.start() - opened.end()
    if opened.group() == "‘":
        return 3 < length < LONGEST and " " in text[opened.end() : mark.start()]
    return 0 < length < LONGEST


def _may_run_on(text, opening, line_start):
    before = text[line_start:opening].rstrip()
    return not before or before[-1] in ":,—–-"
