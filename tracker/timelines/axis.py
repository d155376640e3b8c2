"""A time axis for drawing: which days it covers, where a day lies on it, its ticks and its bins."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from tracker.web.dates import MONTHS, day_words

DAY = timedelta(days=1)
FEWEST_DAYS = 28
# A span of at most so many days is drawn by day, by week, by month; above by year.
BY_DAY, BY_WEEK, BY_MONTH = 130, 900, 4000
MOST_YEARS = 120  # bins on an axis of years
MOST_LABELS = 9
FEW_DAYS = 63  # an axis of so many has ticks at days or Mondays
FAR_AWAY = 0.02  # share of the entries at either end that may be left off the axis
ROOM_FOR_LABEL = 16  # per cent of the axis, on a phone
WORTH_IT = 2  # how many times longer the axis would have to be to show them


@dataclass(frozen=True)
class Tick:
    """`x` in per cent; `label` may be empty."""

    x: str
    label: str = ""


@dataclass(frozen=True)
class Axis:
    """Days `first` to `last`, both included, over 100 per cent."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def x(self, day: date) -> float:
        """Where the day begins, in per cent."""
        return 100 * (day - self.first).days / self.days

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    @cached_property
    def bins(self) -> list[tuple[date, date]]:
        """First and last day of each bin, cut at the axis's ends."""
        begins = list(_run(self._begin_of_bin(), self.last, self._next))
        ends = [following - DAY for following in begins[1:]] + [self.last]
        return [(max(begin, self.first), end) for begin, end in zip(begins, ends, strict=True)]

    @property
    def unit(self) -> str:
        """Bins are days, weeks from Monday, months, or years (several, on an axis of centuries)."""
        units = ((BY_DAY, "day"), (BY_WEEK, "week"), (BY_MONTH, "month"))
        return next((unit for most, unit in units if self.days <= most), "year")

    def _begin_of_bin(self) -> date:
        if self.unit == "week":
            return date.fromordinal(max(self.first.toordinal() - self.first.weekday(), 1))
        begins = {"day": self.first, "month": self.first.replace(day=1), "year": date(self.first.year, 1, 1)}
        return begins[self.unit]

    def _next(self, begin: date) -> date | None:
        if self.unit == "month":
            return _next_month(begin)
        if self.unit == "year":
            return _year(begin.year + self._years)
        return _later(begin, 1 if self.unit == "day" else 7)

    @property
    def _years(self) -> int:
        return 1 + self.days // 366 // MOST_YEARS

    @property
    def ticks(self) -> list[Tick]:
        """At each month's beginning (each year's on a long axis), labelled as far as there is room."""
        if self.days <= FEW_DAYS:
            return self._days
        if self.unit == "year":
            starts = list(_run(date(self.first.year, 1, 1), self.last, self._next))
        else:
            starts = list(_run(self.first.replace(day=1), self.last, _next_month))
        room = max(1, -(-len(starts) // MOST_LABELS))
        labels = [self._label(start, is_first=not n) if n % room == 0 else "" for n, start in enumerate(starts)]
        places = [max(self.x(start), 0) for start in starts]
        # The first begins off the axis: its label gives way to the next one where the two would touch.
        if len(places) > 1 and room == 1 and places[1] < ROOM_FOR_LABEL:
            labels[:2] = ["", self._label(starts[1], is_first=True)]
        return [Tick(percent(x), label if x < 96 else "") for x, label in zip(places, labels, strict=True)]

    @property
    def _days(self) -> list[Tick]:
        """Days, every other day, or Mondays."""
        step = next((step for step in (1, 2) if self.days <= step * MOST_LABELS), 7)
        first = self.first + DAY * (-self.first.weekday() % 7) if step == 7 else self.first
        starts = [first + DAY * n for n in range(0, (self.last - first).days + 1, step)]
        words = [
            day_words(start) if not n else f"{start.day} {_(MONTHS[start.month - 1])}" for n, start in enumerate(starts)
        ]
        places = [self.x(start) for start in starts]
        return [Tick(percent(x), label if x < 94 else "") for x, label in zip(places, words, strict=True)]

    def _label(self, start: date, *, is_first: bool) -> str:
        if self.unit == "year":
            return str(start.year)
        return _(MONTHS[start.month - 1]) + (f" {start.year}" if is_first or start.month == 1 else "")


def axis_for(days: Mapping[date, int], first: date | None = None, last: date | None = None) -> Axis | None:
    """An axis for so many entries on each of `days`; None without any.

    When a few lie so far away that all others would be pressed together, the axis leaves these off, unless they lie
    between `first` and `last`, the days asked for.
    """
    ordered = sorted(days)
    if not ordered:
        return None
    begin, end = _without_the_far(ordered, days)
    if first or last:
        asked = [day for day in ordered if (first or date.min) <= day <= (last or date.max)]
        begin, end = min([begin, *asked]), max([end, *asked])
    margin = 1 + max((FEWEST_DAYS - (end - begin).days - 1) // 2, 0)
    return Axis(_later(begin, -margin) or date.min, _later(end, margin) or date.max)


def _without_the_far(ordered: list[date], counts: Mapping[date, int]) -> tuple[date, date]:
    at_most = int(sum(counts.values()) * FAR_AWAY)
    inner = _beyond(ordered, counts, at_most), _beyond(ordered[::-1], counts, at_most)
    whole, core = (ordered[-1] - ordered[0]).days, (inner[1] - inner[0]).days
    if whole <= BY_DAY or whole < WORTH_IT * max(core, FEWEST_DAYS):
        return ordered[0], ordered[-1]
    return inner


def _beyond(days: list[date], counts: Mapping[date, int], at_most: int) -> date:
    """The first of the days with more than `at_most` entries up to and on it."""
    passed = 0
    for day in days:
        passed += counts[day]
        if passed > at_most:
            return day
    return days[-1]


def percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def _later(day: date, days: int) -> date | None:
    """None beyond the calendar's ends."""
    number = day.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def _year(number: int) -> date | None:
    return date(number, 1, 1) if number <= date.max.year else None


def _next_month(day: date) -> date | None:
    return day.replace(month=day.month + 1, day=1) if day.month < 12 else _year(day.year + 1)


def _run(begin: date, last: date, following: Callable[[date], date | None]) -> Iterator[date]:
    """Beginnings up to `last`."""
    day: date | None = begin
    while day is not None and day <= last:
        yield day
        day = following(day)


def days_words(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"
