"""What judged statements teach: words, and speakers, that nearly always led to the same track or issue.

A lesson is a plain count, "'strategic stability' led to track SSD in 14 of 16 reviewed statements". Chance is kept out:
1. A phrase counts once a statement, and only where it was met in LEAST_SEEN statements of LEAST_REPORTS reports.
2. The share must be high even at the low end of what so small a count allows (Wilson's interval): OFTEN, and MORE than the share
   of all statements, as what nine of ten statements are linked to any phrase seems to teach.
3. Of phrases that say the same of the same statements the shortest is kept ("stability" goes for "stability dialogue").
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from math import sqrt

from .words import load, lows_of

LEAST_SEEN = 5
LEAST_REPORTS = 3
OFTEN, MORE = 0.6, 0.1
DOUBT = 1.64  # standard errors: one share in twenty lies below the low end
LONGEST = 3  # words of a phrase
MOST_WORDS = 120  # of a statement that are looked at
SPEAKER = "by "  # begins the phrase that stands for a speaker


@dataclass(frozen=True)
class Example:
    """A statement that somebody judged: its words, who said it, where it stood, and what it is linked to, as (kind, key)."""

    text: str
    report: Hashable
    targets: frozenset[tuple[str, Hashable]]
    speaker: Hashable | None = None


@dataclass(frozen=True)
class Lesson:
    """`phrase` led to `target` in `led` of the `seen` statements that have it."""

    phrase: str
    target: tuple[str, Hashable]
    led: int
    seen: int


def phrases(text: str, speaker: Hashable | None = None) -> set[str]:
    """All that can teach in a statement: runs of up to LONGEST words that neither begin nor end with a small one."""
    lows = lows_of(text)[:MOST_WORDS]
    small = _small()
    found = {
        " ".join(lows[at : at + size])
        for at, low in enumerate(lows)
        if low not in small
        for size in range(1, min(LONGEST, len(lows) - at) + 1)
        if lows[at + size - 1] not in small and (size > 1 or len(low) > 2)
    }
    return found | ({f"{SPEAKER}{speaker}"} if speaker is not None else set())


def learn(examples: Iterable[Example]) -> list[Lesson]:
    """The lessons of these statements, the surest first."""
    count, everywhere = 0, Counter()
    seen, led, reports = Counter(), Counter(), defaultdict(set)
    for one in examples:
        count += 1
        everywhere.update(one.targets)
        for phrase in phrases(one.text, one.speaker):
            seen[phrase] += 1
            if len(reports[phrase]) < LEAST_REPORTS:
                reports[phrase].add(one.report)
            for target in one.targets:
                led[phrase, target] += 1
    taught = [
        Lesson(phrase, target, times, seen[phrase])
        for (phrase, target), times in led.items()
        if len(reports[phrase]) >= LEAST_REPORTS and is_sure(times, seen[phrase], everywhere[target] / count)
    ]
    return _shortest(
        sorted(taught, key=lambda lesson: (-lesson.led / lesson.seen, -lesson.led, len(lesson.phrase), lesson.phrase))
    )


def is_sure(led: int, seen: int, at_large: float) -> bool:
    """Whether `led` of `seen` is a lesson where the share `at_large` of all statements is linked so."""
    return seen >= LEAST_SEEN and low_end(led, seen) >= max(OFTEN, at_large + MORE)


def low_end(led: int, seen: int) -> float:
    """The low end of Wilson's interval for the share led / seen."""
    share, doubt = led / seen, DOUBT * DOUBT
    spread = DOUBT * sqrt(share * (1 - share) / seen + doubt / (4 * seen * seen))
    return (share + doubt / (2 * seen) - spread) / (1 + doubt / seen)


def _shortest(lessons: list[Lesson]) -> list[Lesson]:
    """Without those whose words, or some of them, teach the same as surely."""
    taught = {(lesson.phrase, lesson.target): lesson.led / lesson.seen for lesson in lessons}

    def is_new(lesson: Lesson) -> bool:
        words = lesson.phrase.split(" ")
        parts = [
            " ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1) if b - a < len(words)
        ]
        share = lesson.led / lesson.seen
        return lesson.phrase.startswith(SPEAKER) or all(taught.get((part, lesson.target), 0) < share for part in parts)

    return [lesson for lesson in lessons if is_new(lesson)]


class Taught:
    """Lessons ready to be asked."""

    def __init__(self, lessons: Iterable[Lesson]):
        self._by_first: dict[str, list[tuple[list[str], Lesson]]] = defaultdict(list)
        for lesson in lessons:
            words = [lesson.phrase] if lesson.phrase.startswith(SPEAKER) else lesson.phrase.split(" ")
            self._by_first[words[0]].append((words, lesson))

    def of(self, text: str, speaker: Hashable | None = None) -> dict[tuple[str, Hashable], Lesson]:
        """The surest lesson for each target that the words (or the speaker) lead to."""
        best: dict[tuple[str, Hashable], Lesson] = {}
        lows = [*lows_of(text)[:MOST_WORDS], f"{SPEAKER}{speaker}"] if self._by_first else []
        for at, low in enumerate(lows):
            for words, lesson in self._by_first.get(low, ()):
                if lows[at : at + len(words)] == words and _weight(lesson) > _weight(best.get(lesson.target)):
                    best[lesson.target] = lesson
        return best


def _weight(lesson: Lesson | None) -> tuple:
    return (lesson.led / lesson.seen, lesson.led, lesson.phrase) if lesson else ()


@cache
def _small() -> frozenset[str]:
    return frozenset(load("texts")["small"])
