"""The noun phrase that ends or begins at a token: grown over names, determiners, adjectives and "of"-like joins.

No parser and no tagger. Functions work on token indexes; a phrase ends at a word that cannot belong to it.
"""

from .sentences import PUNCTUATION, QUOTE, WORD

WIDEST_PHRASE = 24
PLURALS = frozenset(
    [
        "people",
        "men",
        "women",
        "children",
        "police",
        "many",
        "some",
        "others",
        "most",
        "media",
        "both",
        "percent",
        "those",
        "majority",
        "number",
    ]
)
# determiners that may stand alone
HEADS = frozenset(
    ["this", "that", "some", "many", "others", "both", "another", "these", "those", "two", "three", "one", "few", "all"]
)
HAVE = frozenset(["has", "have", "had", "'s"])
BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "'s", "'re", "get", "got"])
MODALS = frozenset(
    [
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "should",
        "must",
        "did",
        "does",
        "do",
        "n't",
        "didn't",
        "doesn't",
        "don't",
        "won't",
        "wouldn't",
    ]
)


def plural(tokens, phrase, words):
    """Can the phrase be the subject of a verb in its base form ("critics say")?"""
    head = tokens[phrase[1]].low
    if head in words.sources.pronouns:
        return head not in ("he", "she", "it")
    if phrase[0] > 1 and tokens[phrase[0] - 1].low == "and" and tokens[phrase[0] - 2].capital:
        return True
    if any(token.low == "and" for token in tokens[phrase[0] : phrase[1] + 1]):
        return True
    if any(token.low in PLURALS for token in tokens[phrase[0] : phrase[1] + 1]):
        return True
    return head in PLURALS or (head.endswith("s") and not head.endswith(("ss", "'s")))


def back_over_adverbs(tokens, index, words):
    """Index of the last token before auxiliaries, adverbs and days ("on Thursday also said")."""
    auxiliaries, days = words.sources.auxiliaries, words.days.names
    floor = max(-1, index - 8)
    while index > floor:
        token = tokens[index]
        if token.kind != WORD:
            break
        adverb = token.low.endswith("ly") and not token.capital and len(token.low) > 4
        if token.low in days and (token.capital or tokens[index - 1].low in days or token.low in ("earlier", "later")):
            index -= 1
            if index > floor and tokens[index].low in ("on", "last", "in", "late", "early"):
                index -= 1
            continue
        if not adverb and token.low not in auxiliaries:
            break
        index -= 1
    return index


def grow_left(tokens, last, words):
    """Index where the phrase ending at `last` begins, or None if no phrase ends there."""
    if is_pronoun(tokens[last], words):
        return last
    if not _can_head(tokens[last], words):
        return None
    first, index = last, last - 1
    if tokens[last].is_mark(")"):
        index = _opening_bracket(tokens, last) - 1
        first = index + 1
    while index >= max(0, last - WIDEST_PHRASE):
        step = _step_left(tokens, index, first, words)
        if step is None:
            break
        first, index = step, step - 1
        if tokens[first].low in words.sources.determiners and not _joined(tokens, first, words):
            break
    return None if tokens[first].is_mark(")") else first


def grow_right(tokens, start, words):
    """Index where the phrase beginning at `start` ends, or None."""
    if start >= len(tokens) or tokens[start].kind != WORD:
        return None
    if is_pronoun(tokens[start], words):
        return start
    stops, joins = words.sources.stops, words.sources.joins
    last, index = None, start
    while index < min(len(tokens), start + WIDEST_PHRASE):
        token = tokens[index]
        closing = _closing_bracket(tokens, index) if token.is_mark("(") and last is not None else None
        if closing is not None:
            last, index = closing, closing + 1
            continue
        if token.kind == QUOTE or (token.kind == PUNCTUATION and not _inner_mark(tokens, index, words)):
            break
        if token.low in words.days.names and index > start:
            break
        if token.low in joins:
            if last is None or not _joins_right(tokens, index, words):
                break
        elif token.low in stops and index > start:
            break
        elif token.low in stops and token.low not in words.sources.determiners:
            return None
        elif finite(token, words) and index > start:
            break
        elif token.low not in words.sources.determiners:
            last = index
        index += 1
    return last


def over_listeners(tokens, start, words):
    """Index past those told where they stand before the speaker, as in Russian: "заявил журналистам Песков"."""
    listeners = words.grammar.listeners
    while start + 1 < len(tokens) and tokens[start].low in listeners and tokens[start + 1].kind == WORD:
        start += 1
    return start


def is_pronoun(token, words):
    return token.low in words.sources.pronouns


def _can_head(token, words):
    if token.is_mark(")"):
        return True
    if token.kind != WORD or token.low in words.sources.stops:
        return False
    if token.low in words.sources.joins or token.low.isdigit():
        return False
    if token.low in words.sources.determiners:
        return token.low in HEADS
    return not (token.low in words.days.names and token.capital)


def _step_left(tokens, index, first, words):
    """The next index that still belongs to the phrase, or None."""
    token = tokens[index]
    if token.kind == QUOTE:
        return index if index and _nickname(tokens, index) else None
    if token.kind == PUNCTUATION:
        return _over_mark_left(tokens, index, words)
    if token.low in words.sources.joins:
        return index if index and _nounish(tokens[index - 1], words) else None
    if token.low in words.sources.stops or is_pronoun(token, words):
        return None
    if token.low in words.days.names and token.capital:
        return None
    if not token.capital and _past(token, words):
        return None
    free = words.grammar.lower_before_names
    if not token.capital and tokens[first].capital and not free and not _describes(tokens, index, words):
        return None
    return index


def _nickname(tokens, index):
    """ "Ann “Big Bell” Reed", not "... “at ease,” Reed"."""
    token = tokens[index]
    inside = token.text.rstrip("\"”'’»")
    return len(token.text) < 30 and tokens[index - 1].capital and inside[-1:] not in ",.?!"


def _over_mark_left(tokens, index, words):
    token = tokens[index]
    if token.text == ")":
        opening = _opening_bracket(tokens, index)
        return opening if opening < index else None
    if token.text == "." and index and not token.apart:
        before_it = tokens[index - 1]
        initial = len(before_it.text) == 1 and before_it.capital
        return index if initial or before_it.low in words.abbreviations else None
    return index if token.text in "&/" else None


def _inner_mark(tokens, index, words):
    token = tokens[index]
    if token.text == "." and index and not token.apart:
        before_it = tokens[index - 1]
        more = index + 1 < len(tokens) and tokens[index + 1].kind == WORD
        return more and (len(before_it.text) == 1 or before_it.low in words.abbreviations)
    return token.text in "&/"


def _opening_bracket(tokens, index):
    for candidate in range(index - 1, max(-1, index - 10), -1):
        if tokens[candidate].is_mark("("):
            return candidate
    return index


def _closing_bracket(tokens, index):
    return next((at for at in range(index + 1, min(len(tokens), index + 10)) if tokens[at].is_mark(")")), None)


def _nounish(token, words):
    if token.kind != WORD or token.low in words.sources.stops or _past(token, words):
        return False
    return not is_pronoun(token, words) and token.low not in words.sources.determiners


def _describes(tokens, index, words):
    """Does the lower-case word before a name belong to it ("spokesman Josh Brown")?"""
    if tokens[index].low in words.sources.roles or tokens[index].low in words.sources.determiners:
        return True
    for candidate in range(index - 1, max(-1, index - 5), -1):
        token = tokens[candidate]
        if token.kind != WORD or token.low in words.sources.stops:
            return False
        if token.low in words.sources.determiners or token.low.endswith("'s"):
            return True
    return False


def _joined(tokens, first, words):
    if first < 2 or tokens[first - 1].low not in words.sources.joins:
        return False
    return _nounish(tokens[first - 2], words)


def _joins_right(tokens, index, words):
    if index + 1 >= len(tokens) or tokens[index].low in ("in", "at", "on", "to", "from", "with"):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        return bool(following and tokens[index].low in ("in", "at") and following.capital)
    following = tokens[index + 1]
    return following.kind == WORD and following.low not in words.days.names


def _past(token, words):
    return token.low in words.pasts and not token.capital


def finite(token, words):
    return token.low in words.finites and not token.capital


def abbreviating(tokens, index, words):
    """A full stop that ends no sentence: after an initial, an abbreviation, or before a comma ("Mass., said")."""
    if not index or not tokens[index].is_mark("."):
        return False
    before_it = tokens[index - 1]
    return before_it.low in words.abbreviations or len(before_it.text) == 1 or tokens[index + 1].is_mark(",")


def verbal(token, words):
    """Looks like a verb in the past rather than a part of a name."""
    return not token.capital and (token.low.endswith("ed") or token.low in words.grammar.pasts)
