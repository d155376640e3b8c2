from .anchor import Anchor, AnchorFields
from .choices import Act, Basis, Certainty, Form, Stance, Status
from .lesson import Lesson
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
    "Stance",
    "Statement",
    "Status",
    "TrackLink",
]
