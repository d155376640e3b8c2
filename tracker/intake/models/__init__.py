"""What intake keeps of its own: originals, runs and their items, feeds, and what a story is known by."""

from .feed import Feed, FeedState
from .known import Fingerprint, Identity
from .mapping import Mapping
from .original import Original
from .run import Item, ItemStatus, Run

__all__ = ["Feed", "FeedState", "Fingerprint", "Identity", "Item", "ItemStatus", "Mapping", "Original", "Run"]
