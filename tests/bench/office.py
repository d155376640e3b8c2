"""Word documents, PDF and e-mails against public corpora, by hand:

    INDEX=folder-of-indexes MEASURE=shared/measure/corpora MIRRORS=folder-of-mirrors python -m tests.bench.office [--errors]

The indexes are built by MEASURE/build_all.sh; the scorer is imported from there. Nothing of the corpora is kept here.
"""

import os
import sys
from collections import Counter
from email import policy
from pathlib import Path

from tracker.intake.readers import Refused, pdf, read

sys.path.insert(0, os.environ.get("MEASURE", "."))
ERRORS = "--errors" in sys.argv


def cases(index, kind=None):
    """(case, bytes) of an index; those whose mirror is missing are said and passed over."""
    import corpuslib

    for case in corpuslib.load(str(Path(os.environ["INDEX"], f"{index}.jsonl"))):
        data = corpuslib.read_input(None, case) if kind in (None, case["format"]) else b""
        if data is None:
            print(f"missing: {case['id']}")
        elif data:
            yield case, data


def record(data):
    """(Record or None, its format or the reason of its refusal)."""
    try:
        found = read(data)
    except Refused as error:
        return None, error.reason
    return found, found.format


def missed(what, case, expected, got):
    if ERRORS:
        print(f"    {what}: {case['id']}: {expected!r} is {got!r}")


def f1(counts):
    from score import prf

    return prf(*counts)["f1"]


def docx():
    import score

    pooled, uncoded, single = [0, 0, 0], [0, 0, 0], []
    for case, data in cases("pandoc_docx"):
        found, told = record(data)
        text, gold = found.text if found else "", case["expected"]["words"]
        counts = score.bag(text.split(), gold)
        single.append(f1(counts))
        pooled = [a + b for a, b in zip(pooled, counts, strict=True)]
        if "codeblock" not in case["id"]:  # of these the index leaves the code out
            uncoded = [a + b for a, b in zip(uncoded, counts, strict=True)]
        if single[-1] < 0.95:
            missed("words", case, counts, told)
    print(
        f"DOCX, {len(single)} files: word F1 {sum(single) / len(single):.4f} (mean of the files), {f1(pooled)} (pooled)"
    )
    print(f"    pooled without the two files of code {f1(uncoded)}; without a fault: {sum(one == 1 for one in single)}")


def pdfs():
    import score

    tally, words = Counter(), [0, 0, 0]
    for case, data in cases("pdf_files"):
        expected, told = case["expected"], pdf.tell(data)
        found, why = record(data)
        if "pages" in expected:
            tally["files"] += 1
            tally["pages"] += told.pages == expected["pages"]
            tally["encryption"] += told.encrypted == expected["encrypted"]
            noted = " ".join(found.notes) if found else why
            tally["said"] += str(told.pages) in noted and ("password" in noted) == told.encrypted
            if expected["pdf_created"] and found:
                same = bool(found.published_at) and score.same_day(
                    found.published_at.isoformat(), expected["pdf_created"]
                )
                tally["dated"] += 1
                tally["dates"] += same
                if not same:
                    missed("date", case, expected["pdf_created"], found.published_at)
        else:
            text = score.words(found.text if found else "")
            counts = score.bag(text, score.words(" ".join(expected["words"])))
            words = [a + b for a, b in zip(words, counts, strict=True)]
            missed("words", case, counts, why)
    print(f"PDF: pages {tally['pages']}, encryption {tally['encryption']} of {tally['files']} told; said to people")
    print(f"    {tally['said']}; creation dates {tally['dates']} of {tally['dated']}; word F1 (markitdown) {f1(words)}")


def agrees(found, expected):
    """{field: whether it agrees} of what is expected of an e-mail."""
    import score

    answers = {}
    if expected.get("title"):
        answers["title"] = bool(score.same_title(found.title, expected["title"]))
    sender = expected.get("from") or expected.get("outlet_from")
    if sender:
        answers["from"] = same_sender(found, sender)
    if expected.get("date"):
        answers["date"] = bool(found.published_at) and found.published_at.isoformat().startswith(expected["date"])
    if expected.get("text_starts"):
        answers["text"] = " ".join(found.text.split()).startswith(expected["text_starts"].strip()[:60])
    return answers


def same_sender(found, sender):
    """The name is the byline; a bare address is where byline or outlet were taken from."""
    first = policy.default.header_factory("from", sender).addresses
    if first and first[0].display_name and "@" not in first[0].display_name:
        return found.byline == first[0].display_name
    address = (first[0].addr_spec if first else sender).lower()
    return any(address in found.sources[name].words.lower() for name in ("byline", "outlet") if name in found.sources)


def mails():
    for index in ("mail_eml", "superdesk_wire"):
        ends, right, all_of = Counter(), Counter(), Counter()
        for case, data in cases(index, "eml"):
            found, told = record(data)
            ends["refused" if found is None else told] += 1
            if found is None:
                missed("refused", case, "", told)
                continue
            for name, same in agrees(found, case["expected"]).items():
                all_of[name] += 1
                right[name] += same
                if not same:
                    missed(name, case, case["expected"], (found.title, found.byline, found.outlet, found.published_at))
        print(f"E-mails ({index}), {sum(ends.values())} survive: {dict(ends)}")
        print("    " + ", ".join(f"{name} {right[name]} of {number}" for name, number in all_of.items()))


if __name__ == "__main__":
    docx()
    pdfs()
    mails()
