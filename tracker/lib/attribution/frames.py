"""Find, in one sentence, each cue with its source and what it introduces.

For every cue word outside quotation marks, in order:
1. Is it a verb here (not "the claim", not "was accused of", not "the plan announced by")?
2. Who: the phrase before it, the inverted one after it, or the subject of the cue before it.
3. What follows: the end, a comma, a quotation, "that", a listener, an adjunct, a clause.
4. From 2 and 3 the content: before the source, after the cue, or both ("A," he said, "B").
"According to X" and "X's claim that" are found beside the verbs.
"""

from dataclasses import dataclass

from . import contents, mentions, relays
from .model import Frame
from .sentences import QUOTE, WORD

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


def in_sentence(sentence, words):
    """Frames of the sentence, in the order of their cues."""
    tokens = sentence.tokens
    found = []
    for index, token in enumerate(tokens):
        if token.kind != WORD:
            continue
        frame = None
        passed_on = relays.quoted_as_saying(tokens, index, words)
        if passed_on is not None:
            frame = passed_on
        elif token.low in words.cues:
            frame = _verb_frame(tokens, index, words, found)
        elif _prefix(tokens, index, words):
            frame = _according_frame(tokens, index, words)
        elif token.low in words.data.get("nouns", {}).get("claims", ()):
            frame = _noun_frame(tokens, index, words)
        if frame is not None:
            frame.sentence = (sentence.start, sentence.end)
            found.append(frame)
    return found


# 1. Is it a verb of saying here?


def _reading(tokens, index, words, found):
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
    if cue.form == "base" and not _may_be_base(tokens, reading, words):
        return None
    return reading


def _cue_at(tokens, index, words):
    """The cue with the particle that follows, else the plain one: (Cue, next index) or (None, index)."""
    plain = None
    for cue in words.cues[tokens[index].low]:
        if not cue.particle:
            plain = cue if plain is None else plain
        elif index + 1 < len(tokens) and tokens[index + 1].low == cue.particle:
            return cue, index + 2
    return plain, index + 1


def _is_noun(tokens, index, words):
    if not index:
        return False
    previous = tokens[index - 1]
    if previous.low in words.group("sources", "determiners") and previous.low not in ("that", "this", "all", "both", "some", "many"):
        return True
    if previous.low.endswith("'s") and previous.low not in ("he's", "she's", "it's", "who's"):
        return True
    return previous.low in ("of", "such", "own", "no") or (previous.low in ("in", "for", "with") and tokens[index].low != "saying")


def _is_name(tokens, index):
    """Capitalised between other capitals: part of a name ("United States", "Strategic Notes")."""
    return tokens[index].capital and index > 0 and tokens[index - 1].capital and tokens[index].low in NAMES


def _passive(tokens, index, cue, words):
    if cue.form not in ("past", "participle"):
        return False
    at = index - 1
    while at > max(0, index - 4) and (tokens[at].low.endswith("ly") or tokens[at].low in ("also", "not", "earlier", "already")):
        at -= 1
    return at >= 0 and tokens[at].low in mentions.BE


def _read_passive(tokens, reading, words):
    """ "was told that": heard by the subject, said by nobody named; other passives are left."""
    if "person" in reading.cue.takes and _low(tokens, reading.next) == "that":
        return reading
    return None


def _progressive(tokens, index, words):
    return any(token.low in mentions.BE for token in tokens[max(0, index - 2) : index])


def _participial(tokens, index, words):
    previous = tokens[index - 1] if index else None
    return previous is None or previous.is_mark(",") or previous.kind == QUOTE or previous.low in ("while", "by", "also", "before", "without", "in")


def _may_be_base(tokens, reading, words):
    between = tokens[reading.source[1] + 1 : reading.index] if reading.source and not reading.inverted else []
    if any(token.low in mentions.MODALS for token in between):
        return True
    back = tokens[max(0, reading.index - 2) : reading.index]
    if any(token.low in mentions.MODALS for token in back):
        return True
    return reading.carried or (reading.source is not None and mentions.plural(tokens, reading.source, words))


# 2. Who?


def _find_source(tokens, reading, words, found):
    index = reading.index
    at = mentions.back_over_adverbs(tokens, index - 1, words)
    previous = tokens[at] if at >= 0 else None
    if previous is not None and previous.low in ("and", "but", "or", "then") and found:
        _inherit(tokens, reading, words, found)
        return
    direct_before = previous is None or previous.kind == QUOTE or previous.is_mark(",—–-")
    if direct_before and words.data["grammar"]["inversion"] and index and reading.cue.form in (*FINITE, "base"):
        phrase = mentions.after(tokens, reading.next, words)
        if phrase is not None and _closes_inversion(tokens, phrase[1] + 1, words):
            reading.source, reading.inverted = phrase, True
            return
    if previous is None or previous.kind == QUOTE:
        return
    phrase = mentions.before(tokens, index, words)
    if phrase is not None and tokens[phrase[0]].low in ("who", "which", "that") and phrase[0] == phrase[1]:
        reading.source = phrase
        return
    reading.source = phrase


def _closes_inversion(tokens, index, words):
    if index >= len(tokens) or not words.data["grammar"]["bare_clauses"]:
        return True
    token = tokens[index]
    return token.kind == QUOTE or token.is_mark(",.;:—–-") or token.low in words.group("days", "adjuncts") \
        or token.low in words.group("days", "names") or token.low in ("who", "and", "as", "while")


def _inherit(tokens, reading, words, found):
    """The source of the cue before it in this sentence, else the subject of the sentence."""
    if found and found[-1].source is not None:
        reading.carried = found[-1].source
        return reading
    reading.source = mentions.subject(tokens, words)
    if reading.source is None or reading.source[1] >= reading.index:
        reading.source = None
        return None
    return reading


# 3 and 4. What?


def _verb_frame(tokens, index, words, found):
    reading = _reading(tokens, index, words, found)
    if reading is None:
        return None
    at = reading.source[1] + 1 if reading.inverted else reading.next
    at = _over_adverbs(tokens, at, words)
    at, reading.listener, kind = _over_listener(tokens, at, reading, words)
    at, adjunct = _over_adjunct(tokens, at, reading, words) if kind == "" else (at, False)
    following = _following(tokens, at, reading, words, kind, adjunct)
    left = _content_before(tokens, reading, following, words)
    right, that = _content_after(tokens, at, following, reading, left, words)
    return _frame(tokens, reading, left, right, that, following, words)


def _over_adverbs(tokens, at, words):
    while at < len(tokens) and tokens[at].kind == WORD and (
        (tokens[at].low.endswith("ly") and not tokens[at].capital and len(tokens[at].low) > 4) or tokens[at].low in ("also", "again", "too")
    ):
        at += 1
    return at


def _over_listener(tokens, at, reading, words):
    """(index after the listener, the listener, what introduced the content: '', 'to', 'of')."""
    if "person" not in reading.cue.takes or reading.inverted:
        return at, None, ""
    if _low(tokens, at) in words.group("grammar", "complementisers"):
        return at, None, ""
    phrase = _listener(tokens, at, words)
    if phrase is None:
        return at, None, ""
    following = _low(tokens, phrase[1] + 1)
    if following in ("of", "about", "for", "to", "over"):
        return phrase[1] + 1, phrase, following
    return phrase[1] + 1, phrase, ""


def _listener(tokens, at, words):
    """The person told: a phrase that stops at "of", which begins the content."""
    low = _low(tokens, at)
    if low in ("him", "her", "them", "me", "us", "you", "it", "reporters", "journalists"):
        return at, at
    phrase = mentions.after(tokens, at, words)
    if phrase is None:
        return None
    for index in range(at + 1, phrase[1] + 1):
        if tokens[index].low == "of" and tokens[index - 1].capital and not _title_before(tokens, index, words):
            return at, index - 1
    if tokens[phrase[1]].kind == WORD and phrase[1] + 1 < len(tokens):
        return phrase
    return phrase


def _title_before(tokens, index, words):
    return tokens[index - 1].low in words.group("sources", "titles") or tokens[index - 1].low in words.group("sources", "roles")


def _over_adjunct(tokens, at, reading, words):
    """Past days and phrases of place: (index, was there one). Stops where content or the end is."""
    begin = at
    adjuncts, days = words.group("days", "adjuncts"), words.group("days", "names")
    while at < len(tokens) and (tokens[at].low in days or (tokens[at].low in ("on", "last", "this", "earlier", "late", "early") and _low(tokens, at + 1) in days)) \
            and tokens[at].low != "may":
        at += 1
        while at < len(tokens) and (tokens[at].low in days or tokens[at].low.isdigit()):
            at += 1
    if at >= len(tokens) or tokens[at].low not in adjuncts or tokens[at].capital:
        return at, at > begin
    for index in range(at, min(len(tokens), at + 25)):
        token = tokens[index]
        if token.low == "that" or token.kind == QUOTE or token.is_mark(",:.;"):
            return index, True
    return at, at > begin


def _following(tokens, at, reading, words, kind, adjunct):
    """One word for what stands at `at`."""
    if kind in ("to", "of", "about", "for", "over"):
        return "listener-" + ("to" if kind == "to" else "of")
    if at >= len(tokens) or tokens[at].is_mark(".;)!?"):
        return "end"
    token = tokens[at]
    if token.kind == QUOTE:
        return "quote"
    if token.is_mark(":"):
        return "colon"
    if token.is_mark(","):
        return _after_comma(tokens, at, words)
    if token.is_mark("—–-") or token.text == "--":
        return "end"
    if token.kind != WORD:
        return "other"
    if token.low in words.group("grammar", "complementisers"):
        return "that"
    if token.low == "to":
        return "to" if "to" in reading.cue.takes else "other"
    if token.low in ("and", "but", "or", "as", "while") or token.low in words.group("trimming", "after_comma"):
        return "end"
    if not words.data["grammar"]["bare_clauses"] and "object" not in reading.cue.takes:
        return "other"
    if "publication" in reading.cue.takes:
        return "publication"
    takes = reading.cue.takes & {"clause", "object", "person"}
    return "clause" if takes else "other"


def _after_comma(tokens, at, words):
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return "end"
    if following.kind == QUOTE:
        return "comma-quote"
    if following.low in words.group("grammar", "complementisers") and following.low in ("that", "что", "чтобы", "будто"):
        return "comma-that"
    return "comma"


def _content_before(tokens, reading, following, words):
    """(first, last+1) of content standing before source and cue, or None."""
    if following not in ("end", "comma", "comma-quote", "quote", "other", "comma-that") or reading.carried:
        return None
    edge = reading.index if reading.inverted or reading.source is None else reading.source[0]
    if not edge or edge < 1:
        return None
    mark = tokens[edge - 1]
    if not (mark.is_mark(",—–-?!") or mark.kind == QUOTE or mark.text == "--"):
        return None
    end = contents.strip_right(tokens, 0, edge)
    start = _start_of_content(tokens, end, words)
    quoted = contents.has_quote(tokens, start, end)
    if following in ("comma-quote", "quote", "comma-that") and not quoted:
        return None
    if contents.count_words(tokens, start, end) < (1 if quoted else 3) or _opening_aside(tokens, start, end, words):
        return None
    return start, end


def _start_of_content(tokens, end, words):
    start = 0
    for index in range(end - 1, -1, -1):
        if tokens[index].is_mark(";") or (tokens[index].is_mark(".") and index + 1 < end and tokens[index + 1].capital
                                          and tokens[index - 1].low not in words.abbreviations and len(tokens[index - 1].text) > 1):
            start = index + 1
            break
    return contents.strip_left(tokens, start, end)


def _opening_aside(tokens, start, end, words):
    """ "In a statement on Monday, X said ..." has nothing said before the comma."""
    if contents.has_quote(tokens, start, end):
        return False
    first = tokens[start].low
    short = end - start <= 12 and not any(token.low in mentions.BE or token.low in mentions.MODALS or token.low in mentions.HAVE
                                           for token in tokens[start:end])
    return short and (first in words.group("days", "adjuncts") or first in ("but", "and", "asked", "speaking"))


def _content_after(tokens, at, following, reading, left, words):
    """((first, last+1) after the cue or None, index of "that" or None)."""
    if following in ("end", "other"):
        return None, None
    if following == "comma":
        return (_continuation(tokens, at, left, words), None)
    if following in ("comma-quote", "colon", "quote"):
        start = at if following == "quote" else at + 1
        end = contents.clause_end(tokens, start, words) if following != "colon" else contents.strip_right(tokens, start, len(tokens))
        return ((start, end) if end > start else None), None
    if following == "comma-that":
        at += 1
    if following == "publication":
        return _publication(tokens, at, words), None
    start = at + 1 if following in ("that", "comma-that", "listener-of") and _low(tokens, at) in ("that", "of", "about", "что", "будто", "for", "over") else at
    start = at + 1 if following == "listener-to" and reading.cue.act != "call_on" else start
    if following == "listener-to" and reading.listener:
        start = reading.listener[0]
    if following == "listener-of" and reading.cue.act == "accuse":
        start = reading.listener[0]
    end = contents.clause_end(tokens, start, words)
    if end <= start or contents.count_words(tokens, start, end) < 2:
        return None, None
    that = at if start == at + 1 and _low(tokens, at) == "that" else None
    return (start, end), that


def _continuation(tokens, at, left, words):
    """ "A, he said, B": B, unless what follows the comma tells of something else."""
    if left is None or contents.only_quotes(tokens, *left):
        return None
    following = tokens[at + 1]
    if following.kind != WORD or following.low in mentions.RELATIVES or following.low in ("as", "while", "when", "after", "before", "who", "a", "an", "in"):
        return None
    if following.low.endswith("ing") or following.low in words.group("trimming", "after_comma"):
        return None
    if _low(tokens, at + 2) in words.cues and following.low in ("and", "but"):
        return None
    end = contents.clause_end(tokens, at + 1, words)
    return (at + 1, end) if end > at + 2 else None


def _publication(tokens, at, words):
    """ "released draft agreements": content only if a document is what was released."""
    end = contents.clause_end(tokens, at, words)
    phrase = tokens[at : min(end, at + 8)]
    papers = words.data.get("nouns", {}).get("papers", ())
    return (at, end) if any(token.low in papers for token in phrase) else None


def _frame(tokens, reading, left, right, that, following, words):
    if left is None and right is None:
        return None
    spans = [span for span in (left, right) if span]
    forms = {contents.form(tokens, *span) for span in spans}
    form = forms.pop() if len(forms) == 1 else "mixed"
    rule = ("inverted" if reading.inverted else "after the content") if left else "before the content"
    if reading.carried:
        rule = "same speaker as the cue before"
    frame = Frame(
        pieces=[contents.offsets(tokens, *span) for span in spans],
        form=form,
        cue=contents.offsets(tokens, reading.index, reading.next),
        source=_offsets_of(tokens, reading),
        rule=f"{reading.cue.lemma}: {rule}",
        act=reading.cue.act,
        inherited=bool(reading.carried),
    )
    if that is not None:
        frame.that = tokens[that].start
    frame.publication = following == "publication"
    if reading.source and _low(tokens, reading.source[0]) in ("who", "which") and reading.source[0]:
        antecedent = mentions.relative_antecedent(tokens, reading.source[0], words)
        frame.antecedent = contents.offsets(tokens, antecedent[0], antecedent[1] + 1) if antecedent else None
    if reading.listener:
        frame.addressee = contents.offsets(tokens, reading.listener[0], reading.listener[1] + 1)
    return frame


def _offsets_of(tokens, reading):
    if reading.source is None:
        return reading.carried
    return contents.offsets(tokens, reading.source[0], reading.source[1] + 1)


# Beside the verbs


def _prefix(tokens, index, words):
    pair = f"{tokens[index].low} {_low(tokens, index + 1)}"
    return pair in words.group("sources", "prepositions")


def _according_frame(tokens, index, words):
    phrase = mentions.after(tokens, index + 2, words)
    if phrase is None:
        return None
    if index <= 2 and not any(token.is_mark(",") for token in tokens[:index]):
        comma = next((at for at in range(phrase[1] + 1, len(tokens)) if tokens[at].is_mark(",")), None)
        start = comma + 1 if comma is not None else None
        end = contents.clause_end(tokens, start, words) if start else None
    else:
        end = contents.strip_right(tokens, 0, index)
        start = _start_of_content(tokens, end, words)
    if start is None or end <= start or contents.count_words(tokens, start, end) < 2:
        return None
    return Frame(
        pieces=[contents.offsets(tokens, start, end)],
        form=contents.form(tokens, start, end),
        cue=contents.offsets(tokens, index, index + 2),
        source=contents.offsets(tokens, phrase[0], phrase[1] + 1),
        rule="according to",
    )


def _noun_frame(tokens, index, words):
    """ "X's claim that ..."."""
    if _low(tokens, index + 1) != "that":
        return None
    end = contents.clause_end(tokens, index + 2, words)
    if end - index < 5:
        return None
    owner = None
    for at in range(index - 1, max(-1, index - 4), -1):
        if tokens[at].low.endswith("'s") or tokens[at].low in ("his", "her", "their"):
            first = mentions.grow_left(tokens, at, words) if tokens[at].low.endswith("'s") else at
            owner = (first, at) if first is not None else None
            break
    return Frame(
        pieces=[contents.offsets(tokens, index + 2, end)],
        form=contents.form(tokens, index + 2, end),
        cue=contents.offsets(tokens, index, index + 1),
        source=contents.offsets(tokens, owner[0], owner[1] + 1) if owner else None,
        rule=f"noun: {tokens[index].low}",
        that=tokens[index + 1].start,
    )


def _low(tokens, index):
    return tokens[index].low if 0 <= index < len(tokens) else ""
