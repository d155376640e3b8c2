"""How far an event got, when and where it is, and what its sources disagree about: derived from claims, never stored.

1. *Step reached.* Reports that it was held or read out settle it. Before that the newest of confirmed, postponed and
   cancelled holds, because each of these overrules the ones before it; without any, the furthest of floated and
   proposed, because a later report that mentions less takes nothing back.
2. *What is settled.* The claims that count for when, where and the rest are those of held and read out; when there are
   none, those of the step reached.
3. *Disputes.* Two of these claims that cannot both be right: days that do not overlap, places of which neither names
   the other, different values of the same aspect. Both stay, each with its source.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

WHEN, PLACE = "when", "place"
LIFE = ("floated", "proposed", "confirmed", "postponed", "cancelled", "held", "read_out")
ALWAYS_DRAWN = ("floated", "proposed", "confirmed", "held", "read_out")
TOOK_PLACE = ("held", "read_out")
OVERRULING = ("confirmed", "postponed", "cancelled")
# Two remarks under "other" are two remarks, not two answers to one question.
NEVER_DISPUTED = {"", "other"}

FAR = timedelta(days=10**6)
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Side:
    """One answer to a disputed question, and the claims that give it, oldest report first."""

    words: str
    claims: tuple


@dataclass(frozen=True)
class Dispute:
    """`aspect`: "when", "place" or one of Claim's aspects."""

    aspect: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Stage:
    """A step of the event's life and who reported it, oldest report first; no claims: nobody did."""

    step: str
    claims: tuple

    @property
    def first(self):
        return self.claims[0] if self.claims else None


@dataclass(frozen=True)
class State:
    """What the given claims, oldest report first, say together."""

    claims: tuple

    @cached_property
    def step(self) -> str:
        """One of Step, or "" when nothing is claimed."""
        steps = {claim.step for claim in self.claims}
        overruling = [claim.step for claim in self.claims if claim.step in OVERRULING]
        if settled := [step for step in TOOK_PLACE if step in steps]:
            return settled[-1]
        if overruling:
            return overruling[-1]
        return next((step for step in ("proposed", "floated") if step in steps), "")

    @property
    def took_place(self) -> bool:
        return self.step in TOOK_PLACE

    @cached_property
    def settled(self) -> tuple:
        """The claims that count for when, where and the rest."""
        steps = TOOK_PLACE if self.took_place else (self.step,)
        return tuple(claim for claim in self.claims if claim.step in steps)

    @cached_property
    def dated(self):
        """The claim whose date is the event's: the narrowest of what took place, else the newest of the furthest."""
        return min((claim for claim in self.claims if claim.when), key=_weight_of_date, default=None)

    @property
    def when(self):
        """UncertainDate or None. Of a postponed event it may be the date that no longer holds: see `step`."""
        return self.dated.when if self.dated else None

    @property
    def starts(self) -> datetime | None:
        """For sorting: the earliest instant it may begin, else the latest, else None."""
        return (self.when.earliest or self.when.latest) if self.when else None

    @cached_property
    def place(self) -> str:
        """The most detailed place of the settled claims, else the newest named."""
        if named := [claim.place for claim in self.settled if claim.place]:
            return max(named, key=lambda place: len(_words(place)))
        return next((claim.place for claim in reversed(self.claims) if claim.place), "")

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        found = [_dispute_of_dates(self.settled), _dispute_of_places(self.settled), *_of_values(self.settled)]
        return tuple(dispute for dispute in found if dispute)

    def readings(self, aspect: str) -> list[str]:
        """What the sources say where they disagree about `aspect`; empty where they do not."""
        return [side.words for dispute in self.disputes if dispute.aspect == aspect for side in dispute.sides]

    @property
    def when_readings(self) -> list[str]:
        return self.readings(WHEN)

    @property
    def place_readings(self) -> list[str]:
        return self.readings(PLACE)

    @property
    def is_disputed(self) -> bool:
        return bool(self.disputes)

    @cached_property
    def life(self) -> tuple[Stage, ...]:
        """The steps in order; postponed and cancelled only where claimed."""
        stages = [Stage(step, tuple(claim for claim in self.claims if claim.step == step)) for step in LIFE]
        return tuple(stage for stage in stages if stage.claims or stage.step in ALWAYS_DRAWN)

    @property
    def reports(self) -> int:
        """From how many reports the claims come."""
        return len({claim.report_id for claim in self.claims})


def derive(claims: Iterable) -> State:
    """The state that `claims` give; each has step, when, place, aspect, value, report (with published_at), pk."""
    return State(tuple(sorted(claims, key=lambda claim: (claim.report.published_at, claim.pk))))


def _weight_of_date(claim) -> tuple:
    """The smallest dates the event; of equals the first entered. ClaimQuerySet.weightiest_first is the same in SQL."""
    if claim.step in TOOK_PLACE:
        return 0, _width(claim.when), -claim.report.published_at.timestamp(), claim.pk
    tier = 1 if claim.step in OVERRULING else 2 if claim.step == "proposed" else 3
    return tier, timedelta(), -claim.report.published_at.timestamp(), claim.pk


def _width(when) -> timedelta:
    return when.latest - when.earliest if when.earliest and when.latest else FAR


def _dispute_of_dates(claims: Sequence) -> Dispute | None:
    dated = [claim for claim in claims if claim.when]
    begins = max((claim.when.earliest or EVER for claim in dated), default=EVER)
    ends = min((claim.when.latest or NEVER for claim in dated), default=NEVER)
    if begins <= ends:  # intervals of which each two overlap have a moment in common
        return None
    return Dispute(WHEN, _sides((str(claim.when), claim) for claim in dated))


def _dispute_of_places(claims: Sequence) -> Dispute | None:
    placed = [claim for claim in claims if _words(claim.place)]
    fullest = max((_words(claim.place) for claim in placed), key=len, default=frozenset())
    if all(_words(claim.place) <= fullest for claim in placed):  # "Geneva" and "Geneva, US mission" agree
        return None
    return Dispute(PLACE, _sides((claim.place, claim) for claim in placed))


def _of_values(claims: Sequence) -> list[Dispute]:
    by_aspect = defaultdict(list)
    for claim in claims:
        if claim.aspect not in NEVER_DISPUTED:
            by_aspect[claim.aspect].append(claim)
    found = {aspect: _sides((claim.value, claim) for claim in said) for aspect, said in by_aspect.items()}
    return [Dispute(aspect, sides) for aspect, sides in found.items() if len(sides) > 1]


def _sides(said: Iterable[tuple[str, object]]) -> tuple[Side, ...]:
    """The claims by what they say, case and punctuation apart, in the order they were first said."""
    grouped: dict[tuple, list] = {}
    for words, claim in said:
        grouped.setdefault(tuple(re.findall(r"\w+", words.casefold())), []).append((words, claim))
    return tuple(Side(same[0][0], tuple(claim for _, claim in same)) for same in grouped.values())


def _words(place: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", place.casefold()))
