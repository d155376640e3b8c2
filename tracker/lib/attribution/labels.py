"""Lines that are words of somebody as a whole: transcripts ("MS. REED: ...", "Q: ...", "Q  ..."), block quotations
("> ..."), and headlines with a name before their colon.

A text is a transcript where at least three lines begin with such a label in capitals; one label
alone is more often a heading.
"""

import re

from . import contents
from .model import Frame
from .sentences import WORD

LABEL = re.compile(
    r"^[\"“]?(?:((?:[A-ZА-ЯЁ][A-ZА-ЯЁ.'’-]*)(?: [A-ZА-ЯЁ][A-ZА-ЯЁ.'’-]*){0,4}(?: \([^)\n]{1,40}\))?): +"
    r"|([QA])(?:\. +|[ \t]{2,}))(?=\S)",
    re.M,
)
BLOCK = re.compile(r"^>[> ]*(?=[^\s>])", re.M)
FEWEST_LINES = 3
LONGEST_NAME = 5  # words of a name before the colon of a headline


def whole_lines(text):
    """Frame by number of line for the lines of a transcript and of block quotations."""
    labelled = list(LABEL.finditer(text))
    found = labelled if len(labelled) >= FEWEST_LINES else []
    if text.startswith(">") or "\n>" in text:
        found = sorted([*found, *BLOCK.finditer(text)], key=re.Match.start)
    frames, line, position = {}, 0, 0
    for match in found:
        line += len(text[position : match.start()].splitlines())
        position = match.start()
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        said = match.end() + len(text[match.end() : end].rstrip())
        if said > match.end():
            frames[line] = _frame(match, said)
    return frames


def _frame(match, end):
    label = match.lastindex
    return Frame(
        pieces=[(match.end(), end)],
        form="direct",
        cue=(match.end(label), match.end(label) + 1) if label else None,
        source=match.span(label) if label else None,
        rule="label of a transcript" if label else "block quotation",
        sentence=(match.start(), end),
    )


def headline(sentence, words):
    """ "Reed: Ice Is Thin" as the first line: Frame, or None."""
    tokens = sentence.tokens
    colon = next((at for at, token in enumerate(tokens[: LONGEST_NAME + 2]) if token.is_mark(":")), 0)
    if not colon or tokens[-1].is_mark(":") or not _name(tokens[:colon], words):
        return None
    end = contents.strip_right(tokens, colon + 1, len(tokens))
    if contents.count_words(tokens, colon + 1, end) < 3:
        return None
    return Frame(
        pieces=[sentence.place(colon + 1, end - 1)],
        form=contents.form(tokens, colon + 1, end),
        cue=sentence.place(colon, colon),
        source=sentence.place(0, colon - 1),
        rule="name before the colon of a headline",
        sentence=(sentence.start, sentence.end),
    )


def _name(tokens, words):
    stops = words.sources.stops | words.days.names
    if len(tokens) == 1 and tokens[0].low in words.nouns.labels:
        return False
    return all(token.kind == WORD and token.capital and token.low not in stops for token in tokens)
