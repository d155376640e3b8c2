"""From a matched expression to EDTF. Each reading takes the match, the reference day and the tense ("past", "future").

Groups of the patterns: d, d2 days; m, m2 months; y, y2 years; w a weekday or near day; r "last", "next"; u a unit;
n a number; p a part ("early"); s a season; o an ordinal; side "by", "since". Raises ValueError where there is no such
day, NoYear where the year cannot be told.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from .periods import NoYear, month_span, moved, nearest_year, one_sided, part, period, whole
from .words import DAYS, LAST, MONTHS, NEAR, NEXT, NUMBERS, ORDINALS, PARTS, PAST, RU_NUMBERS, SEASONS, TENS, UNITS


def given(match: re.Match, group: str) -> str:
    """What a group of the pattern holds, in small letters; "" where it is absent or empty."""
    return (match[group] or "").lower() if group in match.re.groupindex else ""


def _month(match: re.Match, group: str = "m") -> int:
    return MONTHS[given(match, group).rstrip(".")]


def _year(match: re.Match, reference: date | None, tense: str, month: int, day: int = 15) -> int:
    return int(given(match, "y") or nearest_year(reference, month, day, tense))


def _unit(match: re.Match) -> str:
    unit = given(match, "u")
    return UNITS.get(unit) or unit.rstrip("s")


def _number(match: re.Match) -> int:
    words = given(match, "n")
    if words.isdigit():
        return int(words)
    return RU_NUMBERS[words] if words in RU_NUMBERS else NUMBERS[words]


def _shift(match: re.Match) -> int:
    which = given(match, "r")
    return 1 if which in NEXT else -1 if which in LAST else 0


def iso_day(match: re.Match, reference: date | None, tense: str) -> str:
    return str(date.fromisoformat(match[0]))


def calendar_day(match: re.Match, reference: date | None, tense: str) -> str:
    month, day = _month(match), int(match["d"])
    return str(date(_year(match, reference, tense, month, day), month, day))


def calendar_span(match: re.Match, reference: date | None, tense: str) -> str:
    """ "10-12 January", and "30 December - 2 January", where the year may turn in between."""
    month, day = _month(match), int(match["d"])
    last_month = _month(match, "m2") if given(match, "m2") else month
    if given(match, "y2"):
        last_year = int(match["y2"])
        year = int(given(match, "y") or last_year - ((last_month, int(match["d2"])) < (month, day)))
    else:
        year = _year(match, reference, tense, month, day)
        last_year = year + (last_month < month)
    first, last = date(year, month, day), date(last_year, last_month, int(match["d2"]))
    return f"{first}/{last}" if first < last else ""


def calendar_month(match: re.Match, reference: date | None, tense: str) -> str:
    month = _month(match)
    shift = _shift(match)
    named = given(match, "r2")  # "July last year"
    if reference and named:
        return f"{reference.year + (named in NEXT) - (named in LAST):04}-{month:02}"
    if reference and shift:  # "last January", "next January"
        later = shift > 0 and month <= reference.month
        earlier = shift < 0 and month >= reference.month
        return f"{reference.year + later - earlier:04}-{month:02}"
    return _opened(match, f"{_year(match, reference, tense, month):04}-{month:02}", reference)


def _opened(match: re.Match, edtf: str, reference: date | None) -> str:
    side = given(match, "side")
    return one_sided(side, edtf, reference) if side else edtf


def part_of_month(match: re.Match, reference: date | None, tense: str) -> str:
    month = _month(match)
    first, last = month_span(_year(match, reference, tense, month), month)
    return part("month", first, last, PARTS[given(match, "p")])


def half_of_month(match: re.Match, reference: date | None, tense: str) -> str:
    month = _month(match)
    year = _year(match, reference, tense, month)
    first, last = (1, 15) if given(match, "o") == "first" else (16, monthrange(year, month)[1])
    return f"{date(year, month, first)}/{date(year, month, last)}"


def part_of_period(match: re.Match, reference: date, tense: str) -> str:
    """ "early next year", "by the end of the month", "beginning of this week"."""
    unit = _unit(match)
    return part(unit, *period(unit, _shift(match), reference), PARTS[given(match, "p")])


def part_of_year(match: re.Match, reference: date | None, tense: str) -> str:
    year = int(match["y"])
    return part("year", date(year, 1, 1), date(year, 12, 31), PARTS[given(match, "p")])


def quarter(match: re.Match, reference: date | None, tense: str) -> str:
    """A quarter or a half of a year: from month to month."""
    months = 3 if given(match, "u") == "quarter" else 6
    last = ORDINALS[given(match, "o")] * months
    if last > 12:
        return ""
    if not given(match, "y") and reference is None:
        raise NoYear
    year = int(given(match, "y") or reference.year + _shift(match))
    return f"{year}-{last - months + 1:02}/{year}-{last:02}"


def quarter_near(match: re.Match, reference: date, tense: str) -> str:
    """ "The third quarter", "third-quarter": the last that has begun, or of what is to come the next; the one just over
    is reported as if it were to come. "The quarter", "the latest quarter": the last that is over."""
    here = reference.year * 4 + (reference.month - 1) // 3  # quarters since the year 0
    named = given(match, "o").strip()
    number = here - 1
    if named in ORDINALS:
        back = (here - (ORDINALS[named] - 1)) % 4
        number = here - back if tense == PAST or back == 1 else here + (4 - back) % 4
    year, index = divmod(number, 4)
    return f"{year:04}-{index * 3 + 1:02}/{year:04}-{index * 3 + 3:02}"


def this_period(match: re.Match, reference: date, tense: str) -> str:
    """ "The current year", "this quarter"."""
    if _unit(match) != "quarter":
        return whole(_unit(match), *period(_unit(match), 0, reference))
    first = (reference.month - 1) // 3 * 3 + 1
    return f"{reference.year:04}-{first:02}/{reference.year:04}-{first + 2:02}"


def season_near(match: re.Match, reference: date, tense: str) -> str:
    """ "Last fall", "next spring": the season that is over, or to come; winter is counted by the year it begins in."""
    number = SEASONS[given(match, "s")]
    first_month = (number - 20) * 3
    shift = -1 if given(match, "r") == "this past" else _shift(match)
    year = reference.year
    if shift < 0 and first_month + 2 >= reference.month:
        year -= 1
    if shift > 0 and first_month <= reference.month:
        year += 1
    return f"{year:04}-{number}"


def year_before(match: re.Match, reference: date, tense: str) -> str:
    return f"{reference.year - 1:04}~"


def week_of(match: re.Match, reference: date | None, tense: str) -> str:
    return whole("week", *period("week", 0, date.fromisoformat(calendar_day(match, reference, tense))))


def named_period(match: re.Match, reference: date, tense: str) -> str:
    return whole(_unit(match), *period(_unit(match), _shift(match), reference))


def rest_of_period(match: re.Match, reference: date, tense: str) -> str:
    """ "later this week", "earlier this month": from or up to the reference day. On a Sunday "later this week" reaches
    through the week that begins with it, as Americans count."""
    unit = _unit(match)
    is_sunday = unit == "week" and reference.weekday() == 6
    first, last = period(unit, 0, reference + timedelta(1) if is_sunday else reference)
    return f"{reference}/{last}" if given(match, "r") == "later" else f"{min(first, reference)}/{reference}"


def weekday(match: re.Match, reference: date, tense: str) -> str:
    wanted, which = DAYS[given(match, "w")], given(match, "r")
    back = (reference.weekday() - wanted) % 7
    ahead = (wanted - reference.weekday()) % 7
    if which == "this":
        return str(period("week", 0, reference)[0] + timedelta(wanted))
    if which:
        return str(reference + timedelta(ahead or 7) if which in NEXT else reference - timedelta(back or 7))
    return str(reference - timedelta(back) if tense == PAST else reference + timedelta(ahead))


def weekday_of_week(match: re.Match, reference: date, tense: str) -> str:
    """ "Thursday next week", "Monday of last week"."""
    return str(period("week", _shift(match), reference)[0] + timedelta(DAYS[given(match, "w")]))


def near(match: re.Match, reference: date, tense: str) -> str:
    return str(reference + timedelta(NEAR[given(match, "w")]))


def in_some(match: re.Match, reference: date, tense: str) -> str:
    """ "in two weeks" is that day, about: people say two weeks of fifteen days."""
    unit = _unit(match)
    day = moved(reference, _number(match), unit)
    if unit in ("hour", "day"):
        return str(day)
    slack = timedelta(2 if unit == "week" else 7)
    return f"{day - slack}~/{day + slack}~"


def ago(match: re.Match, reference: date, tense: str) -> str:
    unit = _unit(match)
    day = moved(reference, -_number(match), unit)
    if unit == "year":
        return f"{day.year}~"
    return str(day) if unit in ("hour", "day") else f"{day}~"


def within(match: re.Match, reference: date, tense: str) -> str:
    """ "within three days", "48 hours": until then."""
    return f"{reference}/{moved(reference, _number(match), _unit(match) if given(match, 'u') else 'hour')}"


def past_some(match: re.Match, reference: date, tense: str) -> str:
    return f"{moved(reference, -_number(match), _unit(match))}/{reference}"


_FEW = {"day": 7, "week": 28, "month": 92, "year": 1096}  # days


def coming(match: re.Match, reference: date, tense: str) -> str:
    return f"{reference}/{reference + timedelta(_FEW[_unit(match)])}~"


def recent(match: re.Match, reference: date, tense: str) -> str:
    return f"{reference - timedelta(_FEW[_unit(match)])}~/{reference}"


def season(match: re.Match, reference: date | None, tense: str) -> str:
    return f"{int(match['y'])}-{SEASONS[given(match, 's')]}"


def year(match: re.Match, reference: date | None, tense: str) -> str:
    return _opened(match, match["y"], reference)


def spelled_year(match: re.Match, reference: date | None, tense: str) -> str:
    """ "Nineteen ninety-six", as it is spoken; "the year two thousand"."""
    if not given(match, "t"):
        return "2000"
    return str(
        1900 + 10 * (2 + TENS.index(given(match, "t"))) + (NUMBERS[given(match, "n")] if given(match, "n") else 0)
    )


def end_of_year(match: re.Match, reference: date, tense: str) -> str:
    """ "Year-end": the next, or in the past tense the last."""
    return f"{reference.year - (tense == PAST and reference.month < 12):04}-12"


def decade(match: re.Match, reference: date | None, tense: str) -> str:
    return f"{match['y'][:3]}X"
