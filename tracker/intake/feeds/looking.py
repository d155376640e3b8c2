"""Looking at a feed.

1. A due feed is claimed: its next look is put off for as long as a look may take, so that no other worker takes it, and
   one that dies on the way gives it back by itself.
2. The feed is fetched, if it has changed since; read in the sandbox; what is new in it becomes a run.
3. The run, what the server said for next time, and when that is are written in one transaction: nothing is seen and
   forgotten.

A feed that fails is asked less and less often, once a day at least, and is never given up: its list says what is wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import fetching, sandbox
from ..models import Feed, FeedState, Run
from ..readers import feed as feeds
from ..record import Columns, Failed, Record, Refused
from ..runs.starting import Read, start_run
from .news import new_addresses, new_records

log = structlog.get_logger("parley.feeds")

A_LOOK = timedelta(minutes=5)  # takes less than this
LONGEST_WAIT = timedelta(days=1)  # between looks at a feed that fails, unless its own interval is longer
MOST_DOUBLINGS = 12


@dataclass(frozen=True)
class Looked:
    """What a look brought: `run` is None where nothing was new; `problem` in words, for people."""

    run: Run | None = None
    problem: str = ""
    fetched: fetching.Fetched | None = None
    wait: int | None = None  # seconds that the server asks for


def claim(at: datetime, *, feed: int | None = None) -> Feed | None:
    """A feed that is due, or the one of that number whether due or not; None where there is none, or another worker has
    it. It is due again after A_LOOK, should this process not come back."""
    with transaction.atomic():
        states = FeedState.objects.select_for_update(skip_locked=True, of=("self",)).select_related("feed__negotiation")
        due = states.filter(feed=feed) if feed else states.filter(feed__is_active=True, next_look_at__lte=at)
        state = due.order_by("next_look_at").first()
        if state is None:
            return None
        state.next_look_at = at + A_LOOK
        state.save(update_fields=["next_look_at"])
        return state.feed


def make_states() -> None:
    """A state for each feed that has none yet: it is due at once."""
    without = Feed.objects.filter(state=None).values_list("pk", flat=True)
    FeedState.objects.bulk_create(
        [FeedState(feed_id=pk, next_look_at=timezone.now()) for pk in without], ignore_conflicts=True
    )


def look(feed: Feed) -> Looked:
    """Look at a claimed feed, and write down how it went."""
    state = feed.state
    try:
        fetched = fetching.fetch(feed.address, etag=state.etag, last_modified=state.last_modified)
        found = read(fetched) if fetched else []
    except (Refused, Failed) as problem:
        looked = Looked(problem=problem.reason, wait=getattr(problem, "seconds", None))
        _put_off(feed, looked)
        return looked
    return _finish(feed, fetched, found)


def read(fetched: fetching.Fetched) -> list[Record | Refused | Columns]:
    """The feed's stories. Raises Refused where it is no feed, Failed where reading it broke off."""
    if not feeds.recognises(fetched.data):
        raise Refused(_("What stands at this address is no feed."))
    try:
        return sandbox.read_all(fetched.data, content_type=fetched.content_type, url=fetched.address)
    except Refused as refused:
        if refused.reason == feeds.NO_ENTRIES:
            return []
        raise


def _finish(feed: Feed, fetched: fetching.Fetched | None, found: list) -> Looked:
    now = timezone.now()
    with transaction.atomic():
        # Edited or removed meanwhile: what was found belongs to a feed that is no more.
        current = Feed.objects.select_for_update(of=("self",)).filter(pk=feed.pk, address=feed.address).first()
        if current is None:
            return Looked()
        run = _bring_in(current, fetched, found)
        values = {"looked_at": now, "worked_at": now, "failures": 0, "next_look_at": now + current.interval}
        if fetched:
            values |= {
                "etag": fetched.etag,
                "last_modified": fetched.last_modified,
                "problem": "" if current.follows_links else _only_titles(found),
            }
        FeedState.objects.filter(feed=current).update(**values)
    log.info("feed looked at", feed=feed.pk, changed=fetched is not None, run=run and run.pk)
    return Looked(run, fetched=fetched)


def _bring_in(feed: Feed, fetched: fetching.Fetched | None, found: list) -> Run | None:
    """A run of what is new; None where nothing is."""
    if fetched is None:
        return None
    if feed.follows_links:
        addresses, records = new_addresses(feed, found), []
    else:
        addresses, records = [], new_records(feed, [one for one in found if isinstance(one, Record)])
    if not addresses and not records:
        return None
    return start_run(
        negotiation=feed.negotiation,
        by=None,
        label=feed.title,
        addresses=addresses,
        records=[Read(record, original=fetched.data) for record in records],
        feed=feed,
    )


def _only_titles(found: Iterable) -> str:
    """A warning where stories came without their text."""
    count = sum(isinstance(one, Refused) for one in found)
    if not count:
        return ""
    return ngettext(
        "%(count)d story in it has only a title. Let Parley fetch each story's own page: that is set below.",
        "%(count)d stories in it have only a title. Let Parley fetch each story's own page: that is set below.",
        count,
    ) % {"count": count}


def _put_off(feed: Feed, looked: Looked) -> None:
    now = timezone.now()
    with transaction.atomic():
        state = FeedState.objects.select_for_update().filter(feed=feed).first()
        if state is None:
            return
        state.failures += 1
        state.problem, state.looked_at = looked.problem[:500], now
        state.next_look_at = now + wait_after(feed.interval, state.failures, looked.wait)
        state.save()
    log.warning("feed not looked at", feed=feed.pk, failures=state.failures, problem=state.problem)


def wait_after(interval: timedelta, failures: int, asked: int | None = None) -> timedelta:
    """Until the next look at a feed that has failed so often: twice as long each time, and no less than the server
    asks for."""
    doubled = interval * 2 ** min(failures - 1, MOST_DOUBLINGS)
    return max(min(doubled, max(LONGEST_WAIT, interval)), timedelta(seconds=asked or 0))
