"""How well feeds are read, against feedparser's own test feeds and the State Department's press feed. By hand:

    INDEX=/tmp/index MIRRORS=/work/.mirror CORPORA=/work/shared/measure/corpora python -m tests.bench.feeds

`CORPORA` is the folder with corpuslib.py, `INDEX` that of the indexes it made. Nothing of the material is kept here.

Asserted values are compared three times: at the paths in what feedparser gives through our `parse`; as facts of the
Record of the first entry; as what the first lines of the feed say of itself. A test that says with which header its
feed came ("Header: Content-type: ...") is read with that header.
"""

import collections
import json
import os
import re
import sys
import time
from datetime import datetime
from pathlib import Path

import feedparser

from tracker.intake.readers import feed
from tracker.intake.record import Record, Refused

sys.path.insert(0, os.environ["CORPORA"])
import corpuslib
import score

INDEX = Path(os.environ["INDEX"])
HEADER = re.compile(rb"Header:[ \t]+content-(type|location):[ \t]*([^\r\n]+)", re.IGNORECASE)
SHOWN = int(os.environ.get("ERRORS", "0"))


def said(data: bytes, name: str = "") -> dict[str, str]:
    """The headers that the feed's own comment names; else the address at which its tests serve it."""
    flat = data.replace(b"\0", b"")
    found = {name.decode().lower(): value.decode("latin-1").strip() for name, value in HEADER.findall(flat)}
    served = f"http://127.0.0.1:8097/{name}" if "/http_" in name else ""
    return {"content_type": found.get("type", ""), "url": found.get("location", served)}


def same(got, wanted) -> bool:
    if isinstance(got, time.struct_time) or isinstance(wanted, list):
        try:
            return list(got)[: len(wanted)] == list(wanted)
        except TypeError:
            return False
    return bool(got) == wanted if isinstance(wanted, bool) else got == wanted


def asserted() -> None:
    paths, facts, by_name = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    known = collections.Counter()
    began = time.monotonic()
    for case in corpuslib.load(INDEX / "feedparser_tests.jsonl"):
        data = corpuslib.read_input(None, case)
        known[bool(feed.recognises(data))] += 1
        try:
            found = feed.parse(data, **said(data, case["id"]))
        except Refused:
            found = {}
        for path, wanted in case["expected"]["paths"]:
            right = same(score.feed_path(found, path), wanted)
            paths[right] += 1
            by_name["/".join(case["id"].split("/")[:2])][right] += 1
            if not right and paths[False] <= SHOWN:
                print("  path", case["id"], path, repr(wanted)[:80], repr(score.feed_path(found, path))[:80])
        as_records(case, data, found, facts)
    print(f"feedparser's feeds: {sum(known.values())}, recognised by their root {known[True]}")
    print(f"  asserted paths through parse():  {paths[True]} of {sum(paths.values())}", share(paths))
    worst = {n: dict(c) for n, c in by_name.items() if c[False]}
    print("  wrong in:", json.dumps(dict(sorted(worst.items(), key=lambda kv: -kv[1][False])[:12])))
    for name in sorted({n for n, _ in facts}):
        count = collections.Counter({right: facts[name, right] for right in (True, False)})
        print(f"  {name:20} {count[True]} of {sum(count.values())}", share(count))
    total = collections.Counter({r: sum(v for (_, right), v in facts.items() if right is r) for r in (True, False)})
    print(f"  all facts            {total[True]} of {sum(total.values())}", share(total))
    print(f"  {time.monotonic() - began:.1f} s")


def share(count) -> str:
    return f"{count[True] / max(1, sum(count.values())):.1%}"


def as_records(case, data, found, facts) -> None:
    """The entry_* and feed_* values of a case as our Record and our feed facts give them."""
    wanted = {name: value for name, value in case["expected"].items() if name not in ("paths", "whole")}
    if not wanted or not found:
        return
    entries = found.get("entries", [])
    entry, itself = (
        described(entries[0] if entries else {}, found.feed, data, case["id"]),
        described(found.feed, found.feed, data, case["id"]),
    )
    for name, value in wanted.items():
        record = entry if name.startswith("entry_") else itself
        got = [getattr(record, field) for field in FIELDS[name.partition("_")[2]]]
        right = any(alike(name, one, value) for one in got)
        facts[name, right] += 1
        if not right and facts[name, False] <= SHOWN:
            print("  fact", name, case["id"], repr(value)[:90], repr(got)[:90])


FIELDS = {
    "title": ["title"],
    "summary": ["summary", "text"],
    "url": ["url"],
    "guid": ["identifier"],
    "date": ["published_at", "updated_at"],
    "date_text": ["published_words"],
    "author": ["byline"],
    "lang": ["language"],
}


def described(row, channel, data, name) -> Record:
    """An entry as our reader gives it; a feed is told of in the same words as its entries."""
    try:
        record = feed.with_text(row)
    except Refused:
        record = Record(text="")
    feed.describe(record, feedparser.FeedParserDict(row), channel, url=said(data, name)["url"])
    return record


def alike(name, got, wanted) -> bool:
    if name.endswith("_date"):
        return isinstance(got, datetime) and list(got.timetuple())[:6] == list(wanted)[:6]
    if name.endswith("_lang"):
        return (got or "") == (wanted or "")[:2].lower()
    markup = corpuslib.squash(corpuslib.html_text(wanted)) if isinstance(wanted, str) else wanted
    return score.norm(got or "") in (score.norm(wanted), score.norm(markup))


def press() -> None:
    """Every item of the stored versions of the State Department's feed, and each release's own text."""
    right, wrong, scripts, texts, refused = collections.Counter(), collections.Counter(), 0, 0, 0
    began = time.monotonic()
    for case in corpuslib.load(INDEX / "state_department_rss.jsonl"):
        if not case["id"].startswith("feed/"):
            continue
        data = corpuslib.read_input(None, case)
        records = feed.read(data, url=case["context"]["url"])
        for record, item in zip(records, case["expected"]["items"], strict=True):
            if isinstance(record, Refused):
                refused += 1
                print("  refused", item["guid"], record.reason[:60], record.title)
                continue
            texts += 1
            scripts += any(word in record.text for word in ("<script", "jQuery", "addEventListener", "function("))
            for name, ok in {
                "title": bool(score.same_title(record.title, item["title"])),
                "date": record.published_at == datetime.fromisoformat(item["date"]),
                "author": corpuslib.squash(record.byline) == item["author"],
                "url": record.url == item["url"],
                "guid": record.identifier == item["guid"],
            }.items():
                (right if ok else wrong)[name] += 1
                if not ok and wrong[name] <= SHOWN:
                    print("  ", name, item, record.title, record.byline, record.url)
    print(f"State Department: {texts} items read, {refused} refused, {scripts} with script in the text")
    for name in ("title", "date", "author", "url", "guid"):
        print(f"  {name:8} {right[name]} of {right[name] + wrong[name]}")
    print(f"  {time.monotonic() - began:.1f} s")


def releases() -> None:
    """Each release by itself: script in its text, and that of the speakers that open a line none is lost."""
    by_blob = collections.defaultdict(list)
    for case in corpuslib.load(INDEX / "state_department_rss.jsonl"):
        if case["id"].startswith("item/"):
            by_blob[case["input"]["blob"]].append(case)
    counted = collections.Counter()
    for cases in by_blob.values():
        data = corpuslib.read_input(None, {"input": {**cases[0]["input"], "steps": []}})
        records = {r.identifier: r for r in feed.read(data) if not isinstance(r, Refused)}
        for case in cases:
            record = records.get(case["id"].removeprefix("item/"))
            counted["releases"] += 1
            counted["read"] += record is not None
            if record is None:
                continue
            counted["with script"] += any(word in record.text for word in case["expected"]["must_not_contain"])
            begins = {line.partition(":")[0].partition(" (")[0].strip() for line in record.text.split("\n")}
            counted["speakers"] += len(case["expected"]["speakers"])
            counted["speakers that open a line"] += sum(name in begins for name in case["expected"]["speakers"])
    print("State Department, each release by itself:", dict(counted))


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["asserted", "press", "releases"]
    for name in wanted:
        {"asserted": asserted, "press": press, "releases": releases}[name]()
