"""Dates and times as reports print them: "December 23", "23 Dec 2021 21:45 GMT+3", "17 декабря 2021".

Only what stands in datelines and publication lines; dates in the running text are the
business of tracker.lib.dates.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = """
jan january января янв januar janvier janv enero | feb february февраля фев februar février febrero
| mar march марта мар märz mars marzo | apr april апреля апр avril abril | may мая май mai mayo
| jun june июня июн juni juin junio | jul july июля июл juli juillet juil julio | aug august августа авг août agosto
| sep sept september сентября сен septembre septiembre | oct october октября окт oktober octobre octubre
| nov november ноября ноя novembre noviembre | dec december декабря дек dezember décembre diciembre
"""
MONTHS = {word: number for number, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?(?!\w)"
YEAR = r"(?:19|20)\d\d(?!\d)"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
WEEKDAY = r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\.?,?\s+)?"
WORDED = (
    rf"{WEEKDAY}(?:(?P<month1>{MONTH})\s+(?P<day1>{DAY})(?:st|nd|rd|th)?(?:,?\s+(?P<year1>{YEAR}))?"
    rf"|(?P<day2>{DAY})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month2>{MONTH})(?:,?\s+(?P<year2>{YEAR}))?(?:\s*(?:года|г\.?)(?!\w))?)"
)
NUMBERED = rf"(?P<year3>{YEAR})-(?P<month3>\d\d)-(?P<day3>\d\d)|(?P<day4>\d\d)\.(?P<month4>\d\d)\.(?P<year4>{YEAR})"
DATE = re.compile(rf"(?:{NUMBERED}|{WORDED})", re.IGNORECASE)
ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "мск": 180,
    "est": -300,
    "edt": -240,
    "et": -300,
    "cst": -360,
    "cdt": -300,
    "pst": -480,
    "pdt": -420,
}
CLOCK = re.compile(
    r"[\s,T|at–—-]*(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap]\.?m\.?))?(?:\s*\(?(?P<zone>(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d\d)?|[A-Zа-яА-Я]{1,4})\)?)?",
    re.IGNORECASE,
)


def find_date(text, start=0, end=None):
    """The first date in text[start:end]: (start, end, (year or None, month, day)), or None."""
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        parts = _parts(match)
        if parts:
            stop = match.end() - (match.group().endswith(".") and not match.group().endswith("г."))
            return match.start(), stop, parts
    return None


def find_moment(text, start=0, end=None, near=None):
    """The first dated moment: (start, end, aware datetime, note), or None.

    `note` says what was assumed: no zone (UTC taken), no hour (midnight UTC taken), no year (the one nearest to
    the date `near`; without `near`, or without an hour, a date that lacks its year is none).
    """
    end = len(text) if end is None else end
    found = find_date(text, start, end)
    if found is None:
        return None
    (year, month, day), notes = found[2], []
    clock = CLOCK.match(text, found[1], end)
    if year is None:
        guess = with_year(month, day, near) if near and clock else None
        if guess is None:
            return None
        year, notes = guess.year, [f"year not in text, taken from {near.isoformat()}"]
    if clock is None:
        return found[0], found[1], datetime(year, month, day, tzinfo=UTC), "no time in the text, midnight UTC taken"
    moment, note, stop = _at_clock(date(year, month, day), clock)
    return found[0], stop, moment, "; ".join(filter(None, [*notes, note]))


def with_year(month, day, near):
    """The date with that month and day nearest to `near` and not more than a week after it; None for no such day."""
    for year in range(near.year + 1, near.year - 5, -1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= near + timedelta(days=7):
            return candidate
    return None


def _parts(match):
    for number in "1234":
        month = match.group(f"month{number}")
        if not month:
            continue
        month = MONTHS.get(month.rstrip(".").lower()) or int(month)
        day, year = int(match.group(f"day{number}")), match.group(f"year{number}")
        try:
            date(int(year) if year else 2000, month, day)
        except ValueError:
            return None
        return (int(year) if year else None), month, day
    return None


def _at_clock(day, clock):
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    half = (clock["half"] or "").lower().replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    zone, stop = _zone(clock)
    note = "" if zone is not None else "no time zone in the text, UTC taken"
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC if zone is None else zone)
    return moment, note, stop


def _zone(clock):
    """(tzinfo or None, where the moment ends)."""
    words = clock["zone"]
    if not words:
        return None, clock.end()
    low = words.lower().strip()
    if low in ZONES:
        return timezone(timedelta(minutes=ZONES[low])), clock.end()
    shift = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2})(?::?(\d\d))?", low)
    if shift is None or int(shift[2]) > 14:
        return None, clock.start("zone")
    minutes = int(shift[2]) * 60 + int(shift[3] or 0)
    return timezone(timedelta(minutes=minutes if shift[1] == "+" else -minutes)), clock.end()
