"""Items are taken, read and ended: once, whatever dies, and nobody held up for long."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DataError, connection, connections
from django.utils import timezone

from tests.factories import RunFactory
from tests.intake.runs.material import ends, imported, story, upload
from tracker.intake import fetching, sandbox
from tracker.intake.fetching import Busy, Fetched
from tracker.intake.models import Item, ItemStatus, Original, Run
from tracker.intake.record import Columns, Failed, Record, Refused
from tracker.intake.runs import filing
from tracker.intake.runs import work as working
from tracker.intake.runs.claims import Lost, claim
from tracker.intake.runs.decide import map_columns, retry
from tracker.intake.runs.starting import Upload, start_run
from tracker.intake.runs.work import MOST_ATTEMPTS, work
from tracker.reports.models import Report

pytestmark = pytest.mark.django_db


def files(count):
    return [Upload(f"{n}.txt", story(n).encode()) for n in range(count)]


def started(negotiation, count=3, **more):
    return start_run(negotiation=negotiation, by=None, label="Files", files=files(count), **more)


class TestClaims:
    def test_one_after_the_other(self, negotiation):
        run = started(negotiation)
        taken = []
        while one := claim():
            taken.append(one.pk)
            run.items.filter(pk=one.pk, status="reading", attempts=1).update(status="cancelled")
            one.release()
        assert taken == list(run.items.values_list("pk", flat=True))

    def test_what_a_dead_worker_held_is_free_at_once(self, negotiation):
        started(negotiation, 1)
        claim().release()
        again = claim()
        assert again.attempt == 2
        again.release()

    def test_one_that_came_late_cannot_end_it(self, negotiation):
        started(negotiation, 1)
        first = claim()
        first.release()
        second = claim()
        with pytest.raises(Lost):
            first.check()
        second.check()
        second.release()

    def test_of_one_run_only(self, negotiation):
        started(negotiation, 2)
        second = started(negotiation, 1)
        one = claim(second)
        assert one.pk == second.items.get().pk
        one.release()

    def test_slow_ones_are_taken_last(self, negotiation):
        run = started(negotiation, 2)
        run.items.filter(number=1).update(is_slow=True)
        one = claim()
        assert one.pk == run.items.get(number=2).pk
        one.release()


@contextmanager
def another_worker():
    """Claims within are made in a session of their own, as a second process makes them."""
    ours, other = connections["default"], connections.create_connection("default")
    connections["default"] = other
    try:
        yield other
    finally:
        connections["default"] = ours


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_one_item(negotiation):
    run = started(negotiation, 2)
    first = claim()
    with another_worker() as other:
        second = claim()
    with another_worker() as third:
        assert claim() is None
    assert {first.pk, second.pk} == set(run.items.values_list("pk", flat=True))
    other.close()  # it dies: what it held is free
    with another_worker() as fourth:
        again = claim()
        assert (again.pk, again.attempt) == (second.pk, 2)
    first.release()
    for session in (third, fourth):
        session.close()


class TestEnds:
    def test_five_deaths_of_the_worker_are_enough(self, negotiation):
        run = started(negotiation, 1)
        run.items.update(status=ItemStatus.READING, attempts=MOST_ATTEMPTS)
        work()
        item = run.items.get()
        assert item.status == "failed"
        assert "five times" in item.reason

    def test_what_takes_long_is_read_behind_all_others(self, negotiation, monkeypatch):
        read, asked = sandbox.read_all, []

        def slow(data, *, seconds, filename, **helps):
            asked.append((filename, seconds))
            if filename == "0.txt" and seconds < 10:
                raise Failed("It takes longer than two seconds.")
            return read(data, seconds=seconds, filename=filename, **helps)

        monkeypatch.setattr(sandbox, "read_all", slow)
        run = started(negotiation)
        assert work().items == 4
        assert ends(run) == ["filed"] * 3
        assert asked == [("0.txt", 2.0), ("1.txt", 2.0), ("2.txt", 2.0), ("0.txt", 30.0)]

    def test_what_cannot_be_read_fails_and_the_others_go_on(self, negotiation, monkeypatch):
        def broken(data, **helps):
            raise Failed("It takes longer than thirty seconds.")

        monkeypatch.setattr(sandbox, "read_all", broken)
        run = started(negotiation, 1)
        work()
        assert list(run.items.values_list("status", "reason")) == [("failed", "It takes longer than thirty seconds.")]

    def test_a_mistake_of_ours_is_told_and_nothing_half_filed(self, negotiation, monkeypatch):
        true = filing.naming.remember

        def wrong(name, report, record):
            if report.title.startswith("Round 1"):
                raise ZeroDivisionError
            true(name, report, record)

        monkeypatch.setattr(filing.naming, "remember", wrong)
        run = started(negotiation)
        work()
        assert ends(run) == ["filed", "failed", "filed"]
        assert "ZeroDivisionError" in run.items.get(number=2).reason
        assert Report.objects.count() == 2

    def test_a_refusal_of_the_database_is_told(self, negotiation, monkeypatch):
        def full(*args, **more):
            raise DataError("could not extend file: No space left on device")

        monkeypatch.setattr(filing, "file", full)
        run = started(negotiation, 2)
        work()
        assert ends(run) == ["failed", "failed"]
        assert "No space left" in run.items.first().reason

    def test_a_name_that_is_gone_is_looked_up_afresh(self, negotiation, monkeypatch):
        true, refused = filing.file, []

        def once(record, *, item, registry, ready):
            if not refused:
                refused.append(registry)
                raise DataError("key is not present")
            assert registry is not refused[0]
            return true(record, item=item, registry=registry, ready=ready)

        monkeypatch.setattr(filing, "file", once)
        assert ends(imported(negotiation, story(1))) == ["filed"]

    def test_refusals_say_why(self, negotiation):
        run = imported(negotiation, b"", b"PK\x03\x04 not a document", story(1))
        assert ends(run) == ["refused", "refused", "filed"]
        assert all(item.reason for item in run.items.filter(status="refused"))

    def test_it_stops_when_it_is_told_to(self, negotiation):
        run = started(negotiation)
        asked = iter([False, True])
        worked = work(stop=lambda: next(asked))
        assert (worked.items, worked.more_wait) == (1, True)
        assert ends(run) == ["filed", "waiting", "waiting"]
        assert work(0).more_wait


class TestOpening:
    def test_a_file_of_several_stories(self, negotiation, monkeypatch):
        stories = [Record(text=story(n).strip(), title=f"Story {n}", outlet="Wire") for n in range(2)]
        found = [*stories, Refused("It is a picture.", format="newsml-g2", title="View of the lake")]
        monkeypatch.setattr(sandbox, "read_all", lambda data, **helps: found)
        run = imported(negotiation, b"package")
        assert ends(run) == ["opened", "needs_look", "needs_look", "refused"]
        parts = run.items.filter(part_of__number=1)
        assert [part.title for part in parts] == ["Story 0", "Story 1", "View of the lake"]
        assert {part.original_id for part in parts} == {run.items.get(number=1).original_id}
        assert "when it was published" in parts[0].reason
        assert parts[2].reason == "It is a picture."

    def test_a_table_waits_until_somebody_says_what_its_columns_hold(self, negotiation, researcher, monkeypatch):
        columns = Columns(headers=["A", "B"], rows=[["x", "y"]], proposed={})
        read = sandbox.read_all

        def table(data, *, mapping=None, **helps):
            return read(story(1).encode(), **helps) if mapping == {"text": "A"} else [columns]

        monkeypatch.setattr(sandbox, "read_all", table)
        run = imported(negotiation, b"A,B\nx,y\n")
        item = run.items.get()
        assert (item.status, item.record["columns"]["headers"]) == ("needs_look", ["A", "B"])
        assert map_columns(item, {"text": "A"}, by=researcher).status == "waiting"
        work()
        assert ends(run) == ["filed"]
        assert ends(imported(negotiation, b"A,B\nz,w\n")) == ["same"]  # the mapping is known now


class TestAddresses:
    def test_lines_are_checked_and_repetitions_dropped(self, negotiation):
        lines = "https://page.example/1\n\n page.example/2 \nhttps://page.example/1\nnonsense\nftp://page.example/3\n"
        run = start_run(negotiation=negotiation, by=None, label="Addresses", addresses=lines)
        assert ends(run) == ["waiting", "waiting", "refused", "refused"]
        assert [item.address for item in run.items.all()][:2] == ["https://page.example/1", "https://page.example/2"]
        assert "http" in run.items.get(number=4).reason

    def test_a_page_is_kept_then_read(self, negotiation, monkeypatch):
        data = upload(3).data
        monkeypatch.setattr(
            fetching, "fetch", lambda address: Fetched(data, "text/html", "https://page.example/final", "", "")
        )
        run = start_run(negotiation=negotiation, by=None, label="Addresses", addresses=["https://page.example/1"])
        work()
        item = run.items.get()
        assert (item.status, item.address, bytes(item.original.data)) == ("filed", "https://page.example/final", data)
        assert item.report.revisions.get().came_from == "address"
        again = start_run(negotiation=negotiation, by=None, label="Addresses", addresses=["https://page.example/1"])
        work()
        assert ends(again) == ["same"]

    @pytest.mark.parametrize(
        ("problem", "status"), [(Refused("Not found."), "refused"), (Failed("No answer."), "failed")]
    )
    def test_what_cannot_be_fetched_is_told(self, negotiation, monkeypatch, problem, status):
        def fetch(address):
            raise problem

        monkeypatch.setattr(fetching, "fetch", fetch)
        run = start_run(negotiation=negotiation, by=None, label="Both", addresses=["page.example/1"], files=files(1))
        work()
        assert ends(run) == ["filed", status]
        assert run.items.get(number=2).reason == problem.reason


class TestBusyServers:
    @pytest.fixture
    def answers(self, monkeypatch):
        """What the server says, one answer after the other."""
        said = []

        def fetch(address):
            answer = said.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return Fetched(answer, "text/html", address, "", "")

        monkeypatch.setattr(fetching, "fetch", fetch)
        return said

    def test_it_is_left_alone_as_long_as_it_asks_and_then_asked_again(self, negotiation, answers):
        answers += [Busy("Left alone.", 600), upload(3).data]
        run = start_run(negotiation=negotiation, by=None, label="One", addresses=["page.example/1"], files=files(1))
        working.work()
        item = run.items.get(number=2)
        assert (ends(run), item.reason) == (["filed", "waiting"], "Left alone.")
        assert 590 < (item.not_before - timezone.now()).total_seconds() < 601
        assert not Item.objects.due().exists()
        assert working.work().items == 0
        Item.objects.filter(pk=item.pk).update(not_before=timezone.now() - timedelta(minutes=1))
        working.work()
        assert ends(run) == ["filed", "filed"]

    @pytest.mark.parametrize(("seconds", "least", "most"), [(0, 9, 10), (None, 110, 121), (10**7, 3590, 3601)])
    def test_not_at_once_and_not_for_days(self, negotiation, answers, seconds, least, most):
        answers.append(Busy("Left alone.", seconds))
        run = start_run(negotiation=negotiation, by=None, label="One", addresses=["page.example/1"])
        working.work()
        assert least <= (run.items.get().not_before - timezone.now()).total_seconds() <= most

    def test_after_half_a_day_a_person_is_asked_and_may_try_again(self, negotiation, researcher, answers):
        answers += [Busy("Left alone."), upload(3).data]
        run = start_run(negotiation=negotiation, by=None, label="One", addresses=["page.example/1"])
        Run.objects.update(created_at=timezone.now() - timedelta(hours=13))
        working.work()
        item = run.items.get()
        assert item.status == "failed"
        assert "12 hours" in item.reason
        retry(item, by=researcher)
        working.work()
        assert ends(run) == ["filed"]


def test_originals_are_kept_once(negotiation):
    upload = Upload("a.txt", story(1).encode())
    run = start_run(negotiation=negotiation, by=None, label="Twice", files=[upload, Upload("b.txt", upload.data)])
    assert Original.objects.count() == 1
    assert bytes(Original.objects.get().data) == upload.data
    work()
    assert ends(run) == ["filed", "same"]


def test_a_file_that_is_too_large_is_refused_and_not_kept(negotiation):
    run = imported(negotiation, b"x" * (10 * 1024 * 1024 + 1))
    assert ends(run) == ["refused"]
    assert not Original.objects.exists()


def test_queries_of_an_item(negotiation, django_assert_max_num_queries):
    imported(negotiation, story(9))
    started(negotiation, 5)
    with django_assert_max_num_queries(5 * 20 + 6):
        work()
    assert Item.objects.filter(status="filed").count() == 6


def test_work_does_nothing_without_items():
    RunFactory()
    assert working.work().items == 0
    assert connection.in_atomic_block
