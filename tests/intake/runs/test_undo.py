"""Stopping a run, and taking it back."""

import pghistory
import pytest

from tests.factories import ClaimFactory, EventFactory, StatementFactory
from tests.intake.runs.material import ends, imported, story
from tracker.events.models import Claim
from tracker.intake.models import Fingerprint, Identity, Item, ItemStatus
from tracker.intake.runs.starting import Upload, start_run
from tracker.intake.runs.undo import cancel, undo
from tracker.intake.runs.work import work
from tracker.reports.models import Report, Revision
from tracker.statements.models import Status

from .test_feeds import brought, record

pytestmark = pytest.mark.django_db


def test_a_cancelled_run_stops_at_once(negotiation, researcher):
    files = [Upload(f"{n}.txt", story(n).encode()) for n in range(3)]
    run = start_run(negotiation=negotiation, by=researcher, label="Files", files=files)
    assert cancel(run, by=researcher) == 3
    work()
    assert ends(run) == ["cancelled"] * 3
    assert not Report.objects.exists()


def test_what_is_being_read_when_a_run_is_cancelled_is_not_read_again(negotiation, researcher):
    """Its worker died: whoever finds it sees that the run was stopped."""
    run = start_run(negotiation=negotiation, by=researcher, label="Files", files=[Upload("1.txt", story(1).encode())])
    Item.objects.update(status=ItemStatus.READING)
    cancel(run, by=researcher)
    work()
    assert ends(run) == ["cancelled"]


def test_undo_removes_what_nobody_has_worked_on(negotiation, researcher):
    kept = imported(negotiation, story(9))
    run = imported(negotiation, *(story(n) for n in range(4)))
    undone = undo(run, by=researcher)
    assert (undone.removed, undone.kept) == (4, [])
    assert ends(run) == ["undone"] * 4
    run.refresh_from_db()
    assert run.undone_at
    assert [Report.objects.get()] == [item.report for item in kept.items.all()]
    assert Fingerprint.objects.count() == 1


@pytest.mark.parametrize("what", ["statement", "claim", "edit", "revision"])
def test_undo_keeps_what_was_worked_on_and_says_why(negotiation, researcher, what):
    run = imported(negotiation, story(1), story(2))
    report = run.items.get(number=1).report
    with pghistory.context(user=researcher.pk):
        _worked_on(report, what)
    undone = undo(run, by=researcher)
    assert undone.removed == 1
    ((item, why),) = undone.kept
    assert (item.number, bool(why)) == (1, True)
    assert ends(run) == ["filed", "undone"]
    assert Report.objects.get() == report


def test_undone_files_can_be_imported_again(negotiation, researcher):
    undo(imported(negotiation, story(1)), by=researcher)
    assert ends(imported(negotiation, story(1))) == ["filed"]


def test_a_revision_is_taken_back_with_title_anchors_and_suggestions(negotiation, researcher, feed):
    first = brought(feed, record("guid-1", text=story(1)))
    report = first.items.get().report
    statement = StatementFactory(report=report, status=Status.DRAFT, words="prepared to go on with item 1")
    claim = _claim(report)
    again = brought(feed, record("guid-1", title="Another title", text=f"Added later.\n{story(1)}"))
    assert ends(again) == ["revision"], again.items.get().reason
    claim.refresh_from_db()
    assert (claim.revision.number, statement.anchors.count()) == (2, 2)
    assert undo(again, by=researcher).removed == 1
    report.refresh_from_db()
    claim.refresh_from_db()
    assert (report.title, claim.revision.number, statement.anchors.count()) == ("The talks", 1, 1)
    assert report.revisions.count() == 1
    assert report.statements.waiting().exists()
    # The feed sends it still: that is known.
    assert ends(brought(feed, record("guid-1", title="Another title", text=f"Added later.\n{story(1)}"))) == ["same"]


def test_what_a_feed_brings_again_after_undo_stays_undone(negotiation, researcher, feed):
    run = brought(feed, record("guid-1"))
    assert undo(run, by=researcher).removed == 1
    assert not Identity.objects.exists()
    assert ends(brought(feed, record("guid-1"))) == ["dismissed"]
    assert not Report.objects.exists()


def _worked_on(report, what):
    if what == "statement":
        StatementFactory(report=report, status=Status.DRAFT, words="talks")
    elif what == "claim":
        _claim(report)
    elif what == "edit":
        report.byline = "N. N."
        report.save()
    else:
        Revision.objects.create(report=report, number=2, text="Other words.", content_hash="0" * 64)


def _claim(report):
    words = "of the talks ends"
    claim = ClaimFactory(event=EventFactory(negotiation=report.negotiation), report=report, words=words)
    return Claim.objects.get(pk=claim.pk)
