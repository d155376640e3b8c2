"""Frames of a text turned into suggestions: speaker, openness, act, links and days.

The steps for each frame, in the order of the text:
1. the mention is resolved to a voice (speakers.py);
2. how openly it speaks: on record, background, anonymous or a document, with the words;
3. when: dates in the sentence outside the content, else the voice's day, else the reference day;
4. act, tracks, issues and dates of the content.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from tracker.lib.dates import UncertainDate, find_dates
from tracker.lib.words import split

from . import engine, lexicon, marks
from .links import act, acts_in, links
from .model import Frame, Known, Span, Suggestion
from .names import Names
from .speakers import Heard, Speakers, Voice

AGENCY_IN_DATELINE = re.compile(r"[ .]/([^\W\d_][\w .&-]{1,30})/|\(([A-ZА-Я][\w.& -]{1,30})\)\s*[-–—]")
WORDS_BEFORE = frozenset(["earlier", "previously", "ранее"])
BEFORE = re.compile(r"\b(earlier|previously|ранее)\b(?! (?:this|on|in|today))")
DATELINE_REACHES = 300  # characters from the beginning
MOST = 4000  # of one text; a whole day of a parliament says less
NOBODY = Heard(Voice("", basis="on_record"), "no source found near it")


def suggest(
    text: str, *, reference: date | None = None, known: Known | None = None, language: str = "en"
) -> list[Suggestion]:
    """Statements proposed for `text`, in order: list[Suggestion].

    `reference` is the day of the dateline (a date): dates in words and "on Thursday" are
    resolved against it; without it `dates` and `said_on` stay empty. `known` holds the names of the dossier.
    A language without rules gives quotations only, without speakers, and each reason says so. Of a text with more than MOST
    statements the first are given.
    """
    reader = _Reader(text, reference, known or Known(), language)
    return reader.suggestions()


def _index(known: Known, kind: str) -> Names:
    """The names of one kind, ready to be found."""
    if kind not in known.indexes:
        known.indexes[kind] = Names(getattr(known, kind))
    return known.indexes[kind]


@dataclass
class _Reader:
    text: str
    reference: date | None
    known: Known
    language: str

    def suggestions(self):
        if self.language not in lexicon.available():
            return [
                self._without_rules(quote) for quote in marks.find_quotes(self.text) if _long_enough(self.text, quote)
            ]
        self.words = lexicon.load(self.language, self.known.taught)
        self.speakers = Speakers(self.text, _index(self.known, "actors"), self.words)
        self.tracks = _index(self.known, "tracks").find(self.text)
        self.issues = _index(self.known, "issues").find(self.text)
        self.dates = find_dates(self.text, self.reference) if self.reference else []
        self.starts = [row[0] for row in self.dates]
        self.agency = _agency(self.text)
        vocabulary = split(self.text).vocabulary
        self.acts = acts_in(vocabulary, self.words)
        self.before = BEFORE if not WORDS_BEFORE.isdisjoint(vocabulary) else None
        self.today = UncertainDate(self.reference.isoformat(), "", self.reference) if self.reference else None
        lists = (self.words.unnamed.anonymity, self.words.unnamed.background, self.words.unnamed.briefings)
        self.openness = [phrases.among(vocabulary) for phrases in lists]
        found, seen = [], set()
        frames = engine.find_frames(self.text, self.words, MOST)
        heard_of = self._hear_all(frames)
        for frame, heard in zip(frames, heard_of, strict=True):
            for piece in frame.pieces:
                if (piece, frame.source) not in seen:
                    seen.add((piece, frame.source))
                    found.append(self._one(frame, piece, heard))
        return found

    def _hear_all(self, frames):
        """Heard of each frame. Within a sentence those told of come before the one who tells of them,
        so that "he" in the next sentence is the teller."""
        order = sorted(range(len(frames)), key=lambda at: (frames[at].sentence[0], not frames[at].nested, at))
        heard = {at: self._hear(frames[at]) for at in order}
        return [heard[at] for at in range(len(frames))]

    def _hear(self, frame):
        if frame.source is None:
            return NOBODY
        heard = self.speakers.hear(*(frame.antecedent or frame.source))
        self._openness(frame, heard.voice)
        self._day(frame, heard.voice)
        return heard

    def _openness(self, frame, voice):
        """Sets the voice's basis from the sentence; what was said openly once is not taken back."""
        sentence = self.text[frame.sentence[0] : frame.sentence[1]]
        flattened = lexicon.flat(sentence) if any(self.openness) else ""
        anonymity, background, briefing = [phrases and phrases.search(sentence, flattened) for phrases in self.openness]
        if voice.unnamed and voice.basis == "on_record":
            voice.basis, voice.basis_words = "anonymous", voice.words
        if voice.document:
            voice.basis, voice.basis_words = "document", voice.words
        if not voice.unnamed and not anonymity:
            return
        senior = briefing and self.words.unnamed.background_titles.search(voice.words, lexicon.flat(voice.words))
        if background or senior:
            voice.basis, voice.basis_words = "background", (background or briefing).group()
        elif anonymity and voice.basis != "background":
            voice.basis, voice.basis_words = "anonymous", anonymity.group()

    def _day(self, frame, voice):
        """Sets the voice's day where the words around the content give one."""
        if self.reference is None:
            return
        explicit = self._day_in_words(frame)
        if explicit is not None:
            voice.said_on = explicit
        elif voice.said_on is None or frame.sentence[0] - voice.last_line > 600:
            voice.said_on = self.today
        voice.last_line = frame.sentence[1]

    def _day_in_words(self, frame):
        outside = [
            value
            for start, end, value in self._dates_between(*frame.sentence)
            if not any(a < end and start < b for a, b in frame.pieces)
        ]
        if outside:
            return outside[-1]
        if frame.cue is None or self.before is None:
            return None
        begin, first = frame.pieces[0][0], max(frame.sentence[0], frame.cue[0] - 40)
        last = begin if frame.cue[1] <= begin else min(frame.sentence[1], frame.cue[1] + 20)
        before = self.before.search(self.text[first:last])
        return UncertainDate(f"/{self.reference.isoformat()}", before.group(), self.reference) if before else None

    def _dates_between(self, start, end):
        first = bisect_left(self.starts, start)
        return [row for row in self.dates[first : bisect_left(self.starts, end, first)] if row[1] <= end]

    def _one(self, frame, piece, heard):
        voice = heard.voice
        content = self.text[piece[0] : piece[1]]
        what, act_words = act(frame.act, content, self.acts)
        basis = "document" if frame.publication else voice.basis
        return Suggestion(
            start=piece[0],
            end=piece[1],
            form=frame.form,
            source=self._span(frame.source),
            cue=self._span(frame.cue),
            speaker=voice.key,
            speaker_words=self._speaker_words(frame, heard),
            basis=basis,
            relayed_by_words=self.text[slice(*frame.relay)] if frame.relay else self.agency,
            act=what,
            tracks=links(self.tracks, piece, frame.sentence),
            issues=links(self.issues, piece, frame.sentence),
            dates=self._dates_between(*piece),
            said_on=voice.said_on,
            rule=frame.rule,
            reason=self._reason(frame, heard, act_words),
            addressee_words=self.text[slice(*frame.addressee)] if frame.addressee else "",
            group=frame.group,
            candidates=voice.candidates,
        )

    def _span(self, place):
        return None if place is None else Span(place[0], place[1], self.text[place[0] : place[1]])

    def _speaker_words(self, frame, heard):
        if frame.source is None:
            return ""
        return heard.voice.words if heard.carried else self.text[slice(*(frame.antecedent or frame.source))].strip(" ,")

    def _reason(self, frame, heard, act_words):
        parts = [
            f"{frame.form} by “{self.text[slice(*frame.cue)]}” ({frame.rule})"
            if frame.cue
            else f"{frame.form}: {frame.rule}"
        ]
        if frame.negation:
            parts.append(f"negated by “{self.text[slice(*frame.negation)]}”: it was not said so")
        parts.extend(frame.notes)
        parts.append(heard.reason)
        if heard.voice.basis_words:
            parts.append(f"{heard.voice.basis} by “{heard.voice.basis_words}”")
        if act_words:
            parts.append(f"act by “{act_words}”")
        return "; ".join(part for part in parts if part)

    def _without_rules(self, quote):
        frame = Frame([(quote.start, quote.end)], "direct", None, None, "quotation marks only")
        return Suggestion(
            quote.start,
            quote.end,
            "direct",
            None,
            None,
            None,
            "",
            "on_record",
            "",
            None,
            [],
            [],
            [],
            None,
            frame.rule,
            f"No attribution rules for language “{self.language}” yet: only quotation marks were looked for",
        )


def _long_enough(text, quote):
    return len(text[quote.start : quote.end].split()) >= 3


def _agency(text):
    """The agency named in the dateline, which relays everything below it."""
    match = AGENCY_IN_DATELINE.search(text[:DATELINE_REACHES])
    return (match.group(1) or match.group(2)).strip() if match else ""
