"""JSON lines of {doc_id, text[, language]} in, {doc_id, spans: [...]} out; offsets in code points.

    python -m tracker.lib.attribution < texts.jsonl > spans.jsonl

Each span: start, end, source_start, source_end, cue_start, cue_end, group, form, rule.
A "that" before the content is counted in, as the public corpora do.
"""

import json
import sys

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
                }
            )
    return rows


def main():
    for line in sys.stdin:
        if line.strip():
            row = json.loads(line)
            found = spans(row["text"], row.get("language", "en"))
            print(json.dumps({"doc_id": row["doc_id"], "spans": found}))


if __name__ == "__main__":
    main()
