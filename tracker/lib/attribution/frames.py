"""Find, in one sentence, each cue with its source and what it introduces.

For every cue word outside quotation marks, in order:
1. Is it a verb here (not "the claim", not "was accused of", not "the plan announced by")? (readings.py)
2. Who: the phrase before it, the inverted one after it, or the subject of the cue before it. (readings.py)
3. What follows: the end, a comma, a quotation, "that", a listener, an adjunct, a clause.
4. From 2 and 3 the content: before the source, after the cue, or both ("A," he said, "B").
"According to X" and "X's claim that" are found beside the verbs.
"""

from . import contents, mentions, nouns, phrases, readings, relays
from .model import Frame
from .sentences import QUOTE, WORD, low_at, open_ended

SUBORDINATORS = frozenset(["after", "when", "while", "although", "though", "as", "if", "since", "before", "because"])
CLAUSE_OPENERS = frozenset(["the", "a", "an", "his", "her", "their", "its", "this", "these", "those", "no"])
MOST_FRAMES = 8  # in one sentence; more is no prose


def in_sentence(sentence, words):
    """Frames of the sentence, in the order of their cues."""
    tokens = sentence.tokens
    found: list[Frame] = []
    triggers = words.triggers
    for index in [at for at, token in enumerate(tokens) if token.low in triggers]:
        token = tokens[index]
        if token.kind != WORD or len(found) >= MOST_FRAMES:
            continue
        frame = None
        passed_on = relays.quoted_as_saying(sentence, index, words)
        if passed_on is not None:
            frame = passed_on
        elif token.low in words.cues:
            frame = _verb_frame(sentence, index, words, found)
        elif nouns.according(tokens, index, words):
            frame = nouns.according_frame(sentence, index, words)
        elif token.low in words.nouns.claims:
            frame = nouns.noun_frame(sentence, index, words)
            if frame is not None and any(frame.that == other.that for other in found):
                continue  # "said in a statement that"
        if frame is not None:
            frame.sentence = (sentence.start, sentence.end)
            found.append(frame)
    return found


def _verb_frame(sentence, index, words, found):
    tokens = sentence.tokens
    reading = readings.read(tokens, index, words, found)
    if reading is None:
        return None
    at = reading.source[1] + 1 if reading.inverted else reading.next
    at = _over_adverbs(tokens, at, words)
    at, reading.listener, kind = _over_listener(tokens, at, reading, words)
    at, adjunct = _over_adjunct(tokens, at, reading, words) if kind == "" else (at, False)
    at = _over_aside(tokens, at, words)
    following = _following(tokens, at, reading, words, kind, adjunct)
    if reading.inverted and following not in ("comma", "comma-quote", "quote", "colon"):
        following = "end"
    left = _content_before(tokens, reading, following, words)
    right, that = _content_after(tokens, at, following, reading, left, words)
    return _frame(sentence, reading, left, right, that, following, words)


def _over_adverbs(tokens, at, words):
    while (
        at < len(tokens)
        and tokens[at].kind == WORD
        and (
            (tokens[at].low.endswith("ly") and not tokens[at].capital and len(tokens[at].low) > 4)
            or tokens[at].low in ("also", "again", "too")
        )
    ):
        at += 1
    return at


def _over_listener(tokens, at, reading, words):
    """(index after the listener, the listener, what introduced the content: '', 'to', 'of')."""
    if "person" not in reading.cue.takes or reading.inverted:
        return at, None, ""
    if low_at(tokens, at) in words.grammar.complementisers:
        return at, None, ""
    phrase = _listener(tokens, at, words)
    if phrase is None:
        return at, None, ""
    following = low_at(tokens, phrase[1] + 1)
    if following in ("of", "about", "for", "to", "over"):
        return phrase[1] + 1, phrase, following
    return phrase[1] + 1, phrase, ""


def _listener(tokens, at, words):
    """The person told: a phrase that stops at "of", which begins the content."""
    low = low_at(tokens, at)
    if low in ("him", "her", "them", "me", "us", "you", "it", "reporters", "journalists"):
        return at, at
    phrase = mentions.after(tokens, at, words)
    if phrase is None:
        return None
    for index in range(at + 1, phrase[1] + 1):
        if tokens[index].low == "of" and tokens[index - 1].capital and not _title_before(tokens, index, words):
            return at, index - 1
        if tokens[index].low in CLAUSE_OPENERS and tokens[index - 1].capital:
            return at, index - 1  # "told Biden the talks must go on"
    if low_at(tokens, phrase[1] + 1) == "and":
        second = mentions.after(tokens, phrase[1] + 2, words)
        return (at, second[1]) if second and low_at(tokens, second[1] + 1) in ("to", "of", "that") else phrase
    return phrase


def _title_before(tokens, index, words):
    titles = words.sources.titles | words.sources.roles
    return tokens[index - 1].low in titles


def _over_adjunct(tokens, at, reading, words):
    """Past days and phrases of place: (index, was there one). Stops where content or the end is."""
    begin = at
    adjuncts, days = words.days.adjuncts, words.days.names
    while (
        at < len(tokens)
        and (
            tokens[at].low in days
            or (tokens[at].low in ("on", "last", "this", "earlier", "late", "early") and low_at(tokens, at + 1) in days)
        )
        and tokens[at].low != "may"
    ):
        at += 1
        while at < len(tokens) and (tokens[at].low in days or tokens[at].low.isdigit()):
            at += 1
    if at >= len(tokens) or tokens[at].low not in adjuncts or tokens[at].capital:
        return at, at > begin
    if tokens[at].low == "to" and "to" in reading.cue.takes:
        return at, at > begin
    for index in range(at, min(len(tokens), at + 25)):
        token = tokens[index]
        if token.low == "that" or token.kind == QUOTE or token.is_mark(",:.;"):
            return index, True
    return at, at > begin


def _over_aside(tokens, at, words):
    """ "said, in a low voice, that": index of the second comma where words or "that" follow it."""
    if at + 1 >= len(tokens) or not tokens[at].is_mark(","):
        return at
    opening = tokens[at + 1]
    far = opening.low in words.days.adjuncts or opening.low == "without" or opening.low.endswith("ing")
    for index in range(at + 1, min(len(tokens) - 1, at + (12 if far else 5))):
        if tokens[index].kind == QUOTE or tokens[index].is_mark(";:"):
            return at
        if tokens[index].is_mark(",") and (tokens[index + 1].kind == QUOTE or tokens[index + 1].low == "that"):
            return index
    return at


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
    if token.low in words.grammar.complementisers:
        return "that"
    if token.low == "to":
        return "to" if "to" in reading.cue.takes and _infinitive(tokens, at, words) else "other"
    if token.low in ("and", "but", "or", "as", "while") or token.low in words.trimming.after_comma:
        return "end"
    if not words.grammar.bare_clauses and not reading.cue.takes & {"object", "quoted"}:
        return "other"
    if "publication" in reading.cue.takes:
        return "publication"
    takes = reading.cue.takes & {"clause", "object", "person", "quoted"}
    return "clause" if takes else "other"


def _infinitive(tokens, at, words):
    """ "agreed to meet", not "agreed to some changes"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.kind != WORD:
        return following is not None and following.kind == QUOTE
    return not following.capital and following.low not in words.sources.determiners


def _after_comma(tokens, at, words):
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return "end"
    if following.kind == QUOTE:
        return "comma-quote"
    if following.low in words.grammar.complementisers and following.low in (
        "that",
        "что",
        "чтобы",
        "будто",
    ):
        return "comma-that"
    return "comma"


def _content_before(tokens, reading, following, words):
    """(first, last+1) of content standing before source and cue, or None."""
    beside = following == "clause" and reading.source and open_ended(tokens[reading.source[0] - 1])
    if (
        not beside and following not in ("end", "comma", "comma-quote", "quote", "other", "comma-that")
    ) or reading.carried:
        return None
    edge = reading.index if reading.inverted or reading.source is None else reading.source[0]
    if not edge or edge < 1:
        return None
    mark = tokens[edge - 1]
    if not (mark.is_mark(",—–-?!") or mark.kind == QUOTE or mark.text == "--"):
        return None
    end = contents.strip_right(tokens, 0, edge)
    start = contents.start_of_content(tokens, end, words)
    quoted = contents.has_quote(tokens, start, end)
    goes_on = following == "comma-quote" and _begins_small(tokens, reading.source)
    if following in ("comma-quote", "quote", "comma-that", "other") and not quoted and not goes_on:
        return None
    fewest = 1 if quoted else 3 if words.grammar.bare_clauses else 2
    if contents.count_words(tokens, start, end) < fewest or _opening_aside(tokens, start, end, words):
        return None
    return start, end


def _begins_small(tokens, source):
    """Does the first quotation after the source go on in the middle of a sentence?"""
    after = source[1] if source else 0
    quote = next((token for token in tokens[after:] if token.kind == QUOTE), None)
    return quote is not None and quote.text.lstrip("\"“'`«„ ")[:1].islower()


def _opening_aside(tokens, start, end, words):
    """ "In a statement on Monday, X said ..." has nothing said before the comma."""
    if contents.has_quote(tokens, start, end):
        return False
    first = tokens[start].low
    short = end - start <= 12 and not any(
        token.low in phrases.BE or token.low in phrases.MODALS or token.low in phrases.HAVE
        for token in tokens[start:end]
    )
    return short and (first in words.days.adjuncts or first in ("but", "and", "asked", "speaking"))


def _content_after(tokens, at, following, reading, left, words):
    """((first, last+1) after the cue or None, index of "that" or None)."""
    if following in ("end", "other") or (following == "clause" and left is not None):
        return None, None
    if following == "comma":
        inside = left is not None or _after_a_comma(tokens, reading)
        return (_continuation(tokens, at, left, words) if inside and not reading.inverted else None, None)
    if following == "quote" and left is not None:
        return None, None  # the title of a programme or paper more often than words
    if following in ("comma-quote", "colon", "quote"):
        start = at if following == "quote" else at + 1
        end = (
            contents.clause_end(tokens, start, words)
            if following != "colon"
            else contents.strip_right(tokens, start, len(tokens))
        )
        return ((start, end) if end > start else None), None
    if following == "publication":
        return _publication(tokens, at, words), None
    start = contents.strip_left(tokens, _content_start(tokens, at, following, reading, words), len(tokens))
    end = contents.clause_end(tokens, start, words, _end_of_subordinate(tokens, reading, start))
    if end <= start or contents.count_words(tokens, start, end) < 2:
        return None, None
    if "quoted" in reading.cue.takes and not contents.has_quote(tokens, start, end):
        return None, None
    that = next((at for at in (start - 1, start - 2) if at > reading.index and low_at(tokens, at) == "that"), None)
    return (start, end), that


def _content_start(tokens, at, following, reading, words):
    """Index of the first token of content after the cue, past "that", "of" and the like."""
    if following == "listener-to":
        return reading.listener[0] if reading.listener else at
    if following == "comma-that":
        at += 1
    if following == "listener-of" or low_at(tokens, at) in ("that", "что", "будто"):
        return at + 1
    return at


def _end_of_subordinate(tokens, reading, start):
    """ "While X said A, B": A ends at the comma. None where the clause is the main one."""
    if reading.source is None or not reading.source[0]:
        return None
    if tokens[reading.source[0] - 1].low not in SUBORDINATORS:
        return None
    return next((at for at in range(start, len(tokens)) if tokens[at].is_mark(",")), None)


def _after_a_comma(tokens, reading):
    """ "For decades, she said, the road was open", not "As the talks continue, the road is open"."""
    return bool(reading.source and reading.source[0] and tokens[reading.source[0] - 1].is_mark(","))


def _continuation(tokens, at, left, words):
    """ "A, he said, B": B, unless what follows the comma tells of something else."""
    if left is not None and contents.only_quotes(tokens, *left):
        return None
    following = tokens[at + 1]
    if (
        following.kind != WORD
        or following.low in mentions.RELATIVES
        or following.low in ("as", "while", "when", "after", "before", "who", "a", "an", "in")
    ):
        return None
    if following.low.endswith("ing") or following.low in words.trimming.after_comma:
        return None
    if low_at(tokens, at + 2) in words.cues and following.low in ("and", "but"):
        return None
    end = contents.clause_end(tokens, at + 1, words)
    return (at + 1, end) if end > at + 2 else None


def _publication(tokens, at, words):
    """ "released draft agreements": content only if a document is what was released."""
    end = contents.clause_end(tokens, at, words)
    phrase = tokens[at : min(end, at + 8)]
    papers = words.nouns.papers
    return (at, end) if any(token.low in papers for token in phrase) else None


def _frame(sentence, reading, left, right, that, following, words):
    tokens = sentence.tokens
    if left is None and right is None:
        return None
    spans = [span for span in (left, right) if span]
    forms = {contents.form(tokens, *span) for span in spans}
    form = forms.pop() if len(forms) == 1 else "mixed"
    rule = ("inverted" if reading.inverted else "after the content") if left else "before the content"
    if reading.carried:
        rule = "same speaker as the cue before"
    frame = Frame(
        pieces=[sentence.place(start, end - 1) for start, end in spans],
        form=form,
        cue=sentence.place(reading.index, reading.next - 1),
        source=reading.carried if reading.source is None else sentence.place(*reading.source),
        rule=f"{reading.cue.lemma}: {rule}",
        act="call_on" if following == "listener-to" and reading.cue.act == "state" else reading.cue.act,
    )
    if that is not None:
        frame.that = sentence.places[2 * that]
    if reading.negation is not None:
        frame.negation = sentence.place(reading.negation, reading.negation)
    frame.publication = following == "publication"
    if reading.source and low_at(tokens, reading.source[0]) in ("who", "which") and reading.source[0]:
        antecedent = mentions.relative_antecedent(tokens, reading.source[0], words)
        frame.antecedent = sentence.place(*antecedent) if antecedent else None
    if reading.listener:
        frame.addressee = sentence.place(*reading.listener)
    return frame
