"""Who holds the post that a mention names: "the Russian deputy foreign minister", "Ambassador Sullivan".

A mention is read so:
1. "a minister", "his minister", "the former minister" are nobody certain and give nothing.
2. The first words that are a post (posts.toml) tell which, the words before it the rank ("deputy").
3. States and organisations named beside it tell whose: by their names in the registry or their adjectives (places.toml).
   Where none is named, it is that of the dateline.
4. Any name left over must be the holder's own: "Deputy Foreign Minister Ivan Petrov" is not whoever holds the post.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ..model import KnownName
from ..names import Names
from .words import Phrases, folded, is_possessive, load, phrase, words_of

LONGEST = 160  # characters of a mention that is read
MOST_OPEN = 6  # who is offered where several fit; of more, nobody


@dataclass(frozen=True)
class Post:
    """What words call a post: its `name` in posts.toml (else its words), the ranks before it, and where it is held."""

    name: str
    ranks: frozenset[str] = frozenset()
    finer: frozenset[str] = frozenset()
    at: frozenset[Hashable] = frozenset()


@dataclass(frozen=True)
class Held:
    """A post that somebody holds from a day to a day (None: open); or a body, which is called by what it is.

    `places` are the keys of the organisation and of what it belongs to; `names` those that may stand in a mention of them."""

    key: Hashable
    post: str
    places: frozenset[Hashable]
    names: tuple[str, ...] = ()
    is_body: bool = False
    since: date | None = None
    until: date | None = None

    def on(self, day: date | None) -> bool:
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or self.until >= day))


@dataclass(frozen=True)
class Holders:
    """Everybody who fits a mention, and why: `rule` is role, title, dateline or body. `is_placed`: the mention names a state or
    organisation, or a name, and so is no mere "the minister"."""

    keys: tuple[Hashable, ...]
    rule: str
    reason: str
    is_placed: bool = False


@dataclass
class _Reading:
    post: Post
    places: frozenset
    rest: frozenset[str] = frozenset()
    is_body: bool = False
    is_sent: bool = False
    within: str = ""  # "Foreign Ministry spokeswoman": the body before the post


class Offices:
    """The posts held on one day. `places`: states, organisations and bodies by all they are called."""

    def __init__(self, held: Iterable[Held], places: Iterable[KnownName]):
        self._places = Names(places)
        self._read_before: dict[str, _Reading | None] = {}
        self._held: dict[str, list[tuple[Held, Post, frozenset[str]]]] = {}
        self._bodies: dict[str, set[Hashable]] = {}  # the keys of all foreign ministries
        for one in _with_all_places(held):
            own = frozenset(folded(word.text) for name in one.names for word in words_of(name))
            for post in self._posts(one):
                self._held.setdefault(post.name, []).append((one, post, own))
                if one.is_body:
                    self._bodies.setdefault(post.name, set()).add(one.key)

    def _posts(self, held: Held) -> list[Post]:
        if held.is_body:
            return list({r.post.name: r.post for name in held.names if (r := self._read(name)) and r.is_body}.values())
        parts = [part.strip() for part in held.post.split(",") if part.strip()]
        return [reading.post for part in parts if (reading := self._read(part, unknown=True))]

    def who(self, mention: str, here: frozenset[Hashable] = frozenset()) -> Holders | None:
        """Those whom the mention fits, None where it names no post or nobody here holds it. `here`: the keys of the state
        that the report is written in."""
        mention = mention[:LONGEST].strip(" ,")
        if mention not in self._read_before:
            self._read_before[mention] = self._read(mention)
        reading = self._read_before[mention]
        if reading is None or reading.post.name not in self._held:
            return None
        fitting = [one for one, post, own in self._held[reading.post.name] if self._fits(reading, one, post, own)]
        rule = "body" if reading.is_body else "title" if reading.rest else "role"
        if not (reading.places or reading.is_sent) and len(_keys(fitting)) > 1:
            local = [one for one in fitting if one.places & here]
            fitting, rule = (local, "dateline") if local else (fitting, rule)
        keys = _keys(fitting)
        if not 0 < len(keys) <= MOST_OPEN:
            return None
        return Holders(
            keys, rule, f"“{mention}”{REASONS[rule]}", bool(reading.places or reading.rest or reading.within)
        )

    def _fits(self, reading: "_Reading", held: Held, post: Post, own: frozenset[str]) -> bool:
        said = reading.post
        return (
            reading.is_body == held.is_body
            and said.ranks == post.ranks
            and said.finer <= post.finer
            and (not reading.places or bool(reading.places & held.places))
            and (not said.at or not post.at or bool(said.at & post.at))
            and (not reading.within or bool(self._bodies.get(reading.within, set()) & held.places))
            and reading.rest <= own
        )

    def _read(self, mention: str, unknown: bool = False) -> "_Reading | None":
        """`unknown`: words that are no post of the list are a post of their own."""
        words = words_of(mention)
        lows = [word.low + ("'s" if is_possessive(word) else "") for word in words]
        if not words or (not unknown and words[0].low in _set("not_one")) or _set("not_now") & set(lows):
            return None
        found = _post_in(lows)
        if found is None:
            return _own_words(lows) if unknown else None
        at, end, entry, within = found
        covered = set(range(at, end))
        abroad = entry.sent and end < len(words) and words[end].low in ABROAD
        places: dict[bool, set] = {False: set(), True: set()}
        for occurrence in self._places.find(mention):
            inside = {n for n, word in enumerate(words) if occurrence.start <= word.start < occurrence.end}
            if not inside <= covered:
                places[abroad and min(inside) >= end].update(occurrence.keys)
                covered |= inside
        ranks = frozenset(filter(None, {_ranks().get(low) for low in lows[:at]} | {entry.rank}))
        post = Post(entry.name, ranks, _set("finer") & set(lows[:at]), frozenset(places[True]))
        if within:
            covered |= set(range(at))
        return _Reading(post, frozenset(places[False]), _names_left(words, covered), entry.is_body, entry.sent, within)


ABROAD = ("to", "in", "at", "при", "в", "во")
REASONS = {
    "role": " is who holds that post on the day",
    "title": " holds that post on the day",
    "dateline": " of the state that the report is written in",
    "body": " is a body of that name",
}


def is_past(word: str) -> bool:
    """Whether it tells that a post is not held now: "former"."""
    return folded(word) in _set("not_now")


def _post_in(lows: list[str]) -> "tuple[int, int, _Entry, str] | None":
    """(first word, the word behind the last, the post, the body before it) of the first post, else body, in words."""
    found = [(at, at + hit[0], hit[1]) for at in range(len(lows)) if (hit := _posts().at(lows, at))]
    if not found:
        return None
    first, *others = found
    follower = next((other for other in others if other[0] >= first[1]), None)
    if first[2].is_body and follower and not follower[2].is_body and follower[0] == first[1]:
        return *follower, first[2].name
    return *first, ""


def _with_all_places(held: Iterable[Held]) -> list[Held]:
    """Each with the places of all posts of that person: the Polish minister in the OSCE's chair is "the Polish chair" too."""
    held = list(held)
    places: dict[Hashable, frozenset] = {}
    for one in held:
        places[one.key] = places.get(one.key, frozenset()) | one.places
    return [replace(one, places=places[one.key]) for one in held]


def _keys(held: list[Held]) -> tuple[Hashable, ...]:
    return tuple(dict.fromkeys(one.key for one in held))


def _own_words(lows: list[str]) -> _Reading | None:
    kept = [low for low in lows if low not in _set("small") and low not in _ranks()]
    ranks = frozenset(_ranks()[low] for low in lows if low in _ranks())
    return _Reading(Post(" ".join(kept), ranks), frozenset()) if kept else None


def _names_left(words, covered: set[int]) -> frozenset[str]:
    """Capitalised words that are neither post, rank nor place: somebody's name."""
    known = _set("small") | _set("finer") | set(_ranks())
    return frozenset(
        word.low
        for at, word in enumerate(words)
        if at not in covered and word.text[0].isupper() and word.low not in known and len(word.low) > 1
    )


@dataclass(frozen=True)
class _Entry:
    name: str
    rank: str = ""
    sent: bool = False
    is_body: bool = False


@cache
def _posts() -> "Phrases[_Entry]":
    data = load("posts")
    entries = {}
    for kind in ("body", "post"):
        for row in data[kind]:
            entry = _Entry(row["name"], row.get("rank", ""), row.get("sent", False), kind == "body")
            entries |= {phrase(words): entry for words in row["words"]}
    return Phrases(entries)


@cache
def _ranks() -> dict[str, str]:
    return {folded(word): rank for rank, words in load("posts")["ranks"].items() for word in words}


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in load("posts").get(name, ()))
