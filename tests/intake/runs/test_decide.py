"""What people decide about items."""

from datetime import UTC, datetime

import pytest

from tests.factories import OutletFactory, ReportFactory
from tests.intake.runs.material import ends, imported, story
from tracker.history.queries import changes
from tracker.intake.forms import NewReportForm
from tracker.intake.runs import decide
from tracker.intake.runs.work import work
from tracker.reports.models import Report
from tracker.statements.coding.registry import Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def alike(negotiation):
    """A report, and an item that is much like it."""
    report = imported(negotiation, story(1, sentences=20)).items.get().report
    item = imported(negotiation, story(1, sentences=20) + "A line was added in the evening.").items.get()
    assert item.status == "needs_look"
    return report, item


def test_what_is_alike_is_shown_with_the_kind_of_likeness(alike):
    report, item = alike
    assert [(one["report"], one["relation"]) for one in item.alike] in (
        [(report.pk, "same text")],
        [(report.pk, "update of")],
    )
    assert str(report) in item.reason


def test_filed_as_new_all_the_same(alike, researcher):
    item = decide.file_as_new(alike[1], by=researcher)
    assert (item.status, item.report.entered_by, item.record) == ("filed", researcher, None)
    assert Report.objects.count() == 2
    assert item.report.statements.waiting().exists()


def test_filed_as_a_revision(alike, researcher):
    report, item = alike
    item = decide.file_as_revision(item, report, by=researcher)
    assert (item.status, item.report, item.revision.number) == ("revision", report, 2)
    assert Report.objects.count() == 1
    assert report.current.file_name == "1.txt"


def test_the_same(alike, researcher):
    report, item = alike
    item = decide.same_as(item, report, by=researcher)
    assert (item.status, item.report) == ("same", report)
    assert report.revisions.count() == 1


def test_set_aside_and_taken_up_again(alike, researcher):
    item = decide.dismiss(alike[1], by=researcher)
    assert item.status == "dismissed"
    assert decide.file_as_new(item, by=researcher).status == "filed"


def test_the_second_of_two_who_decide_is_told(alike, researcher):
    decide.dismiss(alike[1], by=researcher)
    decide.file_as_new(alike[1], by=researcher)
    with pytest.raises(decide.NotNow, match="decided meanwhile"):
        decide.same_as(alike[1], alike[0], by=researcher)


def test_a_text_filed_meanwhile_is_the_same(alike, negotiation, researcher):
    other = ReportFactory(negotiation=negotiation, text=story(1, sentences=20) + "A line was added in the evening.")
    item = decide.file_as_new(alike[1], by=researcher)
    assert (item.status, item.report) == ("same", other)


def test_a_revision_with_anothers_text_is_refused(alike, negotiation, researcher):
    ReportFactory(negotiation=negotiation, text=story(1, sentences=20) + "A line was added in the evening.")
    with pytest.raises(decide.NotNow, match="Its text is that of"):
        decide.file_as_revision(alike[1], alike[0], by=researcher)


def test_what_is_missing_is_given_in_a_form(negotiation, researcher):
    item = imported(negotiation, "The two sides met again, and nobody said when or where.").items.get()
    assert item.status == "needs_look"
    assert "when it was published" in item.reason
    assert "who published it" in item.reason
    with pytest.raises(decide.Incomplete):
        decide.file_as_new(item, by=researcher)
    wire = OutletFactory(name="Example Wire")
    data = {
        "title": "The two sides met",
        "outlet_name": "Example Wire",
        "published": "2021-03-03T18:04",
        "zone": "UTC",
        "language": "en",
        "kind": "news",
        "credibility": "6",
        "came_from": "file",
        "text": decide.record_of(item).text,
    }
    form = NewReportForm(data, registry=Registry(negotiation))
    assert form.is_valid(), form.errors
    item = decide.file_as_new(item, by=researcher, form=form)
    assert (item.status, item.report.outlet) == ("filed", wire)
    assert item.report.published_at == datetime(2021, 3, 3, 18, 4, tzinfo=UTC)
    assert changes(item.report)[0].why == "Filed as a report of its own"


def test_tried_again(negotiation, researcher):
    item = imported(negotiation, story(1)).items.get()
    type(item).objects.update(status="failed", reason="The machine was switched off.", report=None, revision=None)
    assert decide.retry(item, by=researcher).status == "waiting"
    work()
    assert ends(item.run) == ["same"]
    with pytest.raises(decide.NotNow):
        decide.retry(item, by=researcher)


def test_a_cancelled_item_can_be_tried_again(negotiation, researcher):
    item = imported(negotiation, story(1)).items.get()
    type(item).objects.update(status="cancelled", report=None, revision=None)
    type(item.run).objects.update(cancelled_at=datetime(2021, 3, 3, tzinfo=UTC))
    decide.retry(item, by=researcher)
    work()
    assert ends(item.run) == ["same"]


def test_an_address_that_was_none_cannot_be_tried_again(negotiation, researcher):
    run = imported(negotiation, addresses=["nonsense"])
    with pytest.raises(decide.NotNow, match="Nothing is left"):
        decide.retry(run.items.get(), by=researcher)
