"""What the pages of feeds show, in a bounded number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from tracker.negotiations.models import Negotiation

from ..models import Feed, FeedState, ItemStatus, Run
from ..runs.queries import RunRow, tally

FAILS_OFTEN = 5  # looks in a row
RUNS_SHOWN = 20
MOST_FEEDS = 500


@dataclass(frozen=True)
class FeedRow:
    """A feed, how the last look at it went, and what it has brought."""

    feed: Feed
    state: FeedState | None
    reports: int
    waiting: int
    last_run_at: datetime | None

    @property
    def standing(self) -> str:
        """ "paused", "new", "failing", "troubled", "warned" or "well"."""
        if not self.feed.is_active:
            return "paused"
        if self.state is None or (self.state.looked_at is None and not self.state.failures):
            return "new"
        if self.state.failures >= FAILS_OFTEN:
            return "failing"
        if self.state.failures:
            return "troubled"
        return "warned" if self.state.problem else "well"


def feed_rows(negotiation: Negotiation) -> list[FeedRow]:
    """Those in trouble first, then by title."""
    return sorted(
        (_row(feed) for feed in _counted(Feed.objects.filter(negotiation=negotiation))[:MOST_FEEDS]),
        key=lambda row: (row.standing not in ("failing", "troubled"), row.feed.title.casefold()),
    )


def _counted(feeds):
    return feeds.select_related("state", "outlet", "reviewer", "negotiation").annotate(
        n_reports=Count("runs__items__report", distinct=True),
        n_waiting=Count("runs__items", Q(runs__items__status=ItemStatus.NEEDS_LOOK), distinct=True),
        last_run_at=Max("runs__created_at"),
    )


def _row(feed: Feed) -> FeedRow:
    return FeedRow(feed, getattr(feed, "state", None), feed.n_reports, feed.n_waiting, feed.last_run_at)


def feed_row(feed: Feed) -> FeedRow:
    return _row(_counted(Feed.objects.filter(pk=feed.pk)).get())


def runs_of(feed: Feed) -> list[RunRow]:
    """Its newest runs."""
    runs = list(Run.objects.filter(feed=feed).select_related("negotiation").order_by("-pk")[:RUNS_SHOWN])
    tallies = tally(runs)
    return [RunRow(run, tallies[run.pk]) for run in runs]
