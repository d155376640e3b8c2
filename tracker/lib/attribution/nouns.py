"""Cues that are no verbs: "according to X" and "X's claim that"."""

from . import contents, mentions, phrases
from .model import Frame
from .sentences import low_at


def according(tokens, index, words):
    pair = f"{tokens[index].low} {low_at(tokens, index + 1)}"
    return pair in words.sources.prepositions


def according_frame(sentence, index, words):
    tokens = sentence.tokens
    begin = phrases.over_listeners(tokens, index + 2, words)
    phrase = mentions.after(tokens, begin, words)
    if phrase is None:
        return None
    if index <= 2 and contents.strip_right(tokens, phrase[1], len(tokens)) == phrase[1] + 1:
        phrase = begin, phrases.grow_right(tokens, begin, words)  # what looks like an apposition is all that is said
    if index <= 2 and not any(token.is_mark(",") for token in tokens[:index]):
        comma = next((at for at in range(phrase[1] + 1, len(tokens)) if tokens[at].is_mark(",")), len(tokens))
        start = comma + 1
        end = contents.clause_end(tokens, start, words)
    else:
        end = contents.strip_right(tokens, 0, index)
        start = contents.start_of_content(tokens, end, words)
    if end <= start or contents.count_words(tokens, start, end) < 2:
        return None
    return Frame(
        pieces=[sentence.place(start, end - 1)],
        form=contents.form(tokens, start, end),
        cue=sentence.place(index, index + 1),
        source=sentence.place(*phrase),
        rule="according to",
    )


def noun_frame(sentence, index, words):
    """ "X's claim that ..."."""
    tokens = sentence.tokens
    if low_at(tokens, index + 1) != "that":
        return None
    end = contents.clause_end(tokens, index + 2, words)
    if end - index < 5:
        return None
    owner = None
    for at in range(index - 1, max(-1, index - 4), -1):
        if tokens[at].low.endswith("'s") or tokens[at].low in ("his", "her", "their"):
            first = phrases.grow_left(tokens, at, words) if tokens[at].low.endswith("'s") else at
            owner = (first, at) if first is not None else None
            break
    return Frame(
        pieces=[sentence.place(index + 2, end - 1)],
        form=contents.form(tokens, index + 2, end),
        cue=sentence.place(index, index),
        source=sentence.place(*owner) if owner else None,
        rule=f"noun: {tokens[index].low}",
        that=sentence.places[2 * (index + 1)],
    )
