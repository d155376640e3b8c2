"""Looking at a report's source again: nothing new, a new version, another text, no address."""

import pytest
from django.urls import reverse

from tests.factories import ReportFactory, StatementFactory
from tracker.intake import fetching
from tracker.intake.fetching import Fetched
from tracker.intake.models import ItemStatus
from tracker.intake.runs.work import work
from tracker.reports.models import CameFrom
from tracker.statements.models import Status

from .material import words

pytestmark = pytest.mark.django_db

PLACE = "https://wire.example/talks/1"
TEXT = words(3)


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=TEXT, title="Round three", url=PLACE)


@pytest.fixture
def look_again(signed_in, researcher, report, monkeypatch):
    """look_again(text): the item of the run that finds this text at the address."""

    def look(text):
        page = f"<!doctype html><html><head><title>Round three</title></head><body><article><p>{text}</p></article></body></html>"
        monkeypatch.setattr(fetching, "fetch", lambda address: Fetched(page.encode(), "text/html", address, "", ""))
        answer = signed_in(researcher).post(reverse("intake:again", args=["talks", report.pk]))
        work()
        report.refresh_from_db()
        run = report.negotiation.import_runs.latest("pk")
        assert answer["Location"] == run.get_absolute_url()
        return run.items.get()

    return look


def test_the_same_text_is_the_same(look_again, report):
    assert look_again(TEXT).status == ItemStatus.SAME
    assert report.revisions.count() == 1


def test_a_changed_text_is_a_revision_to_which_quotes_move(look_again, report):
    quote = TEXT[:40]
    statement = StatementFactory(report=report, words=quote, status=Status.DRAFT)
    item = look_again(TEXT + " The chair asked for a day more.")
    assert (item.status, item.report) == (ItemStatus.REVISION, report)
    newest = report.current
    assert (newest.number, newest.came_from) == (2, CameFrom.ADDRESS)
    assert [piece.revision for piece in statement.pieces] == [newest]
    assert look_again(TEXT + " The chair asked for a day more.").status == ItemStatus.SAME


def test_quite_another_text_needs_a_look(look_again, report):
    item = look_again(words(90))
    assert item.status == ItemStatus.NEEDS_LOOK
    assert "Another text stands at the address" in item.reason
    assert report.revisions.count() == 1


def test_the_page_of_the_report_offers_it(signed_in, researcher, analyst, negotiation, report):
    address = reverse("intake:again", args=["talks", report.pk])
    assert address in signed_in(researcher).get(report.get_absolute_url()).content.decode()
    assert address not in signed_in(analyst).get(report.get_absolute_url()).content.decode()
    without = ReportFactory(negotiation=negotiation)
    assert "Look at the source again" not in signed_in(researcher).get(without.get_absolute_url()).content.decode()
    answer = signed_in(researcher).post(reverse("intake:again", args=["talks", without.pk]), follow=True)
    assert "no address to look at" in answer.content.decode()
