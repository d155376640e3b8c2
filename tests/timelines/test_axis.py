"""The axis covers what it should, its bins cover each of its days once, and the far away does not press the rest."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.timelines.axis import DAY, Axis, axis_for

days = st.dates()


@given(st.lists(days, min_size=1, max_size=30))
def test_bins_cover_each_day_of_the_axis_once(found):
    axis = axis_for(Counter(found))
    assert axis.bins[0][0] == axis.first
    assert axis.bins[-1][1] == axis.last
    assert all(before[1] + DAY == after[0] for before, after in zip(axis.bins, axis.bins[1:], strict=False))
    assert all(begin <= end for begin, end in axis.bins)
    assert len(axis.bins) <= 140


@given(st.lists(days, min_size=1, max_size=30))
def test_with_few_entries_nothing_is_left_off(found):
    axis = axis_for(Counter(found))
    assert axis.covers(min(found))
    assert axis.covers(max(found))


@given(st.lists(days, min_size=1, max_size=30))
def test_ticks_lie_on_the_axis_and_few_are_labelled(found):
    places = [float(tick.x[:-1]) for tick in axis_for(Counter(found)).ticks]
    assert places == sorted(places)
    assert all(0 <= x <= 100 for x in places)
    assert sum(bool(tick.label) for tick in axis_for(Counter(found)).ticks) <= 10


def test_one_far_entry_among_many_is_left_off_unless_asked_for():
    near = [date(2022, 1, 1) + timedelta(days=n % 60) for n in range(200)]
    far = date(1990, 10, 3)
    assert not axis_for(Counter([far, *near])).covers(far)
    assert axis_for(Counter([far, *near]), date(1990, 1, 1), date(1990, 12, 31)).covers(far)


def test_days_asked_for_far_from_any_entry_do_not_stretch_it():
    near = [date(2022, 1, 1), date(2022, 2, 1)]
    assert axis_for(Counter(near), date.min, date.max) == axis_for(Counter(near))


@pytest.mark.parametrize(
    ("length", "unit"), [(20, "day"), (100, "day"), (400, "week"), (3000, "month"), (20_000, "year")]
)
def test_the_longer_the_wider_the_bins(length, unit):
    assert Axis(date(2021, 12, 1), date(2021, 12, 1) + timedelta(days=length)).unit == unit


def test_no_entries_no_axis():
    assert axis_for({}) is None
