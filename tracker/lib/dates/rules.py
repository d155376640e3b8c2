"""The manners of writing a date that Parley reads, English first, plain calendar dates in Russian."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .render import thirds

Reader = Callable[[re.Match, date | None, str], str]

EN_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
RU_MONTHS = dict(
    zip(
        [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
        range(1, 13),
        strict=True,
    )
)
MONTHS = EN_MONTHS | RU_MONTHS
EN_DAYS = dict(
    zip(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], range(7), strict=True)
)
RU_DAYS = {
    "понедельник": 0, "вторник": 1, "среду": 2, "четверг": 3, "пятницу": 4, "субботу": 5, "воскресенье": 6,
}  # fmt: skip
NUMBERS = dict(
    zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(1, 11), strict=True)
) | {
    "a": 1,
    "an": 1,
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

# Months are capitalised in English; "may" and "march" in small letters are verbs.
_M = "(?P<m>" + "|".join(sorted({n.capitalize() for n in EN_MONTHS}, key=len, reverse=True)) + r")\b\.?"
_RM = "(?P<m>" + "|".join(RU_MONTHS) + ")"
_D = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
_D2 = r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:,? (?P<y>(?:19|20)\d\d)\b)?"
_WEEKDAY = "(?P<w>" + "|".join(day.capitalize() for day in EN_DAYS) + r")\b"
_N = r"(?P<n>\d{1,3}|" + "|".join(NUMBERS) + ")"
_UNIT = r"(?P<u>hours?|days?|weeks?|months?|years?)\b"
_DASH = r" ?(?:-|–|—|to|and|until|through) ?"
_PART = r"(?P<p>early|mid|late|beginning of|start of|first days of|middle of|end of)[ -](?:in )?(?:the )?"


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern
    read: Reader
    needs_reference: bool = True


def _rule(pattern: str, read: Reader, *, flags: int = 0, needs_reference: bool = True) -> Rule:
    return Rule(re.compile(rf"(?<!\w){pattern}(?!\w)", flags), read, needs_reference)


def soon(reference: date) -> str:
    """Within about a month."""
    return f"{reference}/{reference + timedelta(days=31)}~"


def _month(match: re.Match) -> int:
    return MONTHS[match["m"].lower().rstrip(".")]


def _year(match: re.Match, reference: date | None, month: int, day: int = 15) -> int:
    """The year written, else the one that brings the day nearest to the reference day."""
    if match["y"]:
        return int(match["y"])
    if reference is None:
        raise ValueError("no year")
    near = [(reference.year + shift, min(day, 28)) for shift in (-1, 0, 1)]
    return min(near, key=lambda one: abs((date(one[0], month, one[1]) - reference).days))[0]


def _calendar_day(match: re.Match, reference: date | None, tense: str) -> str:
    month, day = _month(match), int(match["d"])
    return str(date(_year(match, reference, month, day), month, day))


def _calendar_span(match: re.Match, reference: date | None, tense: str) -> str:
    month = _month(match)
    year = _year(match, reference, month, int(match["d"]))
    return f"{date(year, month, int(match['d']))}/{date(year, month, int(match['d2']))}"


def _calendar_month(match: re.Match, reference: date | None, tense: str) -> str:
    month = _month(match)
    return f"{_year(match, reference, month):04}-{month:02}"


def _third_name(words: str) -> str:
    words = words.lower()
    if words.startswith(("early", "beg", "start", "first")):
        return "early"
    return "mid" if words.startswith("mid") else "late"


def _part_of_month(match: re.Match, reference: date | None, tense: str) -> str:
    month = _month(match)
    return thirds(_year(match, reference, month), month)[_third_name(match["p"])]


def _part_of_year(match: re.Match, reference: date | None, tense: str) -> str:
    return _third_of(date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), _third_name(match["p"]))


def _third_of(first: date, last: date, part: str) -> str:
    third = (last - first).days // 3
    starts = {"early": first, "mid": first + timedelta(third + 1), "late": first + timedelta(2 * third + 1)}
    ends = {"early": first + timedelta(third), "mid": first + timedelta(2 * third), "late": last}
    return f"{starts[part]}~/{ends[part]}~"


def _part_of_named(match: re.Match, reference: date, tense: str) -> str:
    """ "early next year", "by the end of the month", "beginning of this week"."""
    unit, which = match["u"].lower(), (match["r"] or "this").lower()
    first, last = _period(unit, _shift(which), reference)
    part = _third_name(match["p"])
    if unit == "month":
        return thirds(first.year, first.month)[part]
    return _third_of(first, last, part)


def _shift(which: str) -> int:
    if which in ("next", "coming", "following", "the coming", "the following"):
        return 1
    return -1 if which in ("last", "previous", "past") else 0


def _period(unit: str, shift: int, reference: date) -> tuple[date, date]:
    """First and last day of the week (from Monday), month or year that lies `shift` from the reference day's."""
    if unit == "week":
        monday = reference - timedelta(reference.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(6)
    if unit == "weekend":
        saturday = reference - timedelta(reference.weekday()) + timedelta(weeks=shift, days=5)
        return saturday, saturday + timedelta(1)
    if unit == "month":
        number = reference.year * 12 + reference.month - 1 + shift
        year, month = divmod(number, 12)
        return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
    year = reference.year + shift
    return date(year, 1, 1), date(year, 12, 31)


def _whole(unit: str, first: date, last: date) -> str:
    if unit == "month":
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if unit == "year" else f"{first}/{last}"


def _named_period(match: re.Match, reference: date, tense: str) -> str:
    unit = match["u"].lower()
    return _whole(unit, *_period(unit, _shift(match["r"].lower()), reference))


def _rest_of_period(match: re.Match, reference: date, tense: str) -> str:
    """ "later this week", "earlier this month": from or up to the reference day. On a Sunday "later this week" is the week
    that begins with it, as Americans count."""
    unit = match["u"].lower()
    is_sunday = unit == "week" and reference.weekday() == 6
    first, last = _period(unit, 0, reference + timedelta(1) if is_sunday else reference)
    return f"{reference}/{last}" if match["r"].lower() == "later" else f"{min(first, reference)}/{reference}"


def _weekday(match: re.Match, reference: date, tense: str) -> str:
    days = EN_DAYS | RU_DAYS
    wanted = days[match["w"].lower()]
    which = (match["r"] or "").lower()
    back = (reference.weekday() - wanted) % 7
    ahead = (wanted - reference.weekday()) % 7
    if which in ("last", "past", "previous", "прошлый", "прошлую"):
        return str(reference - timedelta(back or 7))
    if which in ("next", "coming", "this coming", "следующий", "следующую"):
        return str(reference + timedelta(ahead or 7))
    if which == "this":
        return str(_period("week", 0, reference)[0] + timedelta(wanted))
    return str(reference + timedelta(ahead)) if tense == "future" else str(reference - timedelta(back))


_NEAR = {
    "today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2, "the day before yesterday": -2,
    "сегодня": 0, "завтра": 1, "вчера": -1,
}  # fmt: skip


def _near(match: re.Match, reference: date, tense: str) -> str:
    return str(reference + timedelta(_NEAR[match["w"].lower()]))


def _number(words: str) -> int:
    return int(words) if words.isdigit() else NUMBERS[words.lower()]


def _moved(reference: date, count: int, unit: str) -> date:
    unit = unit.lower().rstrip("s")
    if unit in ("month", "year"):
        number = reference.year * 12 + reference.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(number, 12)
        return date(year, month + 1, min(reference.day, monthrange(year, month + 1)[1]))
    if unit == "hour":
        return reference + timedelta(hours=24 * round(count / 24))
    return reference + timedelta(count if unit == "day" else 7 * count)


def _in_some(match: re.Match, reference: date, tense: str) -> str:
    """ "in two weeks" is that day, about: people say two weeks of fifteen days."""
    count = _number(match["n"])
    unit = match["u"].lower()
    day = _moved(reference, count, unit)
    if unit.startswith(("hour", "day")):
        return str(day)
    slack = timedelta(2 if unit.startswith("week") else 7)
    return f"{day - slack}~/{day + slack}~"


def _ago(match: re.Match, reference: date, tense: str) -> str:
    count, unit = _number(match["n"]), match["u"].lower()
    day = _moved(reference, -count, unit)
    return str(day) if unit.startswith(("hour", "day")) else f"{day}~"


def _within(match: re.Match, reference: date, tense: str) -> str:
    return f"{reference}/{_moved(reference, _number(match['n']), match['u'])}"


def _hours(match: re.Match, reference: date, tense: str) -> str:
    return f"{reference}/{reference + timedelta(hours=int(match['n']))}"


def _coming(match: re.Match, reference: date, tense: str) -> str:
    days = {"days": 7, "weeks": 28, "months": 92}[match["u"].lower()]
    return f"{reference}/{reference + timedelta(days)}~"


def _season(match: re.Match, reference: date | None, tense: str) -> str:
    return f"{match['y']}-{SEASONS[match['s'].lower()]}"


_I = re.IGNORECASE
RULES: list[Rule] = [
    _rule(r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)", lambda m, r, t: m["iso"], needs_reference=False),
    _rule(rf"(?:from |between )?{_D}{_DASH}{_D2} (?:of )?{_M}{_Y}", _calendar_span, needs_reference=False),
    _rule(rf"{_M} {_D}{_DASH}{_D2}{_Y}", _calendar_span, needs_reference=False),
    _rule(rf"{_D}[ -](?:of )?{_M}{_Y}", _calendar_day, needs_reference=False),
    _rule(rf"{_M} {_D}{_Y}", _calendar_day, needs_reference=False),
    _rule(
        rf"{_D} {_RM}(?: (?P<y>(?:19|20)\d\d)(?: ?года?|г\.?)?)?",
        _calendar_day,
        flags=_I,
        needs_reference=False,
    ),
    _rule(rf"(?:as (?:soon|early) as |by |in )?(?:the )?{_PART}{_M}{_Y}", _part_of_month, needs_reference=False),
    _rule(
        rf"(?:as (?:soon|early) as |by |at |in )?(?:the )?{_PART}(?:(?P<r>this|next|last) )?(?P<u>week|month|year)",
        _part_of_named,
        flags=_I,
    ),
    _rule(
        r"(?:as (?:soon|early) as |by |in )?(?P<p>early|mid|late)[ -](?P<y>(?:19|20)\d\d)",
        _part_of_year,
        needs_reference=False,
    ),
    _rule(rf"{_M}(?: of)? (?P<y>(?:19|20)\d\d)", _calendar_month, needs_reference=False),
    _rule(rf"(?:in|by|until|since|during|throughout|of|last|next) {_M}(?P<y>)(?! \d)", _calendar_month),
    _rule(rf"(?:on )?(?:(?P<r>last|next|this coming|this|past|previous|coming) )?{_WEEKDAY}", _weekday),
    _rule(
        r"(?:в|во) (?:(?P<r>прошлый|прошлую|следующий|следующую) )?(?P<w>" + "|".join(RU_DAYS) + ")",
        _weekday,
        flags=_I,
    ),
    _rule(
        "(?:from |since |until )?(?P<w>" + "|".join(sorted(_NEAR, key=len, reverse=True)) + ")",
        _near,
        flags=_I,
    ),
    _rule(r"(?P<r>later|earlier) this (?P<u>week|month|year)", _rest_of_period, flags=_I),
    _rule(
        r"(?:the )?(?P<r>last|this|next|previous|coming|following|past) (?P<u>weekend|week|month|year)",
        _named_period,
        flags=_I,
    ),
    _rule(rf"(?:within|in) (?:the )?(?:coming|next|following) {_N} {_UNIT}", _within, flags=_I),
    _rule(
        r"(?:with)?in (?:the )?(?:coming|next|following|a few|several) (?P<u>days|weeks|months)",
        _coming,
        flags=_I,
    ),
    _rule(rf"within {_N} {_UNIT}", _within, flags=_I),
    _rule(rf"in {_N} {_UNIT}(?:['’]s? time)?", _in_some, flags=_I),
    _rule(rf"{_N} {_UNIT} ago", _ago, flags=_I),
    _rule(r"(?P<n>24|36|48|72|96)[ -]hours?", _hours, flags=_I),
    _rule(
        r"(?:in )?(?:the )?(?P<s>spring|summer|autumn|fall|winter)(?: of)? (?P<y>(?:19|20)\d\d)",
        _season,
        flags=_I,
        needs_reference=False,
    ),
    _rule(r"(?:in|since|by|until|of|during) (?P<y>(?:19|20)\d\d)", lambda m, r, t: m["y"], needs_reference=False),
]
