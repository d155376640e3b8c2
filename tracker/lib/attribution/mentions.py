"""The mention before or after a cue: who is said to have said it, asides and appositions included.

Phrases are grown in phrases.py; here is what stands between them and the cue. Functions work on
token indexes and return (first, last) inclusive, or None.
"""

from . import phrases
from .sentences import QUOTE, WORD, open_ended

WIDEST_ASIDE = 40  # tokens between two commas: "X, who ... , said"
DASHES = ("—", "–", "-", "--")
RELATIVES = frozenset(
    [
        "who",
        "which",
        "when",
        "where",
        "speaking",
        "asked",
        "appearing",
        "whose",
        "citing",
        "quoted",
        "cited",
        "referring",
        "according",
    ]
)
OPENERS = frozenset(["but", "and", "meanwhile", "still", "yet", "then", "so", "instead", "here", "later", "earlier"])


def before(tokens, cue, words):
    """The subject that ends just before token `cue`: (first, last), or None."""
    last = phrases.back_over_adverbs(tokens, cue - 1, words)
    if last < 0:
        return None
    if tokens[last].is_mark(","):
        return _before_aside(tokens, last, words)
    if tokens[last].text in DASHES:
        return _before_dashes(tokens, last, words)
    first = phrases.grow_left(tokens, last, words)
    return None if first is None else (_back_to_quote(tokens, first, words), last)


def _back_to_quote(tokens, first, words):
    """Where words of a phrase only stand between a quotation's comma and `first`, they belong to it."""
    for index in range(first - 1, max(-1, first - 15), -1):
        token = tokens[index]
        if open_ended(token):
            return index + 1
        if token.kind != WORD and not phrases.abbreviating(tokens, index, words):
            return first
        if (
            phrases.verbal(token, words)
            or phrases.finite(token, words)
            or (token.low != "and" and token.low in words.sources.stops)
        ):
            return first
    return first


def after(tokens, start, words):
    """The phrase beginning at token `start`: (first, last), or None."""
    last = phrases.grow_right(tokens, start, words)
    if last is None:
        return None
    return start, _take_in_apposition(tokens, last, words)


def relative_antecedent(tokens, index, words):
    """For "who" at `index`: the phrase it refers to, or None."""
    last = index - 1
    if last >= 0 and tokens[last].is_mark(","):
        last -= 1
    if last < 0:
        return None
    first = phrases.grow_left(tokens, last, words)
    return None if first is None else (first, last)


def subject(tokens, words, limit, start=0):
    """A guess at the subject of the sentence up to token `limit`: the first phrase before what looks like
    a verb, at the beginning or after a comma; else the first phrase at all."""
    first = None
    while start < limit:
        start = _over_openers(tokens, start)
        day = start < limit and tokens[start].low in words.days.names
        phrase = after(tokens, start, words) if start < limit and not day else None
        if phrase is not None and phrase[1] < limit:
            phrase = without_verb(tokens, phrase, words)
            if phrase is not None and verb_at(tokens, phrase[1] + 1, words) is not None:
                return phrase
            first = first or phrase
        start = next((at + 1 for at in range(start, limit) if tokens[at].is_mark(",")), limit)
    return first


def _over_openers(tokens, start):
    while start < len(tokens) and (tokens[start].low in OPENERS or tokens[start].is_mark(",")):
        start += 1
    return start


def without_verb(tokens, phrase, words):
    """The phrase cut before the first word that looks like a verb; None if nothing is left."""
    for index in range(phrase[0], phrase[1] + 1):
        adjective = index > phrase[0] and tokens[index - 1].low in words.sources.determiners
        if phrases.verbal(tokens[index], words) and not adjective:
            return (phrase[0], index - 1) if index > phrase[0] else None
    return phrase


def verb_at(tokens, index, words):
    """Index of the verb at `index` or after an aside between commas, or None."""
    if index < len(tokens) and tokens[index].is_mark(","):
        index = next(
            (at + 1 for at in range(index + 1, min(len(tokens), index + 20)) if tokens[at].is_mark(",")), index
        )
    while index < len(tokens) and (tokens[index].low.endswith("ly") or tokens[index].low in ("also", "then", "later")):
        index += 1
    if index >= len(tokens) or tokens[index].kind != WORD or tokens[index].capital:
        return None
    token = tokens[index]
    verb = phrases.verbal(token, words) or token.low in phrases.MODALS or token.low in words.cues
    return index if verb else None


def _before_aside(tokens, comma, words):
    """ "X, the minister, said": the phrase before the earlier comma, with an apposition."""
    whole = opening_phrase(tokens, comma, words)
    if whole is not None:
        return whole
    begin = _clause_begin(tokens, comma, words)
    for index in range(comma - 1, max(begin, comma - WIDEST_ASIDE), -1):
        if tokens[index].is_mark(","):
            first = phrases.grow_left(tokens, index - 1, words)
            return None if first is None else (first, _aside_end(tokens, index, comma, words))
    return None


def _before_dashes(tokens, closing, words):
    """ "X - after a pause - said": the phrase before the opening dash."""
    for index in range(closing - 1, max(0, closing - WIDEST_ASIDE), -1):
        if tokens[index].text in DASHES:
            first = phrases.grow_left(tokens, index - 1, words)
            return None if first is None else (first, index - 1)
        if tokens[index].kind == QUOTE or tokens[index].is_mark(".;:"):
            return None
    return None


def _clause_begin(tokens, comma, words):
    """Index after the quotation, full stop or semicolon nearest before `comma`."""
    for index in range(comma - 1, max(-1, comma - WIDEST_ASIDE), -1):
        token = tokens[index]
        if token.is_mark(".;:") and not phrases.abbreviating(tokens, index, words):
            return index + 1
        if token.kind == QUOTE and not _title_in_marks(token):
            return index + 1
    return max(0, comma - WIDEST_ASIDE)


def _title_in_marks(token):
    """ "the show “The Long Night,”": capitals and no sentence."""
    pieces = token.text.split()
    return len(pieces) <= 5 and pieces[-1][:1].isupper() and sum(p.strip("\"“”'‘’").istitle() for p in pieces) >= 2


def opening_phrase(tokens, comma, words):
    """ "Ann Berg, minister of roads, ports, and rails, said": a phrase from the clause's beginning, and asides
    that the last comma closes; or None."""
    begin = _clause_begin(tokens, comma, words)
    if tokens[begin].low in words.days.adjuncts or tokens[begin].low in words.days.names:
        return None
    last = phrases.grow_right(tokens, begin, words)
    if last is not None and last + 1 < comma and tokens[last + 1].low == "and":
        last = phrases.grow_right(tokens, last + 2, words)
    if last is not None and last + 1 < comma and phrases.abbreviating(tokens, last + 1, words):
        last += 1
    if last is None or last + 1 >= comma or not tokens[last + 1].is_mark(","):
        return None
    if any(phrases.verbal(token, words) for token in tokens[begin : last + 1]):
        return None
    return begin, _aside_end(tokens, last + 1, comma, words)


def _aside_end(tokens, opening, comma, words):
    """The last token of the mention: an apposition belongs to it, "who ..." does not."""
    aside = tokens[opening + 1]
    no_name = RELATIVES | words.days.adjuncts | words.sources.joins
    adverb = opening + 2 == comma and not aside.capital
    apposition = aside.low not in no_name and not aside.low.endswith("ing") and not adverb
    return comma - 1 if apposition else opening - 1


def _take_in_apposition(tokens, last, words):
    """Index of the end of ", a spokesman for X" after the phrase, else `last`."""
    if last + 2 >= len(tokens) or not tokens[last + 1].is_mark(","):
        return last
    opening = tokens[last + 2]
    if opening.kind != WORD or opening.low in RELATIVES:
        return last
    determined = opening.low in words.sources.determiners or opening.low in words.sources.roles
    if not (determined or opening.capital):
        return last
    end = phrases.grow_right(tokens, last + 2, words)
    if end is None:
        return last
    closing = tokens[end + 1] if end + 1 < len(tokens) else None
    return end if closing is None or closing.is_mark(",.;") or closing.low in ("who", "in", "on") else last
