"""Which event "the talks in Geneva on 10 January" is: by a word for its kind, a day it may be on, and its place.

A day alone is not enough, nor a word: both must agree, and the place too where the words name one that any event was at. A vague
day ("early January") is enough only with the place or two who took part.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from ..model import KnownName
from ..names import Names
from .words import load

EXACT, VAGUE = (
    timedelta(days=4),
    timedelta(days=35),
)  # how wide a date may be that tells one event from others, and with what else
MOST_OPEN = 3


@dataclass(frozen=True)
class Occasion:
    """An event: its kind, the (earliest, latest) instants that claims give it, and its places and people by all they are called."""

    key: Hashable
    kind: str
    days: tuple[tuple[datetime, datetime], ...]
    places: tuple[str, ...] = ()
    people: tuple[Hashable, ...] = ()


class Occasions:
    """The events of one dossier. `people`: its actors by what they are called, to tell calls of one day apart."""

    def __init__(self, occasions: Iterable[Occasion], people: Names):
        self._all = [one for one in occasions if one.days]
        names = {place for one in self._all for place in one.places}
        self._places = Names(KnownName(place, (place,)) for place in names)
        self._people = people

    def find(self, words: str, dates: Iterable) -> list[tuple[Occasion, str, str]]:
        """(event, the words that name its kind, the words for its day) for what fits best; several where they fit as well.

        `dates` are the UncertainDates in the words."""
        days = [day for day in dates if day.earliest and day.latest and day.latest - day.earliest <= VAGUE]
        if not days:
            return []
        kinds = {kind: match.group() for kind, pattern in _kinds().items() if (match := pattern.search(words))}
        if not kinds:
            return []
        places = {key for place in self._places.find(words) for key in place.keys}
        people = {key for person in self._people.find(words) for key in person.keys}
        fitting = []
        for one in self._all:
            at, with_whom = places & set(one.places), len(people & set(one.people))
            if one.kind in kinds and (at or not places):
                allowed = VAGUE if at or with_whom > 1 else EXACT
                day = next((day for day in days if day.latest - day.earliest <= allowed and _overlap(day, one)), None)
                if day is not None:
                    fitting.append((with_whom, (one, kinds[one.kind], day.words or day.edtf)))
        most = max((count for count, _ in fitting), default=0)
        best = [row for count, row in fitting if count == most]
        return best if len(best) <= MOST_OPEN else []


def _overlap(day, one: Occasion) -> bool:
    return any(day.earliest <= latest and earliest <= day.latest for earliest, latest in one.days)


@cache
def _kinds() -> dict[str, re.Pattern]:
    return {
        kind: re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b", re.IGNORECASE)
        for kind, words in load("texts")["meetings"].items()
    }
