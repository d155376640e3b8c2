"""Reports a second through the suggestions, by hand: python -m tests.bench.attribution [seconds]

The text is the made-up briefing of the tests with paragraphs repeated to 600 words; names and dates included. Then the same
with larger registries (made-up names, two aliases each), as ratios in one run, taken turn about; and what the lexicons weigh.
"""

import sys
import time
import tracemalloc
from datetime import date

from tests.lib.attribution.briefing import KNOWN, TEXT
from tracker.lib.attribution import Known, KnownName, engine, lexicon, suggest

WORDS = 600
DAY = date(2022, 3, 14)
REGISTRIES = (200, 5_000)
SYLLABLES = ["Ka", "Lo", "Mi", "Nu", "Per", "Ros", "Ste", "Tol", "Vin", "Zar"]


def report():
    """A text of about 600 words."""
    text = TEXT
    while len(text.split()) < WORDS:
        text += TEXT
    return text


def registry(size):
    """The names of the briefing and as many made-up ones as make up `size`."""
    made = []
    for number in range(size - len(KNOWN.actors)):
        first, second = (number % 100, number // 100)
        name = f"{_word(first)} {_word(second)}ov"
        aliases = (f"the {_word(second)}ov Group {first}", f"Minister {name}")
        made.append(KnownName(number, (name, *aliases), "person" if number % 2 else "body"))
    return Known([*KNOWN.actors, *made], KNOWN.tracks, KNOWN.issues)


def _word(number):
    return SYLLABLES[number // 10 % 10] + SYLLABLES[number % 10].lower()


def rate(work, seconds):
    """Calls a second."""
    work()
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        work()
        done += 1
    return done / (time.process_time() - started)


def least(works, times):
    """The least seconds each of `works` takes, taken turn about."""
    best = [float("inf")] * len(works)
    for _ in range(times):
        for at, work in enumerate(works):
            started = time.process_time()
            work()
            best[at] = min(best[at], time.process_time() - started)
    return best


def main():
    tracemalloc.start()
    words, _ = lexicon.load("en"), lexicon.load("ru")
    suggest("Anna Berg said no.")
    print(f"lexicons of two languages: {tracemalloc.get_traced_memory()[0] / 1e6:.1f} MB")
    tracemalloc.stop()
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3
    text = report()
    print(f"{len(text.split())} words a report")
    print(f"spans only (no names, no dates): {rate(lambda: engine.find_frames(text, words), seconds):.0f} a second")
    print(f"without dates:  {rate(lambda: suggest(text, known=KNOWN), seconds):.0f} a second")
    print(f"all of it:      {rate(lambda: suggest(text, known=KNOWN, reference=DAY), seconds):.0f} a second")
    sizes = [len(KNOWN.actors), *REGISTRIES]
    sizes_known = [KNOWN, *(registry(size) for size in REGISTRIES)]
    taken = least([lambda known=known: suggest(text, known=known, reference=DAY) for known in sizes_known], 30)
    for size, spent in zip(sizes, taken, strict=True):
        print(f"{size:5} actors: {1 / spent:.0f} a second, {spent / taken[0]:.2f} times as long as with {sizes[0]}")


if __name__ == "__main__":
    main()
