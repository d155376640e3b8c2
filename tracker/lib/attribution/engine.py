"""From a text to frames: sentences, cues in each, then the quotations left over.

Everything here knows only the text and the lexicon: no names of the dossier, no dates.
"""

from . import direct, frames, labels, relays
from .model import Frame
from .sentences import sentences


def find_frames(text, words, most=None):
    """The frames of the text in order, the first `most` of them, with sources carried over to quotations without a cue."""
    result: list[Frame] = []
    last: Frame | None = None
    last_line, group = -1, 0
    relayed = relays.phrases_in(text, words)
    spoken = labels.whole_lines(text)
    for sentence in sentences(text, words, spoken):
        if sentence.line in spoken:
            label = spoken[sentence.line]
            here = [label] if sentence.start <= label.sentence[0] + 1 else []  # with the line's first sentence
        else:
            here = _of_sentence(sentence, text, words, relayed)
        for frame in here:
            speaker = _who_goes_on([other for other in here if other.pieces[0] < frame.pieces[0]])
            if speaker is not None:
                last, last_line = speaker, sentence.line
            continues = last is not None and frame.source is None and frame.cue is None
            group += not (continues and sentence.line == last_line)
            frame.group = group
            if last is not None and continues:
                _carry_over(last, frame)
                last_line = sentence.line
        speaker = _who_goes_on(here) or direct.introduced(sentence, words)
        if speaker is not None:
            last, last_line = speaker, sentence.line
        result.extend(here)
        if most is not None and len(result) >= most:
            break
    return result[:most]


def _who_goes_on(frames_here):
    """The frame whose speaker a quotation after this sentence would continue: the first that quotes, else the last."""
    heard = [frame for frame in frames_here if frame.source is not None]
    quoting = [frame for frame in heard if frame.form == "direct" and not frame.nested]
    return quoting[0] if quoting else heard[-1] if heard else None


def _of_sentence(sentence, text, words, relayed):
    """Frames of one sentence in the order of their contents."""
    headline = labels.headline(sentence, words) if sentence.line == 0 else None
    if headline is not None:
        return [headline]
    here = frames.in_sentence(sentence, words)
    if not here and not sentence.quotes:
        return here
    here = relays.mark(_without_doubles(here), sentence, text, words, relayed)
    for frame in here if len(here) > 1 else ():
        frame.nested = any(_holds(piece, frame.cue) for other in here if other is not frame for piece in other.pieces)
    taken = [piece for frame in here for piece in frame.pieces]
    here.extend(direct.left_over(sentence, taken, words))
    return sorted(here, key=lambda frame: (frame.pieces[0], frame.cue or (0, 0)))


def _holds(piece, cue):
    return piece[0] <= cue[0] and cue[1] <= piece[1]


def _carry_over(last, frame):
    frame.source, frame.cue, frame.antecedent = last.source, last.cue, last.antecedent
    frame.notes.append("speaker carried over from the words before")


def _without_doubles(frames_here):
    """The same content under two cues counts once, under the cue nearest to it."""
    best: dict[tuple[int, int], Frame] = {}
    for frame in frames_here:
        key = frame.pieces[0]
        other = best.get(key)
        if other is None or _distance(frame) < _distance(other):
            best[key] = frame
    return list(best.values())


def _distance(frame):
    start, end = frame.pieces[0]
    return min(abs(frame.cue[0] - end), abs(start - frame.cue[1]))
