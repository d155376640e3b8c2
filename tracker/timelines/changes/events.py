"""What happened to events: their state as told before the day beside their state as told by now."""

from dataclasses import dataclass

from tracker.events.models import Claim, Event
from tracker.events.state import State, derive
from tracker.timelines.entries import events_of
from tracker.timelines.facets import select
from tracker.timelines.models import EntryKind
from tracker.timelines.selection import Selection

from .asked import Asked

MOST = 200


@dataclass(frozen=True)
class EventChange:
    """`before`: what was known of it, None for an event not told of; `claims`: those that are new, oldest report first."""

    event: Event
    before: State | None
    claims: list

    @property
    def after(self) -> State:
        return self.event.state

    @property
    def shown_claims(self) -> list:
        return self.claims[-2:]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def moved(self) -> bool:
        """A step further, or back."""
        return self.before is not None and self.before.step != self.after.step

    @property
    def is_redated(self) -> bool:
        return bool(self.before and self.before.when and str(self.before.when) != str(self.after.when))

    @property
    def is_newly_disputed(self) -> bool:
        return self.after.is_disputed and not (self.before and self.before.is_disputed)

    @property
    def is_settled(self) -> bool:
        return bool(self.before and self.before.is_disputed and not self.after.is_disputed)

    @property
    def is_change(self) -> bool:
        """Told of again without anything new: it is not."""
        return self.is_new or self.moved or self.is_redated or self.is_newly_disputed or self.is_settled


def event_changes(selection: Selection, asked: Asked) -> list[EventChange]:
    """Those of MOST events in the selection, latest told of first; seven queries at most."""
    keys = _told_of(selection, asked)
    if not keys:
        return []
    events = events_of(selection.negotiation, user=selection.user, public_by=selection.public_by, keys=keys)
    order = {pk: place for place, pk in enumerate(keys)}
    return [_change(event, asked) for event in sorted(events, key=lambda event: order[event.pk])]


def _change(event: Event, asked: Asked) -> EventChange:
    known = [claim for claim in event.known_claims if not asked.is_new(claim)]
    fresh = [claim for claim in event.state.claims if asked.is_new(claim)]
    return EventChange(event, derive(known) if known else None, fresh)


def _told_of(selection: Selection, asked: Asked) -> list[int]:
    """Ids of events of the selection of which a new claim tells."""
    claims = Claim.objects.published().public_by(selection.public_by).pinned(selection.user).filter(asked.claims)
    claims = claims.filter(event__negotiation=selection.negotiation).order_by("-report__published_at", "-pk")
    told = list(dict.fromkeys(claims.values_list("event", flat=True)))
    if not told:
        return []
    if selection.is_as_of:
        let_in = {event.pk for event in select(selection.derived_events, selection.filters).entries}
    else:
        rows = selection.rows().filter(kind=EntryKind.EVENT, object_id__in=told)
        let_in = set(rows.values_list("object_id", flat=True))
    return [pk for pk in told if pk in let_in][:MOST]
