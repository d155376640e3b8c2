"""What was typed into the search box: words, quoted phrases and field words, each perhaps with a minus.

    "strategic stability" missiles -ceasefire by:Ryabkov on:"NATO enlargement" after:"early January 2022"

1. The text is cut into pieces at blanks, a quoted stretch being one piece whatever it holds.
2. A piece `field:value` with a known field is a Field; one in quotes a Phrase; any other a Word.
3. The days of `before:` and `after:` may be words without quotes: the longest run that reads as a date is taken.

Nothing raises: what cannot be used is named in `notes`, in words, and left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from tracker.lib.dates import BadDate, UncertainDate, find_dates

LONGEST = 300  # characters
MOST = 16  # words, phrases and fields
LONGEST_DAY = 5  # words of a day without quotes: "the end of January 2022"
NAMES, DAYS = ("by", "on", "track", "outlet"), ("before", "after")
FIELDS = (*NAMES, *DAYS)

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARKS = '"“”„«»'
_CLOSE = {"„": '“”"', "«": '»"'}  # else any of them
_PIECE = re.compile(
    r"(?P<minus>[-−–](?=[^\s\-−–]))?"
    rf"(?:(?P<field>{'|'.join(FIELDS)}):\s*)?"
    rf"(?:(?P<open>[{_MARKS}])|(?P<bare>[^\s{_MARKS}]+))",
    re.IGNORECASE,
)
_MORE_OF_A_DAY = re.compile(rf" ([^\s:{_MARKS}]+)(?= |$)")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Word:
    """`text` holds at least one letter or figure."""

    text: str
    is_not: bool = False

    def __str__(self) -> str:
        return f"{'-' * self.is_not}{self.text}"


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side."""

    text: str
    is_not: bool = False

    def __str__(self) -> str:
        return f'{"-" * self.is_not}"{self.text}"'


@dataclass(frozen=True)
class Field:
    """`value`: as typed, a name or a slug. `first` and `last`: of before: and after:, the days (UTC) it may mean."""

    name: str
    value: str
    is_not: bool = False
    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        is_plain = ISO_DAY.fullmatch(self.value) if self.name in DAYS else " " not in self.value
        return f"{'-' * self.is_not}{self.name}:" + (self.value if is_plain else f'"{self.value}"')


Item = Word | Phrase | Field


@dataclass(frozen=True)
class Query:
    """`items` in the order typed. str() is the query as one would type it: parse(str(query)) has the same items."""

    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.items))

    @property
    def texts(self) -> list[Word | Phrase]:
        return [item for item in self.items if not isinstance(item, Field)]

    def fields(self, *names: str) -> list[Field]:
        return [item for item in self.items if isinstance(item, Field) and item.name in names]

    def with_name(self, item: Item, field: str, value: str) -> "Query":
        """The same with a name in place of `item`, for "did you mean"."""
        return Query(tuple(Field(field, value, item.is_not) if one is item else one for one in self.items))

    @property
    def asks(self) -> bool:
        """Whether there is something to look for: not only what is to be left out."""
        return any(not item.is_not for item in self.items)


def parse(text: str, today: date | None = None) -> Query:
    """Read the box. `today`: the day against which "last week" is resolved, by default the day it is (UTC)."""
    notes: list[str] = []
    text = " ".join(text.replace("\x00", " ").split())
    if len(text) > LONGEST:
        notes.append(_("Only the first %(n)s characters were looked for.") % {"n": LONGEST})
        text = text[:LONGEST]
    reading = _Reading(text, today or datetime.now(UTC).date(), notes)
    items = list(reading.items())
    if len(items) > MOST:
        notes.append(_("Only the first %(n)s words were looked for.") % {"n": MOST})
    return Query(tuple(items[:MOST]), tuple(dict.fromkeys(notes)))


class _Reading:
    """One pass over the text; `place` is where the next piece begins."""

    def __init__(self, text: str, today: date, notes: list[str]):
        self.text, self.today, self.notes, self.place = text, today, notes, 0

    def items(self) -> Iterator[Item]:
        while self.place < len(self.text):
            match = _PIECE.match(self.text, self.place)
            if match is None:  # a blank
                self.place += 1
                continue
            self.place = match.end()
            item = self._item(match)
            if item is not None:
                yield item

    def _item(self, match: re.Match) -> Item | None:
        field, is_not = (match["field"] or "").lower(), bool(match["minus"])
        value = self._quoted(match["open"]) if match["open"] else match["bare"]
        if not field and value.lower().removesuffix(":") in FIELDS and value.endswith(":"):
            self.notes.append(_("Nothing stands behind “%(field)s”.") % {"field": value})
            return None
        if field in DAYS:
            return self._day(field, value, is_quoted=bool(match["open"]), is_not=is_not)
        if not _LETTER.search(value):
            return None
        if field:
            return Field(field, value, is_not)
        return Phrase(value, is_not) if match["open"] else Word(value, is_not)

    def _quoted(self, mark: str) -> str:
        """What stands up to the closing mark, or to the end."""
        closing = _CLOSE.get(mark, '"“”»')
        end = next((at for at in range(self.place, len(self.text)) if self.text[at] in closing), None)
        words = self.text[self.place : end]
        if end is None:
            unclosed = _("The quotation mark before “%(words)s” is not closed; all that follows was taken together.")
            self.notes.append(unclosed % {"words": _short(words)})
        self.place = len(self.text) if end is None else end + 1
        return " ".join(re.sub(f"[{_MARKS}]", " ", words).split())

    def _day(self, name: str, value: str, *, is_quoted: bool, is_not: bool) -> Field | None:
        for words, end in [(value, self.place)] if is_quoted else [*self._runs(value)][::-1]:
            span = _days(words, self.today)
            if span is None:
                continue
            self.place = end
            if is_not:
                self.notes.append(_("A minus before “%(field)s:” means nothing and was left out.") % {"field": name})
            return Field(name, words, False, *span)
        wrong = _("“%(words)s” is not a day and was left out. Write it as 2022-01-12, or in words: early January 2022.")
        self.notes.append(wrong % {"words": _short(value)})
        return None

    def _runs(self, value: str) -> Iterator[tuple[str, int]]:
        """The value, and it with one to four of the words behind it: (words, where they end)."""
        yield value, self.place
        end = self.place
        for _nth in range(0 if ISO_DAY.fullmatch(value) else LONGEST_DAY - 1):
            more = _MORE_OF_A_DAY.match(self.text, end)
            if more is None:
                return
            end, value = more.end(), f"{value} {more[1]}"
            yield value, end


def _days(words: str, today: date) -> tuple[date, date] | None:
    """The first and last day that `words` may mean; None where they are not a date from end to end."""
    try:
        read = UncertainDate(words)
    except BadDate:
        found = find_dates(words, today)
        if len(found) != 1 or found[0][:2] != (0, len(words)):
            return None
        read = found[0][2]
    first, last = read.earliest or read.latest, read.latest or read.earliest
    return (first.date(), last.date()) if first and last else None


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40] + "…"


_UNFINISHED = re.compile(
    rf"(?:^|(?<=\s))(?P<minus>-?)(?:(?P<field>{'|'.join(NAMES)}):)?(?:\"(?P<quoted>[^\"]*)|(?P<bare>[^\s\"]*))$",
    re.IGNORECASE,
)


def unfinished(text: str) -> tuple[str, tuple[str, ...], str]:
    """The word being typed at the end of `text`: what stands before it, the fields whose names it may be, and it."""
    match = _UNFINISHED.search(text[-LONGEST:])
    if match is None:
        return text, (), ""
    typed = match["quoted"] if match["quoted"] is not None else match["bare"]
    fields = (match["field"].lower(),) if match["field"] else ("by", "track", "on")
    return text[: len(text) - len(match[0])] + match["minus"], fields, typed.strip()
