"""Whose is a quotation that no listed cue accounts for? Three guesses from the words beside it.

1. "...," Berg fumed. / "...," fumed Berg: who stands beside it with any verb in the past.
2. Berg kept calm: "...": the subject of what the colon closes.
3. Berg saw "..." in the plan: the subject of the sentence, if a verb follows it.
"""

from . import mentions, phrases
from .sentences import QUOTE, open_ended


def guess(tokens, index, words):
    """((first, last) of the source, (first, last) of the cue, rule) for the quotation at `index`, or None."""
    return _after(tokens, index, words) or _colon(tokens, index, words) or _subject(tokens, index, words)


def _after(tokens, index, words):
    if not open_ended(tokens[index]) or index + 2 >= len(tokens):
        return None
    if phrases.verbal(tokens[index + 1], words):
        phrase = mentions.after(tokens, index + 2, words)
        return phrase and (phrase, (index + 1, index + 1), "any verb beside the quotation")
    phrase = mentions.after(tokens, index + 1, words)
    phrase = phrase and mentions.without_verb(tokens, phrase, words)
    verb = phrase and mentions.verb_at(tokens, phrase[1] + 1, words)
    return (phrase, (verb, verb), "any verb beside the quotation") if verb else None


def _colon(tokens, index, words):
    if not index or not tokens[index - 1].is_mark(":"):
        return None
    begin = next((at + 1 for at in range(index - 2, -1, -1) if tokens[at].kind == QUOTE or tokens[at].is_mark(";")), 0)
    return before_colon(tokens[: index - 1], begin, words, index - 1)


def before_colon(tokens, begin, words, colon):
    """The subject of tokens[begin:] with the rest, up to the colon, as its cue; or None."""
    phrase = mentions.subject(tokens, words, len(tokens), begin)
    if phrase is None:
        return None
    cue = (phrase[1] + 1, colon - 1) if phrase[1] + 1 <= colon - 1 else (colon, colon)
    return phrase, cue, "before the colon"


def _subject(tokens, index, words):
    phrase = mentions.subject(tokens, words, index)
    verb = phrase and mentions.verb_at(tokens, phrase[1] + 1, words)
    return (phrase, (verb, verb), "subject of the sentence") if verb and verb < index else None
