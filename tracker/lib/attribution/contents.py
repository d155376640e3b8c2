"""Where the content of a statement begins and ends inside its sentence.

Functions take token indexes, half-open. Clause trimming follows the lists in the lexicon's
[trimming] table; everything else is about commas, quotations and other cues in the sentence.
"""

from .sentences import CLOSING, PUNCTUATION, QUOTE, WORD

DASHES = ("—", "–", "-", "--")


def clause_end(tokens, start, words, limit=None):
    """Index after the last token of the clause that begins at `start`."""
    end = len(tokens) if limit is None else limit
    for index in range(start, end):
        token = tokens[index]
        goes_on = token.kind == WORD and token.low not in words.may_stop and tokens[index - 1].kind != QUOTE
        if not goes_on and _stops_clause(tokens, index, words):
            return strip_right(tokens, start, index)
    return strip_right(tokens, start, end)


def strip_right(tokens, start, end):
    """`end` moved back over closing marks, keeping ? and ! (they are part of what was said)."""
    while end > start and tokens[end - 1].is_mark(",.;:—–-"):
        end -= 1
    if end > start and tokens[end - 1].kind == WORD and tokens[end - 1].low in ("and", "but", "while", "though"):
        return strip_right(tokens, start, end - 1)
    return end


def strip_left(tokens, start, end):
    """`start` moved over opening marks."""
    while start < end and tokens[start].is_mark(",.;:—–-"):
        start += 1
    return start


def start_of_content(tokens, end, words):
    """Where the sentence or part of it begins whose last token is before `end`."""
    start = 0
    for index in range(end - 1, -1, -1):
        introduced = tokens[index].is_mark(":") and index + 1 < end and tokens[index + 1].kind == QUOTE
        if (
            introduced
            or tokens[index].is_mark(";")
            or (
                tokens[index].is_mark(".")
                and index + 1 < end
                and tokens[index + 1].capital
                and tokens[index - 1].low not in words.abbreviations
                and len(tokens[index - 1].text) > 1
            )
        ):
            start = index + 1
            break
    return strip_left(tokens, start, end)


def has_quote(tokens, start, end):
    return QUOTE in [token.kind for token in tokens[start:end]]


def only_quotes(tokens, start, end):
    """Is there nothing but quotations (and marks between them)?"""
    kinds = [token.kind for token in tokens[start:end]]
    return QUOTE in kinds and WORD not in kinds


def form(tokens, start, end):
    """direct, mixed or indirect by where the quotation marks are."""
    kinds = {token.kind for token in tokens[start:end]}
    if QUOTE not in kinds:
        return "indirect"
    return "mixed" if WORD in kinds else "direct"


def count_words(tokens, start, end):
    """Words, a quotation counting as many as it holds blanks plus one."""
    total = 0
    for token in tokens[start:end]:
        if token.kind == WORD:
            total += 1
        elif token.kind == QUOTE:
            total += token.text.count(" ") + 1
    return total


def _stops_clause(tokens, index, words):
    token = tokens[index]
    if token.is_mark(";"):
        return True
    if token.text in DASHES and not any(later.text in DASHES for later in tokens[index + 1 :]):
        return True
    if token.kind == PUNCTUATION and token.text in ".!?" and index + 1 < len(tokens):
        previous = tokens[index - 1] if index else token
        return (
            previous.low not in words.abbreviations and len(previous.text) > 1 and tokens[index + 1].kind != PUNCTUATION
        )
    if token.is_mark(",") and index + 1 < len(tokens):
        return _stops_after_comma(tokens, index + 1, words)
    if index and tokens[index - 1].kind == QUOTE and tokens[index - 1].text.rstrip(CLOSING).endswith(","):
        return _stops_after_comma(tokens, index, words)
    if token.low in words.grammar.conjunctions and _cue_follows(tokens, index + 1, words):
        return True
    phrase = token.low == "according" and index + 1 < len(tokens) and tokens[index + 1].low == "to"
    if phrase:
        return True
    return token.low == "while" and index + 1 < len(tokens) and _participle(tokens[index + 1], words)


def _stops_after_comma(tokens, index, words):
    token = tokens[index]
    if token.kind != WORD:
        return False
    if token.low in words.trimming.after_comma:
        return True
    if token.low in words.trimming.clauses:
        return True
    if token.low.endswith("ing") and len(token.low) > 5 and not token.capital:
        return True
    if token.low == "as" and index + 2 < len(tokens):
        pronoun = tokens[index + 1].low in words.sources.pronouns
        if tokens[index + 2].low == "by" or (pronoun and tokens[index + 2].low in (*words.cues, "put", "called")):
            return True
    return token.low == "while" and index + 1 < len(tokens) and _participle(tokens[index + 1], words)


def _participle(token, words):
    return token.low in words.gerunds


def _cue_follows(tokens, index, words):
    """Another finite cue right after "and": the narrator goes on ("said A and called for B")."""
    while (index < len(tokens) and tokens[index].low.endswith("ly")) or (
        index < len(tokens) and tokens[index].low in ("also", "then", "later")
    ):
        index += 1
    return index < len(tokens) and tokens[index].low in words.finites
