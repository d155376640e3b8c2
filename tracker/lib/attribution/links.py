"""What a statement is about: known tracks and issues by name, and the act it performs."""

from bisect import bisect_left
from operator import attrgetter

from .lexicon import flat
from .model import Link

STARTS = attrgetter("start")


def links(occurrences, content, sentence):
    """One Link per known key: named in the content, else elsewhere in its sentence.

    `occurrences` are names.Occurrence of tracks or of issues over the whole text, in order.
    """
    found: dict[object, Link] = {}
    for inside, (start, end) in ((True, content), (False, sentence)) if occurrences else ():
        for at in range(bisect_left(occurrences, start, key=STARTS), len(occurrences)):
            occurrence = occurrences[at]
            if occurrence.start >= end:
                break
            if occurrence.end > end:
                continue
            for key in occurrence.keys:
                if inside or key not in found:
                    found.setdefault(key, Link(key, occurrence.start, occurrence.end, occurrence.words))
    return sorted(found.values(), key=STARTS) if found else []


def act(frame_act, content, acts):
    """(act, the words that tell it): by the cue where that tells, else by the first of `acts` with words in the content."""
    if frame_act != "state":
        return frame_act, ""
    flattened = flat(content) if acts else ""
    for name, phrases in acts:
        match = phrases.search(content, flattened)
        if match:
            return name, match.group()
    return "state", ""


def acts_in(vocabulary, words):
    """The acts that a text of these words may tell; the others need not be looked for in every content."""
    among = [(name, phrases.among(vocabulary)) for name, phrases in words.acts]
    return [(name, phrases) for name, phrases in among if phrases]
