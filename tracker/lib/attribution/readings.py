"""Is this cue word a verb of saying here, and whose? The first half of reading a frame."""

from dataclasses import dataclass, replace

from . import mentions, phrases
from .sentences import QUOTE, WORD, low_at

# "should declare", "could deny" report nothing yet
PLAIN_MODALS = phrases.MODALS - {"should", "could", "might", "must", "may", "can", "do"}
# negated, these say nothing of the kind ("will never agree")
GIVING = frozenset(["accept", "offer", "welcome", "acknowledge"])
FINITE = ("past", "third")
NAMES = frozenset(["states", "post", "times", "notes", "report", "claims", "shows", "reports", "posts"])


@dataclass
class Reading:
    """A cue at tokens[index:next] with the source found for it (token indexes)."""

    index: int
    next: int
    cue: object
    source: tuple | None = None
    inverted: bool = False
    carried: tuple | None = None  # offsets of the source taken over from an earlier cue
    listener: tuple | None = None
    negation: int | None = None  # token of "not", "no one": it was not said


# 1. Is it a verb of saying here?


def read(tokens, index, words, found):
    """The Reading of the cue at `index`, or None where it reports nothing. `found`: frames before it."""
    cue, following = _cue_at(tokens, index, words)
    if cue is None or _is_noun(tokens, index, words) or _is_name(tokens, index):
        return None
    reading = Reading(index, following, cue)
    if _passive(tokens, index, cue, words):
        return _read_passive(tokens, reading, words)
    if cue.form == "gerund" and not _progressive(tokens, index, words):
        return _inherit(tokens, reading, words, found) if _participial(tokens, index, words) else None
    _find_source(tokens, reading, words, found)
    if reading.source is None and reading.carried is None:
        return None
    reading.negation = _negation(tokens, reading, words)
    if cue.act in GIVING and reading.negation is not None:
        return None
    if tokens[index].low in words.nouns.doubtful and not _surely_verb(tokens, reading, words):
        return None
    if cue.form == "base" and not _may_be_base(tokens, reading, words):
        return None
    return reading


def _cue_at(tokens, index, words):
    """The cue with the particle that follows, else the plain one: (Cue, next index) or (None, index)."""
    plain = None
    for cue in words.cues[tokens[index].low]:
        if not cue.particle:
            plain = cue if plain is None else replace(plain, takes=plain.takes | cue.takes)
        elif index + 1 < len(tokens) and tokens[index + 1].low == cue.particle:
            return cue, index + 2
    return plain, index + 1


def _is_noun(tokens, index, words):
    if not index:
        return False
    previous = tokens[index - 1]
    if previous.low in words.sources.determiners and previous.low not in phrases.HEADS:
        return True
    if previous.low.endswith("'s") and previous.low not in ("he's", "she's", "it's", "who's"):
        return True
    if previous.low == "having":  # "denied having said that", "Having said that, ..."
        return True
    return previous.low in ("of", "such", "own", "no") or (
        previous.low in ("in", "for", "with") and tokens[index].low != "saying"
    )


def _is_name(tokens, index):
    """Capitalised between other capitals: part of a name ("United States", "Strategic Notes")."""
    return tokens[index].capital and index > 0 and tokens[index - 1].capital and tokens[index].low in NAMES


def _passive(tokens, index, cue, words):
    if cue.form not in ("past", "participle"):
        return False
    at = index - 1
    while at > max(0, index - 4) and (
        tokens[at].low.endswith("ly") or tokens[at].low in ("also", "not", "earlier", "already")
    ):
        at -= 1
    return at >= 0 and tokens[at].low in phrases.BE


def _read_passive(tokens, reading, words):
    """ "was told that": heard by the subject, said by nobody named; other passives are left."""
    if "person" in reading.cue.takes and low_at(tokens, reading.next) == "that":
        return reading
    return None


def _progressive(tokens, index, words):
    return any(token.low in phrases.BE for token in tokens[max(0, index - 2) : index])


def _participial(tokens, index, words):
    previous = tokens[index - 1] if index else None
    return (
        previous is None
        or previous.is_mark(",")
        or previous.kind == QUOTE
        or previous.low in ("while", "by", "also", "before", "without", "in", "and", "—", "–", "-", "--")
    )


def _surely_verb(tokens, reading, words):
    """A word that may be a noun is a verb after a pronoun or a name, or before "that", a quotation or a colon."""
    following = tokens[reading.next] if reading.next < len(tokens) else None
    if reading.carried or reading.source is None or reading.inverted:
        return following is None or following.kind != WORD or following.low in ("that", "for", "on")
    head = tokens[reading.source[1]]
    pronoun = head.low in words.sources.pronouns
    no_names = words.sources.determiners | {"united", "u.s"}
    named = head.capital and head.low not in no_names
    if (
        pronoun
        or named
        or low_at(tokens, reading.index - 1) in phrases.MODALS
        or low_at(tokens, reading.index - 1) == "to"
    ):
        return True
    determined = tokens[reading.source[0]].low in words.sources.determiners and reading.source[1] > reading.source[0]
    if following is None or following.kind == QUOTE or following.is_mark(":"):
        return determined
    return determined and following.low in ("that", "for", "on")


def _negation(tokens, reading, words):
    """Index of the word by which nothing was said: "did not say", "nobody said", "neither A nor B said"."""
    for at in range(reading.index - 1, max(-1, reading.index - 4), -1):
        if tokens[at].low in words.grammar.negations:
            return at
    if reading.source is None or reading.inverted:
        return None
    first = reading.source[0]
    for at in (first, first - 1):
        if at >= 0 and tokens[at].low in words.grammar.nobody:
            return at
    return None


def _may_be_base(tokens, reading, words):
    between = tokens[reading.source[1] + 1 : reading.index] if reading.source and not reading.inverted else []
    if any(token.low in PLAIN_MODALS for token in between):
        return True
    back = tokens[max(0, reading.index - 2) : reading.index]
    if any(token.low in PLAIN_MODALS for token in back):
        return True
    return reading.carried or (reading.source is not None and phrases.plural(tokens, reading.source, words))


# 2. Who?


def _find_source(tokens, reading, words, found):
    index = reading.index
    at = phrases.back_over_adverbs(tokens, index - 1, words)
    previous = tokens[at] if at >= 0 else None
    if previous is not None and previous.low in words.grammar.conjunctions:
        _inherit(tokens, reading, words, found)
        return
    phrase = _inverted(tokens, reading, previous, words)
    if phrase is not None:
        reading.source, reading.inverted = phrase, True
    elif previous is not None and previous.kind != QUOTE:
        reading.source = mentions.before(tokens, index, words)


def _inverted(tokens, reading, previous, words):
    """The phrase after the cue where it is the subject ("...", said X), or None."""
    if not reading.index or not words.grammar.inversion or reading.cue.form not in (*FINITE, "base"):
        return None
    if previous is not None and not (previous.kind == QUOTE or previous.is_mark(",—–-")):
        return None
    if low_at(tokens, reading.next) == "that" or (previous is not None and _aside_before(tokens, reading, words)):
        return None
    phrase = mentions.after(tokens, phrases.over_listeners(tokens, reading.next, words), words)
    if phrase is None:
        return None
    quoted_before = tokens[reading.index - 1].kind == QUOTE and "clause" in reading.cue.takes
    return phrase if quoted_before or _closes_inversion(tokens, phrase[1] + 1, words) else None


def _aside_before(tokens, reading, words):
    """ "X, the envoy, told AFP": the comma closes an aside, so nothing is inverted."""
    comma = reading.index - 1
    if not tokens[comma].is_mark(","):
        return False
    told = "person" in reading.cue.takes and "clause" not in reading.cue.takes
    return told or mentions.opening_phrase(tokens, comma, words) is not None


def _closes_inversion(tokens, index, words):
    if index >= len(tokens) or not words.grammar.bare_clauses:
        return True
    token = tokens[index]
    return (
        token.kind == QUOTE
        or token.is_mark(",.;:—–-")
        or token.low in words.days.adjuncts
        or token.low in words.days.names
        or token.low in ("who", "and", "as", "while")
    )


def _inherit(tokens, reading, words, found):
    """The source of the cue before it in this sentence, else the subject of the sentence."""
    if found and found[-1].source is not None:
        reading.carried = found[-1].source
        return reading
    reading.source = mentions.subject(tokens, words, reading.index)
    if reading.source is None or reading.source[1] >= reading.index:
        reading.source = None
        return None
    return reading
