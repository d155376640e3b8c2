"""Housekeeping of share links. Found by procrastinate, run by the worker; safe to repeat."""

import structlog
from procrastinate.contrib.django import app

from .guesses import forget_old_guesses

log = structlog.get_logger("parley.jobs")


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="forget_old_guesses")
def forget_guesses(timestamp: int) -> None:
    """Delete the counts of wrong tokens that no limit looks at any more."""
    log.info("old guesses forgotten", rows=forget_old_guesses())
