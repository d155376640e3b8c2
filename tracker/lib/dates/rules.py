"""The manners of writing a date that Parley reads: English first, plain calendar dates in Russian.

A rule is tried at a word that is one of its `starts` (DIGIT stands for every word that begins with a digit).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from . import readings
from .words import (
    EN_DAYS,
    EN_MONTHS,
    EN_PARTS,
    MONTHS,
    NEAR,
    NUMBERS,
    PAST,
    RU_DAYS,
    RU_IN_MONTHS,
    RU_MONTHS,
    RU_PARTS,
    TENS,
)

DIGIT = "#"


@dataclass(frozen=True, eq=False)
class Rule:
    starts: frozenset[str]
    pattern: re.Pattern
    read: Callable[[re.Match, date | None, str], str]
    needs_reference: bool


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _capital(words: Iterable[str]) -> str:
    """In any text a capitalised word only: "may" and "march" in small letters are verbs."""
    return "(?-i:" + _any(word.capitalize() for word in words) + r")\b"


def _rule(starts: str | Iterable[str], pattern: str, read: Callable, *, relative: bool = False) -> Rule:
    """`relative`: cannot be read without a reference day."""
    starts = starts.split() if isinstance(starts, str) else starts
    words = frozenset(word.split()[0].lower() for word in starts)
    return Rule(words, re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE), read, relative)


_MONTH = _capital(EN_MONTHS) + r"\.?"
_M, _M2 = f"(?P<m>{_MONTH})", f"(?P<m2>{_MONTH})"
_D = r"(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?"
_D2 = r"(?P<d2>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}\b"
_Y, _Y1, _Y2 = rf"(?P<y>{_YEAR})", rf"(?:,? (?P<y>{_YEAR}))?", rf"(?:,? (?P<y2>{_YEAR}))?"
_WEEKDAY = _capital(EN_DAYS)
_ON = rf"(?:(?:on )?{_WEEKDAY},? (?:the )?)?"
_N = rf"(?P<n>[0-9]{{1,3}}|{_any(NUMBERS)})"
_UNITS = r"(?P<u>hours?|days?|weeks?|months?|years?)\b"
_DASH = r" ?(?:-|–|—|to|and|until|through) ?"
_AT = "(?:(?:as (?:soon|early) as|by|at|in) )?(?:the )?"
_PART = rf"(?P<p>{_any(EN_PARTS)})[ -](?:in )?(?:the )?"
_LAST_NEXT = "last|this|next|previous|coming|following|past"
_FEW = "(?:few |several |couple of )?"

_PARTS = ["as", "by", "at", "in", "the", *EN_PARTS]
_ON_DAYS = ["on", *EN_DAYS]

ENGLISH = [
    _rule([DIGIT], r"(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", readings.iso_day),
    _rule(
        [DIGIT, "from", "between"], rf"(?:(?:from|between) )?{_D}{_DASH}{_D2} (?:of )?{_M}{_Y1}", readings.calendar_span
    ),
    _rule(
        [*EN_MONTHS, "from", "between"], rf"(?:(?:from|between) )?{_M} {_D}{_DASH}{_D2}{_Y1}", readings.calendar_span
    ),
    _rule(
        [DIGIT, "from", "between"],
        rf"(?:(?:from|between) )?{_D} {_M}{_Y1}{_DASH}{_D2} {_M2}{_Y2}",
        readings.calendar_span,
    ),
    _rule(
        [*EN_MONTHS, "from", "between"],
        rf"(?:(?:from|between) )?{_M} {_D}{_Y1}{_DASH}{_M2} {_D2}{_Y2}",
        readings.calendar_span,
    ),
    _rule([DIGIT, *_ON_DAYS], rf"{_ON}{_D}[ -](?:of )?{_M}{_Y1}", readings.calendar_day),
    _rule([*EN_MONTHS, *_ON_DAYS], rf"{_ON}{_M} {_D}{_Y1}", readings.calendar_day),
    _rule("the week", rf"(?:the )?week of {_M} {_D}{_Y1}", readings.week_of),
    _rule("the week", rf"(?:the )?week of {_D} {_M}{_Y1}", readings.week_of),
    _rule(_PARTS, rf"{_AT}{_PART}{_M}(?:,? (?P<y>{_YEAR}))?", readings.part_of_month),
    _rule(
        _PARTS,
        rf"{_AT}{_PART}(?:(?P<r>this|next|last) )?(?P<u>week|month|year)",
        readings.part_of_period,
        relative=True,
    ),
    _rule(_PARTS, rf"{_AT}{_PART}{_Y}", readings.part_of_year),
    _rule("in the first second", rf"(?:in )?(?:the )?(?P<o>first|second) half of {_M}{_Y1}", readings.half_of_month),
    _rule(
        "in the first second third fourth",
        rf"(?:in )?(?:the )?(?P<o>first|second|third|fourth) (?P<u>quarter|half)(?: of)? {_Y}",
        readings.quarter,
    ),
    _rule(
        "in the a first second third fourth",
        r"(?:in )?(?:(?:the|a) )?(?:fiscal )?(?P<o>first|second|third|fourth)[ -]quarter",
        readings.quarter_near,
        relative=True,
    ),
    _rule(
        "in during for the latest",
        r"(?:(?:in|during|for) )?the (?P<o>latest )?(?:quarter|latest period)",
        readings.quarter_near,
        relative=True,
    ),
    _rule(
        "last this past next",
        r"(?P<r>last|this past|past|this|next) (?P<s>spring|summer|autumn|fall|winter)",
        readings.season_near,
        relative=True,
    ),
    _rule(
        [DIGIT, "in", "the", *_LAST_NEXT.split("|")],
        rf"(?:in )?(?:(?:the )?{_Y}|(?P<r>last|this|next) year['’]s)"
        r" (?P<o>first|second|third|fourth) (?P<u>quarter|half)",
        readings.quarter,
    ),
    _rule("the this", "(?:the current|this) (?P<u>quarter|year|month|week)", readings.this_period, relative=True),
    _rule(
        "in nineteen the",
        rf"(?:in )?(?:nineteen (?P<t>{_any(TENS)})(?:-(?P<n>{_any(NUMBERS)}))?|the year two thousand)",
        readings.spelled_year,
    ),
    _rule("at around year", "(?:(?:at|around) )?year(?:[- ]|['’]s )end", readings.end_of_year, relative=True),
    _rule("year", "year-(?:earlier|ago)", readings.year_before, relative=True),
    _rule(EN_MONTHS, rf"{_M}(?: of|,)? {_Y}", readings.calendar_month),
    _rule(EN_MONTHS, rf"{_M} (?P<r2>last|this|next) year", readings.calendar_month, relative=True),
    _rule(
        "in by until before since during throughout of through for last next this",
        rf"(?:(?P<r>last|next|this)|(?P<side>by|until|before|since)|in|during|throughout|of|through|for)"
        rf" {_M}(?!\.? ?[0-9])(?: (?P<r2>last|this|next) year)?",
        readings.calendar_month,
        relative=True,
    ),
    _rule(
        [*_ON_DAYS, *_LAST_NEXT.split("|")],
        rf"(?:on )?(?:(?P<r>{_LAST_NEXT}|this coming) )?(?P<w>{_WEEKDAY})",
        readings.weekday,
        relative=True,
    ),
    _rule(
        _ON_DAYS,
        rf"(?:on )?(?P<w>{_WEEKDAY}) (?:of )?(?P<r>last|this|next) week",
        readings.weekday_of_week,
        relative=True,
    ),
    _rule([*NEAR, "from"], rf"(?:from )?(?P<w>{_any(NEAR)})", readings.near, relative=True),
    _rule("later earlier", "(?P<r>later|earlier) this (?P<u>week|month|year)", readings.rest_of_period, relative=True),
    _rule(
        ["the", *_LAST_NEXT.split("|")],
        rf"(?:the )?(?P<r>{_LAST_NEXT}) (?P<u>weekend|week|month|year)",
        readings.named_period,
        relative=True,
    ),
    _rule(
        "within in the over",
        rf"(?:(?:with)?in|over) (?:the )?(?:coming|next|following) {_N} {_UNITS}",
        readings.within,
        relative=True,
    ),
    _rule(
        "within in over the coming next following",
        rf"(?:(?:(?:with)?in|over) )?(?:the )?(?:coming|next|following) {_FEW}(?P<u>days|weeks|months|years)",
        readings.coming,
        relative=True,
    ),
    _rule(
        "within in",
        "(?:with)?in (?:a few|several|the) (?P<u>days|weeks|months)(?: ahead| to come)?"
        "(?! before| after| since| following| between)",
        readings.coming,
        relative=True,
    ),
    _rule(
        "in over during the past last recent",
        rf"(?:(?:in|over|during) )?(?:the )?(?:past|last|recent) {_FEW}(?P<u>days|weeks|months|years)",
        readings.recent,
        relative=True,
    ),
    _rule(
        "in over during the past last",
        rf"(?:(?:in|over|during) )?(?:the )?(?:past|last) {_N} {_UNITS}",
        readings.past_some,
        relative=True,
    ),
    _rule("within", rf"within {_N} {_UNITS}", readings.within, relative=True),
    _rule("in", rf"in {_N} {_UNITS}(?:['’]s? time)?", readings.in_some, relative=True),
    _rule([DIGIT, *NUMBERS], rf"{_N} {_UNITS} (?:ago|earlier)", readings.ago, relative=True),
    _rule([DIGIT], "(?P<n>24|36|48|72|96)[ -]hours?", readings.within, relative=True),
    _rule(
        "in the spring summer autumn fall winter",
        rf"(?:in )?(?:the )?(?P<s>spring|summer|autumn|fall|winter)(?: of)? {_Y}",
        readings.season,
    ),
    _rule("in the", "(?:in )?the (?P<y>(?:19|20)[0-9]0)s", readings.decade),
    _rule(
        "in since by until before of during", rf"(?:in|of|during|(?P<side>since|by|until|before)) {_Y}", readings.year
    ),
    _rule(
        "from to into the a than fiscal through mid for and between his her its their",
        rf"(?:from|to|into|the|a|than|fiscal|through|mid|for|and|between|his|her|its|their)[ -]{_Y}(?!-\w|[–,.]?[0-9%])",
        readings.year,
    ),
]

_RM, _RM2 = f"(?P<m>{_any(RU_MONTHS)})", f"(?P<m2>{_any(RU_MONTHS)})"
_RY = rf"(?: (?P<y>{_YEAR})(?: ?года?\b| ?г\.)?)?"
_RU_WEEK = "прошлой|этой|следующей"
_RU_N = "(?:(?P<n>[0-9]{1,3}|два|две|три|четыре|пять) )?"
_RU_UNITS = "(?P<u>дня|дней|неделю|недели|недель|месяц|месяца|месяцев)"

RUSSIAN = [
    _rule([DIGIT], rf"{_D} {_RM}{_RY}", readings.calendar_day),
    _rule([DIGIT, "с"], rf"(?:с )?{_D} ?(?:-|–|—|по|и) ?{_D2} {_RM}{_RY}", readings.calendar_span),
    _rule([DIGIT, "с"], rf"(?:с )?{_D} {_RM} ?(?:-|–|—|по) ?{_D2} {_RM2}(?: (?P<y2>{_YEAR}))?", readings.calendar_span),
    _rule("в во", rf"во? (?P<m>{_any(RU_IN_MONTHS)}){_RY}", readings.calendar_month),
    _rule(RU_IN_MONTHS, rf"(?P<m>{_any(RU_IN_MONTHS)}) (?P<y>{_YEAR})(?: ?года?)?", readings.calendar_month),
    _rule("в к", rf"(?:в|к) (?P<p>{_any(RU_PARTS)}) {_RM}{_RY}", readings.part_of_month),
    _rule("в", rf"в (?P<p>{_any(RU_PARTS)}) (?P<u>месяца|недели)", readings.part_of_period, relative=True),
    _rule(
        "в во",
        rf"во? (?:(?P<r>прошл(?:ый|ую|ое)|следующ(?:ий|ую|ее)) )?(?P<w>{_any(RU_DAYS)})",
        readings.weekday,
        relative=True,
    ),
    _rule("на", rf"на (?P<r>{_RU_WEEK}) (?P<u>неделе)", readings.named_period, relative=True),
    _rule("через", f"через {_RU_N}{_RU_UNITS}", readings.in_some, relative=True),
    _rule(
        [DIGIT, "два", "две", "три", "четыре", "пять", "неделю", "месяц"],
        f"{_RU_N}{_RU_UNITS} назад",
        readings.ago,
        relative=True,
    ),
]

RULES = ENGLISH + RUSSIAN


def loosely(words: str, reference: date) -> str | None:
    """The EDTF of words that are a date only when somebody says that they are: "soon", "January", "2021"."""
    words = words.lower()
    if words in ("soon", "shortly", "скоро"):
        return f"{reference}/{reference + timedelta(31)}~"
    if words in MONTHS and (match := re.match("(?P<m>.+)", words)):
        return readings.calendar_month(match, reference, PAST)
    return words if re.fullmatch("(?:19|20)[0-9]{2}", words) else None
