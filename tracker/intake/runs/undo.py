"""Stopping a run, and taking back what it filed."""

from dataclasses import dataclass, field

import pghistory
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from tracker.history.queries import history_model
from tracker.history.removal import refusal
from tracker.reports.models import Report, Revision
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Statement, Status

from ..entering import turn
from ..models import Fingerprint, Item, ItemStatus, Run
from ..revising import carry_claim
from . import ends

UNDONE = {"status": ItemStatus.UNDONE, "report": None, "revision": None, "reason": "", "alike": []}


@dataclass
class Undone:
    """How many reports and revisions were removed; items of which something stays, and why."""

    removed: int = 0
    kept: list[tuple[Item, str]] = field(default_factory=list)


class Stays(Exception):
    """What was filed cannot be taken back; the message says why."""


def cancel(run: Run, *, by) -> int:
    """Stop a run: what waits is not read any more, what is being read comes to its end. How many were stopped."""
    with transaction.atomic():
        Run.objects.filter(pk=run.pk, cancelled_at=None).update(cancelled_at=timezone.now())
        waiting = Item.objects.filter(run=run, status=ItemStatus.WAITING)
        return waiting.update(changed_at=timezone.now(), **ends.CANCELLED)


def undo(run: Run, *, by) -> Undone:
    """Stop a run and remove the reports it filed and the revisions it added, the last first. What somebody has worked on
    since stays; suggestions that nobody has judged do not count."""
    cancel(run, by=by)
    undone = Undone()
    filed = Item.objects.filter(run=run, status__in=[ItemStatus.FILED, ItemStatus.REVISION]).order_by("-number")
    for pk in filed.values_list("pk", flat=True):
        item = Item.objects.select_related("run__negotiation", "report__negotiation", "revision").get(pk=pk)
        try:
            with pghistory.context(user=by.pk, why=f"Import “{run.label}” undone", run=run.pk), transaction.atomic():
                _take_back(item)
        except Stays as why:
            undone.kept.append((item, str(why)))
        except ProtectedError as error:
            undone.kept.append((item, refusal(error)))
        else:
            undone.removed += 1
    Run.objects.filter(pk=run.pk).update(undone_at=timezone.now())
    return undone


def _take_back(item: Item) -> None:
    turn(item.run.negotiation)
    report = Report.objects.select_for_update().filter(pk=item.report_id).first()
    if report is None:
        ends.write(item, UNDONE)
        return
    if item.status == ItemStatus.FILED:
        _remove_report(report, item)
    else:
        _remove_revision(report, item)
    ends.write(item, UNDONE)


def _remove_report(report: Report, item: Item) -> None:
    if report.revisions.exclude(pk=item.revision_id).exists():
        raise Stays("It has revisions from elsewhere by now.")
    if coded := _coded(report, item):
        raise Stays(f"{coded} statements have been coded in it.")
    if claims := report.claims.count():
        raise Stays(f"{claims} claims have been coded in it.")
    if _was_edited(report, item):
        raise Stays("Somebody has edited it since.")
    report.statements.all().delete()
    report.delete()


def _coded(report: Report, item: Item) -> int:
    """Statements that somebody has worked on; drafts that came with the file are as the run made them."""
    judged = report.statements.exclude(status=Status.SUGGESTED).values_list("pk", flat=True)
    elsewhere = history_model(Statement).objects.filter(pgh_obj_id__in=list(judged))
    return elsewhere.filter(_outside(item)).values("pgh_obj_id").distinct().count()


def _was_edited(report: Report, item: Item) -> bool:
    """Whether its particulars were changed outside of this run."""
    changes = history_model(Report).objects.filter(pgh_obj_id=report.pk, pgh_label="update")
    return changes.filter(_outside(item)).exists()


def _outside(item: Item) -> Q:
    """Changes that its run did not make."""
    return Q(pgh_context__isnull=True) | ~Q(pgh_context__contains={"run": item.run_id})


def _remove_revision(report: Report, item: Item) -> None:
    revision = item.revision
    if revision is None:
        raise Stays("The revision is gone already.")
    if report.revisions.filter(number__gt=revision.number).exists():
        raise Stays("It has newer revisions.")
    before = report.revisions.filter(number__lt=revision.number).latest("number")
    _move_back(report, revision, before)
    _old_title(report, item)
    Fingerprint.objects.filter(revision=revision).delete()
    revision.delete()
    suggest_statements(report, revision=before)


def _move_back(report: Report, revision: Revision, before: Revision) -> None:
    """Statements have their anchors in the older revision still; claims have one anchor, which moves back."""
    report.statements.waiting().delete()
    for statement in report.statements.prefetch_related("anchors"):
        here = [anchor for anchor in statement.anchors.all() if anchor.revision_id == revision.pk]
        if here and len(here) == len(statement.anchors.all()):
            raise Stays("Statements have been coded in this revision.")
        for anchor in here:
            anchor.delete()
    for claim in report.claims.filter(revision=revision):
        if not carry_claim(claim, before):
            raise Stays("Claims have been coded in this revision.")


def _old_title(report: Report, item: Item) -> None:
    """The title before the run changed it, unless somebody has changed it since."""
    rows = history_model(Report).objects.filter(pgh_obj_id=report.pk).order_by("-pgh_id")
    ours = rows.filter(pgh_label="update", pgh_context__item=item.pk).first()
    if ours is None or ours.title != report.title:
        return
    before = rows.filter(pgh_id__lt=ours.pgh_id).first()
    if before and before.title != report.title:
        report.title = before.title
        report.save(update_fields=["title"])
