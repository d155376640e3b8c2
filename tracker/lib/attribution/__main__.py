"""JSON lines of {doc_id, text[, language]} in, {doc_id, spans: [...]} out; offsets in code points.

    python -m tracker.lib.attribution < texts.jsonl > spans.jsonl
    python -m tracker.lib.attribution --dates < texts.jsonl > dates.jsonl

Each span: start, end, source_start, source_end, cue_start, cue_end, group, form, rule, negated.
A "that" before the content is counted in, as the public corpora do.

With --dates: {doc_id, dates: [{start, end, words, edtf}]}; a line may give the day its text was written as
"reference" or "reference_date" (ISO; a time after the day is ignored), without which only dates that name their year are found.
"""

import argparse
import json
import sys
from datetime import date

from tracker.lib.dates import find_dates

from . import engine, lexicon


def spans(text, language="en"):
    """The spans of one text, as dictionaries."""
    rows = []
    for group, frame in enumerate(engine.find_frames(text, lexicon.load(language))):
        source, cue = frame.source or (None, None), frame.cue or (None, None)
        for number, (start, end) in enumerate(frame.pieces):
            last_with_that = number == len(frame.pieces) - 1 and frame.that is not None
            rows.append(
                {
                    "start": frame.that if last_with_that else start,
                    "end": end,
                    "source_start": source[0],
                    "source_end": source[1],
                    "cue_start": cue[0],
                    "cue_end": cue[1],
                    "group": group,
                    "form": frame.form,
                    "rule": frame.rule,
                    "negated": frame.negation is not None,
                }
            )
    return rows


def dates(text, reference=None):
    """The date expressions of one text, as dictionaries; `reference` is an ISO day or None."""
    day = date.fromisoformat(reference[:10]) if reference else None
    return [
        {"start": start, "end": end, "words": text[start:end], "edtf": value.edtf}
        for start, end, value in find_dates(text, day)
    ]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tracker.lib.attribution", description=__doc__.split("\n")[0])
    parser.add_argument("--dates", action="store_true", help="date expressions instead of spans")
    wanted = parser.parse_args(arguments).dates
    for line in sys.stdin:
        if line.strip():
            row = json.loads(line)
            print(json.dumps({"doc_id": row["doc_id"], **(_dates(row) if wanted else _spans(row))}))


def _spans(row):
    return {"spans": spans(row["text"], row.get("language", "en"))}


def _dates(row):
    return {"dates": dates(row["text"], row.get("reference") or row.get("reference_date"))}


if __name__ == "__main__":
    main()
