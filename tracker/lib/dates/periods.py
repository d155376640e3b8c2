"""Days, weeks, months and years reckoned from a day; all as EDTF or as first and last day."""

from calendar import monthrange
from datetime import date, timedelta

from .bounds import bounds
from .render import thirds, year_thirds
from .words import BEFORE, UNTIL

FAR = 120  # days from the reference day beyond which the tense, not nearness, tells the year


def month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def period(unit: str, shift: int, reference: date) -> tuple[date, date]:
    """First and last day of the week (from Monday), weekend, month or year that lies `shift` from the reference's."""
    monday = reference - timedelta(reference.weekday()) + timedelta(weeks=shift)
    if unit == "week":
        return monday, monday + timedelta(6)
    if unit == "weekend":
        return monday + timedelta(5), monday + timedelta(6)
    if unit == "month":
        year, month = divmod(reference.year * 12 + reference.month - 1 + shift, 12)
        return month_span(year, month + 1)
    return date(reference.year + shift, 1, 1), date(reference.year + shift, 12, 31)


def whole(unit: str, first: date, last: date) -> str:
    if unit == "month":
        return f"{first:%Y-%m}"
    return str(first.year) if unit == "year" else f"{first}/{last}"


def part(unit: str, first: date, last: date, which: str) -> str:
    """The early, mid or late third, about."""
    if unit == "month":
        return thirds(first.year, first.month)[which]
    if unit == "year":
        return year_thirds(first.year)[which]
    third = (last - first).days // 3
    starts = {"early": first, "mid": first + timedelta(third + 1), "late": first + timedelta(2 * third + 1)}
    ends = {"early": first + timedelta(third), "mid": first + timedelta(2 * third), "late": last}
    return f"{starts[which]}~/{ends[which]}~"


def moved(reference: date, count: int, unit: str) -> date:
    """The day `count` hours, days, weeks, months or years (negative: before)."""
    if unit in ("month", "year"):
        number = reference.year * 12 + reference.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(number, 12)
        return date(year, month + 1, min(reference.day, monthrange(year, month + 1)[1]))
    if unit == "hour":
        return reference + timedelta(round(count / 24))
    return reference + timedelta(count * (7 if unit == "week" else 1))


def one_sided(side: str, edtf: str, reference: date | None) -> str:
    """ "by", "before" and "since" a date. What has begun before the reference day lasts until it."""
    if side in UNTIL:
        return f"/{edtf}"
    early, late = bounds(edtf)
    if early is None or late is None:
        raise ValueError(f"{edtf} is open already")
    first, last = early.date(), late.date()
    if side in BEFORE:
        return f"/{first - timedelta(1)}"
    return f"{edtf}/{reference if reference and last <= reference else ''}"


class NoYear(ValueError):
    """A day without a year, and no reference day to tell it by."""


def nearest_year(reference: date | None, month: int, day: int, tense: str) -> int:
    """The year that brings a day nearest to the reference day; where that is far either way, the tense decides.

    Raises NoYear without a reference day.
    """
    if reference is None:
        raise NoYear
    days = {year: date(year, month, min(day, 28)) for year in range(reference.year - 1, reference.year + 2)}
    away = {year: (one - reference).days for year, one in days.items()}
    nearest = min(away, key=lambda year: abs(away[year]))
    if abs(away[nearest]) <= FAR:
        return nearest
    if tense == "past":
        return max(year for year in away if away[year] <= 0)
    return min(year for year in away if away[year] >= 0)
