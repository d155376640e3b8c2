"""A time axis for drawing: which days it covers, where a day lies on it, its ticks and its bins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from tracker.web.dates import MONTHS, day_words

DAY = timedelta(days=1)
FEWEST_DAYS = 28
# A span of at most so many days is drawn by day, by week; above by month.
BY_DAY, BY_WEEK = 75, 800
FAR_AWAY = 0.02  # share of the entries at either end that may be left off the axis
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
        """First and last day of each bin: days, weeks from Monday, or months, cut at the axis's ends."""
        begin, found = self._begin_of_bin(), []
        while begin <= self.last:
            following = self._next(begin)
            found.append((max(begin, self.first), min(following - DAY, self.last)))
            begin = following
        return found

    @property
    def unit(self) -> str:
        return "day" if self.days <= BY_DAY else "week" if self.days <= BY_WEEK else "month"

    def _begin_of_bin(self) -> date:
        if self.unit == "day":
            return self.first
        return self.first - DAY * self.first.weekday() if self.unit == "week" else self.first.replace(day=1)

    def _next(self, begin: date) -> date:
        if self.unit == "month":
            return _next_month(begin)
        return begin + (DAY if self.unit == "day" else 7 * DAY)

    @property
    def months(self) -> list[Tick]:
        """A tick at each month's beginning, labelled as far as there is room."""
        ticks, month = [], self.first.replace(day=1)
        room = max(1, round(self.days / 30 / 9))  # about nine labels
        number = 0
        while month <= self.last:
            is_labelled = number % room == 0 and self.x(month) < 96
            year = f" {month.year}" if month.month == 1 or number == 0 else ""
            label = _(MONTHS[month.month - 1]) + year if is_labelled else ""
            ticks.append(Tick(percent(max(self.x(month), 0)), label))
            month, number = _next_month(month), number + 1
        # The first month begins off the axis: its label gives way to the next one when the two would touch.
        if len(ticks) > 1 and self.x(_next_month(self.first.replace(day=1))) < 9:
            ticks[0] = Tick(ticks[0].x)
        return ticks

    @property
    def weeks(self) -> list[Tick]:
        """A tick each Monday, where they can be told apart."""
        if self.days > 200:
            return []
        monday = self.first + DAY * (-self.first.weekday() % 7)
        return [Tick(percent(self.x(monday + 7 * DAY * n))) for n in range((self.last - monday).days // 7 + 1)]


def axis_for(days: Sequence[date], chosen: Iterable[date | None] = ()) -> Axis | None:
    """An axis for entries on `days` that covers the `chosen` days too; None without any.

    When a few entries lie so far away that all others would be pressed together, the axis leaves them off.
    """
    chosen = [day for day in chosen if day]
    if not days and not chosen:
        return None
    ordered = sorted(days)
    first, last = _without_the_far(ordered) if ordered else (min(chosen), max(chosen))
    first, last = min([first, *chosen]), max([last, *chosen])
    short = FEWEST_DAYS - (last - first).days - 1
    margin = DAY * max(short // 2, 0)
    try:
        return Axis(first - DAY - margin, last + DAY + margin)
    except OverflowError:  # the first or last day that a calendar has
        return Axis(first, last)


def _without_the_far(ordered: list[date]) -> tuple[date, date]:
    at_most = int(len(ordered) * FAR_AWAY)
    inner = ordered[at_most : len(ordered) - at_most]
    whole, core = (ordered[-1] - ordered[0]).days, (inner[-1] - inner[0]).days
    if whole <= BY_DAY or whole < WORTH_IT * max(core, FEWEST_DAYS):
        return ordered[0], ordered[-1]
    return inner[0], inner[-1]


def percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


def days_words(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"
