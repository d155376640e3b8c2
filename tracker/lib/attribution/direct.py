"""Quotations that no cue in their own sentence accounts for.

A sentence that is nothing but a quotation belongs to whoever was speaking last in the paragraph,
or, where the paragraph begins with it, to the paragraph before ("..." he said. "...").
Shorter scraps inside the narrator's sentence are names and ironies more often than
statements and are left alone.
"""

from . import contents
from .model import Frame
from .sentences import QUOTE

FEWEST_WORDS = 8  # of a quotation inside a narrator's sentence without a cue


def left_over(sentence, taken):
    """Frames (without source or cue) for the quotations of the sentence not inside `taken`."""
    tokens = sentence.tokens
    loose = [
        index
        for index, token in enumerate(tokens)
        if token.kind == QUOTE and not any(start <= token.start and token.end <= end for start, end in taken)
    ]
    whole = contents.only_quotes(tokens, 0, len(tokens))
    for index in loose:
        enough = contents.count_words(tokens, index, index + 1)
        if (whole and enough >= 2) or enough >= FEWEST_WORDS:
            yield Frame(
                pieces=[(tokens[index].start, tokens[index].end)],
                form="direct",
                cue=None,
                source=None,
                rule="quotation without a cue of its own" if not whole else "quotation standing alone",
                sentence=(sentence.start, sentence.end),
            )
