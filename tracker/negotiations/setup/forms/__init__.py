"""Forms for a dossier's own furniture."""

from .actor import ActorForm
from .negotiation import MembersForm, NegotiationForm
from .places import IssueForm, TrackForm
from .proposal import ProposalForm, VersionForm

__all__ = ["ActorForm", "IssueForm", "MembersForm", "NegotiationForm", "ProposalForm", "TrackForm", "VersionForm"]
