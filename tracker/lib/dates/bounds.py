"""From an EDTF string (ISO 8601-2) to its earliest and latest instants.

Validity is the edtf library's to judge; the bounds here are strict (an approximate day is still that day), so that
sorting and search stay exact, and the doubt is kept in the string and shown in words. Times, open ends and seasons have
rules of their own, because the library has none (times), makes ends up (open intervals) or differs (winter); days, months,
years and decades too, because they are most of what is met and its parser takes 10 ms for one.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

LONGEST = 64  # characters; a longer set takes the parser seconds

Bounds = tuple[datetime | None, datetime | None]

# No letters for years beyond four digits: Y1E9999999 takes the parser seconds.
_CHARACTERS = re.compile(r"[0-9XTZ~?%{}\[\]:.,/+-]+\Z")
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}(?::?\d{2})?)?$")
_SEASON = re.compile(r"(\d{4})-(2[1-4])[~?%]?$")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})[~?%]?$")
_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?[~?%]?$")
_DECADE = re.compile(r"(\d{3})X[~?%]?$")
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}  # of spring, summer, autumn, winter in the north
OPEN = ("", "..")
_NOT_A_DATE = (
    "“{}” is no date. Write 2022-01-12, 2022-01 (a month), 2022-01-12~ (about), or 2022-01-10/2022-01-12 (a span)."
)


class BadDate(ValueError):
    """The words or the EDTF cannot be read as a date. The message says what to write instead."""


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> Bounds:
    """The earliest and the latest instant (UTC) of an EDTF string; None at an open or unknown end.

    Raises BadDate when it is no EDTF, too long, outside of the years 1 to 9999, or ends before it begins.
    """
    if len(edtf) > LONGEST:
        raise BadDate(f"A date may have up to {LONGEST} characters.")
    if not _CHARACTERS.match(edtf):
        raise BadDate(_NOT_A_DATE.format(edtf))
    if edtf.count("/") == 1:
        first, last = edtf.split("/")
        if first in OPEN and last in OPEN:
            raise BadDate("A span needs at least one end, for instance 2022-01-10/.. or ../2022-01-10.")
        earliest = None if first in OPEN else _single(first)[0]
        latest = None if last in OPEN else _single(last)[1]
        if earliest and latest and earliest > latest:
            raise BadDate(f"{first} is after {last}: a span begins before it ends.")
        return earliest, latest
    return _single(edtf)


def normalise(edtf: str) -> str:
    """The same EDTF in one spelling: no blanks, seconds and a colon in the zone where there is a time."""
    edtf = edtf.strip()
    found = _INSTANT.match(edtf) if "T" in edtf else None
    if not found:
        return edtf
    zone = found[3] or "Z"
    if len(zone) in (3, 5):
        zone = f"{zone[:3]}:{zone[3:] or '00'}"
    return f"{found[1]}{found[2] or ':00'}{zone}"


def _single(edtf: str) -> tuple[datetime, datetime]:
    if found := _INSTANT.match(edtf):
        return _instant(edtf, has_seconds=bool(found[2]))
    if found := _SEASON.match(edtf):
        return _season(int(found[1]), int(found[2]))
    if found := _DAY.match(edtf):
        return _days(_date(edtf, *found.groups()), _date(edtf, *found.groups()))
    if found := _MONTH_OR_YEAR.match(edtf):
        year, first, last = found[1], found[2] or "01", found[2] or "12"
        return _days(_date(edtf, year, first, "1"), _date(edtf, year, last, monthrange(int(year), int(last))[1]))
    if found := _DECADE.match(edtf):
        return _days(_date(edtf, f"{found[1]}0", 1, 1), _date(edtf, f"{found[1]}9", 12, 31))
    try:
        parsed = parse_edtf(edtf)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return _days(date(*low[:3]), date(*high[:3]))
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadDate(_NOT_A_DATE.format(edtf)) from error


def _date(edtf: str, *parts: str | int) -> date:
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise BadDate(f"{edtf} is not in the calendar.") from error


def _instant(edtf: str, *, has_seconds: bool) -> tuple[datetime, datetime]:
    try:
        moment = datetime.fromisoformat(normalise(edtf)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadDate(f"{edtf} is not in the calendar or on the clock.") from error
    precision = timedelta(seconds=1) if has_seconds else timedelta(minutes=1)
    return moment, moment + precision - timedelta(microseconds=1)


def _season(year: int, season: int) -> tuple[datetime, datetime]:
    """Winter runs from December of its year into February of the next."""
    if not 1 <= year <= 9998:
        raise BadDate(f"The year {year} is out of reach.")
    first = _FIRST_MONTH[season]
    end_year, end_month = (year + 1, 2) if first == 12 else (year, first + 2)
    return _days(date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))


def _days(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first microsecond of the first day to the last of the last."""
    return datetime.combine(first, time.min, UTC), datetime.combine(last, time.max, UTC)
