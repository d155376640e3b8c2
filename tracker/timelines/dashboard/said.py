"""What was said, in numbers: from the read side's tables, so that a million statements cost what forty do.

As of an earlier moment the rows are counted, else what is kept by day and by month.
"""

from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tracker.negotiations.models import Negotiation
from tracker.timelines.filters import Filters
from tracker.timelines.models import DayCount, EntryKind, Facet, OnTrack, TotalCount
from tracker.timelines.selection import BOUND, Selection

TAKES_A_POSITION = 3  # as Entry.weight has it


class Said:
    """The published statements of a negotiation as `user` sees them and as was public by then."""

    def __init__(self, negotiation: Negotiation, *, user, public_by: datetime | None, today: date):
        self.negotiation, self.today = negotiation, today
        self.selection = Selection(negotiation, Filters(), user=user, public_by=public_by)
        self.rows = self.selection.rows().filter(kind=EntryKind.STATEMENT)

    @cached_property
    def last_day(self) -> date | None:
        """The last day, up to today, on which something was said."""
        begun = self.rows.filter(first__lte=self.today).order_by(F("first").desc(nulls_last=True))
        return begun.values_list("first", flat=True).first()

    @property
    def latest(self) -> Subquery:
        """The id of a track's newest statement. What is dated to come (somebody was quoted in advance, or a
        slip) is not the latest word."""
        on_track = OnTrack.objects.filter(track_id=OuterRef("pk"), kind=EntryKind.STATEMENT, first__lte=self.today)
        return Subquery(self.selection.by_then(on_track).latest_word_first().values("object_id")[:1])

    @property
    def total(self) -> Coalesce:
        """How many a track has."""
        if self.selection.is_as_of:
            on_track = self.selection.by_then(OnTrack.objects.filter(track_id=OuterRef("pk"), kind=EntryKind.STATEMENT))
            counted = on_track.order_by().values("track_id").annotate(n=Count("object_id"))
        else:
            kept = TotalCount.objects.of(self.negotiation).filter(track=OuterRef("pk"), facet=Facet.KIND)
            counted = kept.filter(value=EntryKind.STATEMENT)
        return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)

    def by_day(self, first: date, last: date) -> dict[tuple[int, date], int]:
        """By track and day, at the earliest day it may have been said."""
        if self.selection.is_as_of:
            unnested = Func(F("tracks"), function="unnest", output_field=IntegerField())
            rows = self.rows.filter(first__gte=first, first__lte=last).order_by().annotate(track=unnested)
            return {(track, day): n for track, day, n in rows.values_list("track", "first").annotate(n=Count("pk"))}
        kept = DayCount.objects.of(self.negotiation).filter(facet=Facet.TRACK, kind=EntryKind.STATEMENT)
        rows = kept.filter(day__gte=first, day__lte=last).values_list("value", "day", "n")
        return {(track, day): n for track, day, n in rows}

    def filed_since(self, moment: datetime) -> list[int]:
        """Ids, the last filed first; BOUND at most."""
        filed = self.rows.filter(filed_at__gt=moment).order_by("-filed_at", "-object_id")
        return list(filed.values_list("object_id", flat=True)[:BOUND])

    def taking_positions(self, most: int) -> QuerySet:
        """Ids of the newest that take a position."""
        return self.rows.filter(weight=TAKES_A_POSITION).newest_first().values_list("object_id", flat=True)[:most]
