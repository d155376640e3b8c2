"""The jobs of statements. Found by procrastinate, run by the worker; safe to repeat."""

from time import monotonic

import pghistory
import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext

from tracker.negotiations.models import Negotiation

from .coding.learned import learn_anew
from .coding.lessons import waiting_reports
from .coding.registry import Registry
from .coding.suggest import suggest_statements

log = structlog.get_logger("parley.jobs")

SECONDS = 20  # of a job; then other jobs have their turn
LESS_URGENT_THAN_INTAKE = -20
WHY = "Suggested again with what was taught since"


@app.task(priority=LESS_URGENT_THAN_INTAKE, pass_context=True)
def suggest_again(context: JobContext, negotiation: int, after: int = 0) -> None:
    """Suggest anew in the reports in which suggestions wait, in the order of their numbers, those after `after`. What was
    judged stays; run twice it does no harm."""
    dossier = Negotiation.objects.filter(pk=negotiation).first()
    if dossier is None:
        return
    registry, until = Registry(dossier), monotonic() + SECONDS
    for report in waiting_reports(dossier).filter(pk__gt=after).order_by("pk").iterator(chunk_size=50):
        if context.should_abort() or monotonic() > until:
            start_again(negotiation, after=after)
            return
        with pghistory.context(why=WHY):
            suggest_statements(report, registry=registry)
        after = report.pk


def start_again(negotiation: int, *, after: int = 0) -> None:
    """Have a worker do it; once, however often it is asked before it begins."""
    lock = f"suggest_again_{negotiation}_{after}"
    try:
        with transaction.atomic():
            suggest_again.configure(queueing_lock=lock).defer(negotiation=negotiation, after=after)
    except AlreadyEnqueued:
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="learn_lessons")
def learn_lessons(timestamp: int) -> None:
    """What was reviewed since teaches the suggestions to come."""
    if learned := learn_anew():
        log.info("lessons learned", negotiations=learned)
