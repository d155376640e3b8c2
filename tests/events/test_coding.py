"""Claims on the workbench: made from words, edited, judged."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import ClaimFactory, EventFactory, ReportFactory
from tracker.events.models import Claim, Event
from tracker.statements.models import Status

pytestmark = pytest.mark.django_db

TEXT = "The office said the envoys would meet in Geneva on Monday. It said no more of Geneva."
WORDS = "the envoys would meet in Geneva on Monday"


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2022, 1, 6))


@pytest.fixture
def claim(report):
    return ClaimFactory(event=EventFactory(negotiation=report.negotiation), report=report, words=WORDS, status="draft")


def address(name, *args):
    return reverse(f"events:{name}", args=["talks", *args])


def place(words=WORDS):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "exact": words}


def test_from_selected_words_about_a_new_event(signed_in, researcher, report):
    values = {"event_name": "The envoys meet", "event_kind": "meeting", "step": "confirmed", "when": "Monday"}
    answer = signed_in(researcher).post(address("claim_new", report.pk), {**place(), **values, "place": "Geneva"})
    claim = Claim.objects.get()
    assert answer["Location"].endswith(f"/code/#claim-{claim.pk}")
    assert (claim.exact, claim.status, claim.place) == (WORDS, Status.DRAFT, "Geneva")
    assert (claim.when.edtf, claim.when.words) == ("2022-01-10", "Monday")
    assert claim.event == Event.objects.get(title="The envoys meet", kind="meeting")


def test_the_date_in_the_words_is_proposed(signed_in, researcher, report):
    form = signed_in(researcher).get(address("claim_new", report.pk), place()).context["form"]
    assert form.initial["when"].edtf == "2022-01-10"


def test_about_an_event_on_file(signed_in, researcher, report):
    event = EventFactory(negotiation=report.negotiation, title="Geneva meeting")
    values = {"event_name": "geneva  meeting", "step": "held"}
    signed_in(researcher).post(address("claim_new", report.pk), {**place(), **values})
    assert Claim.objects.get().event == event


def test_pasted_words_are_found(signed_in, researcher, report):
    client = signed_in(researcher)
    page = client.get(address("claim_new", report.pk), {"quote": WORDS}).content.decode()
    assert f'name="start" value="{TEXT.index(WORDS)}"' in page
    twice = client.get(address("claim_new", report.pk), {"quote": "Geneva"})
    assert twice.status_code == 422
    assert twice.content.decode().count("?start=") == 2
    assert "do not stand" in client.get(address("claim_new", report.pk), {"quote": "Vienna"}).content.decode()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"event_name": "Unknown", "event_kind": ""}, "No event is called"),
        ({"event_name": ""}, "required"),
        ({"when": "when pigs fly"}, "not understood"),
        ({"aspect": "duration"}, "or neither"),
        ({"statement": "999999"}, "no statement of that number"),
        ({"step": "dreamt"}, "valid choice"),
        ({"exact": "OTHER"}, "not the newest"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(signed_in, researcher, report, values, message):
    sent = {**place(), "event_name": "E", "event_kind": "call", "step": "held", "place": "typed here", **values}
    answer = signed_in(researcher).post(address("claim_new", report.pk), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Claim.objects.exists()
    if "exact" not in values:
        assert "typed here" in answer.content.decode()


def test_edit_and_conflict(signed_in, researcher, claim):
    sent = {"version": 1, "event_name": claim.event.title, "step": "held", "place": "Vienna"}
    assert signed_in(researcher).post(address("claim_edit", claim.pk), sent).status_code == 302
    claim.refresh_from_db()
    assert (claim.step, claim.place, claim.exact) == ("held", "Vienna", WORDS)
    assert signed_in(researcher).post(address("claim_edit", claim.pk), sent).status_code == 409


@pytest.mark.parametrize(
    ("role", "before", "to", "after"),
    [
        ("researcher", "draft", "published", "draft"),
        ("researcher", "draft", "rejected", "rejected"),
        ("reviewer", "draft", "published", "published"),
        ("reviewer", "published", "draft", "draft"),
        ("reviewer", "draft", "nonsense", "draft"),
    ],
)
def test_who_may_judge(signed_in, request, claim, role, before, to, after):
    Claim.objects.update(status=before)
    signed_in(request.getfixturevalue(role)).post(address("claim_judge", claim.pk), {"to": to})
    claim.refresh_from_db()
    assert claim.status == after


def test_published_ones_are_edited_by_reviewers(signed_in, researcher, reviewer, claim):
    Claim.objects.update(status="published")
    assert signed_in(researcher).get(address("claim_edit", claim.pk)).status_code == 403
    assert signed_in(reviewer).get(address("claim_edit", claim.pk)).status_code == 200


def test_by_htmx_the_list_comes_back(signed_in, reviewer, claim):
    answer = signed_in(reviewer).post(
        address("claim_judge", claim.pk), {"to": "published"}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Retarget"] == "#claims"
    assert "s-card-published" in answer.content.decode()


def test_analysts_code_nothing_and_strangers_find_nothing(signed_in, analyst, stranger, restricted, claim):
    assert signed_in(analyst).get(address("claim_new", claim.report.pk)).status_code == 403
    hidden = ClaimFactory(event=EventFactory(negotiation=restricted))
    for name in ("claim_edit", "claim_judge"):
        secret = reverse(f"events:{name}", args=["back-channel", hidden.pk])
        assert signed_in(stranger).post(secret, {"to": "published"}).status_code == 404


def test_the_workbench_lists_them(signed_in, researcher, claim):
    page = signed_in(researcher).get(reverse("statements:workbench", args=["talks", claim.report.pk]))
    assert f'id="claim-{claim.pk}"' in page.content.decode()
