"""Workers are woken when there is something to do, and not twice."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import ItemFactory
from tests.intake.runs.material import story
from tracker.intake.runs import tasks
from tracker.intake.runs.starting import Upload, start_run

pytestmark = pytest.mark.django_db


class Context:
    def should_abort(self):
        return False


def waiting():
    jobs = ProcrastinateJob.objects.filter(status="todo", task_name__endswith="take_items")
    return sorted(jobs.values_list("queueing_lock", flat=True))


def worker(times=1):
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def test_a_run_wakes_each_worker_once(negotiation):
    worker(3)
    for n in range(2):
        start_run(negotiation=negotiation, by=None, label="Files", files=[Upload("a.txt", story(n).encode())])
    assert waiting() == ["intake_0", "intake_1", "intake_2"]


def test_without_a_worker_a_job_waits_for_the_first(negotiation):
    start_run(negotiation=negotiation, by=None, label="Files", files=[Upload("a.txt", story(1).encode())])
    assert waiting() == ["intake_0"]


def test_nothing_is_left_of_a_run_that_was_rolled_back(negotiation):
    with pytest.raises(TypeError):
        start_run(negotiation=negotiation, by=None, label="Files", files=[Upload("a.txt", None)])
    assert waiting() == []


def test_the_sweep_wakes_for_what_was_left_behind():
    tasks.sweep.func(timestamp=0)
    assert waiting() == []
    ItemFactory(status="reading")
    tasks.sweep.func(timestamp=0)
    tasks.sweep.func(timestamp=10)
    assert waiting() == ["intake_0"]


def test_a_job_comes_back_only_when_items_wait(negotiation, monkeypatch):
    start_run(negotiation=negotiation, by=None, label="Files", files=[Upload("a.txt", story(1).encode())])
    ProcrastinateJob.objects.filter(status="todo")
    monkeypatch.setattr(tasks, "SECONDS", 0)
    before = waiting()
    tasks.take_items.func(Context(), slot=5)
    assert waiting() == [*before, "intake_5"]
    monkeypatch.setattr(tasks, "SECONDS", 60)
    tasks.take_items.func(Context(), slot=6)
    assert "intake_6" not in waiting()
