from .actor import Actor, Kind, Role
from .issue import Issue
from .negotiation import Member, Negotiation, Visibility, Visit
from .proposal import Addressee, Proposal, Provision, Version
from .track import Party, Track, TrackStatus

__all__ = [
    "Actor",
    "Addressee",
    "Issue",
    "Kind",
    "Member",
    "Negotiation",
    "Party",
    "Proposal",
    "Provision",
    "Role",
    "Track",
    "TrackStatus",
    "Version",
    "Visibility",
    "Visit",
]
