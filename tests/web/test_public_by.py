from datetime import UTC, date, datetime

import pytest

from tracker.web.public_by import parse, public_by


def test_a_day_means_until_its_last_moment_in_utc():
    asked = parse("2021-12-23")
    assert asked.day == date(2021, 12, 23)
    assert asked.moment == datetime(2021, 12, 23, 23, 59, 59, 999999, UTC)
    assert asked.error == ""


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_asked_is_now(words):
    asked = parse(words)
    assert (asked.day, asked.moment, asked.error) == (None, None, "")


@pytest.mark.parametrize(
    "words",
    [
        "2021-02-30",
        "yesterday",
        "23.12.2021",
        "20211223",
        "2021-W51-4",
        "0000-00-00",
        "9" * 400,
        "2021-12-23T10",
    ],
)
def test_a_wrong_day_is_named_and_shows_now(words):
    asked = parse(words)
    assert asked.moment is None
    assert words[:40] in asked.error
    assert "2022-01-12" in asked.error  # says how to write it


def test_it_is_read_from_the_address(rf):
    assert public_by(rf.get("/", {"public_by": "2022-01-10"})).day == date(2022, 1, 10)
    assert public_by(rf.get("/")).day is None
