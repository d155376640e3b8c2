"""The dateline that opens a story: place, day and agency.

Known shapes (PLACE in capitals, or Capitalised where a date or an agency follows):
    WASHINGTON, December 23. /TASS/.      GENEVA (Reuters) -      MOSCOW, Dec 17 (Interfax) -
    Brussels, 12 January 2022 -           BRUSSELS —              VIENNA, Austria (AP) —
    МОСКВА, 17 декабря. /ТАСС/.           МОСКВА, 17 дек - РИА Новости.      Москва. 17 декабря. ИНТЕРФАКС -
    GENEVA, December 23. The envoys ...
"""

import re
from dataclasses import dataclass

from . import days

WORD = r"[^\W\d_a-zа-я][\w.'’-]*"
PART = rf"(?:the )?(?!(?i:{days.MONTH})){WORD}(?: {WORD}){{0,2}}"  # ", Prince Edward Island"
PLACE = re.compile(rf"(?P<place>{WORD}(?:(?: |/|-| de | am | na | upon ){WORD}){{0,3}}(?: ?, ?{PART}){{0,2}})")
MARKS = re.compile(r"[*•.\s]{1,8}(?=\w)")  # "****LONDON, March 5 -"
AGENCY = re.compile(r"[\s.,]*(?:/(?P<slashed>[^/\n]{2,40})/|\((?P<bracketed>(?:[^()\n]|\([^()\n]{1,20}\)){2,80})\))")
DASH = re.compile(r"\s*(?:[–—]|--|-(?=\s)|:(?=\s))\s*")
AFTER_DAY = re.compile(rf",?{DASH.pattern}")  # "March 4, -"
FULL_STOP = re.compile(r"\.\s+(?=\S)")
AFTER_DASH = re.compile(r"(?P<name>[^\W\d_a-zа-я][\w-]*(?: [^\W\d_a-zа-я][\w-]*){0,2})\.(?=\s)")
NAMED_AFTER_DATE = re.compile(
    r"(?:\.?\s+(?P<shouted>[^\W\d_a-zа-я]{4,}(?:\.[^\W\d_a-zа-я]{2})?)|,\s+(?P<name>[^\W\d_a-zа-я]\w{1,20}))\s*(?=[-–—])"
)
INITIALS = re.compile(r"\w\.\w\.$")  # "D.C." keeps its last dot
ABBREVIATED = re.compile(r"\.,")  # "PORTLAND, Ore., Feb 26": the dot belongs to the place
GAP = re.compile(r"\s?,\s*|\.?\s+")
REACHES = 160  # characters from the beginning of its line


@dataclass(frozen=True)
class Dateline:
    """Spans are code points of the text; `day` is (year or None, month, day) or None; empty agency: none."""

    start: int
    end: int
    place: tuple[int, int]
    day: tuple | None
    day_span: tuple[int, int] | None
    agency: str
    agency_span: tuple[int, int] | None


def find(text, start, end):
    """The Dateline opening the line text[start:end], or None."""
    end = min(end, start + REACHES)
    marks = MARKS.match(text, start, end)
    start = marks.end() if marks else start
    match = PLACE.match(text, start, end)
    while match is not None:
        found = _rest(text, match.start("place"), match.end("place"), end)
        if found is not None:
            return found
        shorter = max(text.rfind(" ", start, match.end() - 1), text.rfind(",", start, match.end() - 1))
        match = PLACE.match(text, start, shorter) if shorter > start else None
    return None


def _rest(text, start, place_end, end):
    """What must follow a place for it to be a dateline."""
    at, day, day_span = place_end, None, None
    if not INITIALS.search(text, start, place_end):
        place_end = start + len(text[start:place_end].rstrip("., "))
    if ABBREVIATED.match(text, place_end, end):
        place_end += 1
    gap = GAP.match(text, place_end, end)
    dated = days.DATE.match(text, gap.end(), end) if gap else None
    if dated:
        found = days.find_date(text, dated.start(), end)
        if found is not None and found[0] == dated.start():
            at, day, day_span = found[1], found[2], (found[0], found[1])
    agency, agency_span, at = _agency(text, at, end, dated=day is not None)
    dash = (AFTER_DAY if day else DASH).match(text, at, end)
    shouted = text[start:place_end].isupper() and place_end - start > 2
    if agency and (dash or text[agency_span[0] - 1] == "/" or text[at - 1 : at] == "/"):
        return Dateline(start, dash.end() if dash else at, (start, place_end), day, day_span, agency, agency_span)
    stop = FULL_STOP.match(text, at, end) if day and shouted and dash is None else None
    if stop:
        return Dateline(start, stop.end(), (start, place_end), day, day_span, "", None)
    if dash is None:
        return None
    if day is None and (not shouted or ":" in dash.group() or text[dash.end() : end].isupper()):
        return None  # "ECONOMY IN BRIEF - EXPORTS RISE" is a title
    named = AFTER_DASH.match(text, dash.end(), end) if day else None
    if named:
        return Dateline(start, named.end(), (start, place_end), day, day_span, named["name"], named.span("name"))
    return Dateline(start, dash.end(), (start, place_end), day, day_span, "", None)


def _agency(text, at, end, *, dated):
    """(name, span, index after it); ("", None, at) without one."""
    match = AGENCY.match(text, at, end)
    if match is not None:
        group = "slashed" if match["slashed"] else "bracketed"
        return match[group].strip(), match.span(group), match.end()
    named = NAMED_AFTER_DATE.match(text, at, end) if dated else None
    if named is not None:
        return named[named.lastgroup], named.span(named.lastgroup), named.end()
    return "", None, at
