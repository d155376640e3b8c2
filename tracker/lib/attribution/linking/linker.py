"""What the dossier knows laid beside what the engine found: who a post means, and what each statement may be linked to.

Nothing is decided here that a person does not see: a speaker is proposed where exactly one fits, a track where it is named (lessons
were right in four of five cases only), all else is offered. Each with its rule, so that how often a rule was right can be counted:

| kind | rules |
|---|---|
| speaker | role, title, dateline, body (roles.py); present (of several the only one that the report names); short ("the Council" for a
body named before it); open (one of several that fit) |
| track, issue | named (in the words), beside (elsewhere in the sentence), taught (lessons.py) |
| provision | article ("Article 4 of the draft"), matter (the text is named and one article of it is about the issue) |
| event | occasion (occasions.py) |
| date | date |
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from ..model import KnownName, Link, Offer, Suggestion
from ..names import Names, Occurrence
from .articles import Articles, Text
from .lessons import SPEAKER, Lesson, Taught
from .occasions import Occasion, Occasions
from .roles import Held, Holders, Offices, is_past
from .words import words_of

DATELINE = re.compile(r"^[^\n]{0,80}?(?=\s[-–—]\s|\(|\n)")
TITLE_REACHES, TITLE_WORDS = 80, 6  # characters and words before a surname in which its bearer's title is looked for
PLACE_REACHES = 60  # characters before a post in which the sentence says where
MOST_DAYS = 50  # of which the offices are kept in mind


@dataclass(frozen=True)
class Knowledge:
    """What a dossier knows. `actors`, `tracks`, `places` and `states` by all they are called; `places` are those that give posts,
    `states` only states, capitals included."""

    actors: tuple[KnownName, ...] | list[KnownName] = ()
    tracks: tuple[KnownName, ...] | list[KnownName] = ()
    held: tuple[Held, ...] | list[Held] = ()
    places: tuple[KnownName, ...] | list[KnownName] = ()
    states: tuple[KnownName, ...] | list[KnownName] = ()
    texts: tuple[Text, ...] | list[Text] = ()
    occasions: tuple[Occasion, ...] | list[Occasion] = ()
    lessons: tuple[Lesson, ...] | list[Lesson] = ()


@dataclass
class Linker:
    """Links the suggestions of report after report. What is made of the knowledge is made once."""

    knowledge: Knowledge
    _offices: dict[frozenset[int], Offices] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.knowledge
        self._names = {one.key: one.names[0] for one in known.actors if one.names}
        self._names_by_text = {str(key): name for key, name in self._names.items()}  # as lessons know speakers
        self._states = Names(known.states)
        self._articles = Articles(known.texts)
        self._actors, self._tracks = Names(known.actors), Names(known.tracks)
        self._occasions = Occasions(known.occasions, self._actors)
        self._taught = Taught(known.lessons)

    def link(self, found: list[Suggestion], text: str, day: date | None) -> list[Suggestion]:
        """The same suggestions in the same order, with speakers and `offers`. `day`: on which posts are held."""
        if not found:
            return found
        report = _Report(self, text, self._on(day))
        return [report.linked(one) for one in found]

    def _on(self, day: date | None) -> Offices:
        """The offices of a day; days on which the same hold the same share them."""
        holding = frozenset(at for at, held in enumerate(self.knowledge.held) if held.on(day))
        if holding not in self._offices:
            if len(self._offices) >= MOST_DAYS:
                self._offices.clear()
            self._offices[holding] = Offices([self.knowledge.held[at] for at in sorted(holding)], self.knowledge.places)
        return self._offices[holding]


class _Report:
    """One text being linked."""

    def __init__(self, linker: Linker, text: str, offices: Offices):
        self._linker, self._text, self._offices = linker, text, offices
        dateline = DATELINE.match(text)
        found = linker._states.find(dateline.group()) if dateline else []
        self._here = frozenset(found[0].keys) if found else frozenset()
        self._named = linker._articles.named(text)
        self._parts = linker._articles.find(text, self._named)
        self._named_actors: list[Occurrence] | None = None
        self._titled: dict[str, list[tuple[int, Holders]]] = {}

    def linked(self, one: Suggestion) -> Suggestion:
        one, speakers = self._speaker(one)
        words = self._text[one.start : one.end]
        taught = self._linker._taught.of(words, one.speaker)
        issues = [*self._of_names("issue", one.issues, one), *self._of_lessons("issue", taught, one.issues)]
        offers = (
            *speakers,
            *self._of_names("track", one.tracks, one),
            *self._of_lessons("track", taught, one.tracks),
            *issues,
            *self._provisions(one, issues),
            *self._events(one, words),
            *(Offer("date", day.edtf, day.words, "date", f"“{day.words}”") for _, _, day in one.dates),
        )
        each_once = {(offer.kind, offer.key): offer for offer in reversed(offers)}
        return replace(one, offers=tuple(each_once.values())[::-1])

    # who

    def _speaker(self, one: Suggestion) -> tuple[Suggestion, list[Offer]]:
        """The suggestion with the speaker that a post tells, and those who may be meant where it is left open."""
        mention = one.source.words if one.source else ""
        holders = self._holders(one, mention)
        if holders is not None and len(holders.keys) == 1:
            key = holders.keys[0]
            reason = one.reason.replace(f"“{mention.strip(' ,')}” is not a known name", holders.reason)
            reason = reason if reason != one.reason else f"{one.reason}; {holders.reason}"
            found = replace(one, speaker=key, reason=reason, basis=_openly(one), candidates=())
            return found, [Offer("speaker", key, mention, holders.rule, holders.reason)]
        if holders is not None and one.speaker is None:
            listed = ", ".join(self._linker._names.get(key, str(key)) for key in holders.keys)
            one = replace(one, reason=f"{one.reason}; left open: may be {listed}", candidates=holders.keys)
        words = mention or one.speaker_words
        may_be = f"“{words}” may be"
        return one, [
            Offer("speaker", key, words, "open", f"{may_be} {self._linker._names.get(key, '')}")
            for key in one.candidates
        ]

    def _holders(self, one: Suggestion, mention: str) -> Holders | None:
        if not mention:
            return None
        if one.speaker is not None:
            # "the Russian deputy minister" is not the last minister that was named, nor his spokeswoman the ministry
            is_guess = one.speaker_words != mention.strip(" ,") or "speaks for a known body" in one.reason
            holders = self._offices.who(mention, self._here) if is_guess else None
            return holders if holders and holders.is_placed and len(holders.keys) == 1 else None
        if one.candidates and (introduced := self._introduced(one, mention)):
            return introduced
        holders = self._who(one, mention) or self._short(one, mention)
        if holders is None and one.speaker_words != mention:
            holders = self._who(one, one.speaker_words) or self._short(one, one.speaker_words)
        return holders if not one.candidates or (holders and set(holders.keys) <= set(one.candidates)) else None

    def _who(self, one: Suggestion, mention: str) -> Holders | None:
        """Who holds the post; of several the only one that the report names before it."""
        until = one.source.end if one.source else one.start
        holders = self._offices.who(mention, self._near(until) or self._here)
        if holders is None or len(holders.keys) == 1:
            return holders
        named = {key for place in self._actors() if place.end <= until for key in place.keys if len(place.keys) == 1}
        left = tuple(key for key in holders.keys if key in named)
        if len(left) != 1:
            return holders
        return replace(
            holders, keys=left, rule="present", reason=f"{holders.reason}, and alone of those is named before it"
        )

    def _near(self, until: int) -> frozenset[Hashable]:
        """The state "in Moscow" just before it, where the sentence says so."""
        before = re.split(r"[.;:]\s|\n", self._text[max(0, until - PLACE_REACHES) : until])[-1]
        found = [
            one for one in self._linker._states.find(before) if re.search(r"\b(?:in|в)\s$", before[: one.start], re.I)
        ]
        return frozenset(found[-1].keys) if found else frozenset()

    def _short(self, one: Suggestion, mention: str) -> Holders | None:
        """Of "the Council": the body or group whose name, ending so, stands before it, where no other name ends so."""
        words = words_of(mention)
        if len(words) != 2 or words[0].low != "the" or one.source is None:
            return None
        ending = f" {words[1].low}"
        ends = {
            (place.keys, place.words)
            for place in self._actors() + self._tracks()
            if place.end <= one.source.start and place.words.casefold().endswith(ending)
        }
        if len({keys for keys, _ in ends}) != 1:
            return None
        keys, name = min(ends)
        is_actor = len(keys) == 1 and any(place.keys == keys for place in self._actors())
        return Holders(keys, "short", f"“{mention}” is short for “{name}”, named before it") if is_actor else None

    def _actors(self) -> list[Occurrence]:
        """Where actors are named; only looked for in reports that need it."""
        if self._named_actors is None:
            self._named_actors = self._linker._actors.find(self._text)
        return self._named_actors

    def _tracks(self) -> list[Occurrence]:
        return [replace(place, keys=("track", *place.keys)) for place in self._linker._tracks.find(self._text)]

    def _introduced(self, one: Suggestion, mention: str) -> Holders | None:
        """The one of several of a surname whose title stood before it, here or earlier in the report."""
        surname = words_of(mention)[-1].text if words_of(mention) else mention
        until = one.source.end if one.source else one.end
        if surname not in self._titled:
            self._titled[surname] = self._with_titles(surname)
        told = {
            who.keys[0]: who for end, who in self._titled[surname] if end <= until and who.keys[0] in one.candidates
        }
        return next(iter(told.values())) if len(told) == 1 else None

    def _with_titles(self, surname: str) -> list[tuple[int, Holders]]:
        """Where the text has the surname behind a title that tells whose it is: (end, holder)."""
        found = []
        for match in re.finditer(rf"\b{re.escape(surname)}\b", self._text):
            before = words_of(self._text[max(0, match.start() - TITLE_REACHES) : match.start()])[-TITLE_WORDS:]
            for count in range(1, len(before) + 1):
                start = (
                    match.start() - TITLE_REACHES + before[-count].start
                    if match.start() > TITLE_REACHES
                    else before[-count].start
                )
                holders = self._offices.who(self._text[start : match.end()], self._here)
                if holders and len(holders.keys) == 1:
                    if not (count < len(before) and is_past(before[-count - 1].text)):
                        found.append((match.end(), holders))
                    break
        return found

    # what about

    def _of_names(self, kind: str, links: list[Link], one: Suggestion) -> list[Offer]:
        return [
            Offer(kind, link.key, link.words, rule, f"“{link.words}” is a name of it{REASONS[rule]}")
            for link in links
            for rule in ["named" if one.start <= link.start and link.end <= one.end else "beside"]
        ]

    def _of_lessons(self, kind: str, taught: dict, named: list[Link]) -> list[Offer]:
        have = {link.key for link in named}
        return [
            Offer(kind, key, self._spoken(lesson), "taught", self._count(lesson))
            for (of, key), lesson in taught.items()
            if of == kind and key not in have
        ]

    def _spoken(self, lesson: Lesson) -> str:
        if not lesson.phrase.startswith(SPEAKER):
            return lesson.phrase
        key = lesson.phrase.removeprefix(SPEAKER)
        return self._linker._names_by_text.get(key, key)

    def _count(self, lesson: Lesson) -> str:
        what = "who said it" if lesson.phrase.startswith(SPEAKER) else "these words"
        return f"“{self._spoken(lesson)}”, {what}, led there in {lesson.led} of {lesson.seen} reviewed statements"

    def _provisions(self, one: Suggestion, issues: Iterable[Offer]) -> list[Offer]:
        found = [
            Offer("provision", key, part.words, "article", f"“{part.words}” of {part.why}")
            for part in self._parts
            if one.start <= part.start and part.end <= one.end
            for key in part.keys
        ]
        texts = {key: self._text[a:b] for a, b, keys in self._named if one.start <= a and b <= one.end for key in keys}
        for issue in issues:
            for text, words in texts.items():
                reason = f"“{words}” is {self._linker._articles.title(text)}, and “{issue.words}” is what it is about"
                keys = self._linker._articles.about(issue.key, [text])
                found += [Offer("provision", key, issue.words, "matter", reason) for key in keys]
        return found

    def _events(self, one: Suggestion, words: str) -> list[Offer]:
        found = self._linker._occasions.find(words, [day for _, _, day in one.dates])
        return [
            Offer("event", occasion.key, f"{kind} {day}", "occasion", f"“{kind}” and “{day}” fit it")
            for occasion, kind, day in found
        ]


REASONS = {"named": "", "beside": ", elsewhere in the sentence"}


def _openly(one: Suggestion) -> str:
    """A basis for a speaker found by a post: who is anonymous only for want of a name is so no longer."""
    only_unnamed = one.basis == "anonymous" and f"anonymous by “{one.speaker_words}”" in one.reason
    return "on_record" if only_unnamed else one.basis
