"""EDTF, its bounds, and its rendering."""

import time
from datetime import UTC, date, datetime

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.dates import BadDate, UncertainDate


def day(text: str, *, end: bool = False) -> datetime:
    first = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return first.replace(hour=23, minute=59, second=59, microsecond=999999) if end else first


@pytest.mark.parametrize(
    ("edtf", "first", "last", "said"),
    [
        ("2022-01-10", "2022-01-10", "2022-01-10", "10 Jan 2022"),
        ("2022-01-10~", "2022-01-10", "2022-01-10", "about 10 Jan 2022"),
        ("2022-01-10?", "2022-01-10", "2022-01-10", "perhaps 10 Jan 2022"),
        ("2022-01-10%", "2022-01-10", "2022-01-10", "perhaps about 10 Jan 2022"),
        ("2022-01", "2022-01-01", "2022-01-31", "January 2022"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2022", "2022-01-01", "2022-12-31", "2022"),
        ("199X", "1990-01-01", "1999-12-31", "the 1990s"),
        ("2022-01-01~/2022-01-10~", "2022-01-01", "2022-01-10", "early January 2022"),
        ("2022-01-11~/2022-01-20~", "2022-01-11", "2022-01-20", "mid-January 2022"),
        ("2022-02-21~/2022-02-28~", "2022-02-21", "2022-02-28", "late February 2022"),
        ("2022-01~/2022-04~", "2022-01-01", "2022-04-30", "early 2022"),
        ("2022-01-02~/2022-01-10~", "2022-01-02", "2022-01-10", "about 2-10 Jan 2022"),
        ("2022-01-10/2022-01-12", "2022-01-10", "2022-01-12", "10-12 Jan 2022"),
        ("2022-01-30/2022-02-02", "2022-01-30", "2022-02-02", "30 Jan - 2 Feb 2022"),
        ("2021-12-30/2022-01-02", "2021-12-30", "2022-01-02", "30 Dec 2021 - 2 Jan 2022"),
        ("2022-21", "2022-03-01", "2022-05-31", "spring 2022"),
        ("2021-24", "2021-12-01", "2022-02-28", "winter 2021/22"),
        ("1999-24", "1999-12-01", "2000-02-29", "winter 1999/00"),
        ("../2022-01-10", None, "2022-01-10", "by 10 Jan 2022"),
        ("/2022-01", None, "2022-01-31", "by January 2022"),
        ("2022-01-10/..", "2022-01-10", None, "from 10 Jan 2022"),
    ],
)
def test_bounds_and_rendering(edtf, first, last, said):
    value = UncertainDate(edtf)
    assert value.earliest == (first and day(first))
    assert value.latest == (last and day(last, end=True))
    assert str(value) == said


@pytest.mark.parametrize(
    ("edtf", "kept", "moment", "said"),
    [
        (
            "2021-12-30T15:30:00-05:00",
            "2021-12-30T15:30:00-05:00",
            "2021-12-30T20:30:00",
            "30 Dec 2021, 15:30 UTC-05:00",
        ),
        ("2021-12-30T15:30-05:00", "2021-12-30T15:30:00-05:00", "2021-12-30T20:30:00", "30 Dec 2021, 15:30 UTC-05:00"),
        ("2021-12-30T23:30Z", "2021-12-30T23:30:00Z", "2021-12-30T23:30:00", "30 Dec 2021, 23:30 UTC"),
        ("2021-12-31T01:30+0300", "2021-12-31T01:30:00+03:00", "2021-12-30T22:30:00", "31 Dec 2021, 01:30 UTC+03:00"),
    ],
)
def test_moments(edtf, kept, moment, said):
    value = UncertainDate(edtf)
    assert value.edtf == kept
    assert value.earliest == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert value.is_exact_day
    assert str(value) == said


@pytest.mark.parametrize(
    ("edtf", "says"),
    [
        ("", "no date"),
        ("yesterday", "no date"),
        ("2022-02-30", "not in the calendar"),
        ("2022-13", "no date"),
        ("0000-01-01", "calendar"),
        ("2022-01-10T25:00", "clock"),
        ("2022-01-12/2022-01-10", "is after"),
        ("../..", "at least one end"),
        ("/", "at least one end"),
        ("2022/2021/2020", "no date"),
        ("２０２２-01-10", "no date"),
        ("9999-24", "out of reach"),
        ("{2022,2021}" * 10, "64 characters"),
        ("Y1E9999999", "no date"),
        ("2022-01-10\x00", "no date"),
        ("((((((((((((((((2022", "no date"),
    ],
)
def test_refused_with_a_message_to_act_on(edtf, says):
    began = time.process_time()
    with pytest.raises(BadDate, match=says):
        UncertainDate(edtf)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("edtf", "exact"),
    [
        ("2022-01-10", True),
        ("2022-01-10~", False),
        ("2022-01", False),
        ("2022-01-10/2022-01-11", False),
        ("../2022", False),
    ],
)
def test_exact_day(edtf, exact):
    assert UncertainDate(edtf).is_exact_day is exact


@pytest.mark.parametrize("edtf", ["0001", "1900-02", "2000-02~", "2022", "2022?", "2024-02%", "9999-12"])
def test_months_and_years_are_bounded_as_the_library_does(edtf):
    theirs, ours = parse_edtf(edtf), UncertainDate(edtf)
    assert (ours.earliest.timetuple()[:3], ours.latest.timetuple()[:3]) == (
        theirs.lower_strict()[:3],
        theirs.upper_strict()[:3],
    )


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_of_the_calendar(one):
    value = UncertainDate(one.isoformat())
    assert value.earliest.date() == value.latest.date() == one
    assert str(value).endswith(str(one.year))


@given(st.text(alphabet="0123456789-/~?%XTZ:+.{}[], ", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        value = UncertainDate(text)
    except BadDate:
        return
    early, late = value.bounds
    assert early or late
    assert not (early and late) or early <= late
    assert str(value)
