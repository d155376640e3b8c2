"""Which event "the talks in Geneva on 10 January" is: by a word for its kind, a day it may be on, and its place.

A day alone is not enough, nor a word: both must agree, and the place too where the words name one that any event was at.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from ..model import KnownName
from ..names import Names
from .words import load

MOST_DAYS = timedelta(days=4)  # a date wider than this tells no event from another
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
        kinds = {kind: match.group() for kind, pattern in _kinds().items() if (match := pattern.search(words))}
        days = [day for day in dates if _is_narrow(day)]
        if not kinds or not days:
            return []
        named = {key for place in self._places.find(words) for key in place.keys}
        fitting = [
            (one, kinds[one.kind], day.words or day.edtf)
            for one in self._all
            if one.kind in kinds and (not named or named & set(one.places)) and (day := _day_of(one, days))
        ]
        return self._best(fitting, words) if fitting else []

    def _best(self, fitting: list, words: str) -> list:
        """Of several those with most of the people that the words name."""
        if len(fitting) > 1:
            named = {key for person in self._people.find(words) for key in person.keys}
            most = max(len(named & set(one.people)) for one, _, _ in fitting)
            fitting = [row for row in fitting if len(named & set(row[0].people)) == most]
        return fitting if len(fitting) <= MOST_OPEN else []


def _is_narrow(day) -> bool:
    return day.earliest is not None and day.latest is not None and day.latest - day.earliest <= MOST_DAYS


def _day_of(one: Occasion, days: list):
    return next(
        (day for day in days if any(day.earliest <= latest and earliest <= day.latest for earliest, latest in one.days)), None
    )


@cache
def _kinds() -> dict[str, re.Pattern]:
    return {
        kind: re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b", re.IGNORECASE)
        for kind, words in load("texts")["meetings"].items()
    }
