"""The read side's tables: nothing here is written by people, all of it can be rebuilt (`manage.py rebuild_timelines`)."""

from .counts import DayCount, Facet, MonthCount, TotalCount
from .entry import Code, Entry, EntryKind, OnTrack
from .rebuilding import Rebuilding
from .words import Found, Words

__all__ = [
    "Code",
    "DayCount",
    "Entry",
    "EntryKind",
    "Facet",
    "Found",
    "MonthCount",
    "OnTrack",
    "Rebuilding",
    "TotalCount",
    "Words",
]
