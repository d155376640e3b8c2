"""Dates in running text, resolved against a reference day (the dateline's).

How an expression is read:

1. Every word that may begin a date (`STARTING`), if one that only dates hold (`TELLING`) follows soon, is tried with the
   rules that begin so (rules.py); the longest wins.
2. A word before it may open one side: "by 12 January", "since 2014".
3. The verb nearest before it, else the first after it in the sentence, tells in which direction "Thursday" lies.

Blanks of every kind count as one space, so a line break inside a date does no harm. No pattern has nested repetition
and every word is tried by a few rules, so the time is linear in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Literal

from tracker.lib.words import Words, split

from .bounds import BadDate
from .periods import NoYear, one_sided
from .rules import DIGIT, RULES, Rule, loosely
from .uncertain import UncertainDate
from .words import BEFORE, FUTURE, PAST, SINCE, TELLING, UNTIL

Found = tuple[int, int, UncertainDate]
Known = dict[tuple[Rule, str, str], UncertainDate | Literal[False] | None]


class Opening:
    """The rules that begin with one word, behind one pattern that tells soon when none of them fits."""

    def __init__(self, rules: list[Rule]):
        self.rules = rules
        nameless = [re.sub(r"\?P<\w+>", "?:", rule.pattern.pattern) for rule in rules]
        self.any = re.compile("|".join(nameless).replace("(?-i:", "(?:").lower())

    def fitting(self, low: str, start: int) -> list[Rule]:
        """The rules, if any may fit; `low` is the text in small letters, in which patterns are tried in half the time."""
        return self.rules if self.any.match(low, start) else []


STARTING = {
    word: Opening([rule for rule in RULES if word in rule.starts])
    for word in {start for rule in RULES for start in rule.starts}
}
REACH = (
    9  # words from the beginning of a date to the first of TELLING: "as soon as in the first days of the next month"
)
_BLANKS = "\n\t\u00a0\u2007\u2009\u202f"
# What follows the number of a day: a word, perhaps behind a second number ("10-12 January"), or the month of an ISO day.
_NUMBER_OF_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-|[0-9]{1,3}(?:st|nd|rd|th)?(?: ?[-–—] ?[0-9]{1,2}(?:st|nd|rd|th)?)?[ -]?[^\W0-9_]"
)
_QUARTER = re.compile(r"([0-9]{4})-(?:01/\1-03|04/\1-06|07/\1-09|10/\1-12)")
_YEAR_BEFORE = re.compile(r"(?:a|one) year (?:ago|earlier)|year-(?:ago|earlier)", re.IGNORECASE)
# begins with a set of letters, which is searched for fast
_SENTENCE_END = re.compile(r"[.!?;\n](?:(?<=[.!?;])(?<!\b[ap]\.m.)\s|(?<=\n)\s*\n)")
# of a text in small letters: a search that need not care for case takes a fifth of the time
_CUE = re.compile(
    r"\b(?:(?P<future>will|would|shall|should|could|may|is to|are to|to be|planned|plans?|planning|scheduled|expects?"
    r"|expected|due|set for|ahead of|upcoming|proposed|proposes?|hopes?|hoped|ready to|as soon as|as early as"
    r"|until|deadline"
    r"|будет|будут|состоится|состоятся|пройдет|пройдут|планиру\w{1,5}|намерен\w{0,2})"
    r"|said|told|was|were|had|met|held|took|came|began|gave|spoke|wrote|sent|made|brought|became|bought|built|did|fell"
    r"|found|got|grew"
    r"|kept|knew|led|left|lost|paid|put|ran|rose|saw|sold|stood|struck|won|went|\w+ed"
    r"|сказал\w{0,2}|заявил\w{0,2}|сообщил\w{0,2}|прошл\w{1,2}|прошел|состоял\w{2,3})\b"
)
_SIDE = re.compile(r"(?<!\w)(" + "|".join(UNTIL + BEFORE + SINCE) + ") $", re.IGNORECASE)
_SIDE_REACH = 16  # characters before a date in which its opening word may stand


def find_dates(text: str, reference: date | None) -> list[Found]:
    """All date expressions in order: (start, end, date), offsets in code points.

    Without a reference day only those that name their year are found.
    """
    return _find(text, reference, None)


def _find(text: str, reference: date | None, tense: str | None) -> list[Found]:
    flat = text
    for blank in _BLANKS:  # quicker than translate() by far
        flat = flat.replace(blank, " ")
    low = _small(flat)
    tenses = _Tenses(text, tense)
    found: list[Found] = []
    known: Known = {}
    reach, quarter = 0, ""
    for at, first in _beginnings(split(text), low):
        if at < reach:
            continue
        rules = STARTING[first].fitting(low, at)
        best = _longest(rules, flat, at, reference, tenses, known) if rules else None
        if best is None:
            continue
        start, reach, day = best
        if day:
            day = _same_quarter_before(day, quarter)
            quarter = day.edtf if _QUARTER.fullmatch(day.edtf) else quarter
            floor = found[-1][1] if found else 0
            found.append(_with_side(flat, floor, (start, reach, day), reference))
    return found


def _same_quarter_before(day: UncertainDate, quarter: str) -> UncertainDate:
    """ "A year earlier" in a text that last spoke of a quarter is that quarter of the year before."""
    if not quarter or not _YEAR_BEFORE.fullmatch(day.words):
        return day
    year = int(day.edtf[:4])
    months = [part[4:] for part in quarter.split("/")]
    return UncertainDate(f"{year:04}{months[0]}/{year:04}{months[1]}", day.words, day.reference)


def resolve(words: str, reference: date, tense: str | None = None) -> UncertainDate | None:
    """The date that `words` mean when written on `reference`; None when there is none in them, or more than one.

    `tense` is "past" or "future" for words such as "Thursday"; None lets the words decide, past if they do not.
    """
    words = " ".join(words.split())
    edtf = loosely(words, reference)
    if edtf is None:
        found = _find(words, reference, tense)
        edtf = found[0][2].edtf if len({one[2].edtf for one in found}) == 1 else None
    return UncertainDate(edtf, words, reference) if edtf else None


def parse(text: str, reference: date | None = None) -> UncertainDate:
    """Read what a person typed: EDTF, or words, which are resolved against `reference`. Raises BadDate."""
    text = " ".join(text.split())
    if not text:
        raise BadDate("There is no date in it.")
    try:
        return UncertainDate(text)
    except BadDate as error:
        read = resolve(text, reference) if reference else _complete(text)
        if read is None:
            raise BadDate(
                f"“{text[:60]}” is not understood."
                " Write it as 12 January 2022, early January, or 2022-01-10/2022-01-12."
            ) from error
        return read


def _complete(text: str) -> UncertainDate | None:
    """Words that are a date without any day to resolve them against, because they name their year."""
    found = find_dates(text, None)
    return UncertainDate(found[0][2].edtf, text) if len(found) == 1 else None


def _small(text: str) -> str:
    """In small letters, each where it stood: "İ" alone would become two."""
    return text.replace("İ", "I").lower()


def _beginnings(words: Words, low: str) -> Iterator[tuple[int, str]]:
    """(place, key of STARTING) of each word at which a date may begin; `low` is their text in small letters."""
    free = 0
    numbers = {word for word in words.vocabulary if "0" <= word[0] <= "9"}
    for telling in words.among(TELLING | numbers):
        for at in range(max(free, telling - REACH), telling + 1):
            word, place = words.low[at], words.places[2 * at]
            if word in STARTING:
                yield place, word
            elif "0" <= word[0] <= "9" and _NUMBER_OF_DATE.match(low, place):
                yield place, DIGIT
        free = telling + 1


def _longest(
    rules: list[Rule], text: str, start: int, reference: date | None, tenses: "_Tenses", known: Known
) -> tuple[int, int, UncertainDate | None] | None:
    """The longest expression that begins at `start` and can be read; one that is in no calendar ("30 February 2022")
    comes without a date, lest "February 2022" be found in it. `known` holds what was read before."""
    best = None
    for rule in rules:
        match = rule.pattern.match(text, start)
        if match is None or (best and match.end() <= best[1]):
            continue
        tense = tenses.at(start, match.end())
        key = rule, match[0], tense
        if key not in known:
            known[key] = _read(rule, match, reference, tense)
        if known[key] is not None:
            best = start, match.end(), known[key] or None
    return best


def _read(rule: Rule, match: re.Match, reference: date | None, tense: str) -> UncertainDate | Literal[False] | None:
    """The date; False where there is no such day; None where the rule does not apply."""
    if rule.needs_reference and reference is None:
        return None
    try:
        edtf = rule.read(match, reference, tense)
        return UncertainDate(edtf, match[0], reference) if edtf else None
    except NoYear:
        return None
    except (ValueError, OverflowError):
        return False


def _with_side(text: str, floor: int, found: Found, reference: date | None) -> Found:
    """The same, opened to one side by the word before it; not for "before Monday's talks", nor where it is a span."""
    start, end, day = found
    opening = max(floor, start - _SIDE_REACH)
    side = _SIDE.search(text[opening:start])
    if not side or "/" in day.edtf or text[end : end + 2] in ("'s", "’s"):
        return found
    edtf = one_sided(side[1].lower(), day.edtf, reference)
    start = opening + side.start()
    return start, end, UncertainDate(edtf, text[start:end], reference)


class _Tenses:
    """Whether words of a text stand in a sentence about what was or what is to come, unless that is `given`."""

    def __init__(self, text: str, given: str | None):
        self.text = text
        self.given = given
        self.cues: dict[int, list[tuple[int, str]]] = {}  # by number of the sentence, for sentences that were asked for

    @cached_property
    def ends(self) -> list[int]:
        return [match.end() for match in _SENTENCE_END.finditer(self.text)]

    def at(self, start: int, end: int) -> str:
        if self.given:
            return self.given
        sentence = bisect_right(self.ends, start)
        if sentence not in self.cues:
            first = self.ends[sentence - 1] if sentence else 0
            last = self.ends[sentence] if sentence < len(self.ends) else len(self.text)
            self.cues[sentence] = [
                (first + cue.start(), FUTURE if cue["future"] else PAST)
                for cue in _CUE.finditer(_small(self.text[first:last]))
            ]
        cues = self.cues[sentence]
        before = bisect_left(cues, start, key=itemgetter(0)) - 1
        after = bisect_left(cues, end, key=itemgetter(0))
        return cues[before][1] if before >= 0 else cues[after][1] if after < len(cues) else PAST
