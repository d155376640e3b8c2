"""What a cell says: a moment, a day, a language, a stance, a place in the text, paragraphs in markup."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lxml import etree
from lxml import html as lxml_html

from tracker.lib.text import LANGUAGES, one_line

from . import days
from .grid import folded

FIRST_YEAR, LAST_YEAR = 1800, 2200
SERIALS = (10_000, 80_000)  # days since 1900 that a number in a column of dates can mean
PARTED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
ISO = re.compile(r"\d{4}-\d\d-\d\d")
COARSE = re.compile(r"(?:19|20)\d\d(?:[-./](?:0[1-9]|1[0-2]))?")
TOLD_ZONE = "no time zone in the table, UTC taken"
TOLD_HOUR = "only the day is known, midnight UTC taken"

STANCES = {
    "accepts": "accepts accept agrees agree agreement yes true 1 support supports for pro за поддерживает согласен да",
    "rejects": "rejects reject disagrees disagree disagreement no false 0 oppose opposes against contra против"
    " отвергает нет",
    "leans_for": "leans-for",
    "leans_against": "leans-against",
    "conditional": "conditional условно",
    "demands": "demands demand требует",
}
STANCE = {folded(word): stance for stance, words in STANCES.items() for word in words.split()} | {
    "+": "accepts", "-": "rejects", "-1": "rejects",
}  # fmt: skip
KINDS = {
    "news": "news article news-report новость новости",
    "readout": "readout",
    "transcript": "transcript interview стенограмма",
    "official_statement": "official-statement press-release заявление",
    "communique": "communique communiqué коммюнике",
}
KIND = {folded(word): kind for kind, words in KINDS.items() for word in words.split()}
TONGUES = """
en english английский | ru russian русский | de german deutsch немецкий | fr french français французский | uk ukrainian
українська украинский | es spanish español испанский | it italian italiano итальянский | pl polish polski польский | ar
arabic арабский | zh chinese китайский | tr turkish türkçe турецкий | nl dutch nederlands | pt portuguese português | be
belarusian белорусский | lt lithuanian | lv latvian | ro romanian | ka georgian грузинский | kk kazakh казахский
"""
TONGUE = {word: words.split()[0] for words in TONGUES.split("|") for word in words.split()}
ACTS = (
    "demand", "offer", "propose", "request", "accept", "reject", "conditional", "warn", "announce", "acknowledge",
    "accuse", "deny", "welcome", "state",
)  # fmt: skip
FORMS = ("direct", "mixed", "indirect")
BASES = ("on_record", "background", "anonymous", "document")
MARKUP = re.compile(r"</(?:p|div|span|a|strong|em|b|i|li|ul|h[1-6]|script|style|td)\s*>|<br\s*/?>", re.IGNORECASE)
BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "td",
    "blockquote",
    "table",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
NEVER = ("script", "style", "noscript", "template", "iframe", "object", "head", "svg", "form")


class BadCell(ValueError):
    """What stands in the cell is not what its column holds; the message says so."""


@dataclass(frozen=True)
class Moment:
    """`at` is aware, or None where the day cannot be told for certain; `note` says what was assumed, or why not."""

    at: datetime | None
    note: str = ""

    @property
    def is_day(self) -> bool:
        return TOLD_HOUR in self.note


def moment(words: str, *, order: str = "", day_zero: date | None = None) -> Moment:
    """The moment a cell names. `order`: "dmy" or "mdy" for numbers parted by strokes, "" where the column does not
    tell; `day_zero`: the day of number 0, where a number can be a day. Raises BadCell."""
    words = given = one_line(words)
    if day_zero and (number := _number(words)) is not None:
        return _dated(_serial(number, day_zero), words, number % 1 == 0)
    if COARSE.fullmatch(words):
        return Moment(None, f"“{words}” names no day")
    parted = PARTED.match(words)
    if parted:
        day = _ordered(parted, order)
        if day is None:
            return Moment(None, f"of “{words}” it cannot be told which is the day and which the month")
        words = day + words[parted.end() :]
    found = _iso(words) or _in_words(words)
    if found is None:
        raise BadCell(f"“{given[:60]}” is no date. Write it as 2021-12-23 or 2021-12-23 18:04.")
    return found


def day_order(cells: list[str]) -> str:
    """ "dmy" or "mdy" as the cells of one column tell, where one has a number above 12; "" where none has, or both."""
    found = [PARTED.match(cell.strip()) for cell in cells]
    strokes = [match for match in found if match and match[2] != "."]
    first, second = any(int(match[1]) > 12 for match in strokes), any(int(match[3]) > 12 for match in strokes)
    return "" if first == second else "dmy" if first else "mdy"


def _number(words: str) -> float | None:
    return float(words) if re.fullmatch(r"\d{5}(?:\.\d+)?", words) and SERIALS[0] < float(words) < SERIALS[1] else None


def _serial(number: float, day_zero: date) -> datetime:
    start = datetime(day_zero.year, day_zero.month, day_zero.day, tzinfo=UTC)
    return start + timedelta(seconds=round(number * 86_400))


def _ordered(parted: re.Match, order: str) -> str | None:
    first, second, year = int(parted[1]), int(parted[3]), int(parted[4])
    if len(parted[4]) == 2:
        year += 2000 if year < 69 else 1900
    if parted[2] == "." or order == "dmy" or first > 12:
        day, month = first, second
    elif order == "mdy" or second > 12:
        day, month = second, first
    elif first == second:
        day = month = first
    else:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _iso(words: str) -> Moment | None:
    if not ISO.match(words):
        return None
    try:
        found = datetime.fromisoformat(words.replace(" UTC", "Z").replace(" Z", "Z"))
    except ValueError:
        return None
    return _dated(found, words, len(words) == 10 or (found.tzinfo is None and found.time() == time()))


def _in_words(words: str) -> Moment | None:
    found = days.find_moment(words)
    if found is None or found[0] != 0 or words[found[1] :].strip(" .,г"):
        return None
    return _dated(found[2], words, "no time in the text" in found[3], "no time zone" not in found[3])


def _dated(found: datetime, words: str, day_only: bool, zone_known: bool = True) -> Moment:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(f"“{words[:60]}” is no date of a report. Is the year right?")
    if day_only:
        return Moment(found.replace(tzinfo=UTC), TOLD_HOUR)
    if found.tzinfo is None or not zone_known:
        return Moment(found.replace(tzinfo=UTC), TOLD_ZONE)
    return Moment(found)


def said_on(words: str, *, order: str, day_zero: date | None) -> str:
    """A day as EDTF; other words as they stand: what they mean depends on the report."""
    try:
        found = moment(words, order=order, day_zero=day_zero)
    except BadCell:
        return one_line(words)
    return found.at.date().isoformat() if found.at else one_line(words)


def language(words: str) -> str:
    """ISO 639-1 of a language that reports can be in; "" for any other."""
    name = folded(words)
    code = re.split(r"[ _-]", name)[0] if name else ""
    return TONGUE.get(name, "") or (code if code in LANGUAGES else "")


def stance(words: str) -> str:
    """A value of Stance; "" for what is none. DNA's agreement is 1 or 0."""
    bare = words.strip()
    return STANCE.get(bare) or STANCE.get(folded(words), "")


def kind(words: str) -> str:
    return KIND.get(folded(words), "")


def one_of(words: str, values: tuple[str, ...]) -> str:
    """The value that the words name, the s of a verb apart ("demands"); "" for none."""
    name = folded(words).replace(" ", "_")
    return next((value for value in values if name in (value, f"{value}s", value.replace("_", ""))), "")


def whole(words: str) -> int | None:
    """A number of characters; None for what is none."""
    bare = words.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 9 else None


def without_markup(cell: str) -> str:
    """The words of a cell that holds HTML, a line for each block; any other cell as it stands."""
    if not MARKUP.search(cell):
        return cell
    try:
        tree = lxml_html.fragment_fromstring(cell, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return cell
    etree.strip_elements(tree, *NEVER, etree.Comment, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    kept = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in kept if line)
