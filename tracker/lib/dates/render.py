"""An EDTF string in English that keeps its doubt."""

import re
from calendar import monthrange
from datetime import datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
DOUBT = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")
_THIRD = re.compile(r"(\d{4})-(\d\d)(?:-\d\d)?~/\d{4}-\d\d(?:-\d\d)?~$")


def render(edtf: str) -> str:
    """ "12 Jan 2022", "about January 2022", "early January 2022", "10-12 Jan 2022", "by 12 Jan 2022"; the string itself
    where there is no saying it better."""
    if "T" in edtf and "/" not in edtf:
        return _instant(edtf)
    if third := _third(edtf):
        return third
    if edtf.count("/") == 1:
        return _span(*edtf.split("/"))
    return _single(edtf)


def thirds(year: int, month: int) -> dict[str, str]:
    """The EDTF of a month's early, middle and late part: days 1 to 10, 11 to 20 and 21 to its end, about."""
    last = monthrange(year, month)[1]
    days = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}
    return {name: f"{year:04}-{month:02}-{a:02}~/{year:04}-{month:02}-{b:02}~" for name, (a, b) in days.items()}


def year_thirds(year: int) -> dict[str, str]:
    """The EDTF of a year's early, middle and late part: four months each, about."""
    months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
    return {name: f"{year:04}-{a:02}~/{year:04}-{b:02}~" for name, (a, b) in months.items()}


def _third(edtf: str) -> str:
    found = _THIRD.match(edtf)
    if not found:
        return ""
    year, month = int(found[1]), int(found[2])
    named = {same: (name, f"{MONTHS[month - 1]} {year}") for name, same in thirds(year, month).items()}
    named |= {same: (name, str(year)) for name, same in year_thirds(year).items()}
    if edtf not in named:
        return ""
    name, whole = named[edtf]
    return f"{name}{'-' if name == 'mid' else ' '}{whole}"


def _instant(edtf: str) -> str:
    moment = datetime.fromisoformat(edtf)
    zone = moment.strftime("%z")
    offset = "UTC" if zone in ("", "+0000") else f"UTC{zone[:3]}:{zone[3:]}"
    return f"{moment.day} {MONTHS[moment.month - 1][:3]} {moment.year}, {moment:%H:%M} {offset}"


def _single(edtf: str) -> str:
    doubt = DOUBT.get(edtf[-1:], "")
    plain = edtf.rstrip("~?%")
    if re.fullmatch(r"\d{3}X", plain):
        return f"{doubt}the {plain[:3]}0s"
    found = _PLAIN.match(plain)
    if not found:
        return edtf
    year, month, day = found.groups()
    if day:
        return f"{doubt}{int(day)} {MONTHS[int(month) - 1][:3]} {int(year)}"
    if month in SEASONS:
        years = f"{year}/{(int(year) + 1) % 100:02}" if month == "24" else year
        return f"{doubt}{SEASONS[month]} {years}"
    return f"{doubt}{MONTHS[int(month) - 1]} {int(year)}" if month else f"{doubt}{int(year)}"


def _span(first: str, last: str) -> str:
    if first in ("", ".."):
        return f"by {render(last)}"
    if last in ("", ".."):
        return f"from {render(first)}"
    doubt = "about " if "~" in first and "~" in last else ""
    begin, end = (_PLAIN.match(side.rstrip("~") if doubt else side) for side in (first, last))
    if begin and end and begin[3] and end[3] and begin[1] == end[1]:
        if begin[2] == end[2]:
            return f"{doubt}{int(begin[3])}-{_single(end[0])}"
        return f"{doubt}{int(begin[3])} {MONTHS[int(begin[2]) - 1][:3]} - {_single(end[0])}"
    return f"{render(first)} - {render(last)}"
