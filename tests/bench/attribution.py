"""Reports a second through the suggestions, by hand: python -m tests.bench.attribution [seconds] [--texts stories.jsonl]

The text is the made-up briefing of the tests with paragraphs repeated to 600 words; names and dates included. Then the same
with larger registries (made-up names, two aliases each), as ratios in one run, taken turn about; and what the lexicons weigh.
"""

import argparse
import json
import re
import resource
import time
import tracemalloc
from collections import Counter
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


def cold(texts, work):
    """Reports of WORDS words a second, each text read once."""
    started = time.process_time()
    for text in texts:
        work(text)
    return sum(len(text.split()) for text in texts) / WORDS / (time.process_time() - started)


def names_in(texts):
    """The most frequent names of two words in the texts, as a registry: two persons for each body, two names each."""
    counted = Counter(name for text in texts for name in set(re.findall(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", text)))
    return Known(
        [
            KnownName(number, (name, f"the {name.split()[1]} Group"), "person" if number % 3 else "body")
            for number, (name, _) in enumerate(counted.most_common(REGISTRIES[0]))
        ]
    )


def of_stories(path):
    """The same of stories from a file of JSON lines with a `text` each, none of which is read twice: a third of them for each figure."""
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    words, known = lexicon.load("en"), names_in(texts)
    suggest(report(), known=known, reference=DAY)
    print(
        f"{len(texts)} stories, {sum(len(text.split()) for text in texts) // len(texts)} words each; {len(known.actors)} actors"
    )
    for at, (name, work) in enumerate(
        {
            "spans only": lambda text: engine.find_frames(text, words),
            "without dates": lambda text: suggest(text, known=known),
            "all of it": lambda text: suggest(text, known=known, reference=DAY),
        }.items()
    ):
        print(f"{name:14} {cold(texts[at::3], work):.0f} reports of {WORDS} words a second")


def weight():
    """(megabytes that the lexicons of both languages take, of Python's objects; megabytes by which the process grew)."""
    before = _resident()
    tracemalloc.start()
    lexicon.load("en"), lexicon.load("ru")
    suggest("Anna Berg said no.")
    traced = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return traced / 1e6, (_resident() - before) / 1e6


def _resident():
    """Bytes of memory of this process."""
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1]) * resource.getpagesize()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("seconds", nargs="?", type=float, default=3, help="for each figure")
    arguments.add_argument("--texts", help="JSON lines of stories, to be read once each instead of the made-up report")
    given = arguments.parse_args()
    traced, grown = weight()
    print(f"lexicons of two languages: {traced:.1f} MB of objects, the process {grown:.1f} MB larger")
    of_stories(given.texts) if given.texts else of_report(given.seconds)


def of_report(seconds):
    text, words = report(), lexicon.load("en")
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
