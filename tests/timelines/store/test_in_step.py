"""The read side is in step after every kind of edit, by whatever way it is made."""

import pytest
from django.db import connection

from tests import factories as make
from tests.scene import Scene, day
from tests.timelines.material import many_statements
from tests.timelines.store.oracle import assert_equal
from tracker.events.models import Claim
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Issue, Role
from tracker.reports.models import Report
from tracker.statements.models import Position, Stance, Statement, TrackLink
from tracker.timelines.models import Code, DayCount, Entry, MonthCount, OnTrack

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation, size=3).build()
    many_statements(scene, 30)
    return scene


@pytest.fixture(autouse=True)
def in_step_at_the_end(scene):
    assert_equal(scene.negotiation)
    yield
    assert_equal(scene.negotiation)


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_there_is_something_to_compare(scene):
    assert Entry.objects.of(scene.negotiation).count() == 33 + 3 + 1
    assert OnTrack.objects.filter(track_id=scene.track.pk).count() > 15
    assert DayCount.objects.exists()
    assert MonthCount.objects.exists()


@pytest.mark.parametrize("column", ["act", "form", "basis", "certainty"])
def test_every_word_has_its_code(scene, column):
    """The vocabularies stand in SQL once more; a new word needs a migration of timelines_fresh_statements."""
    statement = scene.statements[0]
    for word in Statement._meta.get_field(column).choices:
        Statement.objects.filter(pk=statement.pk).update(**{column: word[0]})
        vocabulary = getattr(Code, column.upper())
        code = getattr(Entry.objects.get(kind=2, object_id=statement.pk), column)
        assert Code.word(vocabulary, code) == word[0]


def test_every_stance_has_its_code(scene):
    for stance in Stance.values:
        Position.objects.filter(statement=scene.statements[0]).update(stance=stance, condition="if asked")
        entry = Entry.objects.get(kind=2, object_id=scene.statements[0].pk)
        assert entry.stances == [Code.of(Code.STANCE, stance)]
        assert Code.taking(scene.issue.pk, stance) in entry.takes


def test_a_statement_is_saved(scene):
    statement = scene.statements[0]
    statement.said_on = UncertainDate("2022-01~/2022-02-03", "about then")
    statement.act = "warn"
    statement.speaker = scene.silent
    statement.save()
    assert Entry.objects.get(kind=2, object_id=statement.pk).is_vague


def test_statements_are_updated_in_bulk(scene):
    rows = list(scene.negotiation.statements.all())
    for number, row in enumerate(rows):
        row.form = "indirect"
        row.said_on = day(number)
    Statement.objects.bulk_update(rows, ["form", "said_on", "said_on_earliest", "said_on_latest"])


def test_raw_sql(scene):
    run("UPDATE statements_statement SET certainty = 'doubtful', basis = 'background' WHERE id %% 2 = 0")
    run("UPDATE statements_position SET stance = 'demands'")
    run("DELETE FROM statements_tracklink WHERE track_id = %s", scene.other.pk)


def test_moves_of_a_statement(scene, reviewer):
    statement = scene.statements[0]
    for status in ("draft", "published", "reviewed", "rejected"):
        statement.move(status, by=reviewer)
        assert Entry.objects.filter(kind=2, object_id=statement.pk).exists() == (status == "published")
        assert_equal(scene.negotiation)


def test_drafts_are_not_kept(scene):
    draft = make.StatementFactory(report=scene.reports[0], status="draft", tracks=[scene.track])
    make.PositionFactory(statement=draft, issue=scene.issue, holder=scene.states[0])
    assert not Entry.objects.filter(kind=2, object_id=draft.pk).exists()


def test_a_statement_is_deleted(scene):
    Statement.objects.filter(answers=scene.statements[0]).update(answers=None)
    scene.statements[0].delete()


def test_links_and_positions_are_moved_between_statements(scene):
    first, second = scene.statements[:2]
    TrackLink.objects.filter(statement=second).delete()
    TrackLink.objects.filter(statement=first).update(statement=second)
    Position.objects.filter(statement=second).delete()
    Position.objects.filter(statement=first).update(statement=second)


def test_a_claim_dates_its_event_anew(scene):
    claim = scene.events[0].claims.first()
    claim.when = UncertainDate("2021-11-02/2021-11-03")
    claim.step = "proposed"
    claim.save()
    scene.events[1].claims.update(status="draft")
    assert not Entry.objects.filter(kind=0, object_id=scene.events[1].pk).exists()
    assert_equal(scene.negotiation)
    scene.events[2].claims.all().delete()


def test_claims_come_and_are_published(scene, reviewer):
    event = make.EventFactory(negotiation=scene.negotiation, proposal=scene.proposal)
    make.EventTrackFactory(event=event, track=scene.other)
    make.ParticipantFactory(event=event, actor=scene.states[1])
    claim = make.ClaimFactory(event=event, report=scene.reports[0], status="suggested", when=day(9), step="floated")
    assert not Entry.objects.filter(kind=0, object_id=event.pk).exists()
    claim.move("published", by=reviewer)
    assert Entry.objects.filter(kind=0, object_id=event.pk).exists()
    assert_equal(scene.negotiation)
    Claim.objects.filter(pk=claim.pk).update(event=scene.events[0])


def test_participants_and_tracks_of_an_event(scene):
    event = scene.events[0]
    make.ParticipantFactory(event=event, actor=scene.silent)
    make.EventTrackFactory(event=event, track=scene.other)
    assert_equal(scene.negotiation)
    event.participants.first().delete()
    event.track_links.filter(track=scene.track).delete()


def test_a_report_was_public_at_another_time_elsewhere(scene):
    report = scene.reports[1]
    report.published_at = report.published_at.replace(year=2020)
    report.outlet = make.OutletFactory()
    report.save()
    Report.objects.filter(pk=scene.reports[0].pk).update(published_at=scene.reports[2].published_at)


def test_a_role_is_added_later_and_ended(scene):
    make.RoleFactory(
        person=scene.envoy, post="Minister", organisation=scene.states[1], started=UncertainDate("2022-01-04")
    )
    entry = Entry.objects.get(kind=2, object_id=scene.statements[2].pk)
    assert scene.states[1].pk in entry.parties
    assert_equal(scene.negotiation)
    Role.objects.filter(person=scene.envoy).update(**Role._meta.get_field("ended").columns(UncertainDate("2022-01-05")))
    assert_equal(scene.negotiation)
    scene.envoy.roles.first().delete()


def test_actors_are_moved_below_others(scene):
    ministry = make.ActorFactory(name="A ministry", kind="body", parent=scene.states[0])
    scene.envoy.roles.all().delete()
    scene.envoy.parent = ministry
    scene.envoy.save()
    assert_equal(scene.negotiation)
    ministry.parent = scene.silent
    ministry.save()
    assert scene.silent.pk in Entry.objects.get(kind=2, object_id=scene.statements[0].pk).parties
    assert_equal(scene.negotiation)
    ministry.kind = "organisation"
    ministry.save()


def test_issues_move_in_the_tree(scene):
    other = make.IssueFactory(negotiation=scene.negotiation, slug="another", name="Another")
    Issue.objects.filter(parent=scene.issue).update(parent=other)
    assert_equal(scene.negotiation)
    child = scene.issues[0]
    child.parent = None
    child.save()


def test_provisions_change_their_issue(scene):
    other = make.IssueFactory(negotiation=scene.negotiation, slug="another", name="Another")
    scene.provision.issue = other
    scene.provision.save()
    assert other.pk in Entry.objects.get(kind=1).issues
    assert other.pk in Entry.objects.get(kind=2, object_id=scene.statements[0].pk).issues
    assert_equal(scene.negotiation)
    make.ProvisionFactory(of_version=scene.version, number="2", issue=scene.issue)
    assert_equal(scene.negotiation)
    scene.provision.issue = None
    scene.provision.save()


def test_proposals(scene):
    again = make.ProposalFactory(
        negotiation=scene.negotiation, slug="again", title="Again", tabled_by=scene.envoy, tabled_on=day(3)
    )
    assert_equal(scene.negotiation)
    again.track = scene.other
    again.tabled_on = None
    again.save()
    assert_equal(scene.negotiation)
    scene.version.proposal = again
    scene.version.save()
    assert_equal(scene.negotiation)
    Position.objects.filter(provision__isnull=False).delete()
    again.versions.all().delete()


def test_an_event_is_about_another_proposal(scene):
    scene.events[0].proposal = None
    scene.events[0].save()
    assert_equal(scene.negotiation)
    scene.events[1].claims.all().delete()
    scene.events[1].delete()


def test_tables_are_emptied(scene):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("TRUNCATE statements_position")
    assert_equal(scene.negotiation)
    run("TRUNCATE events_claim, events_verdict")
    assert not Entry.objects.filter(kind=0).exists()
