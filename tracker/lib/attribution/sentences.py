"""Words, marks and quotations of a line as tokens, and tokens as sentences.

A quotation is one token, so that nothing said inside it is taken for the narrator's own words.
Own few rules instead of a library: a sentence ends at . ! ? before a capital, a digit or a
quotation, except after an abbreviation or an initial, or where "he said" follows a quotation.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from tracker.lib.words import split

from . import marks

WORD, PUNCTUATION, QUOTE = "word", "punctuation", "quote"
MAY_END = frozenset([".", "!", "?", "…", ")", "]", "»"])
CLOSING = "\"”'’» "
# the first alternative is the plain word, which most are, and soon matched; no word has more than 20 parts: else "a_a_a_…__" would be
# read to its end from each of its letters
TOKEN_OR_GAP = re.compile(
    r"([^\W_]++(?![-'’.&/@_])|[A-ZА-Я]\.(?:[A-ZА-Я]\.)+|[^\W_]+(?:[-'’.&/@_][^\W_]+){0,20}['’]?(?=\W|$)|[^\W_]+|--+|\S)"
)
MOST_TOKENS = 200  # a longer "sentence" is cut: every later step looks along one sentence
BLANK_AND_STOP = re.compile(r"\s\.")
AUTHOR_DASH = re.compile(r"[,.?!…] [—–-] ")
LONGEST_AUTHOR = 16  # words


@dataclass(slots=True, eq=False)
class Token:
    """One word, punctuation mark or whole quotation, wherever it stands: the same word in two places is one Token.

    `low` is its lower-case form, `capital` is for words only. A sentence can end only where `may_end` is set; a full stop may end an
    abbreviation unless it stands `apart` from the word before.
    """

    text: str
    low: str
    kind: str
    capital: bool
    may_end: bool
    apart: bool = False

    def is_mark(self, signs):
        return self.kind == PUNCTUATION and self.text in signs


STOP_APART = Token(".", ".", PUNCTUATION, capital=False, may_end=True, apart=True)


@dataclass(slots=True)
class Sentence:
    """Tokens of one sentence; token i stands at places[2 * i] to places[2 * i + 1]. `line` counts lines of the text from 0,
    `quotes` are the numbers of the tokens that are quotations."""

    tokens: list
    places: list
    line: int
    quotes: list

    @property
    def start(self):
        return self.places[0]

    @property
    def end(self):
        return self.places[-1]

    def place(self, first, last):
        """(start, end) in the text of the tokens from `first` to `last`."""
        return self.places[2 * first], self.places[2 * last + 1]


def low_at(tokens, index):
    """The lower-case word at `index`, "" where there is none."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def sentences(text, words, wanted=()):
    """The sentences of every line of the text that may hold a statement, and of the `wanted` lines. `words` is the Lexicon.

    Half of the lines of a report have no quotation, no colon and no word at which a frame may begin. One sentence is made at a time:
    tokens that all live together keep the collector of garbage busy.
    """
    quotes = marks.find_quotes(text)
    if words.grammar.author_inside:
        quotes = [part for quote in quotes for part in _without_author(text, quote, words)]
    telling = _telling(text, words)
    position = index = told = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        end = position + len(line)
        mine: list[marks.Quote] = []
        while index < len(quotes) and quotes[index].start < end:
            mine.append(quotes[index])
            index += 1
        before, told = told, bisect_left(telling, end, told)
        if mine or told > before or number in wanted or ":" in line:
            tokens, places = _tokens(text, position, end, mine)
            for first, last in _split(tokens, words):
                part = tokens[first:last]
                quoted = [at for at, token in enumerate(part) if token.kind == QUOTE] if mine else []
                yield Sentence(part, places[2 * first : 2 * last], number, quoted)
        position = end


def _telling(text, words):
    """Where the words stand at which a frame may begin, and those in which an underscore may hide one."""
    found, beginnings = split(text), words.trigger_pieces
    if "_" in text:
        beginnings = beginnings.union(low for low in found.vocabulary if "_" in low)
    return [found.places[2 * at] for at in found.among(beginnings)]


def _without_author(text, quote, words):
    """ "«A, — said X. — B»" is written within one pair of marks: A and B as two quotations, if a cue stands between."""
    start, dashes = quote.start, list(AUTHOR_DASH.finditer(text, quote.start, quote.end))
    at = 0
    while at < len(dashes):
        first, second = dashes[at], dashes[at + 1] if at + 1 < len(dashes) else None
        closing = second.start() if second else quote.end - 1
        if (second or text[closing] == "»") and _author(text[first.end() : closing], words):
            yield marks.Quote(start, first.start() + 1)
            start = second.end() if second else quote.end
            at += 1
        at += 1
    if start < quote.end:
        yield marks.Quote(start, quote.end, quote.closed)


def _author(between, words):
    """Few words, the first of them or the second a cue: "добавил он"."""
    pieces = between.split()
    return len(pieces) <= LONGEST_AUTHOR and any(piece.strip(",.").lower() in words.cues for piece in pieces[:2])


def _tokens(text, start, end, quotes):
    """The tokens of text[start:end], and their places."""
    tokens, places, position = [], [], start
    for quote in quotes:
        _add_plain(text, position, quote.start, tokens, places)
        tokens.append(Token(text[quote.start : quote.end], "", QUOTE, capital=False, may_end=True))
        places += quote.start, quote.end
        position = quote.end
    _add_plain(text, position, end, tokens, places)
    return tokens, places


def _add_plain(text, start, end, tokens, places):
    plain = text[start:end]
    parts = TOKEN_OR_GAP.split(plain)
    found = list(map(_token, parts[1::2]))
    if BLANK_AND_STOP.search(plain):
        found = [
            STOP_APART if gap and token.text == "." else token for gap, token in zip(parts[::2], found, strict=False)
        ]
    tokens += found
    places += list(accumulate(map(len, parts), initial=start))[1:-1]


@lru_cache(maxsize=20_000)
def _token(word):
    """The Token of a word or mark."""
    low = word.lower().replace("’", "'")
    if word[0].isalnum():
        return Token(word, low, WORD, word[0].isupper(), word[-1] == ".")
    return Token(word, low, PUNCTUATION, False, word in MAY_END)


def _split(tokens, words):
    """(first, last + 1) of each sentence."""
    begin, last = 0, len(tokens) - 1
    for end in [at for at, token in enumerate(tokens) if token.may_end and at < last and _ends(tokens, at, words)]:
        yield from _cut(begin, end + 1)
        begin = end + 1
    yield from _cut(begin, len(tokens))


def _cut(begin, end):
    """The same in pieces of at most MOST_TOKENS."""
    return ((start, min(end, start + MOST_TOKENS)) for start in range(begin, end, MOST_TOKENS))


def _ends(tokens, index, words):
    token, following = tokens[index], tokens[index + 1]
    if token.kind == QUOTE:
        return _quote_ends(tokens, index, words)
    if token.kind == WORD:
        starts = following.kind == QUOTE or (following.capital and following.low in words.openers)
        return token.text[-1] == "." and starts
    if token.text in ")]»" and index:
        return tokens[index - 1].is_mark(".!?") and _starts(following)
    if token.text not in (".", "!", "?", "…"):
        return False
    return _starts(following) and not _abbreviated(tokens, index, words)


def _starts(token):
    if token.kind == PUNCTUATION:
        return token.text in "([—–"
    return token.kind == QUOTE or token.text[0].isupper() or token.text[0].isdigit()


def _abbreviated(tokens, index, words):
    if tokens[index].text != "." or not index or tokens[index - 1].kind != WORD:
        return False
    if tokens[index].apart:
        return False
    before = tokens[index - 1]
    following = tokens[index + 1]
    single = len(before.text) == 1 and before.text.isupper() and before.text != "I"
    return single or (before.low in words.abbreviations and following.low not in words.openers)


def open_ended(token):
    """Does the quotation end in a comma or the like, so that the sentence goes on?"""
    return token.kind == QUOTE and token.text.rstrip(CLOSING)[-1:] in (",", "?", "!", "—", "-")


def _quote_ends(tokens, index, words):
    """A quotation closing with . ! ? ends the sentence, unless "he said" follows."""
    last = tokens[index].text.rstrip(CLOSING)[-1:]
    following = tokens[index + 1]
    if last not in (".", "!", "?", "…") or not last or not _starts(following):
        return False
    if following.kind == QUOTE:
        return True
    return not _cue_ahead(tokens, index + 1, words, only_cue=last == ".")


def _cue_ahead(tokens, start, words, only_cue):
    """Does "Mr. Reed said" follow the quotation? With `only_cue` nothing more may follow."""
    for index in range(start, min(len(tokens), start + (6 if only_cue else 16))):
        token = tokens[index]
        if token.is_mark("!?;") or token.kind == QUOTE:
            return False
        if token.is_mark("."):
            more = index + 1 < len(tokens) and tokens[index + 1].is_mark(",")
            if not (more or _abbreviated(tokens, min(index, len(tokens) - 2), words)):
                return False
        if token.kind == WORD and token.low in words.cues:
            return not only_cue or (index + 1 < len(tokens) and tokens[index + 1].is_mark("."))
    return False
