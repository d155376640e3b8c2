"""Positions that the rules offer on suggested statements, and taking one by one key."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    ActorFactory,
    IssueFactory,
    ProposalFactory,
    ProvisionFactory,
    ReportFactory,
    RoleFactory,
    StateFactory,
    VersionFactory,
)
from tracker.statements.coding.learned import OF_OFFERS, judged
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Position, Statement, Status

pytestmark = pytest.mark.django_db

TEXT = (
    "BERN, 6 January 2022 (Example Wire) - “We rule out a prisoner swap, now and later,” Mara Lindqvist said.\n"
    "She said that it would accept Article 4 of the draft protocol only if the shelling stopped.\n"
    "The office added that the talks had been long."
)


@pytest.fixture
def state(db):
    return StateFactory(name="Arland")


@pytest.fixture
def report(negotiation, state):
    speaker = ActorFactory(name="Mara Lindqvist", kind="person")
    RoleFactory(person=speaker, organisation=state)
    IssueFactory(negotiation=negotiation, name="Exchange of prisoners", aliases=["prisoner swap"])
    proposal = ProposalFactory(
        negotiation=negotiation, title="Draft protocol on the valley", aliases=["draft protocol"]
    )
    ProvisionFactory(of_version=VersionFactory(proposal=proposal), number="4", issue=None)
    report = ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2022, 1, 6))
    suggest_statements(report)
    return report


def offered(report, stance):
    """(the statement, the entry) of that stance."""
    return next(
        (statement, entry)
        for statement in report.statements.all()
        for entry in statement.offered
        if entry.get("stance") == stance
    )


def take(client, statement, entry):
    return client.post(reverse("statements:take", args=["talks", statement.pk]), {"offer": f"position:{entry['key']}"})


def test_they_are_offered_with_a_reason_and_none_is_made(report):
    _, entry = offered(report, "rejects")
    assert entry["label"] == "Rejects: Exchange of prisoners"
    assert entry["reason"] == "“rule out” about “prisoner swap” (its name)"
    _, conditional = offered(report, "conditional")
    assert conditional["condition"] == "the shelling stopped"
    assert not Position.objects.exists()
    assert sum(entry.get("kind") == "position" for one in report.statements.all() for entry in one.offered) == 2


def test_one_key_takes_it_for_the_party_of_the_speaker(signed_in, researcher, report, state):
    statement, entry = offered(report, "rejects")
    page = signed_in(researcher).get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()
    assert f'value="position:{entry["key"]}" data-offer="1"' in page
    take(signed_in(researcher), statement, entry)
    position = Position.objects.get()
    assert (position.issue.name, position.stance, position.holder) == ("Exchange of prisoners", "rejects", state)
    statement.refresh_from_db()
    assert (statement.status, statement.coded_by) == (Status.DRAFT, researcher)
    page = signed_in(researcher).get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()
    assert f'value="position:{entry["key"]}"' not in page


def test_a_conditional_one_brings_its_condition_and_goes_with_undo(signed_in, researcher, report):
    statement, entry = offered(report, "conditional")
    client = signed_in(researcher)
    take(client, statement, entry)
    position = Position.objects.get()
    assert (position.stance, position.condition) == ("conditional", "the shelling stopped")
    assert position.provision.number == "4"
    client.post(reverse("statements:undo", args=["talks", report.pk]))
    assert not Position.objects.exists()
    statement.refresh_from_db()
    assert statement.status == Status.SUGGESTED


def test_only_what_is_offered_is_taken(signed_in, researcher, report):
    statement, entry = offered(report, "rejects")
    other = {"key": entry["key"].replace("rejects", "accepts")}
    take(signed_in(researcher), statement, other)
    assert not Position.objects.exists()


def test_without_a_speaker_nobody_holds_it(signed_in, researcher, report):
    statement, entry = offered(report, "rejects")
    Statement.objects.update(speaker=None)
    answer = signed_in(researcher).post(
        reverse("statements:take", args=["talks", statement.pk]),
        {"offer": f"position:{entry['key']}"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert "Held by whom?" in answer.content.decode()


def test_who_may(signed_in, analyst, report):
    statement, entry = offered(report, "rejects")
    assert take(signed_in(analyst), statement, entry).status_code == 403
    assert not Position.objects.exists()


def test_a_language_without_lists_offers_none(negotiation):
    IssueFactory(negotiation=negotiation, name="Échange de prisonniers")
    text = "“Nous refusons tout échange de prisonniers maintenant,” a-t-elle dit."
    report = ReportFactory(negotiation=negotiation, text=text, language="fr")
    suggest_statements(report)
    assert report.statements.get().offered == []


def test_how_often_a_reading_was_right_is_counted(signed_in, researcher, reviewer, report):
    statement, entry = offered(report, "rejects")
    take(signed_in(researcher), statement, entry)
    other, _ = offered(report, "conditional")
    for one in (statement, other):
        one.refresh_from_db()
        one.move(Status.PUBLISHED, by=reviewer)
    counted = {(kind, rule): (taken, of) for kind, rule, taken, of in judged(OF_OFFERS, report.negotiation)}
    assert counted["position", "rejects by name"] == (1, 1)
    assert counted["position", "conditional by name"] == (0, 1)
