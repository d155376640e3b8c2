"""From names and posts, tabled texts, events and lessons to what a statement may be linked to. No database; see linker.py."""

from .articles import Text
from .lessons import Example, Lesson, learn
from .linker import Knowledge, Linker
from .occasions import Occasion
from .roles import Held

__all__ = ["Example", "Held", "Knowledge", "Lesson", "Linker", "Occasion", "Text", "learn"]
