"""History replayed equals the tables, whatever way they were written (bar.md R6)."""

import random

import pytest
from django.db import connection

from tests.factories import ActorFactory
from tracker.history.queries import history_model
from tracker.negotiations.models import Actor

OPERATIONS = 300
FIELDS = ["id", "kind", "name", "short_name", "distinction", "note", "version"]


def now() -> dict[int, tuple]:
    return {row[0]: row for row in Actor.objects.values_list(*FIELDS)}


def at(event: int) -> dict[int, tuple]:
    """The table as it was after the history row `event`."""
    states: dict[int, tuple] = {}
    for label, *row in (
        history_model(Actor).objects.filter(pgh_id__lte=event).order_by("pgh_id").values_list("pgh_label", *FIELDS)
    ):
        if label == "delete":
            states.pop(row[0], None)
        else:
            states[row[0]] = tuple(row)
    return states


def save(dice, rows):
    row = dice.choice(rows)
    row.refresh_from_db()
    row.note = f"saved {dice.random()}"
    row.save()


def bulk(dice, rows):
    for row in rows:
        row.short_name = f"b{dice.randrange(5)}"
    Actor.objects.bulk_update(rows, ["short_name"])


def queryset(dice, rows):
    Actor.objects.filter(pk__in=[row.pk for row in dice.sample(rows, 2)]).update(note=f"updated {dice.random()}")


def raw(dice, rows):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE negotiations_actor SET note = %s WHERE id = %s", [f"raw {dice.random()}", dice.choice(rows).pk]
        )


def delete(dice, rows):
    dice.choice(rows).delete()


def create(dice, rows):
    Actor.objects.bulk_create([Actor(kind="person", name=f"Made {dice.random()}") for _ in range(2)])


@pytest.mark.django_db
def test_every_instant_can_be_read_back():
    dice = random.Random(20211223)
    ActorFactory.create_batch(6)
    snapshots = []
    for _ in range(OPERATIONS):
        rows = list(Actor.objects.order_by("pk"))
        operation = dice.choice([save, bulk, queryset, raw, delete, create] if len(rows) > 4 else [create])
        operation(dice, rows)
        snapshots.append((history_model(Actor).objects.latest("pgh_id").pgh_id, now()))
    for event, table in dice.sample(snapshots, 100):
        assert at(event) == table
