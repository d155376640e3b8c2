"""Who said what: a text and the names of a dossier in, proposed statements out.

Rules and word lists only, no parser, no model, no database; the same text gives the same answer.
They are few and know it. Found: quotations of every common kind with the speaker named by a
cue before, after or inverted, also split ("A," he said. "B") or carried over; "X said that ...",
"X called on Y to ...", "X informed Y of ...", "according to X", "X's claim that ..."; "the official" and
pronouns as the last fitting mention. Not found: speech without a cue and without marks, cues in
another sentence, most noun cues ("in his view"), irony; see docs/attribution.md.
"""

from .model import Known, KnownName, Link, Offer, Span, Suggestion
from .suggestions import suggest
from .taught import Taught, forms_of

__all__ = ["Known", "KnownName", "Link", "Offer", "Span", "Suggestion", "Taught", "forms_of", "suggest"]
