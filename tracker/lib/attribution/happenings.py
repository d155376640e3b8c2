"""Which event on file a claim tells of, by what the two have in common.

An event of the kind fits by points: its day, the people, the track, the place, words that of its kind only its title has.
One of these must stand beside the day. Where the day cannot tell, it takes two people, or the track with the place or the
title, or, of what is still to come, the title with one who takes part. People who do not belong, or a day that cannot be
meant, rule it out. Where two fit equally none is proposed.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.lib.dates import UncertainDate

from .matters import stem
from .model import KnownName
from .names import fold
from .wordbook import WORD

DAY, TRACK = 3, 2  # points
MOST = 2  # points for people, and for words of the title
MANY = 3  # people without a day: all of a meeting of two or three
WIDE = timedelta(days=45)  # a span longer than this tells no day
RECENT = timedelta(days=14)  # what is told of without a day has not been over for longer
MAY_MOVE = timedelta(days=21)  # what has not taken place may be told of for another day
SHORTEST = 4  # letters of a telling word of a title
LIKE = {"handed_over": {"letter"}, "letter": {"handed_over"}}
SETTLED = {"held", "read_out"}


@dataclass(frozen=True)
class KnownEvent:
    """An event on file: `first` and `last` are the days within which it lies as far as is known; `took_place` whether a
    report told that it did; `people` and `others` (states, bodies, also those the people speak for) take part; `tracks` are those it stands on."""

    key: Hashable
    kind: str
    title: str
    first: date | None = None
    last: date | None = None
    took_place: bool = False
    place: str = ""
    people: frozenset = frozenset()
    others: frozenset = frozenset()
    tracks: frozenset = frozenset()


@dataclass(frozen=True)
class Told:
    """What a text of that `day` tells of some event, before it is known of which."""

    kind: str
    step: str
    when: UncertainDate | None
    place: str
    people: tuple
    others: tuple
    tracks: tuple
    day: date
    words: frozenset[str]  # stems of its sentence


@dataclass
class Fit:
    """How well an event fits: points, and why in words."""

    event: KnownEvent
    points: int = 0
    why: list[str] = field(default_factory=list)

    def add(self, points: int, why: str) -> None:
        if points:
            self.points += points
            self.why.append(why)


@dataclass(frozen=True)
class _OnFile:
    """An event with the stems that of its kind only its title has, and the names in its place."""

    event: KnownEvent
    title: frozenset[str]
    place: frozenset[str]


class Happenings:
    """The events on file, ready to be looked for."""

    def __init__(self, events: Iterable[KnownEvent] = (), names: Iterable[KnownName] = ()):
        """`names` are those of actors and tracks, which tell nothing beyond themselves."""
        common = {word for one in names for name in one.names for word in _title_words(name)}
        titles = [(event, _title_words(event.title) - common) for event in events]
        having = Counter((event.kind, word) for event, words in titles for word in words)
        self._of_kind: dict[str, list[_OnFile]] = defaultdict(list)
        for event, words in titles:
            own = frozenset(word for word in words if having[event.kind, word] == 1)
            for kind in (event.kind, *LIKE.get(event.kind, ())):
                self._of_kind[kind].append(_OnFile(event, own, _capitals(event.place)))

    def fitting(self, told: Told) -> Fit | None:
        """The one event that fits best and well enough; None where there is none, or two do equally."""
        place = _capitals(told.place)
        fits = [fit for one in self._of_kind.get(told.kind, ()) if (fit := _fit(one, told, place))]
        fits.sort(key=lambda fit: -fit.points)
        if not fits or (len(fits) > 1 and fits[0].points == fits[1].points):
            return None
        return fits[0]


def _title_words(title: str) -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in WORD.findall(title) if len(word) >= SHORTEST)


def _fit(one: _OnFile, told: Told, at: frozenset[str]) -> Fit | None:
    """None where it cannot be the event, or too little tells that it is."""
    event = one.event
    same_day = _days(event, told)
    if same_day is None:
        return None
    people = event.people & set(told.people)
    if len(told.people) > 1 and len(event.people) > 1 and not people:
        return None
    others = event.others & set(told.others)
    track = event.tracks & set(told.tracks)
    place = one.place & at
    title = (one.title & told.words) - {stem(word) for word in place}
    coming = not event.took_place and title and (people or others)
    tells = len(people) >= max(MOST, min(MANY, len(event.people))) or (track and (place or title)) or coming
    if not (same_day and (people or others or track or place or title)) and not tells:
        return None
    fit = Fit(event)
    fit.add(DAY if same_day else 0, "the day")
    fit.add(min(MOST, len(people)) or bool(others), "who takes part")
    fit.add(TRACK if track else 0, "the track")
    fit.add(bool(place), "the place")
    fit.add(min(MOST, len(title)), "words of its title")
    return fit


def _days(event: KnownEvent, told: Told) -> bool | None:
    """True where the days overlap, False where that cannot be told, None where it cannot be this event."""
    over = event.took_place and told.step not in SETTLED  # what is still to come is another one
    if event.first is None or event.last is None or event.last - event.first > WIDE:
        return None if over else False
    early, late = told.when.bounds if told.when else (None, None)
    if early is None or late is None or late - early > WIDE:
        return None if over or told.day - event.last > RECENT else False
    if early.date() <= event.last and event.first <= late.date():
        return True
    if told.step in SETTLED:
        return None
    close = early.date() - MAY_MOVE <= event.last and event.first <= late.date() + MAY_MOVE
    return False if close and not event.took_place else None


def _capitals(place: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(place) if word[0].isupper())
