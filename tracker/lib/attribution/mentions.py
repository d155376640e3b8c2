"""The noun phrase before or after a cue: who is said to have said it.

No parser and no tagger: a phrase is grown from its head over names, determiners, adjectives and
"of"-like joins until a word that cannot belong to it. Functions work on token indexes and
return (first, last) inclusive, or None.
"""

from .sentences import PUNCTUATION, QUOTE, WORD, open_ended

WIDEST_ASIDE = 40  # tokens between two commas: "X, who ... , said"
WIDEST_PHRASE = 24
DASHES = ("—", "–", "-", "--")
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
RELATIVES = frozenset(
    ["who", "which", "when", "where", "speaking", "asked", "appearing", "whose", "citing", "referring", "according"]
)
OPENERS = frozenset(["but", "and", "meanwhile", "still", "yet", "then", "so", "instead", "here", "later", "earlier"])
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


def before(tokens, cue, words):
    """The subject that ends just before token `cue`: (first, last), or None."""
    last = back_over_adverbs(tokens, cue - 1, words)
    if last < 0:
        return None
    if tokens[last].is_mark(","):
        return _before_aside(tokens, last, words)
    if tokens[last].text in DASHES:
        return _before_dashes(tokens, last, words)
    first = grow_left(tokens, last, words)
    return None if first is None else (_back_to_quote(tokens, first, words), last)


def _back_to_quote(tokens, first, words):
    """Where words of a phrase only stand between a quotation's comma and `first`, they belong to it."""
    for index in range(first - 1, max(-1, first - 15), -1):
        token = tokens[index]
        if open_ended(token):
            return index + 1
        if token.kind != WORD and not _abbreviating(tokens, index, words):
            return first
        if verbal(token, words) or _finite(token, words) or (token.low in words.group("sources", "stops") - {"and"}):
            return first
    return first


def after(tokens, start, words):
    """The phrase beginning at token `start`: (first, last), or None."""
    last = grow_right(tokens, start, words)
    if last is None:
        return None
    return start, _take_in_apposition(tokens, last, words)


def plural(tokens, phrase, words):
    """Can the phrase be the subject of a verb in its base form ("critics say")?"""
    head = tokens[phrase[1]].low
    if head in words.group("sources", "pronouns"):
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
    auxiliaries, days = words.group("sources", "auxiliaries"), words.group("days", "names")
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
    if _is_pronoun(tokens[last], words):
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
        if tokens[first].low in words.group("sources", "determiners") and not _joined(tokens, first, words):
            break
    return None if tokens[first].is_mark(")") else first


def grow_right(tokens, start, words):
    """Index where the phrase beginning at `start` ends, or None."""
    if start >= len(tokens) or tokens[start].kind != WORD:
        return None
    if _is_pronoun(tokens[start], words):
        return start
    stops, joins = words.group("sources", "stops"), words.group("sources", "joins")
    last, index = None, start
    while index < min(len(tokens), start + WIDEST_PHRASE):
        token = tokens[index]
        closing = _closing_bracket(tokens, index) if token.is_mark("(") and last is not None else None
        if closing is not None:
            last, index = closing, closing + 1
            continue
        if token.kind == QUOTE or (token.kind == PUNCTUATION and not _inner_mark(tokens, index, words)):
            break
        if token.low in words.group("days", "names") and index > start:
            break
        if token.low in joins:
            if last is None or not _joins_right(tokens, index, words):
                break
        elif token.low in stops and index > start:
            break
        elif token.low in stops and token.low not in words.group("sources", "determiners"):
            return None
        elif _finite(token, words) and index > start:
            break
        elif token.low not in words.group("sources", "determiners"):
            last = index
        index += 1
    return last


def relative_antecedent(tokens, index, words):
    """For "who" at `index`: the phrase it refers to, or None."""
    last = index - 1
    if last >= 0 and tokens[last].is_mark(","):
        last -= 1
    if last < 0:
        return None
    first = grow_left(tokens, last, words)
    return None if first is None else (first, last)


def subject(tokens, words, limit, start=0):
    """A guess at the subject of the sentence up to token `limit`: the first phrase before what looks like
    a verb, at the beginning or after a comma; else the first phrase at all."""
    first = None
    while start < limit:
        start = _over_openers(tokens, start)
        day = start < limit and tokens[start].low in words.group("days", "names")
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
        adjective = index > phrase[0] and tokens[index - 1].low in words.group("sources", "determiners")
        if verbal(tokens[index], words) and not adjective:
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
    verb = verbal(token, words) or token.low in MODALS or token.low in words.cues
    return index if verb else None


def _is_pronoun(token, words):
    return token.low in words.group("sources", "pronouns")


def _can_head(token, words):
    if token.is_mark(")"):
        return True
    if token.kind != WORD or token.low in words.group("sources", "stops"):
        return False
    if token.low in words.group("sources", "joins") or token.low.isdigit():
        return False
    if token.low in words.group("sources", "determiners"):
        return token.low in ("this", "that", "some", "many", "others", "both", "another", "these", "those")
    return not (token.low in words.group("days", "names") and token.capital)


def _step_left(tokens, index, first, words):
    """The next index that still belongs to the phrase, or None."""
    token = tokens[index]
    if token.kind == QUOTE:
        return index if index and _nickname(tokens, index) else None
    if token.kind == PUNCTUATION:
        return _over_mark_left(tokens, index, words)
    if token.low in words.group("sources", "joins"):
        return index if index and _nounish(tokens[index - 1], words) else None
    if token.low in words.group("sources", "stops") or _is_pronoun(token, words):
        return None
    if token.low in words.group("days", "names") and token.capital:
        return None
    if not token.capital and _past(token, words):
        return None
    free = words.data["grammar"].get("lower_before_names")
    if not token.capital and tokens[first].capital and not free and not _describes(tokens, index, words):
        return None
    return index


def _nickname(tokens, index):
    """ "Ann “Big Bell” Reed", not "... “at ease,” Reed"."""
    token = tokens[index]
    inside = token.text.rstrip("\"”'’»")
    return token.end - token.start < 30 and tokens[index - 1].capital and inside[-1:] not in ",.?!"


def _over_mark_left(tokens, index, words):
    token = tokens[index]
    if token.text == ")":
        opening = _opening_bracket(tokens, index)
        return opening if opening < index else None
    if token.text == "." and index and tokens[index - 1].end == token.start:
        before_it = tokens[index - 1]
        initial = len(before_it.text) == 1 and before_it.capital
        return index if initial or before_it.low in words.abbreviations else None
    return index if token.text in "&/" else None


def _inner_mark(tokens, index, words):
    token = tokens[index]
    if token.text == "." and index and tokens[index - 1].end == token.start:
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
    if token.kind != WORD or token.low in words.group("sources", "stops") or _past(token, words):
        return False
    return not _is_pronoun(token, words) and token.low not in words.group("sources", "determiners")


def _describes(tokens, index, words):
    """Does the lower-case word before a name belong to it ("spokesman Josh Brown")?"""
    if tokens[index].low in words.group("sources", "roles") or tokens[index].low in words.group(
        "sources", "determiners"
    ):
        return True
    for candidate in range(index - 1, max(-1, index - 5), -1):
        token = tokens[candidate]
        if token.kind != WORD or token.low in words.group("sources", "stops"):
            return False
        if token.low in words.group("sources", "determiners") or token.low.endswith("'s"):
            return True
    return False


def _joined(tokens, first, words):
    if first < 2 or tokens[first - 1].low not in words.group("sources", "joins"):
        return False
    return _nounish(tokens[first - 2], words)


def _joins_right(tokens, index, words):
    if index + 1 >= len(tokens) or tokens[index].low in ("in", "at", "on", "to", "from", "with"):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        return bool(following and tokens[index].low in ("in", "at") and following.capital)
    following = tokens[index + 1]
    return following.kind == WORD and following.low not in words.group("days", "names")


def _past(token, words):
    return any(cue.form == "past" for cue in words.cues.get(token.low, ())) and not token.capital


def _finite(token, words):
    return any(cue.form in ("past", "third") for cue in words.cues.get(token.low, ())) and not token.capital


def _before_aside(tokens, comma, words):
    """ "X, the minister, said": the phrase before the earlier comma, with an apposition."""
    whole = opening_phrase(tokens, comma, words)
    if whole is not None:
        return whole
    begin = _clause_begin(tokens, comma, words)
    for index in range(comma - 1, max(begin, comma - WIDEST_ASIDE), -1):
        if tokens[index].is_mark(","):
            first = grow_left(tokens, index - 1, words)
            return None if first is None else (first, _aside_end(tokens, index, comma, words))
    return None


def _before_dashes(tokens, closing, words):
    """ "X - after a pause - said": the phrase before the opening dash."""
    for index in range(closing - 1, max(0, closing - WIDEST_ASIDE), -1):
        if tokens[index].text in DASHES:
            first = grow_left(tokens, index - 1, words)
            return None if first is None else (first, index - 1)
        if tokens[index].kind == QUOTE or tokens[index].is_mark(".;:"):
            return None
    return None


def _clause_begin(tokens, comma, words):
    """Index after the quotation, full stop or semicolon nearest before `comma`."""
    for index in range(comma - 1, max(-1, comma - WIDEST_ASIDE), -1):
        token = tokens[index]
        if token.is_mark(".;:") and not _abbreviating(tokens, index, words):
            return index + 1
        if token.kind == QUOTE and not _title_in_marks(token):
            return index + 1
    return max(0, comma - WIDEST_ASIDE)


def _abbreviating(tokens, index, words):
    """A full stop that ends no sentence: after an initial, an abbreviation, or before a comma ("Mass., said")."""
    if not index or not tokens[index].is_mark("."):
        return False
    before_it = tokens[index - 1]
    return before_it.low in words.abbreviations or len(before_it.text) == 1 or tokens[index + 1].is_mark(",")


def _title_in_marks(token):
    """ "the show “The Long Night,”": capitals and no sentence."""
    pieces = token.text.split()
    return len(pieces) <= 5 and pieces[-1][:1].isupper() and sum(p.strip("\"“”'‘’").istitle() for p in pieces) >= 2


def opening_phrase(tokens, comma, words):
    """ "Ann Berg, minister of roads, ports, and rails, said": a phrase from the clause's beginning, and asides
    that the last comma closes; or None."""
    begin = _clause_begin(tokens, comma, words)
    if tokens[begin].low in words.group("days", "adjuncts") or tokens[begin].low in words.group("days", "names"):
        return None
    last = grow_right(tokens, begin, words)
    if last is not None and _abbreviating(tokens, last + 1, words):
        last += 1
    if last is None or last + 1 >= comma or not tokens[last + 1].is_mark(","):
        return None
    if any(verbal(token, words) for token in tokens[begin : last + 1]):
        return None
    return begin, _aside_end(tokens, last + 1, comma, words)


def verbal(token, words):
    """Looks like a verb in the past rather than a part of a name."""
    return not token.capital and (token.low.endswith("ed") or token.low in words.group("grammar", "pasts"))


def _aside_end(tokens, opening, comma, words):
    """The last token of the mention: an apposition belongs to it, "who ..." does not."""
    aside = tokens[opening + 1]
    no_name = RELATIVES | words.group("days", "adjuncts") | words.group("sources", "joins")
    apposition = aside.low not in no_name and not aside.low.endswith("ing")
    return comma - 1 if apposition else opening - 1


def _take_in_apposition(tokens, last, words):
    """Index of the end of ", a spokesman for X" after the phrase, else `last`."""
    if last + 2 >= len(tokens) or not tokens[last + 1].is_mark(","):
        return last
    opening = tokens[last + 2]
    if opening.kind != WORD or opening.low in RELATIVES:
        return last
    determined = opening.low in words.group("sources", "determiners") or opening.low in words.group("sources", "roles")
    if not (determined or opening.capital):
        return last
    end = grow_right(tokens, last + 2, words)
    if end is None:
        return last
    closing = tokens[end + 1] if end + 1 < len(tokens) else None
    return end if closing is None or closing.is_mark(",.;") or closing.low in ("who", "in", "on") else last
