"""The jobs of statements. Found by procrastinate, run by the worker; safe to repeat."""

import structlog
from procrastinate.contrib.django import app

from .coding.learned import learn_anew

log = structlog.get_logger("parley.jobs")


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="learn_lessons")
def learn_lessons(timestamp: int) -> None:
    """What was reviewed since teaches the suggestions to come."""
    if learned := learn_anew():
        log.info("lessons learned", negotiations=learned)
