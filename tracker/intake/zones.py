"""Time zones as people write them: Europe/Moscow, UTC, GMT+3, +03:00."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Offered while typing; any other name of the time zone database is taken too.
OFFERED = [
    "UTC", "Europe/Moscow", "America/New_York", "Europe/London", "Europe/Brussels", "Europe/Vienna", "Europe/Zurich",
    "Europe/Paris", "Europe/Berlin", "Europe/Kyiv", "Europe/Minsk", "Europe/Istanbul", "Asia/Almaty", "Asia/Shanghai",
]  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


def zone(words: str) -> tzinfo:
    """The zone called so. Raises ValueError with words for a person."""
    words = words.strip()
    if words.upper() in ("UTC", "GMT", "Z"):
        return UTC
    if match := _OFFSET.fullmatch(words):
        sign, hours, minutes = match.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if offset <= timedelta(hours=14) and int(minutes or 0) < 60:
            return timezone(-offset if sign != "+" else offset)
    try:
        return ZoneInfo(words)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{words}” is no time zone. Write UTC, GMT+3, +03:00 or Europe/Moscow.") from None


def zone_of(moment: datetime) -> str:
    """How the zone of an aware moment is written: its name, else its offset."""
    if isinstance(moment.tzinfo, ZoneInfo):
        return moment.tzinfo.key
    offset = moment.utcoffset() or timedelta()
    if not offset:
        return "UTC"
    minutes = abs(int(offset.total_seconds())) // 60
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
