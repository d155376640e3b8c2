"""The model field: five columns that never part, whichever way a row is written or read."""

import copy
import json
import pickle
from datetime import UTC, date, datetime

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from tests.factories import NegotiationFactory
from tracker.lib.dates import BadDate, UncertainDate, UncertainDateField, UncertainDateFormField
from tracker.negotiations.models import Negotiation

pytestmark = pytest.mark.django_db

EARLY = UncertainDate("2022-01-01~/2022-01-10~", "as soon as early January", date(2021, 12, 23))
EARLIEST = datetime(2022, 1, 1, tzinfo=UTC)
LATEST = datetime(2022, 1, 10, 23, 59, 59, 999999, tzinfo=UTC)
FIELD = Negotiation._meta.get_field("started")


@pytest.fixture
def row():
    return NegotiationFactory(started=EARLY)


def in_sql(row) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT started, started_words, started_earliest, started_latest, started_reference"
            " FROM negotiations_negotiation WHERE id = %s",
            [row.pk],
        )
        return cursor.fetchone()


STORED = ("2022-01-01~/2022-01-10~", "as soon as early January", EARLIEST, LATEST, date(2021, 12, 23))
NONE = ("", "", None, None, None)


def test_five_readable_columns(row):
    assert in_sql(row) == STORED
    assert Negotiation.objects.get(pk=row.pk).started == EARLY


def test_none_and_back(row):
    row.started = None
    row.save()
    assert in_sql(row) == NONE
    assert Negotiation.objects.get(pk=row.pk).started is None
    row.started = EARLY
    row.save()
    assert in_sql(row) == STORED


def test_text_is_edtf_and_does_not_inherit_words_of_another_date(row):
    row.started = "2022-02-01"
    assert row.started == UncertainDate("2022-02-01")
    assert row.started_words == ""
    with pytest.raises(BadDate, match="no date"):
        row.started = "some day"


def test_words_given_beside_the_edtf_are_kept():
    row = Negotiation(started="2022-01", started_words="in January", started_reference=date(2022, 1, 3))
    assert row.started == UncertainDate("2022-01", "in January", date(2022, 1, 3))
    assert row.started_earliest == EARLIEST


@pytest.mark.parametrize("deferred", ["started", "started_words", "started_earliest", "started_reference"])
def test_deferred_columns_are_fetched_not_forgotten(row, deferred):
    partial = Negotiation.objects.defer(deferred).get(pk=row.pk)
    assert deferred in partial.get_deferred_fields()
    partial.title = "Renamed"
    partial.save()
    assert in_sql(row) == STORED
    assert partial.started == EARLY
    alone = Negotiation.objects.only("started").get(pk=row.pk)
    assert alone.started == EARLY
    alone.save()
    assert in_sql(row) == STORED


def test_stored_bounds_are_read_not_computed(row):
    """A rule of ours that changes must not change what was stored under the old one."""
    other = datetime(2021, 12, 31, tzinfo=UTC)
    Negotiation.objects.filter(pk=row.pk).update(started_earliest=other)
    read = Negotiation.objects.get(pk=row.pk)
    assert read.started_earliest == other
    read.save()
    assert in_sql(row)[2] == other


@pytest.mark.parametrize("fields", [None, ["started"]])
def test_refresh(row, fields):
    stale = Negotiation.objects.get(pk=row.pk)
    stale.started = "2020"
    stale.refresh_from_db(fields=fields)
    assert (stale.started, stale.started_words, stale.started_latest) == (EARLY, EARLY.words, LATEST)


def test_values_and_filters(row):
    NegotiationFactory(started=UncertainDate("2022-03"))
    undated = NegotiationFactory(started=None)
    assert list(Negotiation.objects.filter(pk=row.pk).values_list("started", "started_latest")) == [
        (EARLY.edtf, LATEST)
    ]
    assert Negotiation.objects.get(started=EARLY) == row
    assert Negotiation.objects.get(started_latest__lt=datetime(2022, 2, 1, tzinfo=UTC)) == row
    assert Negotiation.objects.order_by("started_earliest").first() == row
    assert list(Negotiation.objects.filter(started="")) == [undated]


def test_bulk_writes(row):
    made = Negotiation.objects.bulk_create(
        [Negotiation(slug=f"b{n}", title="B", summary="", started=EARLY) for n in range(2)]
    )
    assert in_sql(made[1]) == STORED
    Negotiation.objects.filter(pk=row.pk).update(**FIELD.columns(None))
    assert in_sql(row) == NONE
    Negotiation.objects.filter(pk=row.pk).update(**FIELD.columns(EARLY))
    assert in_sql(row) == STORED
    row.started = UncertainDate("2022")
    row.save(update_fields=FIELD.columns(row.started).keys())
    assert in_sql(row)[0] == "2022"
    assert in_sql(row)[2] == EARLIEST


def test_copies(row):
    for other in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert other.started == EARLY
        other.started = None
        assert row.started == EARLY


def test_dumped_and_loaded(row):
    dumped = serializers.serialize("json", [row])
    assert json.loads(dumped)[0]["fields"]["started"] == EARLY.edtf
    Negotiation.objects.filter(pk=row.pk).update(**FIELD.columns(None))
    for loaded in serializers.deserialize("json", dumped):
        loaded.save()
    assert in_sql(row) == STORED


def test_full_clean_keeps_all_and_demands_what_is_required(row):
    row.full_clean()
    assert row.started == EARLY
    required = UncertainDateField()
    required.set_attributes_from_name("since")
    with pytest.raises(ValidationError, match="blank"):
        required.clean(None, row)


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"started": ""}, "has_bounds"),
        ({"started_earliest": None, "started_latest": None}, "has_bounds"),
        ({"started_latest": datetime(2021, 1, 1, tzinfo=UTC)}, "in_order"),
    ],
)
def test_the_database_refuses_columns_that_disagree(row, columns, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Negotiation.objects.filter(pk=row.pk).update(**columns)


@pytest.mark.parametrize("edtf", ["../2022-01-10", "2022-01-10/.."])
def test_open_ends_are_stored(row, edtf):
    row.started = edtf
    row.save()
    assert [in_sql(row)[2], in_sql(row)[3]].count(None) == 1


def test_history_rows_hold_five_plain_columns(row):
    past = Negotiation.pgh_event_model.objects.get(pgh_obj_id=row.pk)
    assert past.started == EARLY.edtf
    assert (past.started_words, past.started_latest) == (EARLY.words, LATEST)
    names = [field.name for field in past._meta.local_fields]
    assert len(names) == len(set(names))


def test_migrations_are_stable(capsys):
    call_command("makemigrations", "negotiations", "statements", "events", check=True, dry_run=True)
    assert "No changes" in capsys.readouterr().out


def test_deconstructed_without_companions():
    _, path, args, kwargs = FIELD.deconstruct()
    assert (path, args) == ("tracker.lib.dates.UncertainDateField", [])
    assert kwargs["companions"] is False

    @isolate_apps("tracker.negotiations")
    def rebuilt():
        class Rebuilt(models.Model):
            on = UncertainDateField(**kwargs)

            class Meta:
                app_label = "negotiations"

        return [field.name for field in Rebuilt._meta.fields]

    assert rebuilt() == ["id", "on"]


@isolate_apps("tracker.negotiations")
def test_inherited_from_an_abstract_model_once():
    class Dated(models.Model):
        on = UncertainDateField(blank=True)

        class Meta:
            abstract = True

    class Thing(Dated):
        class Meta:
            app_label = "negotiations"

    assert [field.name for field in Thing._meta.fields] == [
        "id",
        "on_words",
        "on_earliest",
        "on_latest",
        "on_reference",
        "on",
    ]
    thing = Thing(on=EARLY)
    assert (thing.on, thing.on_latest) == (EARLY, LATEST)


class TestForm:
    Form = modelform_factory(Negotiation, fields=["started"])

    def form(self, text: str, row=None):
        form = self.Form({"started": text}, instance=row)
        form.fields["started"].reference = date(2021, 12, 23)
        return form

    def test_words_fill_all_columns(self, row):
        row.started = None
        assert self.form("as soon as early January", row).save().started == EARLY
        assert in_sql(row) == STORED

    def test_emptied(self, row):
        self.form("", row).save()
        assert in_sql(row) == NONE

    def test_nonsense_is_refused_and_kept_in_the_input(self, row):
        form = self.form("when pigs fly", row)
        assert "not understood" in form.errors["started"][0]
        assert 'value="when pigs fly"' in str(form["started"])

    def test_words_that_need_a_day_say_so(self):
        form = self.Form({"started": "next week"})
        assert "not understood" in form.errors["started"][0]

    def test_shows_the_words_where_they_lead_back_to_the_date(self, row):
        assert 'value="as soon as early January"' in str(self.Form(instance=row)["started"])
        row.started = UncertainDate("2022-01-05", "early January", date(2021, 12, 23))  # corrected by hand
        assert 'value="2022-01-05"' in str(self.Form(instance=row)["started"])

    def test_says_how_words_were_understood(self, row):
        form = self.form("as soon as early January", row)
        assert form["started"].help_text == "Understood as early January 2022 (2022-01-01~/2022-01-10~)"
        assert "Understood as early January 2022" in form.as_div()
        assert 'aria-describedby="id_started_helptext"' in form.as_div()
        for plain in ("2022-01-05", "when pigs fly", "", "<script>"):
            assert "Understood" not in self.form(plain, row).as_div()

    def test_unchanged(self, row):
        assert not self.form("as soon as early January", row).has_changed()
        assert self.form("2022-01-05", row).has_changed()

    def test_required(self):
        with pytest.raises(ValidationError):
            UncertainDateFormField().clean("")
