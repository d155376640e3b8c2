"""Where a party stands: from the words of a statement to proposed positions.

For each issue or provision named in the statement:
1. The sign is found: the nearest words of stance before it that speak of what follows ("ruled out a swap"), or behind it in
   its clause those that speak of what stands before ("a swap is out of the question"). A "but" or "which" between parts them.
2. A "not" shortly before the sign changes the stance to the one the word list gives, or takes it away.
3. A condition in the sentence makes a yes conditional, and so does "no ... unless"; its words are kept. What is itself made
   a condition ("only after a truce") is demanded; what stands behind a mere "if" is left alone.
4. Where the issue asks that the thing named should end, the stance is turned (matters.py).
Where no sign is found nothing is proposed: silence is no stance.
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from . import wordbook
from .matters import Matters, Mention
from .wordbook import Match, Word, Wordbook

REJECTS, AGAINST, CONDITIONAL, FOR, ACCEPTS, DEMANDS = (
    "rejects",
    "leans_against",
    "conditional",
    "leans_for",
    "accepts",
    "demands",
)
TURNED = {
    REJECTS: DEMANDS,
    DEMANDS: REJECTS,
    ACCEPTS: REJECTS,
    AGAINST: FOR,
    FOR: AGAINST,
    CONDITIONAL: CONDITIONAL,
}
POSITIVE = {ACCEPTS, FOR}
# What a statement does as a whole, where no words tell more: by the codes of acts.
OF_ACT = {
    "demand": DEMANDS,
    "request": DEMANDS,
    "reject": REJECTS,
    "accept": ACCEPTS,
    "welcome": ACCEPTS,
    "offer": FOR,
    "propose": FOR,
}
CONDITIONS = STRONG, WEAK, NEGATIVE, SHARED = "strong", "weak", "negative", "shared"
NEGATION_REACH = 3  # words between "not" and the sign
CLOSE = 8  # words between a matter and what is said of it
SIGN_REACH = 25  # words between a sign and what it is about

Span = tuple[int, int]


@dataclass(frozen=True)
class Stand:
    """A proposed position on the issue or provision `key` (`kind` says which); `words` name it, text[start:end] tells the
    stance; a conditional one has its `condition` in words."""

    kind: str
    key: Hashable
    stance: str
    condition: str
    words: str
    start: int
    end: int
    reason: str
    by_name: bool = True


class _Reading(NamedTuple):
    """A stance as read, before it is turned: text[start:end] tells it, `by` says so in words."""

    stance: str
    start: int
    end: int
    by: str
    note: str = ""
    condition: str = ""


class _Sign(NamedTuple):
    """What a phrase stands for: a stance, on which side its matter stands, and the stance with a "not"."""

    stance: str
    where: str
    negated: str | None


def languages() -> list[str]:
    """That have word lists."""
    return wordbook.languages("stances")


@dataclass(frozen=True)
class _Rules:
    signs: Wordbook
    negation: Wordbook
    conditions: Wordbook
    breaks: Wordbook


@cache
def _rules(language: str) -> _Rules:
    lists = wordbook.read("stances", language)
    conditions = [(words, kind) for kind in CONDITIONS for words in lists["condition"][kind]]
    return _Rules(
        signs=Wordbook(
            [
                (words, _Sign(sign["stance"], sign["where"], sign.get("negated")))
                for sign in lists["sign"]
                for words in sign["words"]
            ]
        ),
        negation=Wordbook([(words, True) for words in lists["negation"]["words"]]),
        conditions=Wordbook(conditions),
        breaks=Wordbook([(words, True) for words in lists["breaks"]["words"]]),
    )


class Stances:
    """Reads positions in the statements of one text. A language without word lists gives none."""

    def __init__(self, text: str, matters: Matters, language: str = "en"):
        self.text, self.matters = text, matters
        self.knows = language in languages()
        if not self.knows:
            return
        self.rules = _rules(language)
        self._bounds = list(wordbook.bounds(text))
        self._mentions = matters.find(text)
        self._read: dict[int, _Sentence] = {}

    def of(self, spans: Sequence[Span], cue: Span | None = None, act: str = "") -> list[Stand]:
        """Positions in the statement that consists of `spans`; signs count in these and in the words of its cue."""
        if not self.knows:
            return []
        heard = [*spans, cue] if cue else list(spans)
        best: dict[tuple[str, Hashable], Stand] = {}
        for mention in self._mentions:
            if any(start <= mention.start and mention.end <= end for start, end in spans):
                for stand in self._sentence(mention.start).stands(mention, heard, act):
                    known = best.get((stand.kind, stand.key))
                    if known is None or (stand.by_name and not known.by_name):
                        best[stand.kind, stand.key] = stand
        return list(best.values())

    def _sentence(self, at: int) -> "_Sentence":
        number = bisect_right(self._bounds, (at, len(self.text))) - 1
        if number not in self._read:
            words = wordbook.words_of(self.text, *self._bounds[number])
            self._read[number] = _Sentence(self.text, words, self.rules, self.matters)
        return self._read[number]


class _Sentence:
    """The signs, conditions and clauses of one sentence."""

    def __init__(self, text: str, words: tuple[Word, ...], rules: _Rules, matters: Matters):
        self.text, self.words, self.rules, self.matters = text, words, rules, matters
        self.signs = rules.signs.find(words)
        self.conditions = rules.conditions.find(words)
        between = [text[a.end : b.start] for a, b in pairwise(words)]
        self.breaks = sorted(
            {match.first for match in rules.breaks.find(words)}
            | {n + 1 for n, gap in enumerate(between) if ";" in gap or "—" in gap or " – " in gap}
        )

    def stands(self, mention: Mention, heard: Sequence[Span], act: str) -> list[Stand]:
        reading = self._reading(mention, heard) or self._by_act(mention, act)
        found = [self._stand(key, mention, reading) for key in mention.keys] if reading else []
        return [stand for stand in found if stand]

    def _reading(self, mention: Mention, heard: Sequence[Span]) -> _Reading | None:
        first = next((n for n, word in enumerate(self.words) if word.end > mention.start), 0)
        last = next((n for n, word in enumerate(self.words) if word.start >= mention.end), len(self.words))
        signs = [sign for sign in self.signs if self._is_heard(sign, heard)]
        sign = self._said_of_it(signs, last) or self._before(signs, first) or self._behind(signs, last)
        condition = next(
            (one for one in self.conditions if self._is_heard(one, heard) and not first <= one.first < last), None
        )
        if condition and self._holds(condition, first):
            return self._made(DEMANDS, condition) if condition.value == STRONG else None
        return self._with_sign(sign, condition) if sign else self._without(condition)

    def _with_sign(self, sign: Match, condition: Match | None) -> _Reading | None:
        no = self._negation(sign)
        stance = (sign.value.negated or "") if no else sign.value.stance
        if not stance:
            return None
        strength = condition.value if condition else ""
        yes = stance in POSITIVE and strength in (STRONG, WEAK, SHARED)
        no_unless = stance == REJECTS and strength in (STRONG, NEGATIVE)
        if condition and (yes or no_unless) and self._condition_words(condition):
            stance = CONDITIONAL
        return self._made(stance, sign, condition, note=f"with “{no}”" if no else "")

    def _without(self, condition: Match | None) -> _Reading | None:
        if condition is None or condition.value != STRONG or not self._condition_words(condition):
            return None
        return self._made(CONDITIONAL, condition, condition)

    def _made(self, stance: str, sign: Match, condition: Match | None = None, note: str = "") -> _Reading:
        start, end = self._span(sign)
        words = self._condition_words(condition) if condition and stance == CONDITIONAL else ""
        return _Reading(stance, start, end, f"“{self.text[start:end]}”", note, words)

    def _by_act(self, mention: Mention, act: str) -> _Reading | None:
        """What the statement does as a whole, about what it calls by its name."""
        stance = OF_ACT.get(act) if mention.by_name else None
        return _Reading(stance, mention.start, mention.end, f"the act “{act}”") if stance else None

    def _is_heard(self, match: Match, heard: Sequence[Span]) -> bool:
        start, end = self._span(match)
        return any(a < end and start < b for a, b in heard)

    def _span(self, match: Match) -> Span:
        return self.words[match.first].start, self.words[match.last - 1].end

    def _parted(self, first: int, last: int) -> bool:
        return any(first < at <= last for at in self.breaks)

    def _before(self, signs: list[Match], at: int) -> Match | None:
        """The last sign before the matter that speaks of what follows."""
        for sign in reversed(signs):
            if sign.last <= at and sign.value.where != "before" and at - sign.last <= SIGN_REACH:
                return None if self._parted(sign.last, at) else sign
        return None

    def _said_of_it(self, signs: list[Match], at: int) -> Match | None:
        """What is said of the matter close behind it: "the wish to close the door was a non-starter"."""
        sign = self._behind([sign for sign in signs if sign.value.where == "before"], at)
        return sign if sign and sign.first - at <= CLOSE else None

    def _behind(self, signs: list[Match], at: int) -> Match | None:
        """The first sign behind the matter that speaks of what stands before."""
        for sign in signs:
            if sign.first >= at and sign.value.where != "after" and sign.first - at <= SIGN_REACH:
                return None if self._parted(at, sign.first) else sign
        return None

    def _negation(self, sign: Match) -> str:
        """The "not" before a sign, "" where none is."""
        reach = self.words[max(0, sign.first - NEGATION_REACH) : sign.first]
        found = self.rules.negation.find(reach)
        if not found:
            return ""
        last = found[-1]
        return self.text[reach[last.first].start : reach[last.last - 1].end]

    def _holds(self, condition: Match, at: int) -> bool:
        """Does the word at `at` stand in the condition's own clause?"""
        start = self.words[condition.last - 1].end
        return (
            condition.value != SHARED
            and condition.last <= at
            and not re.search(r"[,;:]", self.text[start : self.words[at].start])
        )

    def _stand(self, key: tuple, mention: Mention, reading: _Reading) -> Stand | None:
        turned = self.matters.turned(key, mention, self.words)
        if turned and not mention.by_name:
            return None  # one guess upon another
        stance = TURNED[reading.stance] if turned else reading.stance
        how = "its name" if mention.by_name else "a word of no other issue's names"
        reasons = [f"{reading.by} about “{mention.words}” ({how})", reading.note]
        reasons.append("turned, as the issue asks that this should end" if turned else "")
        reason = "; ".join(filter(None, reasons))
        kind, name = key
        return Stand(
            kind, name, stance, reading.condition, mention.words, reading.start, reading.end, reason, mention.by_name
        )

    def _condition_words(self, condition: Match) -> str:
        """From the word after "if" to the end of its clause; of "reciprocal limits" these words."""
        if condition.value == SHARED:
            return self.text[self._span(condition)[0] : self.words[min(condition.last, len(self.words) - 1)].end]
        start, end = self.words[condition.last - 1].end, self.words[-1].end
        words = self.text[start:end].strip(" ,")
        return words.partition(", ")[0].rstrip(' .;”"»')
