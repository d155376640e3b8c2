"""Claims that the rules suggest on the workbench: shown, accepted, edited, rejected, taken back."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    ParticipantFactory,
    ReportFactory,
    RevisionFactory,
    StatementFactory,
    TrackFactory,
)
from tracker.events.coding import suggested
from tracker.events.models import Claim, Event, EventTrack, Participant, Verdict
from tracker.negotiations.models import Actor, Kind
from tracker.statements.models import Status

pytestmark = pytest.mark.django_db

TEXT = (
    "BERN, 6 January 2022 (Example Wire) - Mara Lindqvist and Otto Brandt met in Geneva on Tuesday for about two hours.\n"
    "The Working Group will meet again in Bern on 20 January, the office said.\n"
    "Nothing else was agreed."
)


@pytest.fixture
def report(negotiation):
    for name in ("Mara Lindqvist", "Otto Brandt"):
        ActorFactory(name=name, kind=Kind.PERSON)
    TrackFactory(negotiation=negotiation, name="Working Group")
    return ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2022, 1, 6))


def address(report, name="claim_decide"):
    return reverse(f"events:{name}", args=["talks", report.pk])


def bench(client, report):
    return client.get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()


def waiting(report):
    return suggested.suggestions(report).shown


def test_they_are_read_from_the_text_and_no_row_is_made(signed_in, researcher, report):
    met, coming = waiting(report)
    page = bench(signed_in(researcher), report)
    assert (met.found.kind, met.found.step, met.found.when.edtf, met.found.place) == (
        "meeting",
        "held",
        "2022-01-04",
        "Geneva",
    )
    assert [actor.name for actor in met.actors] == ["Mara Lindqvist", "Otto Brandt"]
    assert (coming.found.step, coming.found.when.edtf) == ("confirmed", "2022-01-20")
    assert "New event" in page
    assert met.found.reason in page
    assert not Event.objects.exists()
    assert not Claim.objects.exists()
    assert not Verdict.objects.exists()


def test_one_key_makes_the_claim_and_its_event_as_shown(signed_in, researcher, report):
    met, coming = waiting(report)
    statement = StatementFactory(report=report, status="draft", words="met in Geneva on Tuesday")
    met = waiting(report)[0]
    answer = signed_in(researcher).post(address(report), {"accept": met.token})
    claim = Claim.objects.get()
    assert answer["Location"].endswith(f"/code/#claim-{claim.pk}")
    assert (claim.status, claim.step, claim.when.edtf, claim.place) == (Status.DRAFT, "held", "2022-01-04", "Geneva")
    assert (claim.aspect, claim.value) == ("duration", "about two hours")
    assert claim.statement == statement
    assert claim.exact == met.exact == TEXT[claim.start : claim.end]
    assert claim.event.title == met.found.title
    assert [seat.actor.name for seat in Participant.objects.all()] == ["Mara Lindqvist", "Otto Brandt"]
    assert [one.key for one in waiting(report)] == [coming.key]
    signed_in(researcher).post(address(report), {"accept": waiting(report)[0].token})
    assert EventTrack.objects.get().track.name == "Working Group"


def test_an_event_on_file_is_recognised(signed_in, researcher, report):
    event = EventFactory(negotiation=report.negotiation, kind="meeting", title="Envoys in Geneva")
    earlier = ReportFactory(
        negotiation=report.negotiation, text="They will meet on 4 January.", dateline_day=date(2022, 1, 2)
    )
    ClaimFactory(
        event=event, report=earlier, words="meet on 4 January", step="confirmed", when="2022-01-04", status="draft"
    )
    for actor in Actor.objects.filter(name__in=["Mara Lindqvist", "Otto Brandt"]):
        ParticipantFactory(event=event, actor=actor)
    met = waiting(report)[0]
    assert met.event == event
    assert "the day, who takes part" in met.found.reason
    signed_in(researcher).post(address(report), {"accept": met.token})
    assert Claim.objects.filter(event=event, report=report).exists()
    assert Event.objects.count() == 1


def test_rejected_ones_do_not_come_again_in_any_revision(signed_in, researcher, report):
    met, coming = waiting(report)
    signed_in(researcher).post(address(report), {"reject": met.token})
    assert [one.key for one in waiting(report)] == [coming.key]
    RevisionFactory(report=report, number=2, text=TEXT.replace("BERN,", "GENEVA and BERN,"))
    assert [one.key for one in waiting(report)] == [coming.key]
    assert Verdict.objects.get().claim is None


def test_the_form_begins_with_what_is_suggested_and_saving_it_decides(signed_in, researcher, report):
    met = waiting(report)[0]
    client = signed_in(researcher)
    asked = {"start": met.found.start, "end": met.found.end, "suggestion": met.token}
    page = client.get(address(report, "claim_new"), asked)
    form = page.context["form"]
    assert (form.initial["step"], form.initial["event_kind"]) == ("held", "meeting")
    assert met.token in page.content.decode()
    sent = {
        "event_name": "Envoys in Geneva",
        "event_kind": "meeting",
        "step": "held",
        "when": "2022-01-04",
        "place": "Geneva",
    }
    client.post(address(report, "claim_new"), {**asked, **sent})
    verdict = Verdict.objects.get()
    assert (verdict.claim.event.title, verdict.new_event, verdict.by) == (
        "Envoys in Geneva",
        verdict.claim.event,
        researcher,
    )
    assert met.key not in [one.key for one in waiting(report)]


def test_taking_back_removes_what_was_made(signed_in, researcher, reviewer, report):
    met, coming = waiting(report)
    client = signed_in(researcher)
    client.post(address(report), {"accept": met.token})
    client.post(address(report), {"reject": coming.token})
    signed_in(reviewer).post(address(report), {"back": "1"})
    assert Verdict.objects.count() == 2, "another person's decisions stay"
    client = signed_in(researcher)
    client.post(address(report), {"back": "1"})
    client.post(address(report), {"back": "1"})
    assert not Claim.objects.exists()
    assert not Event.objects.exists()
    assert not Verdict.objects.exists()
    assert [one.key for one in waiting(report)] == [met.key, coming.key]
    answer = client.post(address(report), {"back": "1"}, headers={"HX-Request": "true"})
    assert "decided on no suggestion" in answer.content.decode()


def test_what_was_changed_since_is_not_taken_back(signed_in, researcher, report):
    client = signed_in(researcher)
    client.post(address(report), {"accept": waiting(report)[0].token})
    claim = Claim.objects.get()
    claim.place = "Geneva, lakeside"
    claim.save()
    answer = client.post(address(report), {"back": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "changed since" in answer.content.decode()
    assert Claim.objects.exists()


def test_an_event_of_which_others_tell_stays_when_taken_back(signed_in, researcher, report):
    client = signed_in(researcher)
    client.post(address(report), {"accept": waiting(report)[0].token})
    event = Event.objects.get()
    other = ClaimFactory(event=event, report=report, words="Nothing else was agreed", status="draft")
    client.post(address(report), {"back": "1"})
    assert list(Claim.objects.all()) == [other]
    assert Event.objects.get() == event


def test_what_is_no_longer_as_it_was_shown_is_refused(signed_in, researcher, report):
    client = signed_in(researcher)
    met = waiting(report)[0]
    client.post(address(report), {"accept": met.token})
    for decision in ("accept", "reject"):
        answer = client.post(address(report), {decision: met.token}, headers={"HX-Request": "true"})
        assert answer.status_code == 409
        assert "somebody has decided on it" in answer.content.decode()
    assert Claim.objects.count() == 1
    asked = {"start": met.found.start, "end": met.found.end, "suggestion": met.token}
    assert client.get(address(report, "claim_new"), asked, headers={"HX-Request": "true"}).status_code == 409
    sent = {**asked, "event_name": "Kept", "event_kind": "meeting", "step": "held"}
    late = client.post(address(report, "claim_new"), sent)
    assert late.status_code == 409
    assert "Kept" in late.content.decode()
    assert met.token not in late.content.decode()


def test_by_htmx_the_next_one_is_chosen(signed_in, researcher, report):
    met, coming = waiting(report)
    answer = signed_in(researcher).post(address(report), {"accept": met.token}, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#claims"
    chosen = re.search(r'id="suggested-(\w+)"[^>]*data-next', answer.content.decode())
    assert chosen[1] == coming.key


def test_who_may(signed_in, analyst, stranger, restricted, report):
    assert signed_in(analyst).post(address(report), {"accept": waiting(report)[0].token}).status_code == 403
    hidden = ReportFactory(negotiation=restricted, text=TEXT)
    secret = reverse("events:claim_decide", args=["back-channel", hidden.pk])
    assert signed_in(stranger).post(secret, {"back": "1"}).status_code == 404
    assert not Verdict.objects.exists()


def test_a_text_on_which_the_rules_fail_has_none(report, monkeypatch):
    monkeypatch.setattr(suggested, "_suggested", lambda report: 1 / 0)
    assert suggested.suggestions(report).shown == []


def test_few_queries_however_many_events(report, django_assert_max_num_queries):
    for number in range(12):
        event = EventFactory(negotiation=report.negotiation, kind="meeting", title=f"Meeting {number}")
        ClaimFactory(event=event, report=report, words="Nothing else was agreed", status="draft")
    with django_assert_max_num_queries(14):
        suggested.suggestions(report)
