"""`manage.py load_demo`: whole, once, and with accounts only when asked."""

from dataclasses import replace
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import TestCase

from tests.timelines.store.oracle import assert_equal
from tracker.accounts.models import Role, User
from tracker.events.models import Event
from tracker.events.state import derive
from tracker.intake.demo import dossier
from tracker.intake.demo.load import BadDossier, filed, load
from tracker.negotiations.models import Actor, Negotiation
from tracker.statements.models import Anchor, Statement

SLUG = "security-guarantees-2021-22"


def rows():
    """How many rows every table has, history included, and how often they were changed."""
    sizes = {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}
    versions = sum(Statement.objects.values_list("version", flat=True))
    return sizes, versions


class LoadedTest(TestCase):
    """What is there after loading once; read only, so loaded once for all of these."""

    @classmethod
    def setUpTestData(cls):
        cls.demo = load(dossier.read())

    def test_loads_what_the_issue_asks_for(self):
        there = filed(self.demo)
        assert there["reports"] >= 40
        assert there["published statements"] >= 150
        assert there["events"] >= 45
        assert Actor.objects.filter(statements__status="published").distinct().count() >= 30

    def test_at_least_six_events_are_disputed(self):
        events = Event.objects.filter(negotiation=self.demo).prefetch_related("claims__report")
        disputed = {event.title for event in events if derive(event.claims.all()).is_disputed}
        assert len(disputed) >= 8
        assert "Russia hands over its two drafts" in disputed

    def test_the_meeting_of_24_february_ends_cancelled(self):
        event = Event.objects.get(negotiation=self.demo, title="Blinken and Lavrov on 24 February")
        state = derive(event.claims.select_related("report"))
        assert state.step == "cancelled"
        assert [dispute.aspect for dispute in state.disputes] == ["initiative"]

    def test_the_briefing_of_23_december(self):
        said = Statement.objects.get(
            negotiation=self.demo, summary="Ready to talk as soon as early January, on three channels."
        )
        assert (said.speaker.kind, said.basis, said.form) == ("unnamed", "background", "mixed")
        assert [relay.outlet.name for relay in said.relays.all()] == ["TASS"]
        assert {link.track.slug for link in said.track_links.all()} == {"ssd", "nrc", "osce"}
        assert "as soon as early January" in said.quote
        assert said.anchors.count() == 2

    def test_a_role_is_that_of_the_day(self):
        grushko = Actor.objects.get(name="Alexander Grushko")
        (said,) = Statement.objects.filter(speaker=grushko, summary="A moment of truth in relations with NATO.")
        assert said.speaker_role.post == "Deputy Minister of Foreign Affairs"

    def test_an_updated_story_has_two_revisions(self):
        report = self.demo.reports.get(title__startswith="After Geneva")
        assert [revision.number for revision in report.revisions.all()] == [1, 2]
        assert set(Anchor.objects.filter(statement__report=report).values_list("revision__number", flat=True)) == {2}

    def test_history_says_why(self):
        history = apps.get_model("statements", "StatementHistoryRow")
        assert set(history.objects.values_list("pgh_context__why", flat=True)) == {"demo dossier loaded"}

    def test_its_timeline_is_in_step(self):
        assert_equal(self.demo)


def test_loading_twice_changes_nothing(db, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("load_demo", with_accounts=True, stdout=StringIO())
    before = rows()
    said = StringIO()
    call_command("load_demo", with_accounts=True, stdout=said)
    assert rows() == before
    assert "nothing was changed" in said.getvalue()


def test_what_people_changed_in_it_stays(db):
    demo = load(dossier.read())
    Statement.objects.filter(negotiation=demo).update(summary="Edited")
    assert load(dossier.read()) is None
    assert set(Statement.objects.values_list("summary", flat=True)) == {"Edited"}


def test_an_actor_of_the_team_is_used_as_it_is(db):
    ours = Actor.objects.create(kind="state", name="Russian Federation", wikidata_id="Q159", iso_code="RU")
    load(dossier.read())
    assert Actor.objects.get(iso_code="RU") == ours
    ours.refresh_from_db()
    assert (ours.name, ours.version) == ("Russian Federation", 1)


def test_a_bad_dossier_leaves_nothing_behind(db):
    files = dossier.read()
    with pytest.raises(BadDossier, match="there is no 'tass' among the outlets"):
        load(replace(files, outlets={key: row for key, row in files.outlets.items() if key != "tass"}))
    assert not Negotiation.objects.exists()


def test_no_accounts_unless_asked(db):
    call_command("load_demo", stdout=StringIO())
    assert not User.objects.exists()


def test_one_account_per_role(db, client, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    said = StringIO()
    call_command("load_demo", with_accounts=True, stdout=said)
    assert sorted(User.objects.values_list("role", flat=True)) == sorted(Role.values)
    password = (tmp_path / "demo_password").read_text()[:12]
    assert said.getvalue().count(password) == len(Role.values)
    assert User.objects.get(role=Role.ANALYST).check_password(password)
