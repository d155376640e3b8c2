"""Dates in running text, resolved against a reference day (the dateline's).

How an expression is read:

1. `RULES` (rules.py) each know one manner of writing a date: a pattern, and a function from the match, the reference day
   and the tense to an EDTF string.
2. All patterns are run over the text; where matches overlap the longer one wins, then the earlier rule.
3. The tense decides in which direction "Thursday" lies: told from the sentence around it unless given.

Every pattern starts at a word and has no nested repetition, so the time is linear in the text.
"""

import re
from datetime import date

from .bounds import BadDate
from .rules import RULES, soon
from .uncertain import UncertainDate

PAST, FUTURE = "past", "future"
_FUTURE_WORDS = re.compile(
    r"\b(?:will|would|shall|is to|are to|to be held|plans?|planned|scheduled|expects?|expected|due|ahead of|upcoming"
    r"|proposes?|should|could|as soon as|ready to|hopes?|будет|состоится|пройдет|планирует\w*|намерен\w*)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;\n]\s")
_REACH = 200  # characters looked at on either side for the sentence


def find_dates(text: str, reference: date | None) -> list[tuple[int, int, UncertainDate]]:
    """All date expressions in order: (start, end, date), offsets in code points. Without a reference day only those that
    name their year are found."""
    found = []
    for order, rule in enumerate(RULES):
        if rule.needs_reference and reference is None:
            continue
        found += [(match.start(), match.end(), order, match) for match in rule.pattern.finditer(text)]
    found.sort(key=lambda one: (one[0], -(one[1] - one[0]), one[2]))
    dates: list[tuple[int, int, UncertainDate]] = []
    for start, end, order, match in found:
        if dates and start < dates[-1][1]:
            continue
        read = _read(order, match, reference, _tense(text, start, end))
        if read is not None:
            dates.append((start, end, read))
    return dates


def resolve(words: str, reference: date, tense: str | None = None) -> UncertainDate | None:
    """The date that `words` as a whole mean when written on `reference`; None when no rule reads them.

    `tense` is "past" or "future" for words such as "Thursday"; None lets the words decide, past if they do not.
    """
    words = " ".join(words.split())
    best = None
    for order, rule in enumerate(RULES):
        for match in rule.pattern.finditer(words):
            if best is None or match.end() - match.start() > best[0]:
                read = _read(order, match, reference, tense or _tense(words, match.start(), match.end()))
                if read is not None:
                    best = match.end() - match.start(), read
    if best is None:
        return _loosely(words, reference)
    return UncertainDate(best[1].edtf, words, reference)


def _read(order: int, match: re.Match, reference: date | None, tense: str) -> UncertainDate | None:
    try:
        edtf = RULES[order].read(match, reference, tense)
        return UncertainDate(edtf, match[0], reference) if edtf else None
    except (BadDate, ValueError, OverflowError):
        return None  # "31 February", the year 0


def _tense(text: str, start: int, end: int) -> str:
    """Future if the sentence around the words speaks of what is to come."""
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    ends = list(_SENTENCE_END.finditer(before))
    if ends:
        before = before[ends[-1].end() :]
    if stop := _SENTENCE_END.search(after):
        after = after[: stop.start()]
    return FUTURE if _FUTURE_WORDS.search(before + text[start:end] + after) else PAST


def _loosely(words: str, reference: date) -> UncertainDate | None:
    """Words that are dates only when somebody says they are."""
    return UncertainDate(soon(reference), words, reference) if words.lower() in ("soon", "shortly") else None


def parse(text: str, reference: date | None = None) -> UncertainDate:
    """Read what a person typed: EDTF, or words, which are resolved against `reference`. Raises BadDate."""
    text = " ".join(text.split())
    if not text:
        raise BadDate("There is no date in it.")
    try:
        return UncertainDate(text)
    except BadDate as error:
        read = resolve(text, reference) if reference else _complete(text)
        if read is None:
            raise BadDate(
                f"“{text[:60]}” is not understood. Write it as 12 January 2022, early January, or 2022-01-10/2022-01-12."
            ) from error
        return read


def _complete(text: str) -> UncertainDate | None:
    """Words that are a date without any day to resolve them against, because they name their year."""
    found = find_dates(text, None)
    return found[0][2] if len(found) == 1 else None
