"""From a text to frames: sentences, cues in each, then the quotations left over.

Everything here knows only the text and the lexicon: no names of the dossier, no dates.
"""

from . import direct, frames, relays
from .sentences import sentences


def find_frames(text, words):
    """All frames of the text in order, with sources carried over to quotations without a cue."""
    result, last, last_line, group = [], None, -1, 0
    for sentence in sentences(text, words):
        here = frames.in_sentence(sentence, words)
        here = relays.mark(_without_doubles(here), sentence, text, words)
        for frame in here:
            frame.nested = any(
                start <= frame.cue[0] and frame.cue[1] <= end
                for other in here
                if other is not frame
                for start, end in other.pieces
            )
        taken = [piece for frame in here for piece in frame.pieces]
        here.extend(direct.left_over(sentence, taken))
        here.sort(key=lambda frame: (frame.pieces[0], frame.cue or (0, 0)))
        for frame in here:
            continues = frame.source is None and frame.cue is None and last is not None
            group += not (continues and sentence.line == last_line)
            frame.group = group
            if continues:
                frame.source, frame.cue, frame.antecedent = last.source, last.cue, last.antecedent
                frame.notes.append("speaker carried over from the words before")
            if frame.source is not None:
                last, last_line = frame, sentence.line
        result.extend(here)
    return result


def _without_doubles(frames_here):
    """The same content under two cues counts once, under the cue nearest to it."""
    best = {}
    for frame in frames_here:
        key = frame.pieces[0]
        other = best.get(key)
        if other is None or _distance(frame) < _distance(other):
            best[key] = frame
    return list(best.values())


def _distance(frame):
    start, end = frame.pieces[0]
    return min(abs(frame.cue[0] - end), abs(start - frame.cue[1]))
