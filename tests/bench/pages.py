"""Pages and pasted stories against real material, by hand; one line a corpus.

    INDEX=/tmp/index MEASURE=../shared/measure/corpora MIRRORS=... python -m tests.bench.pages [corpus ...] [--worst N]

INDEX holds the lists of cases (*.jsonl), MEASURE the scorer (corpuslib.py, score.py). Nothing of either is part of the project.
`--worst N` names the N cases with the worst body, and every other field that is wrong.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from tracker.intake.readers import Record, Refused, read

sys.path.insert(0, os.environ.get("MEASURE", ""))
import corpuslib
import score


def cases(corpus: str) -> Iterator[tuple[dict, bytes]]:
    for case in corpuslib.load(Path(os.environ["INDEX"]) / f"{corpus}.jsonl"):
        data = corpuslib.read_input(None, case)
        if data is not None:
            yield case, data


def reading(data: bytes, **helps) -> tuple[Record, float]:
    """The record (an empty one where it was refused), and the milliseconds of processor time."""
    began = time.process_time()
    try:
        found = read(data, **helps)
    except Refused as refused:
        found = Record(text="", notes=[refused.reason])
    return found, (time.process_time() - began) * 1000


def spent(milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    middle, high = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
    return f"{sum(ordered) / len(ordered):.1f} ms each (median {middle:.1f}, 95 % {high:.1f})"


def of_pages(corpus: str, worst: int) -> None:
    """Body as F1 of 4-word runs; title, byline and day where the corpus has them."""
    sums, bodies, wrong = [0.0, 0.0, 0.0], [], []
    right, asked, took = Counter(), Counter(), []
    compare = {"title": score.same_title, "author": score.same_author, "date": score.same_day}
    for case, data in cases(corpus):
        found, milliseconds = reading(data, url=case["context"].get("url", ""), content_type="text/html")
        took.append(milliseconds)
        expected = case["expected"]
        parts = score.text(found.text, expected["text"])
        sums = [one + other for one, other in zip(sums, parts, strict=True)]
        bodies.append((score.prf(*parts)["f1"], case["id"], parts))
        got = {"title": found.title, "author": found.byline}
        got["date"] = found.published_at.isoformat() if found.published_at else ""
        for name in compare:
            if not expected.get(name):
                continue
            asked[name] += 1
            right[name] += compare[name](got[name], expected[name])
            if not compare[name](got[name], expected[name]):
                wrong.append(f"  {name} of {case['id']}: {got[name]!r}, not {expected[name]!r}")
    fields = "".join(f", {name} {right[name]}/{asked[name]}" for name in compare if asked[name])
    print(f"{corpus}: {len(bodies)} pages, body {score.prf(*sums)}{fields}, {spent(took)}")
    if worst:
        print(
            "\n".join([f"  {f1:.3f} {name} +{p[1]:.2f} -{p[2]:.2f}" for f1, name, p in sorted(bodies)[:worst]] + wrong)
        )


def of_releases(corpus: str, worst: int) -> None:
    """Releases whose HTML carries page script: in how many some of it reached the text."""
    items, scripts, leaked, took = 0, 0, [], []
    for case, data in cases(corpus):
        if not case["id"].startswith("item/"):
            continue
        never = case["expected"]["must_not_contain"]
        found, milliseconds = reading(data, url=case["context"].get("url", ""), content_type="text/html")
        took.append(milliseconds)
        items, scripts = items + 1, scripts + bool(never)
        leaked += [case["id"]] if any(words in found.text for words in never) or not found.text else []
    print(
        f"{corpus}: {items} releases, {scripts} with script; unread or script in the text: {len(leaked)}, {spent(took)}"
    )
    print("\n".join(f"  {name}" for name in leaked[:worst]))


def of_stories(corpus: str, worst: int) -> None:
    """Pasted wire stories: dateline found, its place (letters' case apart), its day, title and byline."""
    right, asked, wrong, took = Counter(), Counter(), [], []
    for case, data in cases(corpus):
        expected = case["expected"]
        found, milliseconds = reading(data, reference_date=date.fromisoformat(case["context"]["filed"]))
        took.append(milliseconds)
        place = score.norm(found.dateline_place)
        marks = {
            "found": bool(place),
            "place": place == score.norm(expected["dateline_place"]),
            "day": str(found.dateline_day) == expected["date"],
            "title": score.same_title(found.title, expected["title"]),
            "byline": not expected["author"] or score.same_author(found.byline, expected["author"]),
        }
        for name, mark in marks.items():
            asked[name] += name != "byline" or bool(expected["author"])
            right[name] += bool(mark) and (name != "byline" or bool(expected["author"]))
            if not mark:
                got = (found.dateline_place, str(found.dateline_day), found.title, found.byline)
                wrong.append(
                    f"  {name} {case['id']}: {got}, not {[expected[k] for k in ('dateline', 'title', 'author')]}"
                )
    figures = ", ".join(f"{name} {right[name]}/{asked[name]} ({right[name] / asked[name]:.2%})" for name in asked)
    print(f"{corpus}: {figures}, {spent(took)}")
    print("\n".join(wrong[:worst]))


WAYS: dict[str, Callable[[str, int], None]] = {
    "article_extraction_benchmark": of_pages,
    "readability_pages": of_pages,
    "state_department_rss": of_releases,
    "reuters_datelines": of_stories,
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpus", nargs="*", choices=[*WAYS, []], default=[])
    asked.add_argument("--worst", type=int, default=0)
    told = asked.parse_args()
    for corpus in told.corpus or WAYS:
        WAYS[corpus](corpus, told.worst)


if __name__ == "__main__":
    main()
