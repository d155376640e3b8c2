"""Quotations that no cue in their own sentence accounts for.

A sentence that is nothing but a quotation belongs to whoever was speaking last in the paragraph,
or, where the paragraph begins with it, to the paragraph before ("..." he said. "...").
Shorter scraps inside the narrator's sentence are names and ironies more often than
statements and are left alone.
"""

from . import beside, contents
from .model import Frame

FEWEST_WORDS = 8  # of a quotation inside a narrator's sentence without a cue


def left_over(sentence, taken, words):
    """Frames for the quotations of the sentence not inside `taken`; without a source where none is near."""
    tokens = sentence.tokens
    loose = [index for index in sentence.quotes if not _inside(sentence.place(index, index), taken)]
    whole = bool(loose) and contents.only_quotes(tokens, 0, len(tokens))
    for index in loose:
        enough = contents.count_words(tokens, index, index + 1)
        goes_on = tokens[index].text[0].isalnum()  # no mark opens it: «A, — said X, — B»
        if (whole and enough >= 2) or enough >= FEWEST_WORDS or goes_on:
            yield _frame(sentence, index, None if whole or goes_on else beside.guess(tokens, index, words), whole)


def _frame(sentence, index, guessed, whole):
    frame = Frame(
        pieces=[sentence.place(index, index)],
        form="direct",
        cue=None,
        source=None,
        rule="quotation standing alone" if whole else "quotation without a cue of its own",
        sentence=(sentence.start, sentence.end),
    )
    if guessed:
        source, cue, frame.rule = guessed
        frame.source = sentence.place(*source)
        frame.cue = sentence.place(*cue)
    return frame


def introduced(sentence, words):
    """ "Berg kept calm:" at the end of a paragraph: a frame with source and cue and nothing said, or None."""
    tokens = sentence.tokens
    if not tokens[-1].is_mark(":"):
        return None
    guessed = beside.before_colon(tokens[:-1], 0, words, len(tokens) - 1)
    if guessed is None:
        return None
    source, cue, rule = guessed
    return Frame(
        pieces=[],
        form="direct",
        cue=sentence.place(*cue),
        source=sentence.place(*source),
        rule=rule,
    )


def _inside(place, pieces):
    return any(start <= place[0] and place[1] <= end for start, end in pieces)
