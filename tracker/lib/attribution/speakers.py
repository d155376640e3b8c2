"""Who a mention means: a known name, a surname, an earlier mention, or an unnamed source.

Each mention joins a Voice: everything the text lets one speaker say. A pronoun or "the official"
joins the last voice it fits. A voice is given a known actor only where exactly one fits.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from . import lexicon
from .names import bare

JOIN = re.compile(r" (?:for|to|of|with|from|in|at) ")
MOST_VOICES = 60  # kept in mind; no report has more speakers
MOST_LOOKED_BACK = 20  # names before a description
TITLE_REACHES = 40  # characters before a name
CAPITALISED = r"[^\W\d_a-zа-яё](?<!\w.)[\w-]{1,60}"
FIRST_NAME, SURNAME = re.compile(rf"({CAPITALISED}) \Z"), re.compile(CAPITALISED)
FIRST_REACHES = 62  # characters before a surname
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
IN_WORD = re.compile(r"\w")
DEFINITE = re.compile("(?:the|this|that) (.+)")
COUNTRY = re.compile(r"\b[A-Z][a-z]+(?:an|ish|ch|ese|se)\b")


@dataclass(eq=False)
class Voice:
    """One speaker of the text: first words used, known key if certain, and how openly they speak."""

    words: str
    key: object = None
    unnamed: bool = False
    document: bool = False
    plural: bool = False
    person: bool = True
    candidates: tuple = ()
    basis: str = "on_record"
    basis_words: str = ""
    said_on: object = None
    last_line: int = -9


@dataclass(frozen=True)
class Heard:
    """A mention resolved: its voice and why."""

    voice: Voice
    reason: str
    carried: bool = False  # through a pronoun or a description


class Speakers:
    """Resolves the mentions of one text, in order."""

    def __init__(self, text, names, words):
        self.text, self.names, self.words = text, names, words
        self.occurrences = names.find(text)
        self.starts = [occurrence.start for occurrence in self.occurrences]
        self.ends = [occurrence.end for occurrence in self.occurrences]
        self.voices = []
        self.surnames = names.surnames
        self.first_names = _first_names(text, names, words)
        self._chosen = {}  # by surname and first name
        self._listings = {}  # by keys

    def hear(self, start, end):
        """The voice of the mention text[start:end]."""
        mention = self.text[start:end]
        low = mention.lower().strip(" ,")
        if low in self.words.sources.pronouns:
            return self._pronoun(mention, low, start)
        key, why, candidates = self._known(start, end)
        if key is not None:
            voice = self._voice_of(key) or self._new(mention, key=key)
            return self._heard(voice, f"{why}: “{mention.strip(' ,')}”")
        description = self._description(mention, low, start)
        if description is not None and not candidates:
            return description
        same = None if candidates else self._same_name(mention)
        if same is not None:
            return self._heard(same, f"same name as “{same.words}”", carried=False)
        voice = self._new(mention, candidates=candidates)
        if candidates:
            return self._heard(voice, f"left open: “{mention.strip(' ,')}” may be {self._listed(candidates)}")
        return self._heard(voice, "unnamed source" if voice.unnamed else f"“{mention.strip(' ,')}” is not a known name")

    def _listed(self, keys):
        """The names of these; many may bear one name that stands in every sentence."""
        if keys not in self._listings:
            self._listings[keys] = ", ".join(self.names.by_key[key].names[0] for key in keys)
        return self._listings[keys]

    # known names

    def _known(self, start, end):
        """(key or None, why, keys that all fit)."""
        head_end = self._head_end(start, end)
        inside = self.occurrences[bisect_left(self.starts, start) : bisect_right(self.ends, end)]
        people = [o for o in inside if not self.names.persons.isdisjoint(o.keys)]
        at_head = [o for o in inside if _is_head(self.text, o, start, head_end)]
        for occurrence in [*people, *at_head]:
            surname = self._is_person(occurrence.keys[0]) and bare(occurrence.words) in self.surnames
            if len(occurrence.keys) > 1:
                return None, "", occurrence.keys
            if not surname:
                return occurrence.keys[0], "known by name", ()
        key, candidates = self._by_surname(start, end)
        if key is not None or candidates:
            return key, "known by surname", candidates
        speaks_for = self._spokesperson_of(start, end, inside)
        return speaks_for, "speaks for a known body", ()

    def _is_person(self, key):
        return key in self.names.persons

    def _head_end(self, start, end):
        comma = self.text.find(",", start, end)
        return end if comma < 0 else comma

    def _by_surname(self, start, end):
        """(the one key with that surname, keys where several fit)."""
        pieces = [m.group() for m in WORD.finditer(self.text, start, end)]
        for at in range(len(pieces) - 1, -1, -1):
            surname = bare(pieces[at])
            keys = self.surnames.get(surname)
            if not keys or not pieces[at][0].isupper():
                continue
            first = bare(pieces[at - 1]) if at and pieces[at - 1][0].isupper() else ""
            if first in self.words.sources.titles:
                first = ""
            if (surname, first) not in self._chosen:
                self._chosen[surname, first] = self._one_of(keys, surname, first)
            return self._chosen[surname, first]
        return None, ()

    def _one_of(self, keys, surname, first):
        written = {first} if first else self.first_names.get(surname, set())
        named = {key for key in keys if any(bare(name.split()[0]) in written for name in self.names.by_key[key].names)}
        strangers = written - {bare(name.split()[0]) for key in keys for name in self.names.by_key[key].names}
        if len(named) == 1 and not strangers:
            return next(iter(named)), ()
        if len(keys) == 1 and not written:
            return next(iter(keys)), ()
        if first and not named:
            return None, ()
        return None, tuple(sorted(named or keys, key=str))

    def _spokesperson_of(self, start, end, inside):
        mention = self.text[start:end].lower()
        if len(inside) == 1 and len(inside[0].keys) == 1 and re.search(r"\bspokes(man|woman|person)\b", mention):
            outside = self.text[start : inside[0].start] + self.text[inside[0].end : end]
            if not re.search(r"\b[A-Z][a-z]+ [A-Z][a-z]+", outside):
                return inside[0].keys[0]
        return None

    # earlier mentions

    def _pronoun(self, mention, low, start):
        for voice in reversed(self.voices):
            if low in self.words.sources.person_pronouns and (not voice.person or voice.plural):
                continue
            if low in self.words.sources.thing_pronouns and voice.person:
                continue
            if low in self.words.sources.many_pronouns and not voice.plural and voice.person:
                continue
            return self._heard(voice, f"“{mention}” taken for “{voice.words}”, the last that fits", carried=True)
        if low in self.words.sources.person_pronouns:
            voice = self._introduced(re.compile(""), (), start)
            if voice is not None:
                return self._heard(voice, f"“{mention}” taken for “{voice.words}”, the last person named", carried=True)
        return self._heard(self._new(mention), f"“{mention}” has nobody before it to refer to")

    def _description(self, mention, low, start):
        """ "the official" -> the last voice that fits, or None where it is no description."""
        definite = DEFINITE.fullmatch(low)
        bare = definite.group(1) if definite else (low if not self.words.grammar.bare_clauses else None)
        if bare is None:
            return None
        pattern = _fitting(self.words.language, bare)
        if pattern is None:
            return None
        country = COUNTRY.findall(mention)  # "the French minister" is no other's
        fitting = (v for v in reversed(self.voices) if pattern.search(v.words) and _has_all(v.words, country))
        voice = next(fitting, None) or self._introduced(pattern, country, start)
        return voice and self._heard(voice, f"“{low}” taken for “{voice.words}”, the last that fits", carried=True)

    def _introduced(self, pattern, country, start):
        """The voice of the last known person named before `start` with a fitting title, or None."""
        last = bisect_right(self.ends, start)
        for occurrence in reversed(self.occurrences[max(0, last - MOST_LOOKED_BACK) : last]):
            key = occurrence.keys[0]
            title = re.split(r"[.,;\n]", self.text[max(0, occurrence.start - TITLE_REACHES) : occurrence.start])[-1]
            if (
                len(occurrence.keys) == 1
                and self._is_person(key)
                and pattern.search(title)
                and _has_all(title, country)
            ):
                return self._voice_of(key) or self._new(occurrence.words, key=key)
        return None

    def _same_name(self, mention):
        """The voice whose words hold the last capitalised word of this mention, both unknown."""
        capitals = [w.group() for w in WORD.finditer(mention) if w.group()[0].isupper()]
        named = WORD.findall(mention.split(",")[0])[-1:] == capitals[-1:]  # not "the French visitor"
        if not capitals or not named or capitals[-1].lower() in self.words.sources.determiners:
            return None
        for voice in reversed(self.voices):
            unknown = voice.key is None and not voice.unnamed and not voice.candidates
            if unknown and _has_word(voice.words, capitals[-1]):
                return voice
        return None

    def _voice_of(self, key):
        return next((voice for voice in self.voices if voice.key == key), None)

    def _new(self, mention, key=None, candidates=()):
        mention = mention.strip(" ,")
        low = mention.lower()
        head = low.split(",")[0].split(" of ")[0].split(" for ")[0].split(" who ")[0].strip()
        last = head.split()[-1] if head.split() else ""
        unnamed = key is None and last in self.words.unnamed.heads and not _has_person_name(mention, self.words)
        if key is not None and last in self.words.unnamed.heads and not self._is_person(key):
            unnamed = True
        document = last in self.words.unnamed.documents
        plural = last.endswith("s") and low == mention[:1].lower() + mention[1:] and not last.endswith(("ss", "'s"))
        person = self._is_person(key) if key is not None and not unnamed else not document
        return Voice(mention, key, unnamed, document, plural, person, candidates)

    def _heard(self, voice, reason, carried=False):
        if voice in self.voices:
            self.voices.remove(voice)
        self.voices.append(voice)
        del self.voices[:-MOST_VOICES]
        return Heard(voice, reason, carried)


def _first_names(text, names, words):
    """surname -> capitalised words that stand before it as a first name would."""
    found: dict[str, set] = {}
    for place in names.surnames_in(text):
        before = FIRST_NAME.search(text, max(0, place - FIRST_REACHES), place)
        match = before and SURNAME.match(text, place)
        if not match or bare(match[0]) not in names.surnames:
            continue
        first, surname = before[1], match[0]
        is_name = first[0].isupper() and surname[0].isupper() and not first.isupper()
        if is_name and first.casefold() not in words.no_first_names:
            found.setdefault(bare(surname), set()).add(bare(first))
    return found


@lru_cache(maxsize=2_000)
def _fitting(language, bare):
    """A pattern of what "the minister" may be called elsewhere, or None where `bare` is no description."""
    entries = lexicon.load(language).data["description"]
    fits = [fit for entry in entries for fit in entry["fits"] if _ends_in(bare, entry["words"])]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, fits))})", re.IGNORECASE) if fits else None


def _has_word(words, wanted):
    """Does the word stand among the words? Without a pattern, for each of which a second speaker would pay."""
    at = words.find(wanted)
    while at >= 0:
        if not (IN_WORD.match(words, at - 1) if at else None) and not IN_WORD.match(words, at + len(wanted)):
            return True
        at = words.find(wanted, at + 1)
    return False


def _has_all(words, wanted):
    return all(word in words for word in wanted)


def _ends_in(words, endings):
    return any(words == ending or words.endswith(" " + ending) for ending in endings)


def _is_head(text, occurrence, start, head_end):
    """Is the name what the mention is about ("the Foreign Ministry of Poland"), not a part ("the paper for NATO")?"""
    join = JOIN.search(text, start, head_end)
    if occurrence.end > head_end or (join and occurrence.start > join.start()):
        return False
    rest = text[occurrence.end : head_end].strip(" ,")
    return rest in ("", "'s", "’s") or rest.startswith(("of ", "in "))


def _has_person_name(mention, words):
    """Two capitalised words in a row that are no titles: a person is named."""
    capitals = 0
    for piece in WORD.findall(mention)[1:] if mention[:1].isupper() else WORD.findall(mention):
        known_title = piece.lower() in words.sources.titles
        capitals = capitals + 1 if piece[0].isupper() and not known_title and len(piece) > 2 else 0
        if capitals >= 2:
            return True
    return False
