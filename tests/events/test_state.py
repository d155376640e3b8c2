"""The derivation alone: no database, claims are plain objects with what it reads."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, permutations
from types import SimpleNamespace

import pytest

from tracker.events.state import derive
from tracker.lib.dates import UncertainDate

numbers = count(1)


@dataclass
class Said:
    """A claim of a report that came `hour` hours after the first."""

    step: str
    hour: int = 0
    when: UncertainDate | None = None
    place: str = ""
    aspect: str = ""
    value: str = ""
    pk: int = field(default_factory=lambda: next(numbers))

    @property
    def report(self):
        return SimpleNamespace(published_at=datetime(2022, 1, 1, tzinfo=UTC) + timedelta(hours=self.hour))

    @property
    def report_id(self):
        return self.hour


def day(edtf):
    return UncertainDate(edtf)


def test_without_claims_nothing_is_known():
    state = derive([])
    assert (state.step, state.when, state.starts, state.place, state.disputes) == ("", None, None, "", ())
    assert [stage.step for stage in state.life] == ["floated", "proposed", "confirmed", "held", "read_out"]
    assert all(stage.first is None for stage in state.life)


@pytest.mark.parametrize(
    ("steps", "reached"),
    [
        (["floated"], "floated"),
        (["floated", "proposed"], "proposed"),
        (["proposed", "floated"], "proposed"),  # a later report that mentions less takes nothing back
        (["confirmed", "proposed"], "confirmed"),
        (["confirmed", "postponed"], "postponed"),
        (["confirmed", "postponed", "confirmed"], "confirmed"),
        (["confirmed", "cancelled", "floated"], "cancelled"),
        (["cancelled", "confirmed"], "confirmed"),
        (["held", "confirmed"], "held"),
        (["held", "cancelled"], "held"),
        (["read_out", "held"], "read_out"),
    ],
)
def test_step_reached_by_reports_in_this_order(steps, reached):
    assert derive([Said(step, hour) for hour, step in enumerate(steps)]).step == reached


def test_the_order_in_which_claims_are_given_does_not_matter():
    claims = [
        Said("floated", 0, day("2022-01-01/2022-01-31")),
        Said("confirmed", 1, day("2022-01-10"), "Geneva"),
        Said("postponed", 2),
        Said("confirmed", 3, day("2022-01-21"), "Geneva, Hotel Wilson"),
    ]
    found = {(s.step, str(s.when), s.place, len(s.disputes)) for s in map(derive, permutations(claims))}
    assert len(found) == 1


def test_reports_that_it_was_held_decide_when_and_where_over_plans():
    state = derive([
        Said("confirmed", 5, day("2022-01-11"), "Vienna"),
        Said("held", 1, day("2022-01-10"), "Geneva"),
    ])  # fmt: skip
    assert state.when.edtf == "2022-01-10"
    assert state.place == "Geneva"
    assert not state.is_disputed  # plans that came to nothing are history, not a disagreement


def test_the_narrowest_date_of_what_took_place_is_the_events():
    state = derive([Said("held", 0, day("2022-01-01/2022-01-31")), Said("read_out", 3, day("2022-01-10"))])
    assert state.when.edtf == "2022-01-10"
    assert not state.is_disputed


def test_before_it_took_place_the_newest_plan_holds():
    state = derive([Said("confirmed", 0, day("2022-01-10")), Said("confirmed", 4, day("2022-01-12"))])
    assert state.when.edtf == "2022-01-12"


def test_a_plan_without_a_date_leaves_the_earlier_one():
    state = derive([Said("proposed", 0, day("2022-01-10")), Said("confirmed", 4)])
    assert state.step == "confirmed"
    assert state.when.edtf == "2022-01-10"


def test_days_that_do_not_overlap_are_disputed_with_both_sources():
    moscow, washington = Said("held", 0, day("2021-12-31")), Said("read_out", 1, day("2021-12-30"))
    echo = Said("held", 2, day("2021-12-31"))
    [dispute] = derive([moscow, washington, echo]).disputes
    assert dispute.aspect == "when"
    assert [side.claims for side in dispute.sides] == [(moscow, echo), (washington,)]
    assert [side.words for side in dispute.sides] == ["31 Dec 2021", "30 Dec 2021"]


def test_a_vague_date_does_not_contradict_a_day_inside_it():
    assert not derive([Said("held", 0, day("2022-01-01/2022-01-31")), Said("held", 1, day("2022-01-31"))]).is_disputed
    assert derive([Said("held", 0, day("2022-01-01/2022-01-31")), Said("held", 1, day("2022-02-01"))]).is_disputed


def test_three_dates_of_which_two_disagree_are_disputed():
    dates = ["2022-01-01/2022-01-31", "2022-01-03", "2022-01-20"]
    assert derive([Said("held", hour, day(edtf)) for hour, edtf in enumerate(dates)]).is_disputed


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ("Geneva", "Vienna", True),
        ("Geneva", "Geneva, US mission", False),
        ("GENEVA", "geneva.", False),
        ("Brussels, NATO headquarters", "Brussels, US mission", True),
        ("Geneva", "", False),
    ],
)
def test_places_differ_when_neither_names_the_other(one, other, disputed):
    claims = [Said("held", 0, place=one), Said("held", 1, place=other)]
    assert derive(claims).is_disputed is disputed


def test_the_most_detailed_place_is_shown():
    claims = [Said("held", 0, place="Geneva, US mission"), Said("held", 1, place="Geneva")]
    assert derive(claims).place == "Geneva, US mission"


def test_different_values_of_one_aspect_are_disputed_and_of_two_are_not():
    long, longer = (
        Said("held", 0, aspect="duration", value="7.5 hours"),
        Said("held", 1, aspect="duration", value="Eight hours"),
    )
    same = Said("read_out", 2, aspect="duration", value="eight hours.")
    asked = Said("held", 3, aspect="initiative", value="Russia")
    [dispute] = derive([long, longer, same, asked]).disputes
    assert dispute.aspect == "duration"
    assert [side.claims for side in dispute.sides] == [(long,), (longer, same)]


def test_other_remarks_are_not_answers_to_one_question():
    claims = [
        Said("held", 0, aspect="other", value="No joint text"),
        Said("held", 1, aspect="other", value="More talks"),
    ]
    assert not derive(claims).is_disputed


def test_values_of_different_steps_are_compared_only_once_it_took_place():
    planned = Said("proposed", 0, aspect="duration", value="three hours")
    confirmed = Said("confirmed", 1, aspect="duration", value="four hours")
    assert not derive([planned, confirmed]).is_disputed
    assert derive([confirmed, Said("confirmed", 2, aspect="duration", value="two hours")]).is_disputed


def test_life_shows_who_said_each_step_first_and_postponement_only_if_claimed():
    first, second = Said("confirmed", 1), Said("confirmed", 2)
    life = derive([second, first, Said("floated", 0), Said("cancelled", 5)]).life
    assert [stage.step for stage in life] == [
        "floated",
        "proposed",
        "confirmed",
        "cancelled",
        "held",
        "read_out",
    ]
    assert life[2].claims == (first, second)
    assert life[2].first is first
    assert life[1].first is None


def test_reports_are_counted_once_each():
    assert derive([Said("held", 1), Said("held", 1), Said("held", 2)]).reports == 2
