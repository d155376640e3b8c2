"""Dates found in text, milliseconds each, by hand: python -m tests.bench.dates

News-like text of 600 words, and 100 KB of what costs most: beginnings that come to nothing, and nothing but dates.
"""

import time
from datetime import date

from tracker.lib.dates import find_dates

REFERENCE = date(2022, 3, 14)
NEWS = (
    "The envoys said on Thursday that the third round of talks would begin in early April, as the two foreign ministers"
    " had agreed in Graz on 12 January. The drafts handed over last week hold eight articles; an answer is expected within"
    " the coming days. The agency, quoting an unnamed official, said the delegations may march through all of them.\n"
)
WORST = {
    "blanks": " ",
    "numbers": "1 ",
    "dashes": "10-",
    "beginnings": "early in the ",
    "half spans": "from 12 to 12 ",
    "half months": "the first half of ",
    "verbs": "said will ",
    "weekdays": "Monday ",
    "ISO days": "2022-01-10 ",
    "Russian": "в четверг ",
}


def milliseconds(text: str, rounds: int) -> float:
    find_dates(text, REFERENCE)
    began = time.process_time()
    for _ in range(rounds):
        find_dates(text, REFERENCE)
    return (time.process_time() - began) / rounds * 1000


def main() -> None:
    news = NEWS
    while len(news.split()) < 600:
        news += NEWS
    print(f"600 words of news: {milliseconds(news, 50):.1f} ms, {len(find_dates(news, REFERENCE))} dates")
    long = news * (100_000 // len(news) + 1)
    print(f"100 KB of news: {milliseconds(long[:100_000], 5):.0f} ms")
    for what, unit in WORST.items():
        print(f"100 KB of {what}: {milliseconds(unit * (100_000 // len(unit)), 3):.0f} ms")


if __name__ == "__main__":
    main()
