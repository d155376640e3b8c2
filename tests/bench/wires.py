"""What the wire readers get right, by hand: INDEX=/tmp/index MEASURE=.../corpora MIRRORS=... python -m tests.bench.wires

INDEX holds superdesk_wire.jsonl and iptc_newsml_g2.jsonl, MEASURE the corpora and their scorer (corpuslib.py, score.py).
Every miss is listed. What is compared, and how, is said in docs/measurements.md.
"""

import html
import json
import os
import re
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

from tracker.intake.readers import Record, Refused, read_all

sys.path.insert(0, os.environ["MEASURE"])
import corpuslib
import score

INDEX = Path(os.environ["INDEX"])
OURS = ("newsml-g2", "newsml-1", "nitf", "ninjs", "iptc7901", "anpa")
MISSED = object()


def main() -> None:
    verbose = "-v" in sys.argv
    superdesk(verbose)
    newsml_g2(verbose)


def all_of(case):
    """(records, refused) of the case's file."""
    data = corpuslib.read_input(None, case)
    try:
        found = read_all(data)
    except Refused as refused:
        found = [refused]
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Refused)]


def superdesk(verbose):
    right, asked, elsewhere, misses = Counter(), Counter(), Counter(), []
    for case in corpuslib.load(INDEX / "superdesk_wire.jsonl"):
        if case["format"] not in OURS:
            elsewhere[case["format"]] += 1
            continue
        records, refused = all_of(case)
        for field, gold, ok, ours in compared(case, records, refused):
            asked[case["format"], field] += 1
            right[case["format"], field] += ok
            if not ok:
                misses.append((case["id"], field, gold, ours))
    print("superdesk wire files, fields right / compared")
    for form in OURS:
        fields = {field: f"{right[form, field]}/{number}" for (of, field), number in asked.items() if of == form}
        total = sum(number for (of, _), number in asked.items() if of == form)
        good = sum(number for (of, _), number in right.items() if of == form)
        print(f"  {form}: {good}/{total}", json.dumps(fields))
    print(f"  all: {right.total()}/{asked.total()} = {100 * right.total() / asked.total():.1f} %")
    print("  not of these readers (cases):", dict(elsewhere))
    for miss in misses:
        print("  miss", *(str(part)[: 2000 if verbose else 150] for part in miss), sep=" | ")


def compared(case, records, refused):
    """(field, gold, right, ours) for each value that an importer has."""
    expected = case["expected"]
    number = min(case["context"]["item"], len(records) - 1)
    record = records[number] if records else None
    title = record.title if record else (refused[0].title if refused else "")
    pictured = {path: value for path, _, value in expected["paths"]}.get("type") == "picture"
    if pictured or (records and expected.get("title") and attached(case, records)):
        # A picture: refused by its name when it comes alone, never filed when it comes attached to a story.
        alone = record is None and any("a picture" in one.reason for one in refused)
        yield "no story", "picture", alone or bool(records), title
        return
    if record is None and refused and "a picture" in refused[0].reason:
        yield "title", expected["title"], score.same_title(title, expected["title"]), title
        return
    for field, gold in expected.items():
        if field not in CHECKS or gold is None:
            continue
        accepted = [gold, *expected.get("also_accepted", {}).get(field, [])]
        ok, ours = any(CHECKS[field](record, one)[0] for one in accepted), CHECKS[field](record, gold)[1]
        yield field, gold, int(ok), ours
    for gold in [*expected["must_contain_html"], *([expected["body_html"]] if "body_html" in expected else [])]:
        text = html.unescape(corpuslib.html_text(gold))  # escaped twice in some files
        ours = record.text if record else ""
        yield "text contains", text, int(bool(record) and squashed(text) in squashed(ours)), ours[:1500]
    for gold in expected["must_not_contain"]:
        yield "text lacks", gold, int(bool(record) and gold not in record.text), ""
    if "ednote" in expected:
        yield (
            "note to editors kept out",
            expected["ednote"],
            int(bool(record) and not noted(record, expected["ednote"])),
            "",
        )


def attached(case, records):
    """Whether the asserted item is one that the file attaches to a story (ninjs associations)."""
    data = corpuslib.read_input(None, case)
    if case["format"] != "ninjs":
        return False
    inner = re.search(rb'"associations"\s*:\s*(.*)', data, re.DOTALL)
    mine = json.dumps(case["expected"]["title"], ensure_ascii=False).encode()
    return bool(inner and mine in inner[1] and all(record.title != case["expected"]["title"] for record in records))


def squashed(text):
    return re.sub(r"\s+", "", score.norm(text))


def noted(record, note):
    return score.norm(note.strip("()")) in score.norm(record.text)


def same_moment(ours, gold):
    gold = datetime.fromisoformat(gold)
    if ours is None:
        return False
    return ours.replace(tzinfo=None) == gold if gold.tzinfo is None else ours == gold


def title(record, gold):
    ours = record.title if record else ""
    return score.same_title(ours, gold), ours


def author(record, gold):
    ours = record.byline if record else MISSED
    return (ours == "") if gold == "" else score.same_author(ours, gold), ours


def date(record, gold):
    ours = record and (record.updated_at or record.published_at)
    return same_moment(ours, gold), ours


def date_created(record, gold):
    ours = record and record.published_at
    return same_moment(ours, gold), ours


def dateline(record, gold):
    """The place; and the day, where the gold names one with its year."""
    place, day = (record.dateline_place, record.dateline_day) if record else ("", None)
    dated = re.search(r"\b(?:19|20)\d\d\b", gold)
    ok = (
        bool(place)
        and score.norm(place) in score.norm(gold)
        and (not dated or (day and day.isoformat()[:4] == dated[0]))
    )
    return bool(ok), (place, day)


def city(record, gold):
    ours = record.dateline_place if record else ""
    return score.norm(ours.split(",")[0]) == score.norm(gold), ours


def outlet(record, gold):
    ours = record.outlet if record else ""
    return score.words(ours) == score.words(gold), ours


def guid(record, gold):
    ours = record.identifier if record else ""
    return bool(ours) and gold in (ours, f"{ours}:{record.version}"), ours


def plain(name):
    def check(record, gold):
        ours = getattr(record, name) if record else ""
        return score.norm(ours) == score.norm(str(gold)), ours

    return check


def moment_of(name):
    def check(record, gold):
        ours = getattr(record, name) if record else None
        return same_moment(ours, gold), ours

    return check


CHECKS = {
    "title": title,
    "author": author,
    "date": date,
    "date_created": date_created,
    "lang": plain("language"),
    "dateline": dateline,
    "dateline_city": city,
    "dateline_source": outlet,
    "summary": plain("summary"),
    "guid": guid,
    "uri": guid,
    "outlet": outlet,
    "outlet_from": outlet,
    "version": plain("version"),
    "embargoed": moment_of("embargoed_until"),
}


def newsml_g2(verbose):
    right, misses, kinds = Counter(), [], Counter()
    for case in corpuslib.load(INDEX / "iptc_newsml_g2.jsonl"):
        records, refused = all_of(case)
        wrong = list(g2_faults(case["expected"], records, refused))
        kind = "story" if case["expected"]["is_story"] else "no story"
        if kind == "story" and not holds_text(case):
            kind = "story without a word in it"
        kinds[kind] += 1
        right[kind] += not wrong
        misses += [(case["id"], kind, *fault) for fault in wrong]
    print("NewsML-G2 examples and conformance files, cases right")
    for kind, number in kinds.items():
        print(f"  {kind}: {right[kind]}/{number}")
    for miss in misses:
        print("  miss", *(str(part)[: 2000 if verbose else 150] for part in miss), sep=" | ")


def holds_text(case):
    return bool(case["expected"]["title"] or case["expected"]["text_has"]) or bool(all_of(case)[0])


def g2_faults(expected, records, refused):
    if not expected["is_story"]:
        if records or not refused:
            yield "filed", records[0].title if records else "", ""
        elif not re.match(r"This is (?:an?|the|it) ", refused[0].reason):
            yield "not named", refused[0].reason, ""
        return
    if not records:
        yield "refused", refused[0].reason, ""
        return
    record = records[0]
    for field in ("title", "author", "dateline", "outlet", "lang", "guid", "version", "embargoed"):
        gold = expected.get(field)
        if field == "lang" and gold:
            gold = gold[:2].lower()
        if gold and not CHECKS[field](record, gold)[0]:
            yield field, gold, CHECKS[field](record, gold)[1]
    moments = [one and one.isoformat() for one in (record.published_at, record.updated_at)]
    for field in ("date", "date_created"):
        if expected.get(field) and not any(score.same_day(one, expected[field]) for one in moments):
            yield field, expected[field], moments
    for gold in expected["text_has"]:
        if score.norm(gold) not in score.norm(record.text):
            yield "text", gold, record.text


if __name__ == "__main__":
    main()
