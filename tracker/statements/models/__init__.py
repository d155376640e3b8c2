from .anchor import Anchor, AnchorFields
from .choices import Act, Basis, Certainty, Form, Stance, Status
from .lesson import Lesson, RuleRecord
from .links import Position, Relay, TrackLink
from .statement import Statement

__all__ = [
    "Act",
    "Anchor",
    "AnchorFields",
    "Basis",
    "Certainty",
    "Form",
    "Lesson",
    "Position",
    "Relay",
    "RuleRecord",
    "Stance",
    "Statement",
    "Status",
    "TrackLink",
]
