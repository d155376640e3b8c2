"""How moments and uncertain days are written on pages."""

import functools
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """As "12 Jan 2022": never a number for the month, so that no reader takes it for a day."""
    return f"{day.day} {_(MONTHS[day.month - 1])} {day.year}"


def written(day: date, pattern: str) -> str:
    """As the filter `date` of templates, for days that are written over and over."""
    return _written(day, pattern, get_language())


@functools.lru_cache(4096)
def _written(day: date, pattern: str, language: str) -> str:
    """In the current language, which is `language`."""
    return date_format(day, pattern)


def zone_words(moment: datetime) -> str:
    """As "UTC", "GMT+3" or "GMT-3:30": the offset that held at that moment."""
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"GMT{sign}{hours}" + (f":{rest:02}" if rest else "")


def instant_words(moment: datetime) -> str:
    """As "12 Jan 2022, 14:05 GMT+3", in the reader's zone, which is Django's current one."""
    local = timezone.localtime(moment)
    return f"{day_words(local)}, {local:%H:%M} {zone_words(local)}"


def day_of(moment) -> date | None:
    """The day something falls on.

    `moment`: a date, an aware datetime (reader's zone), or an uncertain date (its earliest day, UTC).
    """
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date()
    if isinstance(moment, date):
        return moment
    earliest = moment.earliest or moment.latest
    return earliest.astimezone(UTC).date() if earliest else None


def countdown_words(days: int) -> str:
    """Whole days from now, in words; negative is past."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    count = abs(days)
    text = ngettext("%(n)d day", "%(n)d days", count) % {"n": count}
    return _("in %(span)s") % {"span": text} if days > 0 else _("%(span)s ago") % {"span": text}
