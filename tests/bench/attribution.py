"""Reports a second through the suggestions, by hand: python -m tests.bench.attribution [seconds]

The text is the made-up briefing of the tests with paragraphs repeated to 600 words; names and dates included.
"""

import sys
import time
from datetime import date

from tests.lib.attribution.briefing import KNOWN, TEXT
from tracker.lib.attribution import engine, lexicon, suggest

WORDS = 600


def report():
    """A text of about 600 words."""
    text = TEXT
    while len(text.split()) < WORDS:
        text += TEXT
    return text


def rate(work, seconds):
    """Calls a second."""
    work()
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        work()
        done += 1
    return done / (time.process_time() - started)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3
    text, words = report(), lexicon.load("en")
    print(f"{len(text.split())} words a report")
    print(f"spans only (no names, no dates): {rate(lambda: engine.find_frames(text, words), seconds):.0f} a second")
    print(f"without dates:  {rate(lambda: suggest(text, known=KNOWN), seconds):.0f} a second")
    day = date(2022, 3, 14)
    print(f"all of it:      {rate(lambda: suggest(text, known=KNOWN, reference=day), seconds):.0f} a second")


if __name__ == "__main__":
    main()
