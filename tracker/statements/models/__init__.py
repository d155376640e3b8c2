from .anchor import Anchor, AnchorFields
from .choices import Act, Basis, Certainty, Form, Stance, Status
from .lesson import Lesson, RuleRecord
from .lexicon import LexiconWord, WordKind
from .links import Position, Relay, TrackLink
from .statement import Statement
from .utterance import Telling, Utterance

__all__ = [
    "Act",
    "Anchor",
    "AnchorFields",
    "Basis",
    "Certainty",
    "Form",
    "Lesson",
    "LexiconWord",
    "Position",
    "Relay",
    "RuleRecord",
    "Stance",
    "Statement",
    "Status",
    "Telling",
    "TrackLink",
    "Utterance",
    "WordKind",
]
