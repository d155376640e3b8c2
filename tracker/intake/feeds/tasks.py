"""The jobs of feeds. Found by procrastinate, run by the worker."""

import contextlib

import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import looking

log = structlog.get_logger("parley.feeds")

MOST_AT_ONCE = 100  # feeds in one job; the rest are due a minute later still


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="poll_feeds")
def poll_feeds(timestamp: int) -> None:
    """Look at all feeds that are due. Several workers may: each feed is taken by one."""
    looking.make_states()
    for _ in range(MOST_AT_ONCE):
        feed = looking.claim(timezone.now())
        if feed is None:
            return
        try:
            looking.look(feed)
        except Exception:  # one feed's fault is not the others'; it is due again soon
            log.exception("looking at a feed broke off", feed=feed.pk)


@app.task
def look_at_feed(feed: int) -> None:
    """Look at one feed now, due or not, polled or not."""
    looking.make_states()
    if found := looking.claim(timezone.now(), feed=feed):
        looking.look(found)


def look_now(feed: int) -> None:
    """Have a worker look at it. Asked for twice before it comes about, it is done once."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        look_at_feed.configure(queueing_lock=f"look_at_feed_{feed}").defer(feed=feed)
