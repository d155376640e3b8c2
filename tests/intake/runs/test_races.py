"""The same files again and again, and by many at once: what is on file stays as it is."""

import threading
import traceback

import pytest
from django.db import connections

from tests.factories import OutletFactory, ReportFactory
from tests.intake.runs.material import imported, story, upload
from tests.intake.runs.test_feeds import record
from tracker.intake.models import Feed, Fingerprint, Identity, Item, Original
from tracker.intake.revising import add_revision
from tracker.intake.runs.decide import NotNow, dismiss, file_as_new
from tracker.intake.runs.starting import Read, Upload, start_run
from tracker.intake.runs.work import work
from tracker.reports.models import Outlet, Report, Revision
from tracker.statements.models import Anchor, Statement

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = (Report, Revision, Outlet, Statement, Anchor, Fingerprint, Identity, Original)
FILES = 9


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def at_once(*actions):
    """Run each in a thread with a connection of its own, all let go at the same moment; what they raised."""
    gate, raised = threading.Barrier(len(actions)), []

    def run(action):
        try:
            gate.wait(60)
            action()
        except Exception as problem:
            raised.append(problem)
            traceback.print_exc()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    return raised


def handed_in(negotiation, files):
    work(run=start_run(negotiation=negotiation, by=None, label="Files", files=files))


def test_the_same_files_three_times_then_by_six_at_once(negotiation):
    files = [upload(n) for n in range(FILES)]
    handed_in(negotiation, files)
    before = counts()
    assert before["Report"] == FILES
    for _ in range(2):
        handed_in(negotiation, files)
    assert counts() == before
    assert at_once(*[lambda: handed_in(negotiation, files)] * 6) == []
    assert counts() == before
    assert not Item.objects.unfinished().exists()


def test_new_files_by_four_at_once(negotiation):
    files = [upload(n) for n in range(6)]
    assert at_once(*[lambda: handed_in(negotiation, files)] * 4) == []
    assert counts() == counts() | {"Report": 6, "Revision": 6, "Fingerprint": 6, "Original": 6}
    assert sorted(Item.objects.values_list("status", flat=True)) == ["filed"] * 6 + ["same"] * 18


def test_workers_share_a_run(negotiation):
    run = start_run(negotiation=negotiation, by=None, label="Files", files=[upload(n) for n in range(8)])
    assert at_once(*[lambda: work()] * 3) == []
    assert set(run.items.values_list("status", "attempts")) == {("filed", 1)}
    assert Report.objects.count() == 8


@pytest.mark.parametrize("seed", range(2))
def test_two_alike_at_once_one_is_held(negotiation, seed):
    """Neither is filed unseen by the other."""
    texts = [story(seed, sentences=20), story(seed, sentences=20) + "A line was added."]
    runs = [
        start_run(negotiation=negotiation, by=None, label="One", files=[Upload("a.txt", text.encode())])
        for text in texts
    ]
    assert at_once(*[lambda run=run: work(run=run) for run in runs]) == []
    assert sorted(Item.objects.values_list("status", flat=True)) == ["filed", "needs_look"]


@pytest.mark.parametrize("seed", range(2))
def test_one_story_changed_by_two_polls_at_once(negotiation, seed):
    feed = Feed.objects.create(
        negotiation=negotiation, address="https://ministry.example/feed", title="Releases", outlet=OutletFactory()
    )

    def brought(*texts):
        reads = [Read(record("a", text=text)) for text in texts]
        work(run=start_run(negotiation=negotiation, by=None, label="Poll", feed=feed, records=reads))

    brought(story(seed))
    changed = story(seed) + "Corrected."
    assert at_once(lambda: brought(changed), lambda: brought(changed)) == []
    assert [revision.number for revision in Report.objects.get().revisions.all()] == [1, 2]
    assert sorted(Item.objects.values_list("status", flat=True)) == ["filed", "revision", "same"]


def test_two_decide_at_once(negotiation, researcher):
    imported(negotiation, story(1, sentences=20))
    item = imported(negotiation, story(1, sentences=20) + "A line was added.").items.get()
    raised = at_once(lambda: file_as_new(item, by=researcher), lambda: dismiss(item, by=researcher))
    item.refresh_from_db()
    # Set aside first, it can be filed still; filed first, it cannot be set aside.
    assert item.status == "filed"
    assert [type(one) for one in raised] in ([], [NotNow])
    assert Report.objects.count() == 2


def test_two_revisions_of_a_report_at_once(negotiation):
    report = ReportFactory(negotiation=negotiation)
    at = [lambda text=text: add_revision(report, text, came_from="paste") for text in ("One text.", "Another text.")]
    assert at_once(*at) == []
    assert [revision.number for revision in report.revisions.all()] == [1, 2, 3]
