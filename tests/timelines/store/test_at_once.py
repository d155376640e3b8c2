"""Several who edit at the same time: nobody waits for ever, and in the end all is in step."""

import random
import threading

import pytest
from django.db import connection, transaction

from tests.scene import Scene, day
from tests.timelines.material import many_statements
from tests.timelines.store.oracle import assert_equal
from tracker.negotiations.models import Negotiation, Role
from tracker.reports.models import Report
from tracker.statements.models import Position, Statement, Status, TrackLink
from tracker.timelines.models import DayCount, Entry

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works) -> None:
    """Run each in a thread and a connection of its own; raise what one of them raised."""
    raised = []

    def run(work) -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    if raised:
        raise raised[0]


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation, size=2).build()
    many_statements(scene, 24)
    return scene


def test_two_publishers_of_the_same_days(scene):
    ids = list(Statement.objects.order_by("pk").values_list("pk", flat=True))
    Statement.objects.update(status=Status.DRAFT)

    def publish(those):
        for pk in those:
            with transaction.atomic():
                Statement.objects.filter(pk=pk).update(status=Status.PUBLISHED)

    at_once(lambda: publish(ids[::2]), lambda: publish(ids[1::2]), lambda: publish(ids[::-1]))
    assert Entry.objects.filter(kind=2).count() == len(ids)
    assert sum(DayCount.objects.filter(facet=0, kind=2).values_list("n", flat=True)) == len(ids)
    assert_equal(Negotiation.objects.get())


def test_a_statement_published_while_it_is_linked(scene):
    """Neither sees what the other has not committed; whoever comes second brings both in step."""
    statement = scene.statements[0]
    for first in ("link", "publish"):
        Statement.objects.filter(pk=statement.pk).update(status=Status.DRAFT)
        TrackLink.objects.filter(statement=statement).delete()
        began, done = threading.Event(), threading.Event()

        def link():
            TrackLink.objects.create(statement=statement, track=scene.track, reason="council")

        def publish():
            Statement.objects.filter(pk=statement.pk).update(status=Status.PUBLISHED)

        works = {"link": link, "publish": publish}
        other = works["publish" if first == "link" else "link"]

        def one(work=works[first], began=began, done=done):
            with transaction.atomic():
                work()
                began.set()
                done.wait(0.3)

        def two(work=other, began=began):
            began.wait(10)
            work()

        at_once(one, two)
        assert Entry.objects.get(kind=2, object_id=statement.pk).tracks == [scene.track.pk]
        assert_equal(Negotiation.objects.get())


def test_upstream_and_downstream_edits(scene):
    """A report's day, a role and statements of both, all at once and many times."""
    report, role = scene.reports[0], scene.role
    ids = list(Statement.objects.values_list("pk", flat=True))

    def statements(seed):
        dice = random.Random(seed)
        for _ in range(15):
            pk = dice.choice(ids)
            status = dice.choice([Status.DRAFT, Status.PUBLISHED])
            Statement.objects.filter(pk=pk).update(status=status, act=dice.choice(["warn", "state"]))
            Position.objects.filter(statement=pk).update(stance=dice.choice(["accepts", "rejects"]))

    def reports():
        for number in range(10):
            Report.objects.filter(pk=report.pk).update(published_at=day(number).earliest)

    def roles():
        for number in range(10):
            Role.objects.filter(pk=role.pk).update(organisation=scene.states[number % 2])

    at_once(lambda: statements(1), lambda: statements(2), reports, roles)
    assert_equal(Negotiation.objects.get())


def test_a_test_that_commits_leaves_nothing_behind():
    """Emptying the editorial tables as Django's flush does empties these too (the tests above committed)."""
    assert not Entry.objects.exists()
    assert not DayCount.objects.exists()
