"""What the pages of this room show, one function per page."""

from .actor import actor_page, actors_in, actors_overview, negotiations_of
from .issue import issue_page, issues_overview
from .proposal import proposal_page, proposals_overview
from .track import track_page, tracks_overview

__all__ = [
    "actor_page",
    "actors_in",
    "actors_overview",
    "issue_page",
    "issues_overview",
    "negotiations_of",
    "proposal_page",
    "proposals_overview",
    "track_page",
    "tracks_overview",
]
