"""What a statement is about: known tracks and issues by name, and the act it performs."""

from bisect import bisect_left
from functools import cache
from operator import attrgetter

from .lexicon import any_of, flat, load
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


def act(frame_act, content, language):
    """The reported act: by the cue where that tells, else by the first telling words in the content."""
    if frame_act != "state":
        return frame_act, ""
    flattened = flat(content)
    for name, phrases, pattern in _content_acts(language):
        match = pattern.search(content) if any(phrase in flattened for phrase in phrases) else None
        if match:
            return name, match.group()
    return "state", ""


@cache
def _content_acts(language):
    """(act, its phrases flattened, their pattern); the pattern is tried only where one of the phrases occurs."""
    entries = load(language).data.get("content_act", ())
    return [(entry["act"], [flat(phrase) for phrase in entry["words"]], any_of(entry["words"])) for entry in entries]
