"""What a statement is about: known tracks and issues by name, and the act it performs."""

from functools import cache

from .lexicon import any_of, load
from .model import Link


def links(occurrences, content, sentence):
    """One Link per known key: named in the content, else elsewhere in its sentence.

    `occurrences` are names.Occurrence of tracks or of issues over the whole text.
    """
    found: dict[object, Link] = {}
    for inside, (start, end) in ((True, content), (False, sentence)):
        for occurrence in occurrences:
            if occurrence.start >= end:
                break
            if occurrence.start < start or occurrence.end > end:
                continue
            for key in occurrence.keys:
                if inside or key not in found:
                    found.setdefault(key, Link(key, occurrence.start, occurrence.end, occurrence.words))
    return sorted(found.values(), key=lambda link: link.start)


def act(frame_act, content, language):
    """The reported act: by the cue where that tells, else by the first telling words in the content."""
    if frame_act != "state" or not _telling_words(language).search(content):
        return frame_act, ""
    for name, pattern in _content_acts(language):
        match = pattern.search(content)
        if match:
            return name, match.group()
    return "state", ""


@cache
def _telling_words(language):
    """All of them in one pattern, so that most contents are searched once."""
    return any_of([words for entry in load(language).data.get("content_act", ()) for words in entry["words"]])


@cache
def _content_acts(language):
    return [(entry["act"], any_of(entry["words"])) for entry in load(language).data.get("content_act", ())]
