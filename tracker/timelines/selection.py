"""Which entries the filters let in: the one place where filters become SQL.

Rows come from the read side's tables (models/). As public by a day, or for the reader of a pinned link, an event is what
its claims said by then, which only Python can tell (tracker.events.state): the rows then leave events out, and
`derived_events` has them.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, reduce

from django.db.models import Q

from tracker.negotiations.models import Negotiation, Track

from . import entries
from .filters import FACETS, Filters
from .models import Code, Entry, EntryKind, OnTrack
from .models.entry import NOTHING, EntryQuerySet
from .names import IssueName, issue_names
from .search import matching

BOUND = 50_000  # so many entries are counted one by one; of more it is said that they are more
LARGEST = 2**31 - 1
KINDS = {entries.EVENT: EntryKind.EVENT, entries.PROPOSAL: EntryKind.PROPOSAL, entries.STATEMENT: EntryKind.STATEMENT}
CODES = {"act": Code.ACT, "form": Code.FORM, "basis": Code.BASIS, "certainty": Code.CERTAINTY, "stance": Code.STANCE}


class Selection:
    """What of a negotiation, or of one `track` of it, is let in by `filters`. The caller made sure that `user` sees it."""

    def __init__(
        self,
        negotiation: Negotiation,
        filters: Filters,
        *,
        track: Track | None = None,
        user=None,
        public_by: datetime | None = None,
    ):
        self.negotiation, self.filters, self.track = negotiation, filters, track
        self.user, self.public_by = user, public_by
        link = getattr(user, "share_link", None)
        self.is_shared = link is not None  # its reader sees what it lets in and may not know of anything else
        self.pinned_at = link.pinned_at if link else None

    def under(self, filters: Filters) -> "Selection":
        """The same page under other filters."""
        return Selection(self.negotiation, filters, track=self.track, user=self.user, public_by=self.public_by)

    @cached_property
    def tracks(self) -> dict[int, Track]:
        found = {track.pk: track for track in self.negotiation.tracks.all()}
        for track in found.values():
            track.negotiation = self.negotiation
        return found

    @cached_property
    def issues(self) -> dict[int, IssueName]:
        return issue_names(self.negotiation)

    @property
    def is_as_of(self) -> bool:
        """Whether it is read as of an earlier moment, and so without what is kept for now."""
        return bool(self.public_by or self.pinned_at)

    @property
    def has_kept_counts(self) -> bool:
        """Whether the counts of days and months answer it: nothing but days and one known track is chosen."""
        chosen = {facet for facet in FACETS if self.filters.of(facet)}
        tracks = len(self.filters.of("track")) + bool(self.track)
        is_simple = not self.is_as_of and not self.filters.text and chosen <= {"track"} and tracks <= 1
        return is_simple and self.one_track() != 0

    def one_track(self, asked: Filters | None = None) -> int | None:
        """The id of the one track that is asked for, if it is one; 0 if it is not known."""
        if self.track:
            return self.track.pk
        ids = self.values("track", asked or self.filters)
        return (ids[0] if ids else 0) if ids is not None and len(ids) < 2 else None

    def rows(self, leave_out: Iterable[str] = ()) -> EntryQuerySet:
        """Rows of Entry, or of OnTrack where one track is asked for, under the filters but for those of `leave_out`
        (facets, "text", "dates"). Without order."""
        asked = reduce(Filters.without, leave_out, self.filters)
        track = self.one_track(asked)
        if track is None:
            rows = self._under("tracks__overlap", "track", asked, Entry.objects.of(self.negotiation))
        else:
            rows = OnTrack.objects.filter(track_id=track)
            rows = self._under("tracks__overlap", "track", asked, rows) if self.track else rows
        for column in ("actor", "party"):
            rows = self._under("actors__overlap" if column == "actor" else "parties__overlap", column, asked, rows)
        for column in ("kind", "act", "form", "basis", "certainty", "outlet"):
            rows = self._under(f"{column}__in", column, asked, rows)
        rows = self._taking(asked, rows)
        if asked.text:
            key = "pk" if rows.model is Entry else "entry_id"
            rows = rows.filter(matching(self.negotiation, asked.text, key=key))
        return self.by_then(rows.between(asked.first, asked.last))

    def _under(self, lookup: str, facet: str, asked: Filters, rows):
        values = self.values(facet, asked)
        return rows if values is None else rows.filter(**{lookup: values}) if values else rows.filter(NOTHING)

    def _taking(self, asked: Filters, rows):
        """Issue and stance are met by one and the same position."""
        issues, stances = self.values("issue", asked), self.values("stance", asked)
        if issues is not None and stances is not None:
            takes = [issue * Code.STEP + stance for issue in issues for stance in stances]
            return rows.filter(takes__overlap=takes) if takes else rows.filter(NOTHING)
        rows = self._under("issues__overlap", "issue", asked, rows)
        return self._under("stances__overlap", "stance", asked, rows)

    def by_then(self, rows):
        """Rows of what was there at the moment as of which it is read, events aside."""
        if self.is_as_of:
            rows = rows.exclude(kind=EntryKind.EVENT)
        if self.public_by:
            rows = rows.filter(public_at__lte=self.public_by)
        if self.pinned_at:
            rows = rows.filter(Q(kind=EntryKind.PROPOSAL) | Q(filed_at__lte=self.pinned_at))
        return rows

    def values(self, facet: str, asked: Filters | None = None) -> list[int] | None:
        """The answers to a facet as the tables have them; those unknown are left out. None: it is not asked for."""
        words = (asked or self.filters).of(facet)
        if not words:
            return None
        if facet == "kind":
            return [KINDS[word] for word in words]
        if facet in CODES:
            return [Code.of(CODES[facet], word) for word in words]
        if facet in ("track", "issue"):
            things = self.tracks if facet == "track" else self.issues
            return [thing.pk for thing in things.values() if thing.slug in words]
        return [int(word) for word in words if int(word) <= LARGEST]

    @cached_property
    def derived_events(self) -> list[entries.Entry]:
        """As of an earlier moment, the events of the negotiation or of the track; what lets them in is Filters.failed_by."""
        if not self.is_as_of:
            return []
        read = entries.read_events(
            self.negotiation, tracks=self.tracks, user=self.user, public_by=self.public_by, words=self.filters.words
        )
        return [event for event in read if not self.track or self.track.slug in event.facets["track"]]
