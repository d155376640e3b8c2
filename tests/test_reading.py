"""Every page to read: shows what it is about, needs few queries whatever the data, and hides what it must."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NegotiationFactory, ReportFactory
from tests.scene import Scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 19
OF_MORE = {"statement": 24}  # with the other reports that tell the same, and its whole history
# Who and which are the newest is asked for first, in a statement of its own, so that a million cost what forty do.
OF_MORE |= {"track": 21, "person": 21, "state": 21}

PAGES = {
    "tracks": lambda s: reverse("negotiations:tracks", args=["talks"]),
    "track": lambda s: reverse("negotiations:track", args=["talks", "dialogue"]),
    "actors": lambda s: reverse("negotiations:actors", args=["talks"]),
    "person": lambda s: reverse("negotiations:actor", args=["talks", s.envoy.pk]),
    "state": lambda s: reverse("negotiations:actor", args=["talks", s.states[0].pk]),
    "issues": lambda s: reverse("negotiations:issues", args=["talks"]),
    "issue": lambda s: reverse("negotiations:issue", args=["talks", "missiles"]),
    "proposals": lambda s: reverse("negotiations:proposals", args=["talks"]),
    "proposal": lambda s: reverse("negotiations:proposal", args=["talks", "draft"]),
    "events": lambda s: reverse("events:list", args=["talks"]),
    "event": lambda s: s.events[0].get_absolute_url(),
    "reports": lambda s: reverse("reports:list", args=["talks"]),
    "report": lambda s: s.reports[0].get_absolute_url(),
    "statement": lambda s: s.statements[0].get_absolute_url(),
    "cite": lambda s: reverse("statements:cite", args=["talks", s.statements[0].pk, "ris"]),
}


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


@pytest.mark.parametrize("name", PAGES)
def test_few_queries_with_little_and_with_much(name, signed_in, researcher, negotiation):
    client = signed_in(researcher)
    scene = Scene(negotiation).build()
    little = queries_of(client, PAGES[name](scene))
    for number in range(1, 9):
        scene.add(number)
    much = queries_of(client, PAGES[name](scene))
    assert much <= OF_MORE.get(name, MOST_QUERIES)
    assert much <= little + (6 if name in OF_MORE else 3)  # a relation that was empty takes its one query


@pytest.mark.parametrize("name", PAGES)
def test_unknown_and_unseen_both_answer_404(name, signed_in, stranger, restricted, scene):
    client = signed_in(stranger)
    address = PAGES[name](scene)
    assert client.get(address).status_code == 200
    assert client.get(address.replace("/talks/", "/back-channel/")).status_code == 404
    assert client.get(address.replace("/talks/", "/nowhere/")).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_sent_to_sign_in(name, client, scene):
    assert client.get(PAGES[name](scene)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_outside_the_team_sees_nothing_of_the_teams(name, signed_in, reader, scene):
    assert signed_in(reader).get(PAGES[name](scene)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_drafts_are_on_no_page(name, signed_in, analyst, scene):
    secret = scene.say(scene.reports[0], 0, stance="demands")
    type(secret).objects.filter(pk=secret.pk).update(status="draft", summary="Not yet published")
    body = signed_in(analyst).get(PAGES[name](scene)).content.decode()
    assert "Not yet published" not in body
    assert f"/statements/{secret.pk}/" not in body
    assert f"statement-{secret.pk}" not in body


LISTS = ["tracks", "actors", "issues", "proposals", "events", "reports"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_say_so_when_there_is_nothing(name, signed_in, analyst):
    NegotiationFactory(slug="talks")
    response = signed_in(analyst).get(PAGES[name](None))
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize("name", [name for name in PAGES if name != "cite"])
def test_a_wrong_day_is_said_and_the_page_shows_now(name, signed_in, analyst, scene):
    response = signed_in(analyst).get(PAGES[name](scene), {"public_by": "23.12.2021"})
    assert response.status_code == 200
    assert "23.12.2021" in response.content.decode()


@pytest.mark.parametrize("name", ["tracks", "track", "person", "state", "issues", "issue", "events", "reports"])
def test_as_public_by_a_day_later_reports_are_left_out(name, signed_in, analyst, scene):
    """What came a day later changes nothing on the page as of the day before."""
    client = signed_in(analyst)
    asked = {"public_by": "2022-01-03"}
    before = _main(client.get(PAGES[name](scene), asked))
    scene.add(1, outlet=scene.reports[0].outlet, child=scene.issues[0])
    assert _main(client.get(PAGES[name](scene), asked)) == before
    assert _main(client.get(PAGES[name](scene))) != before


def _main(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main", 1)[0]


def test_what_was_not_public_yet_cannot_be_opened_as_of_that_day(signed_in, analyst, scene):
    client = signed_in(analyst)
    for name in ("report", "statement", "event"):
        address = PAGES[name](scene)
        assert client.get(address, {"public_by": "2022-01-02"}).status_code == 404
        assert client.get(address, {"public_by": "2022-01-03"}).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_only_those_who_code_are_offered_editing(name, signed_in, analyst, researcher, scene):
    assert "/code/" not in signed_in(analyst).get(PAGES[name](scene)).content.decode()
    assert signed_in(researcher).get(PAGES[name](scene)).status_code == 200


def test_a_report_of_the_future_is_not_a_fault(signed_in, analyst, scene):
    late = ReportFactory(
        negotiation=scene.negotiation, published_at=scene.reports[0].published_at + timedelta(days=9999)
    )
    assert signed_in(analyst).get(late.get_absolute_url()).status_code == 200


def test_the_day_goes_with_the_reader_from_tab_to_tab(signed_in, analyst, scene):
    body = signed_in(analyst).get(PAGES["track"](scene), {"public_by": "2022-01-05"}).content.decode()
    assert 'href="/n/talks/events/?public_by=2022-01-05"' in body
    assert "?public_by=" not in signed_in(analyst).get(PAGES["track"](scene)).content.decode().split("<main")[0]
