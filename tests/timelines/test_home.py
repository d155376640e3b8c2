"""The home page lists what a reader may see, with its pulse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tracker.negotiations.models import Visibility
from tracker.timelines.home import home_page

pytestmark = pytest.mark.django_db
MOST_QUERIES = 19


def titles(user):
    return [pulse.negotiation.title for pulse in home_page(user)]


def test_each_sees_their_own(negotiation, restricted, researcher, stranger, reader, administrator):
    make.NegotiationFactory(title="Open to all", visibility=Visibility.PUBLIC)
    assert titles(researcher) == ["Back channel", "Open to all", "The talks"]
    assert titles(stranger) == ["Open to all", "The talks"]
    assert titles(reader) == ["Open to all"]
    assert titles(administrator) == ["Back channel", "Open to all", "The talks"]


def test_a_pulse_has_counts_the_latest_words_and_events(scene, analyst, signed_in):
    scene.add(4)
    make.StatementFactory(report=scene.reports[0], status="draft")
    make.StatementFactory()  # elsewhere
    pulse = next(pulse for pulse in home_page(analyst) if pulse.negotiation == scene.negotiation)
    assert (pulse.statements, pulse.reports, pulse.tracks, pulse.new) == (2, 2, 2, None)
    assert pulse.latest == scene.statements[1]
    assert pulse.programme.last == scene.events[1]
    assert sum(pulse.counts) == 2
    assert pulse.last == scene.statements[1].said_day
    body = signed_in(analyst).get("/").content.decode()
    assert scene.events[1].title in body


def test_what_is_new_since_the_last_visit_is_counted(scene, analyst, signed_in):
    client = signed_in(analyst)
    client.post("/n/talks/seen/", {"all": "1"})
    scene.add(2)
    assert home_page(analyst)[0].new == 1
    assert "1 new statement" in client.get("/").content.decode()


def test_few_queries_however_many_negotiations(scene, researcher, signed_in):
    client = signed_in(researcher)
    client.post("/n/talks/seen/", {"all": "1"})
    for _number in range(6):
        statement = make.StatementFactory()
        make.ClaimFactory(report=statement.report, event__negotiation=statement.negotiation)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    assert len(captured) <= MOST_QUERIES


def test_a_new_installation_leads_to_the_first_negotiation(db, researcher, reader, signed_in):
    body = signed_in(researcher).get("/").content.decode()
    assert "Start the first negotiation" in body
    assert 'href="/n/new/"' in body
    body = signed_in(reader).get("/").content.decode()
    assert "There is no negotiation you may see" in body
    assert "/n/new/" not in body


def test_a_visitor_signs_in_first(client, db):
    assert client.get("/").status_code == 302
