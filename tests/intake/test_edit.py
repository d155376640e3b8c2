"""Putting a report right: particulars, and a changed text as a new revision."""

import pytest
from django.urls import reverse

from tests.factories import ClaimFactory, EventFactory, ReportFactory, StatementFactory
from tracker.reports.models import Report, Revision

pytestmark = pytest.mark.django_db

TEXT = (
    "The envoy said the draft was a basis for work. The draft was a surprise to the others. "
    "The talks would open in Geneva on Monday, said the office of the mediator."
)


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=TEXT, title="Before")


@pytest.fixture
def address(report):
    return reverse("intake:edit", args=["talks", report.pk])


def sent(report, **values):
    return {
        "version": report.version,
        "title": "After",
        "outlet_name": report.outlet.name,
        "published": "2022-01-10T15:00",
        "zone": "UTC",
        "language": "en",
        "kind": "readout",
        "credibility": "2",
        "text": TEXT,
        **values,
    }


def test_the_form_holds_what_is_filed(signed_in, researcher, address):
    page = signed_in(researcher).get(address).content.decode()
    for value in ("Before", "2022-01-10 15:00", "basis for work", "GENEVA"):
        assert value in page


def test_particulars_alone_make_no_revision(signed_in, researcher, report, address):
    answer = signed_in(researcher).post(address, sent(report, text=TEXT.replace(" ", "\r\n")))
    assert answer["Location"] == report.get_absolute_url()
    report.refresh_from_db()
    assert (report.title, report.kind, report.credibility) == ("After", "readout", 2)
    assert Revision.objects.get().text == TEXT


def test_quotes_move_to_the_new_revision_or_are_said_to_be_lost(signed_in, researcher, report, address):
    kept = StatementFactory(report=report, words="the draft was a basis for work")
    gone = StatementFactory(report=report, words="a surprise to the others")
    claim = ClaimFactory(event=EventFactory(negotiation=report.negotiation), report=report, words="open in Geneva")
    new = "CORRECTED. " + TEXT.replace("a surprise to the others", "no surprise at all")
    answer = signed_in(researcher).post(address, sent(report, text=new), follow=True)
    assert "need a look" in answer.content.decode()
    revision = Revision.objects.get(number=2)
    assert revision.text == new
    (piece,) = kept.pieces
    assert (piece.revision, piece.start) == (revision, TEXT.index(piece.exact) + 11)
    assert gone.pieces[0].revision.number == 1
    assert gone.quote == "a surprise to the others"
    claim.refresh_from_db()
    assert (claim.revision, claim.exact) == (revision, "open in Geneva")


def test_a_text_that_is_filed_elsewhere_is_refused(signed_in, researcher, report, address):
    other = ReportFactory(negotiation=report.negotiation, text="Another text, word for word.")
    answer = signed_in(researcher).post(address, sent(report, text="Another text,  word for word."))
    assert answer.status_code == 422
    assert other.get_absolute_url() in answer.content.decode()
    report.refresh_from_db()
    assert report.title == "Before"


@pytest.mark.parametrize(
    ("values", "message"),
    [({"title": ""}, "required"), ({"text": " "}, "no text"), ({"published": "soon"}, "Write day and time")],
)
def test_what_is_wrong_is_said_and_nothing_lost(signed_in, researcher, report, address, values, message):
    answer = signed_in(researcher).post(address, sent(report, byline="typed", why="because", **values))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert 'value="typed"' in page
    assert 'value="because"' in page


def test_the_second_of_two_editors_sees_both_texts(signed_in, researcher, report, address):
    Report.objects.filter(pk=report.pk).update(title="The first editor's title")
    answer = signed_in(researcher).post(address, sent(report, title="The second editor's title"))
    assert answer.status_code == 409
    assert "The first editor" in answer.content.decode()
    report.refresh_from_db()
    assert report.title == "The first editor's title"
    again = sent(report, title="The second editor's title", version=report.version)
    assert signed_in(researcher).post(address, again).status_code == 302


def test_a_form_without_version_is_refused(signed_in, researcher, report, address):
    values = sent(report)
    del values["version"]
    assert signed_in(researcher).post(address, values).status_code == 422


def test_who_may(signed_in, analyst, reader, stranger, restricted, report, address):
    assert signed_in(analyst).get(address).status_code == 403
    assert signed_in(reader).get(address).status_code == 404
    hidden = ReportFactory(negotiation=restricted)
    secret = reverse("intake:edit", args=["back-channel", hidden.pk])
    assert signed_in(stranger).post(secret, sent(hidden)).status_code == 404
