"""What becomes of a record."""

import pytest

from tests.intake.runs.material import ends, imported, page, story, upload
from tracker.intake.models import Fingerprint
from tracker.reports.models import Report
from tracker.statements.coding import suggest as coding

pytestmark = pytest.mark.django_db


def test_files_become_reports_with_suggestions(negotiation, researcher):
    run = imported(negotiation, *(upload(n) for n in range(6)), by=researcher)
    assert ends(run) == ["filed"] * 6, [i.reason for i in run.items.all()]
    assert Report.objects.count() == Fingerprint.objects.count() == 6
    assert all(report.entered_by == researcher for report in Report.objects.all())
    assert Report.objects.filter(statements__status="suggested").distinct().count() >= 4


def test_again_is_the_same(negotiation):
    imported(negotiation, story(1), page(2))
    run = imported(negotiation, story(1).replace('"', "”"), page(2))
    assert ends(run) == ["same", "same"]
    assert Report.objects.count() == 2


def test_a_text_on_which_the_engine_fails_is_filed_without_suggestions(negotiation, monkeypatch):
    def fail(*args, **more):
        raise IndexError

    monkeypatch.setattr(coding, "suggest", fail)
    assert ends(imported(negotiation, story(1))) == ["filed"]
    assert not Report.objects.get().statements.exists()
