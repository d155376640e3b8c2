"""What a text tells of events: from its sentences to proposed claims.

In each sentence:
1. Signs are found: verbs that tell of an event by themselves ("met", "will hand over" with a paper), nouns ("talks"), and
   the names of tracks where nothing else is said of a meeting ("the Council went on for four hours").
2. The step is read: a verb in the past took place; a bare one has the step of the word before it ("will", "could",
   "proposed to"); a noun that of the words around it, else of its day. After a "not" nothing is read.
3. The nearest date of the clause and place of the sentence are its own; known actors named in the sentence take part.
4. An event on file is looked for (happenings.py); where none fits, a new one is proposed by a title.
A claim needs something to go by: an event on file, a day, a place, or, of what took place, two who took part.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.lib.dates import UncertainDate, find_dates, resolve

from . import wordbook
from .claim_rules import Rules, Sign, rules
from .happenings import SETTLED, Fit, Happenings, Told
from .matters import stem
from .model import Known, KnownName
from .names import Names, Occurrence
from .wordbook import Match, Word

HELD, READ_OUT, CONFIRMED, MEETING = "held", "read_out", "confirmed", "meeting"
NEGATION_REACH = 3  # words between "not" and the sign
MODAL_REACH = 7  # words between "will" and its verb
STEP_REACH = 7  # words between a noun and the word of its step
DATE_REACH = 30  # characters between a noun without such a word and its day
DATELINE = re.compile(r"[^\n]{3,140}? [-–—] ")
# A clause ends where another begins: a claim is anchored in its own, and has its own day.
CLAUSE = re.compile(r"[;:—]| – |, (?:and|but|which|who|while|whose|where|he|she|they|it)\b|\bthat\b|, что\b")
RELATIVE = re.compile(r",? ?(?:which|that)(?: had| has)?(?: been| was| is) ")

Dated = tuple[int, int, UncertainDate]


@dataclass(frozen=True)
class ProposedClaim:
    """text[start:end] tells that an event of this `kind` reached this `step`. `event` is the key of one on file, else None
    and `title` names a new one; `actors` and `tracks` are keys of known ones named in the sentence."""

    start: int
    end: int
    kind: str
    step: str
    when: UncertainDate | None
    place: str
    duration: str
    actors: tuple[Hashable, ...]
    tracks: tuple[Hashable, ...]
    event: Hashable | None
    title: str
    reason: str


class Claims:
    """Reads claims in texts of one dossier. A language without word lists gives none."""

    def __init__(self, known: Known, happenings: Happenings, language: str = "en"):
        self.happenings = happenings
        self.rules = rules(language) if language in wordbook.languages("claims") else None
        self.people = {one.key for one in known.actors if one.kind == "person"}
        self.names = {one.key: one.names[0] for one in known.actors if one.names}
        self.find_actors = _index(known, "claimants", _with_surnames).find
        self.find_tracks = _index(known, "tracks", lambda known: known.tracks).find

    def of(self, text: str, day: date, *, readout: bool = False) -> list[ProposedClaim]:
        """In order. `day` is the text's own; in a `readout` what was held is read out by one who took part."""
        if self.rules is None:
            return []
        reading = _Text(self, self.rules, text, day, self.find_actors(text), self.find_tracks(text))
        found: list[ProposedClaim] = []
        body = _body(text)
        for words in wordbook.sentences(text):
            told = [word for word in words if word.start >= body]
            found.extend(_Sentence(reading, told).claims(readout) if told else [])
        return _without_doubles(found)


def _index(known: Known, title: str, names: Callable[[Known], Iterable[KnownName]]) -> Names:
    if title not in known.indexes:
        known.indexes[title] = Names(names(known))
    return known.indexes[title]


def _with_surnames(known: Known) -> list[KnownName]:
    """Persons also by the last word of their names, where only one has it."""
    last = {one.key: {name.split()[-1] for name in one.names} for one in known.actors if one.kind == "person"}
    having: dict[str, int] = {}
    for names in last.values():
        for name in names:
            having[name] = having.get(name, 0) + 1
    own = {key: tuple(sorted(name for name in names if having[name] == 1)) for key, names in last.items()}
    return [KnownName(one.key, (*one.names, *own.get(one.key, ())), one.kind) for one in known.actors]


def _body(text: str) -> int:
    """Where the text begins behind its dateline."""
    found = DATELINE.match(text)
    return found.end() if found and any(letter.isdigit() for letter in found.group()) else 0


@dataclass
class _Text:
    """A text being read; `last` is the day it named last."""

    desk: Claims
    rules: Rules
    text: str
    day: date
    actors: list[Occurrence]
    tracks: list[Occurrence]
    last: UncertainDate | None = None


class _Sentence:
    def __init__(self, reading: _Text, words: Sequence[Word]):
        self.reading, self.rules, self.text, self.words = reading, reading.rules, reading.text, words
        self.start, self.end = words[0].start, words[-1].end
        self.tracks = [one for one in reading.tracks if self.start <= one.start < self.end]

    def claims(self, readout: bool) -> list[ProposedClaim]:
        signs = self.rules.signs(self.words)
        if not any(sign.kind == MEETING for sign in signs):
            signs += [self._of_track(one) for one in self.tracks]
        if not signs:
            return []
        self.actors = [one for one in self.reading.actors if self.start <= one.start < self.end]
        self.dates, self.places = self._find_dates(), self._find_places()
        self.steps = [step for step in self.rules.steps.find(self.words) if not self._in_date(step)]
        self.negations = self.rules.negation.find(self.words)
        self.stems = frozenset(stem(word.low) for word in self.words)
        return [claim for sign in signs if (claim := self._claim(sign, readout))]

    def _of_track(self, track: Occurrence) -> Sign:
        first = next(n for n, word in enumerate(self.words) if word.end > track.start)
        last = next((n for n, word in enumerate(self.words) if word.start >= track.end), len(self.words))
        return Sign(first, last, MEETING)

    def _claim(self, sign: Sign, readout: bool) -> ProposedClaim | None:
        at, clause = self.words[sign.first].start, self._clause(sign)
        dated = _nearest([one for one in self.dates if clause[0] <= one[0] < clause[1]], at) or self._behind(clause[1])
        step, why = self._step(sign, dated)
        if not step or self._is_negated(sign.first):
            return None
        step = READ_OUT if readout and step == HELD else step
        place = _nearest(self.places, at)
        told = Told(
            kind=sign.kind,
            step=step,
            when=self._when(dated, step),
            place=place[2] if place else "",
            people=tuple(key for key in self._actors() if key in self.reading.desk.people),
            others=tuple(key for key in self._actors() if key not in self.reading.desk.people),
            tracks=tuple(dict.fromkeys(key for one in self.tracks for key in one.keys)),
            day=self.reading.day,
            words=self.stems,
        )
        fit = self.reading.desk.happenings.fitting(told)
        company = step in SETTLED and sign.past and len(told.people) > 1
        if not (fit or told.when or told.place or company):
            return None
        return self._proposed(clause, told, fit, why)

    def _proposed(self, clause: tuple[int, int], told: Told, fit: Fit | None, why: str) -> ProposedClaim:
        long = self.rules.duration.search(self.text, *clause) if told.step in SETTLED else None
        on_file = f"event on file by {', '.join(fit.why)}" if fit else "no event on file fits"
        return ProposedClaim(
            *clause,
            kind=told.kind,
            step=told.step,
            when=told.when,
            place=told.place,
            duration=long.group() if long else "",
            actors=(*told.people, *told.others),
            tracks=told.tracks,
            event=fit.event.key if fit else None,
            title=fit.event.title if fit else self._title(told),
            reason=f"{told.kind.replace('_', ' ')}, {told.step.replace('_', ' ')} by {why}; {on_file}",
        )

    def _behind(self, end: int) -> Dated | None:
        """The day in a clause about the event: "the meeting, which was set for Thursday"."""
        cut = RELATIVE.match(self.text, end)
        clause = CLAUSE.search(self.text, cut.end(), self.end) if cut else None
        stop = clause.start() if clause else self.end
        return next((one for one in self.dates if cut and cut.end() <= one[0] < stop), None)

    def _step(self, sign: Sign, dated: Dated | None) -> tuple[str, str]:
        """The step and the words that tell it; "" for none."""
        words = self._words(sign.first, sign.last)
        if sign.past:
            return HELD, words
        if sign.past is not None:
            modal = self._modal(sign.first)
            return (modal.value, f"{self._words(modal.first, modal.last)} … {words}") if modal else ("", "")
        if near := [step for step in self.steps if self._is_near(step, sign)]:
            step = min(near, key=lambda one: (self.rules.order[one.value], abs(one.first - sign.first)))
            told = step.value, f"{self._words(step.first, step.last)} with {words}"
            return ("", "") if self._is_negated(step.first) else told
        if dated and min(abs(dated[0] - self._end(sign)), abs(self.words[sign.first].start - dated[1])) <= DATE_REACH:
            late = dated[2].latest
            return (HELD if late and late.date() <= self.reading.day else CONFIRMED), f"{words} with its day"
        return "", ""

    def _end(self, sign: Sign) -> int:
        return self.words[sign.last - 1].end

    def _modal(self, first: int) -> Match | None:
        """The word of a step shortly before a verb, such as "will" or "proposed to"."""
        before = [step for step in self.steps if step.last <= first and first - step.last <= MODAL_REACH]
        before = [step for step in before if step.value != HELD and not self._parted(step.last - 1, first)]
        return before[-1] if before else None

    def _is_near(self, step: Match, sign: Sign) -> bool:
        if step.first < sign.first:
            return sign.first - step.last <= STEP_REACH and not self._parted(step.last - 1, sign.first)
        return step.first - sign.last <= STEP_REACH and not self._parted(sign.last - 1, step.first)

    def _parted(self, before: int, behind: int) -> bool:
        """Does a clause end between the two words?"""
        a, b = self.words[before].end, self.words[behind].start
        return a < b and bool(CLAUSE.search(self.text, a, b))

    def _is_negated(self, first: int) -> bool:
        return any(first - NEGATION_REACH <= no.first < first for no in self.negations)

    def _when(self, dated: Dated | None, step: str) -> UncertainDate | None:
        if dated is None:
            return None
        when = dated[2]
        if step not in SETTLED and when.words and not self.rules.same_day.fullmatch(when.words):
            return (
                resolve(when.words, self.reading.day, "future") or when
            )  # "Monday" is the next one for what is to come
        return when

    def _find_dates(self) -> list[Dated]:
        day = self.reading.day
        found = [(self.start + a, self.start + b, when) for a, b, when in find_dates(self._all(), day)]
        for same in self.rules.same_day.finditer(self.text, self.start, self.end):
            last = self.reading.last or UncertainDate(day.isoformat())
            found.append((*same.span(), UncertainDate(last.edtf, same.group(), day)))
        self.reading.last = found[-1][2] if found else self.reading.last
        return found

    def _in_date(self, step: Match) -> bool:
        """ "May" is no "may"."""
        at = self.words[step.first].start
        return any(start <= at < end for start, end, _ in self.dates)

    def _all(self) -> str:
        return self.text[self.start : self.end]

    def _find_places(self) -> list[tuple[int, int, str]]:
        """Names behind "in" and "at" that are neither days nor people nor tracks nor letters ("at the US mission")."""
        people = [one for one in self.actors if set(one.keys) & self.reading.desk.people]
        found = []
        for match in self.rules.places.finditer(self.text, self.start, self.end):
            start, end = match.span(1)
            other = any(one.start < end and start < one.end for one in (*people, *self.tracks))
            first = match[1].split()[0]
            if first.casefold() not in self.rules.no_places and not first.isupper() and not other:
                found.append((start, end, match[1]))
        return found

    def _actors(self) -> list[Hashable]:
        return list(dict.fromkeys(one.keys[0] for one in self.actors if len(one.keys) == 1))

    def _clause(self, sign: Sign) -> tuple[int, int]:
        start, end = self.start, self.end
        for cut in CLAUSE.finditer(self.text, self.start, self.end):
            if cut.end() <= self.words[sign.first].start:
                start = cut.end()
            elif cut.start() >= self._end(sign):
                end = cut.start()
                break
        words = self.text[start:end]
        return start + len(words) - len(words.lstrip(' ,"“«')), end - len(words) + len(words.rstrip(" ,"))

    def _title(self, told: Told) -> str:
        """A name for an event that is not on file: its kind, who takes part, where and when."""
        who = ", ".join(self.reading.desk.names[key] for key in (told.people or told.others)[:3])
        kind = told.kind.replace("_", " ").capitalize()
        head = f"{kind}: {who}" if who else kind
        return f"{head}{f', {told.place}' if told.place else ''}{f', {told.when}' if told.when else ''}"[:240]

    def _words(self, first: int, last: int) -> str:
        return f"“{self.text[self.words[first].start : self.words[last - 1].end]}”"


def _nearest(found: list[tuple], at: int):
    return min(found, key=lambda one: (abs(one[0] - at), one[0]), default=None)


def _without_doubles(found: list[ProposedClaim]) -> list[ProposedClaim]:
    """One claim for each kind and day, or step, at one place; what a verb tells comes first."""
    kept: list[ProposedClaim] = []
    for claim in found:
        same = [one for one in kept if one.kind == claim.kind and one.start < claim.end and claim.start < one.end]
        same_day = any(one.when == claim.when for one in same if one.when)
        same_step = any(one.step == claim.step and claim.when in (None, one.when) for one in same)
        if not (same_day or same_step):
            kept.append(claim)
    return sorted(kept, key=lambda one: (one.start, one.end))
