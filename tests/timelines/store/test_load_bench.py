"""A corpus of the generator becomes a negotiation under the generator's ids."""

import csv

import pytest
from django.core.management import CommandError, call_command

from tests.timelines.store.oracle import assert_equal
from tracker.events.models import Event
from tracker.negotiations.models import Negotiation
from tracker.statements.models import Anchor, Position, Statement
from tracker.timelines.management.commands.load_bench import Command
from tracker.timelines.models import Entry, OnTrack
from tracker.timelines.store import bench

pytestmark = pytest.mark.django_db
TABLES = {
    "tracks": [["id", "slug", "name"], [1, "ceasefire", "Ceasefire"], [2, "border", "Border"]],
    "issues": [["id", "slug", "name"], [1, "truce", "truce"], [2, "maps", "border maps"]],
    "actors": [
        ["id", "slug", "name", "role", "party"],
        [1, "ana", "Ana", "Envoy", "Norvania"],
        [2, "boris", "Boris", "Spokesperson", "Contact Group"],
    ],
    "events": [
        ["id", "track_id", "date", "kind", "title"],
        [1, 2, "2024-03-01", "round", "A round"],
        [2, 1, "2025-01-01", "vote", "A vote after the last report"],
    ],
    "reports": [
        ["id", "source", "url", "title", "published_on", "body"],
        [
            1,
            "Post",
            "https://post.example.org/1",
            "One",
            "2024-02-28",
            "Ana spoke. “We\twill \\ sign it.” Boris said: “No.”",
        ],
        [2, "Wire", "https://wire.example.org/2", "Two", "2024-03-02", "Later.\n\n“Perhaps, if asked.” Ana said."],
    ],
    "statements": [
        ["id", "report_id", "actor_id", "said_on", "stance", "quote", "track_ids", "issue_ids"],
        [1, 1, 1, "2024-02-27", 2, "We\twill \\ sign it.", "{1,2}", "{1}"],
        [2, 1, 2, "2024-02-28", -2, "No.", "{1}", "{1,2}"],
        [11, 2, 1, "2024-03-02", 0, "Perhaps, if asked.", "{2}", "{2}"],
    ],
}


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "BATCH", 1)
    monkeypatch.setattr(Command, "_tidy", staticmethod(lambda: None))  # VACUUM runs outside of transactions
    for name, rows in TABLES.items():
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return tmp_path


def test_it_is_loaded_and_in_step(corpus, capsys):
    call_command("load_bench", corpus)
    assert "their rows will have no history" in capsys.readouterr().out
    negotiation = Negotiation.objects.get()
    assert_equal(negotiation)
    assert list(Entry.objects.order_by("id").values_list("kind", "object_id")) == [
        (0, 1),
        (0, 2),
        (2, 1),
        (2, 2),
        (2, 11),
    ]
    assert OnTrack.objects.filter(track_id=1, kind=2).count() == 2
    assert Statement.objects.get(pk=1).quote == "We\twill \\ sign it."
    assert Position.objects.get(statement=11).condition
    assert Event.objects.get(pk=1).state.when.edtf == "2024-03-01"
    assert not Anchor.objects.exclude(revision__text__contains="“").exists()


def test_triggers_are_on_again_and_ids_go_on(corpus, reviewer):
    call_command("load_bench", corpus)
    statement = Statement.objects.get(pk=11)
    statement.move("draft", by=reviewer)
    assert statement.pk not in Entry.objects.filter(kind=2).values_list("object_id", flat=True)
    copy = Statement.objects.create(report=statement.report, status="draft")
    assert copy.pk > 11
    assert_equal(Negotiation.objects.get())


def test_it_wants_an_empty_database(corpus, negotiation):
    with pytest.raises(CommandError, match="without negotiations"):
        call_command("load_bench", corpus)


def test_it_wants_a_corpus(tmp_path):
    with pytest.raises(CommandError, match=r"no tracks\.csv"):
        call_command("load_bench", tmp_path)
