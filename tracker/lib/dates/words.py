"""The words of dates, in English and Russian."""

PAST, FUTURE = "past", "future"


def _numbered(names: str, first: int = 1) -> dict[str, int]:
    return {name: number for number, line in enumerate(names.split(","), first) for name in line.split()}


EN_MONTHS = _numbered(
    "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, september sept sep,"
    " october oct, november nov, december dec"
)
RU_MONTHS = _numbered("января, февраля, марта, апреля, мая, июня, июля, августа, сентября, октября, ноября, декабря")
RU_IN_MONTHS = _numbered(
    "январе январь, феврале февраль, марте март, апреле апрель, мае май, июне июнь, июле июль, августе август,"
    " сентябре сентябрь, октябре октябрь, ноябре ноябрь, декабре декабрь"
)
MONTHS = EN_MONTHS | RU_MONTHS | RU_IN_MONTHS
EN_DAYS = _numbered("monday, tuesday, wednesday, thursday, friday, saturday, sunday", 0)
RU_DAYS = _numbered("понедельник, вторник, среду, четверг, пятницу, субботу, воскресенье", 0)
DAYS = EN_DAYS | RU_DAYS
NUMBERS = _numbered("a an one, two, three, four, five, six, seven, eight, nine, ten") | {"couple of": 2}
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = _numbered("first, second, third, fourth")
SEASONS = _numbered("spring, summer, autumn fall, winter", 21)
NEAR = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
    "сегодня": 0,
    "завтра": 1,
    "вчера": -1,
    "послезавтра": 2,
    "позавчера": -2,
}
NEXT = ("next", "coming", "this coming", "following", "следующий", "следующую", "следующее", "следующей")
LAST = ("last", "past", "previous", "прошлый", "прошлую", "прошлое", "прошлой")
UNTIL = ("by", "until", "till", "no later than", "к")
BEFORE = ("before", "до")
SINCE = ("since", "с")
EN_PARTS = {
    "early": "early",
    "beginning of": "early",
    "start of": "early",
    "first days of": "early",
    "mid": "mid",
    "middle of": "mid",
    "late": "late",
    "end of": "late",
}
RU_PARTS = {"начале": "early", "середине": "mid", "конце": "late"}
PARTS = EN_PARTS | RU_PARTS
EN_UNITS = ("day", "week", "month", "year")
UNITS = {"дней": "day", "дня": "day", "недели": "week", "недель": "week", "неделю": "week", "неделе": "week"} | {
    "месяца": "month",
    "месяцев": "month",
    "месяц": "month",
}
RU_NUMBERS = {"два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "": 1}
# Each date holds one of these, or a number in digits; no other place in a text is tried.
TELLING = frozenset(
    ["hour", "hours", "days", "weeks", "weekend", "months", "years", "quarter", "half", "period", "thousand"]
    + [word for one in (MONTHS, DAYS, EN_UNITS, UNITS, TENS, SEASONS) for word in one]
    + [words.split()[-1] for words in NEAR]
)
