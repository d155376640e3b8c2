"""Rebuilding puts right whatever is wrong, goes on where it stopped, and the checker says what differs."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.scene import Scene
from tests.timelines.material import many_statements
from tests.timelines.store.oracle import assert_equal
from tracker.timelines.models import DayCount, Entry, MonthCount, OnTrack, Rebuilding, TotalCount
from tracker.timelines.store import rebuild as rebuilding
from tracker.timelines.store import walk
from tracker.timelines.store.check import differences
from tracker.timelines.store.rebuild import rebuild
from tracker.timelines.tasks import check_timelines

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(negotiation, monkeypatch):
    monkeypatch.setattr(walk, "BATCH", 7)
    scene = Scene(negotiation, size=2).build()
    many_statements(scene, 20)
    return scene


def spoil() -> None:
    """Something wrong of every kind: lost, made up, altered."""
    Entry.objects.filter(kind=2, object_id__in=Entry.objects.filter(kind=2).values("object_id")[:3]).delete()
    Entry.objects.filter(kind=0).update(weight=9, actors=[1])
    OnTrack.objects.filter(kind=2, entry_id__in=OnTrack.objects.filter(kind=2).values("entry_id")[5:7]).delete()
    OnTrack.objects.filter(kind=1).update(act=3)
    DayCount.objects.filter(facet=1).update(n=77)
    MonthCount.objects.filter(facet=4).delete()
    TotalCount.objects.filter(facet=2).update(n=78)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO timelines_daycount SELECT negotiation_id, 2, 999, '1999-01-01', 2, 5 FROM timelines_entry LIMIT 1"
        )
        cursor.execute(
            "INSERT INTO timelines_ontrack SELECT 2000000000999999, negotiation_id, kind, 999999, first, last, is_vague,"
            " earliest, latest, tracks, actors, parties, issues, stances, takes, act, form, basis, certainty, outlet_id,"
            " report_id, public_at, filed_at, weight, 5 FROM timelines_entry WHERE kind = 2 LIMIT 1"
        )


def test_all_in_step(scene, capsys):
    call_command("check_timelines")
    assert "talks: in step" in capsys.readouterr().out


def test_each_wrong_row_is_named_and_put_right(scene, capsys):
    spoil()
    found = {(one.table, one.ought is None, one.kept is None) for one in differences(scene.negotiation)}
    assert found == {
        ("entry", False, True),
        ("entry", False, False),
        ("track", False, True),
        ("track", False, False),
        ("track", True, False),
        ("day", False, False),
        ("day", True, False),
        ("month", False, True),
        ("total", False, False),
    } | {one for one in found if one[0] in ("day", "month", "total")}
    with pytest.raises(CommandError, match="Not in step: talks"):
        call_command("check_timelines")
    out = capsys.readouterr().out
    assert "weight is 9, ought to be 0" in out
    call_command("rebuild_timelines")
    assert_equal(scene.negotiation)
    call_command("check_timelines")


def test_from_nothing(scene):
    for model in (Entry, OnTrack, DayCount, MonthCount, TotalCount):
        model.objects.all().delete()
    call_command("rebuild_timelines", negotiation="talks")
    assert_equal(scene.negotiation)
    assert not Rebuilding.objects.exists()


def test_it_goes_on_where_it_stopped(scene, monkeypatch, capsys):
    spoil()
    steps = rebuild(scene.negotiation)
    for done in steps:
        if done.what == "statements" and done.count >= 14:
            break
    steps.close()
    stopped = Rebuilding.objects.get()
    assert (stopped.kind, stopped.negotiation) == (2, scene.negotiation)
    asked = []
    real = rebuilding.call
    monkeypatch.setattr(rebuilding, "call", lambda name, *values: (asked.append((name, *values)), real(name, *values)))
    call_command("rebuild_timelines")
    assert "goes on where an earlier run stopped" in capsys.readouterr().out
    done_again = [ids for name, _kind, *ids in asked if name == "timelines_restore"]
    assert min(done_again[0][0]) > stopped.upto
    assert_equal(scene.negotiation)


def test_right_rows_are_not_written(scene):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(xmin::text::bigint) FROM timelines_entry")
        before = cursor.fetchone()
        call_command("rebuild_timelines")
        cursor.execute("SELECT count(*), max(xmin::text::bigint) FROM timelines_entry")
        assert cursor.fetchone() == before


def test_unknown_negotiation(scene):
    for command in ("check_timelines", "rebuild_timelines"):
        with pytest.raises(CommandError, match="no negotiation"):
            call_command(command, negotiation="nowhere")


def test_the_worker_says_what_it_found(scene, caplog):
    check_timelines(timestamp=0)
    Entry.objects.filter(kind=1).delete()
    check_timelines(timestamp=0)
