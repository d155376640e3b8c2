"""History: every kind of write is recorded, and the record cannot be touched."""

import pghistory
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests.factories import ActorFactory, NegotiationFactory, StatementFactory, TrackLinkFactory
from tracker.history.editable import EditConflict
from tracker.history.queries import changes, history_model
from tracker.negotiations.models import Actor, Negotiation
from tracker.statements.models import Statement, TrackLink

pytestmark = pytest.mark.django_db


def labels(row):
    return list(
        history_model(type(row))
        .objects.filter(pgh_obj_id=row.pk)
        .order_by("pgh_id")
        .values_list("pgh_label", flat=True)
    )


def execute(sql, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)


def test_each_way_of_writing_is_recorded():
    actor = ActorFactory()
    actor.name = "By save"
    actor.save()
    Actor.objects.filter(pk=actor.pk).update(name="By queryset")
    actor.name = "By bulk"
    Actor.objects.bulk_update([actor], ["name"])
    execute("UPDATE negotiations_actor SET name = 'By SQL' WHERE id = %s", actor.pk)
    assert labels(actor) == ["insert", "update", "update", "update", "update"]
    pk = actor.pk
    actor.delete()
    actor.pk = pk
    assert labels(actor)[-1] == "delete"
    made = Actor.objects.bulk_create([Actor(kind="person", name=f"Made {n}") for n in range(3)])
    assert [labels(one) for one in made] == [["insert"]] * 3


def test_a_write_that_changes_nothing_is_not_recorded():
    actor = ActorFactory()
    actor.save()
    assert labels(actor) == ["insert"]
    actor.refresh_from_db()
    assert actor.version == 1


def test_version_rises_with_every_change_whoever_makes_it():
    actor = ActorFactory()
    execute("UPDATE negotiations_actor SET name = 'One' WHERE id = %s", actor.pk)
    Actor.objects.filter(pk=actor.pk).update(name="Two", version=1)
    actor.refresh_from_db()
    assert actor.version == 3


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET name = 'forged'",
        "UPDATE {table} SET pgh_context = '{{}}'",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
    ],
)
def test_history_itself_cannot_be_changed(sql):
    ActorFactory()
    table = history_model(Actor)._meta.db_table
    # The test database has this trigger switched off for its own emptying between tests.
    execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    before = history_model(Actor).objects.count()
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(sql.format(table=table))
    assert history_model(Actor).objects.count() == before


def test_every_editorial_table_has_a_history():
    from django.apps import apps

    without = {"Visit", "SetAside", "Edition", "User", "Opening", "Guess"} | {
        "Lesson",
        "RuleRecord",
    }  # the last are counted anew
    rooms = {"accounts", "history", "negotiations", "reports", "statements", "events", "sharing"}
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label in rooms
        and not model.__name__.lower().endswith("historyrow")
        and model.__name__ not in without
    ]
    assert len(models) > 20
    for model in models:
        history_model(model)


def test_changes_say_who_when_what_and_why(researcher):
    statement = StatementFactory()
    with pghistory.context(user=researcher.pk, why="The transcript says otherwise"):
        statement.summary = "Another summary"
        statement.save()
    newest = changes(statement)[0]
    assert (newest.who, newest.why, newest.label) == (
        str(researcher),
        "The transcript says otherwise",
        "Changed",
    )
    assert [(f.name, f.new) for f in newest.fields] == [("summary in one line", "Another summary")]


def test_changes_include_those_of_parts_even_deleted_ones():
    statement = StatementFactory()
    link = TrackLinkFactory(statement=statement, reason="the word")
    link.delete()
    read = changes(statement, parts=[(TrackLink, "statement")])
    assert [c.label for c in read if c.what == "track link"] == ["Deleted", "Entered"]


def test_lock_at_refuses_a_row_that_moved_on():
    negotiation = NegotiationFactory()
    with transaction.atomic():
        assert Negotiation.lock_at(negotiation.pk, 1).pk == negotiation.pk
    Negotiation.objects.filter(pk=negotiation.pk).update(title="Moved on")
    with pytest.raises(EditConflict) as refused, transaction.atomic():
        Negotiation.lock_at(negotiation.pk, 1)
    assert refused.value.current.title == "Moved on"
    negotiation.delete()
    with pytest.raises(EditConflict) as refused, transaction.atomic():
        Negotiation.lock_at(negotiation.pk or 0, 2)
    assert refused.value.current is None


class TestPages:
    def address(self, row, name="history:object", **more):
        return reverse(name, kwargs={"label": row._meta.label_lower, "pk": row.pk, **more})

    def test_the_team_reads_history(self, signed_in, analyst):
        statement = StatementFactory()
        Statement.objects.filter(pk=statement.pk).update(summary="Changed for the page")
        answer = signed_in(analyst).get(self.address(statement))
        assert answer.status_code == 200
        assert "Changed for the page" in answer.content.decode()
        assert "Bring back" not in answer.content.decode()

    def test_nobody_else_does(self, signed_in, reader, stranger, restricted):
        assert signed_in(reader).get(self.address(StatementFactory())).status_code == 404
        assert signed_in(stranger).get(self.address(restricted)).status_code == 404

    @pytest.mark.parametrize("label", ["accounts.user", "no.such", "nonsense", "negotiations.role", "history.setaside"])
    def test_other_tables_have_no_page(self, signed_in, administrator, label):
        assert signed_in(administrator).get(f"/history/{label}/1/").status_code == 404

    def test_a_state_is_brought_back(self, signed_in, researcher):
        statement = StatementFactory(summary="The first reading")
        Statement.objects.filter(pk=statement.pk).update(summary="The second reading")
        first = history_model(Statement).objects.filter(pgh_obj_id=statement.pk).earliest("pgh_id")
        answer = signed_in(researcher).post(self.address(statement, "history:restore", event=first.pgh_id))
        assert answer.status_code == 302
        statement.refresh_from_db()
        assert (statement.summary, statement.version) == ("The first reading", 3)
        assert "Back to the state of" in changes(statement)[0].why
        assert changes(statement)[0].who == str(researcher)

    def test_an_analyst_cannot_bring_back(self, signed_in, analyst):
        statement = StatementFactory()
        first = history_model(Statement).objects.get(pgh_obj_id=statement.pk)
        answer = signed_in(analyst).post(self.address(statement, "history:restore", event=first.pgh_id))
        assert answer.status_code == 403


def test_a_row_saved_with_an_older_copy_keeps_the_moment_of_its_status(db):
    """A new row does not know the stamp that the database gave it; saving it again must not wipe that out."""
    statement = StatementFactory()
    stamped = type(statement).objects.values_list("status_changed_at", flat=True).get(pk=statement.pk)
    statement.summary = "Else"
    statement.save()
    statement.refresh_from_db()
    assert stamped is not None
    assert statement.status_changed_at == stamped
