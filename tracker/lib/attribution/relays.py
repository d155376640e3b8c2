"""Who passed a statement on: "RIA quoted X as saying", ", RIA reported", "as relayed by RIA"."""

from bisect import bisect_left

from tracker.lib.words import split

from . import contents, mentions
from . import phrases as nominal
from .lexicon import flat
from .model import Frame
from .sentences import WORD, low_at

PASSED_ON = frozenset(["report", "quote", "cite", "relay"])


def quoted_as_saying(sentence, index, words):
    """Frame for "A quoted B as saying C" and "B was quoted (by A) as saying C", or None."""
    tokens = sentence.tokens
    if tokens[index].low not in words.relay.verbs:
        return None
    saying = _as_saying(tokens, index, words)
    if saying is None:
        return None
    source, relay = _source_and_relay(tokens, index, saying, words)
    by = low_at(tokens, saying + 1) == "by"
    if by:
        relay = mentions.after(tokens, saying + 2, words)
    that = not by and low_at(tokens, saying + 1) == "that"
    content = _before(tokens, source) if by else _after(tokens, saying + 1 + that, words)
    if source is None or content is None:
        return None
    start, end = content
    return Frame(
        pieces=[sentence.place(start, end - 1)],
        form=contents.form(tokens, start, end),
        cue=sentence.place(index, saying),
        source=sentence.place(*source),
        rule="quoted as saying",
        that=sentence.places[2 * (saying + 1)] if that else None,
        relay=sentence.place(*relay) if relay else None,
    )


def _after(tokens, start, words):
    """(first, last+1) of the content after "saying" or its "that", or None."""
    begin = contents.strip_left(tokens, start, len(tokens))
    end = contents.clause_end(tokens, begin, words)
    return (begin, end) if end > begin else None


def _before(tokens, source):
    """(first, last+1) of the content before the one quoted, or None."""
    end = contents.strip_right(tokens, 0, source[0]) if source else 0
    return (0, end) if end else None


def phrases_in(text, words):
    """The phrases of relaying that may stand in the text: (passives, by), each Phrases or None."""
    vocabulary = split(text).vocabulary
    return words.relay.passives.among(vocabulary), words.relay.by.among(vocabulary)


def mark(frames, sentence, text, words, phrases):
    """Sets `relay` on the frames of a sentence and drops the frames that only pass on others."""
    if not frames:
        return frames
    outside = text[sentence.start : sentence.end]
    passive, by = (some and some.search(outside, flat(outside)) for some in phrases)
    for frame in frames:
        _cite(frame, sentence, words)
    kept = [frame for frame in frames if not _passes_on(frame, frames)]
    for frame in kept:
        _end_within(frame, kept)
    for frame in kept:
        if frame.relay is None and passive and frame.cue and frame.cue[0] >= sentence.start + passive.end():
            frame.relay = (sentence.start + passive.start(), sentence.start + passive.end())
        if frame.relay is None and by:
            frame.relay = _phrase_at(sentence, sentence.start + by.end(), words)
    return kept


def _cite(frame, sentence, words):
    """ "RIA, citing a source, reported that": the one cited speaks, and RIA passes it on."""
    if frame.relay or not frame.source or not frame.cue or frame.rule.split(":")[0] not in PASSED_ON:
        return
    tokens, starts = sentence.tokens, sentence.places[::2]
    between = range(bisect_left(starts, frame.source[1]), bisect_left(starts, frame.cue[0]))
    citing = next((at for at in between if tokens[at].low in words.relay.citing), None)
    phrase = mentions.after(tokens, citing + 1, words) if citing is not None else None
    if phrase:
        frame.relay, frame.source = frame.source, sentence.place(*phrase)


def _end_within(inner, frames):
    """ "A demands B, X said": what A demands ends where the words of X end."""
    for outer in frames:
        start, end = outer.pieces[0]
        inside = inner.cue and start <= inner.cue[0] and inner.cue[1] <= end
        if inside and outer is not inner and outer.cue and outer.cue[0] >= end:
            inner.pieces = [(a, min(b, end)) for a, b in inner.pieces if a < end] or inner.pieces


def _as_saying(tokens, index, words):
    for at in range(index + 1, min(len(tokens) - 1, index + 16)):
        if tokens[at].kind != WORD and not tokens[at].is_mark(","):
            return None
        pair = f"{tokens[at].low} {tokens[at + 1].low}"
        if pair in words.relay.quoted_as:
            return at + 1
    return None


def _source_and_relay(tokens, index, saying, words):
    before = mentions.before(tokens, index, words)
    if any(token.low in nominal.BE for token in tokens[max(0, index - 2) : index]):
        by = next((at for at in range(index + 1, saying) if tokens[at].low == "by"), None)
        return before, (mentions.after(tokens, by + 1, words) if by else None)
    return mentions.after(tokens, index + 1, words), before


def _passes_on(outer, frames):
    """Is everything `outer` says another frame's saying? Then it becomes that frame's relay."""
    if outer.source is None or outer.cue is None:
        return False
    if not (outer.rule.split(":")[0] in PASSED_ON or outer.rule == "according to"):
        return False
    passed_on = False
    start, end = outer.pieces[0]
    for frame in frames:
        if frame is outer or frame.cue is None or not (start <= frame.cue[0] and frame.cue[1] <= end):
            continue
        if frame.source is None or frame.source == outer.source:
            continue
        within = [(a, min(b, end)) for a, b in frame.pieces if a < end]
        if not within:  # "Having said that, it is clear": its words stand behind all that `outer` says
            continue
        frame.relay, frame.pieces, passed_on = outer.source, within, True
    return passed_on


def _phrase_at(sentence, offset, words):
    phrase = mentions.after(sentence.tokens, bisect_left(sentence.places[::2], offset), words)
    return sentence.place(*phrase) if phrase else None
