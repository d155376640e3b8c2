"""Words resolved against a day: what each means, and how it is said again."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.lib.dates import BadDate, UncertainDate, find_dates, parse, resolve
from tracker.lib.dates.find import REACH
from tracker.lib.dates.rules import RULES
from tracker.lib.dates.words import TELLING
from tracker.lib.words import split

THURSDAY = date(2021, 12, 23)


def read(words: str, on: str | date = THURSDAY, tense=None) -> str | None:
    found = resolve(words, date.fromisoformat(on) if isinstance(on, str) else on, tense)
    return found and found.edtf


@pytest.mark.parametrize(
    ("words", "said", "meant"),
    [
        ("talks from tomorrow", "2021-12-17", "2021-12-18"),
        ("early next year", "2021-12-23", "2022-01-10"),
        ("answers next week", "2022-01-21", "2022-01-26"),
        ("soon", "2022-01-18", "2022-01-26"),
        ("in two weeks", "2022-01-26", "2022-02-10"),
        ("within the coming days", "2022-02-15", "2022-02-17"),
        ("later this week", "2022-02-20", "2022-02-24"),
        ("later this week", "2022-02-21", "2022-02-24"),
        ("48 hours", "2022-02-11", "2022-02-13"),
        ("as soon as early January", "2021-12-23", "2022-01-10"),
    ],
)
def test_what_came_to_be_lies_within_what_was_said(words, said, meant):
    """The vague dates of the winter of 2021-22, with what happened."""
    found = resolve(words, date.fromisoformat(said))
    assert found.earliest.date() <= date.fromisoformat(meant) <= found.latest.date()
    assert found.latest - found.earliest < timedelta(days=125)
    assert (found.words, found.reference) == (words, date.fromisoformat(said))


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("as soon as early January", "2022-01-01~/2022-01-10~"),
        ("mid-January", "2022-01-11~/2022-01-20~"),
        ("late February 2024", "2024-02-21~/2024-02-29~"),
        ("the beginning of March", "2022-03-01~/2022-03-10~"),
        ("the end of the month", "2021-12-21~/2021-12-31~"),
        ("by the end of the month", "2021-12-21~/2021-12-31~"),
        ("early next month", "2022-01-01~/2022-01-10~"),
        ("early 2022", "2022-01~/2022-04~"),
        ("late last year", "2020-09~/2020-12~"),
        ("Thursday", "2021-12-23"),
        ("on Friday", "2021-12-17"),
        ("next Thursday", "2021-12-30"),
        ("last Thursday", "2021-12-16"),
        ("this Friday", "2021-12-24"),
        ("Monday next week", "2021-12-27"),
        ("Tuesday of last week", "2021-12-14"),
        ("yesterday", "2021-12-22"),
        ("today", "2021-12-23"),
        ("tomorrow", "2021-12-24"),
        ("the day after tomorrow", "2021-12-25"),
        ("last week", "2021-12-13/2021-12-19"),
        ("this weekend", "2021-12-25/2021-12-26"),
        ("last month", "2021-11"),
        ("next month", "2022-01"),
        ("next year", "2022"),
        ("December 17", "2021-12-17"),
        ("17 December", "2021-12-17"),
        ("the 17th of December", "2021-12-17"),
        ("17 Dec.", "2021-12-17"),
        ("Dec. 17, 2020", "2020-12-17"),
        ("December 17th, 2021", "2021-12-17"),
        ("Thursday, 13 January", "2022-01-13"),
        ("on Monday, January 10, 2022", "2022-01-10"),
        ("2022-01-10", "2022-01-10"),
        ("10 January", "2022-01-10"),
        ("10-12 January", "2022-01-10/2022-01-12"),
        ("from 9 to 10 January", "2022-01-09/2022-01-10"),
        ("between January 9 and 10", "2022-01-09/2022-01-10"),
        ("30 December - 2 January", "2021-12-30/2022-01-02"),
        ("December 30, 2021 to January 2, 2022", "2021-12-30/2022-01-02"),
        ("30 December to 2 January 2023", "2022-12-30/2023-01-02"),
        ("12 January meeting", "2022-01-12"),
        ("on the sidelines of the 12 January meeting", "2022-01-12"),
        ("the week of January 10", "2022-01-10/2022-01-16"),
        ("January 2022", "2022-01"),
        ("in January", "2022-01"),
        ("next January", "2022-01"),
        ("last January", "2021-01"),
        ("January", "2022-01"),
        ("2021", "2021"),
        ("in 2021", "2021"),
        ("the 1990s", "199X"),
        ("spring 2022", "2022-21"),
        ("the winter of 2021", "2021-24"),
        ("first quarter of 2022", "2022-01/2022-03"),
        ("the second half of 2022", "2022-07/2022-12"),
        ("the second half of January", "2022-01-16/2022-01-31"),
        ("two weeks ago", "2021-12-09~"),
        ("three days ago", "2021-12-20"),
        ("two years ago", "2019~"),
        ("in two months", "2022-02-16~/2022-03-02~"),
        ("within 3 days", "2021-12-23/2021-12-26"),
        ("the past two days", "2021-12-21/2021-12-23"),
        ("in recent days", "2021-12-16~/2021-12-23"),
        ("earlier this month", "2021-12-01/2021-12-23"),
        ("by 12 January", "/2022-01-12"),
        ("before 12 January", "/2022-01-11"),
        ("since 2014", "2014/2021-12-23"),
        ("since 17 December", "2021-12-17/2021-12-23"),
        ("the third quarter", "2021-07/2021-09"),
        ("second-quarter", "2021-04/2021-06"),
        ("the latest quarter", "2021-07/2021-09"),
        ("this quarter", "2021-10/2021-12"),
        ("the 2020 third quarter", "2020-07/2020-09"),
        ("next year's first quarter", "2022-01/2022-03"),
        ("last summer", "2021-22"),
        ("last winter", "2020-24"),
        ("next spring", "2022-21"),
        ("July last year", "2020-07"),
        ("a 1994 accord", "1994"),
        ("nineteen ninety-six", "1996"),
        ("the current year", "2021"),
        ("by year-end", "/2021-12"),
        ("17 декабря", "2021-12-17"),
        ("17 декабря 2021 года", "2021-12-17"),
        ("10-12 января", "2022-01-10/2022-01-12"),
        ("в четверг", "2021-12-23"),
        ("в прошлую пятницу", "2021-12-17"),
        ("в начале января", "2022-01-01~/2022-01-10~"),
        ("в январе 2022 года", "2022-01"),
        ("на следующей неделе", "2021-12-27/2022-01-02"),
        ("через две недели", "2022-01-04~/2022-01-08~"),
        ("две недели назад", "2021-12-09~"),
        ("вчера", "2021-12-22"),
    ],
)
def test_words(words, edtf):
    assert read(words) == edtf


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the talks",
        "they may march on",
        "Theresa May",
        "you may 10 times",
        "31 February",
        "30 February 2022",
        "48 people",
        "1.5 million",
        "12 January or 14 January",
        "Christmas",
        "second",
        "in 12 hoursglasses",
        "in the weeks before the vote",
        "for 2000-strong crowds",
        "Mondayish",
        "12 Januaryish",
    ],
)
def test_no_date(words):
    assert read(words) is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("The minister said on Friday that talks would begin.", "2021-12-17"),
        ("On Friday the minister said that talks would begin.", "2021-12-17"),
        ("The minister said that talks will begin on Friday.", "2021-12-24"),
        ("A meeting planned for Friday", "2021-12-24"),
        ("They met on Friday. Talks will go on.", "2021-12-17"),
        ("They had until 9 a.m. Friday", "2021-12-24"),
        ("On Friday, the road was blocked by protesters.", "2021-12-17"),
        ("Переговоры состоятся в пятницу", "2021-12-24"),
        ("Министр заявил в пятницу", "2021-12-17"),
    ],
)
def test_the_nearest_verb_tells_the_direction(text, edtf):
    assert [found.edtf for _, _, found in find_dates(text, THURSDAY)] == [edtf]


def test_a_given_tense_wins():
    assert read("Friday", tense="future") == "2021-12-24"
    assert read("planned for Friday", tense="past") == "2021-12-17"


def test_a_far_year_is_told_by_the_tense():
    assert read("17 December", "2022-06-10", "past") == "2021-12-17"
    assert read("17 December", "2022-06-25", "past") == "2021-12-17"
    assert read("17 December", "2022-06-10", "future") == "2022-12-17"
    assert read("10 January", "2021-12-23", "past") == "2022-01-10"


def test_found_in_text_with_exact_places():
    text = (
        "🙂 WASHINGTON, December 23. The official said the drafts of 17\u00a0December could be discussed as soon"
        " as early\nJanuary, ahead of the 12 January meeting. Nothing may march before Monday's call."
    )
    found = find_dates(text, THURSDAY)
    assert [text[start:end] for start, end, _ in found] == [
        "December 23",
        "17\u00a0December",
        "as soon as early\nJanuary",
        "12 January",
        "Monday",
    ]
    assert [one.edtf for *_, one in found][:4] == [
        "2021-12-23",
        "2021-12-17",
        "2022-01-01~/2022-01-10~",
        "2022-01-12",
    ]


def test_without_a_reference_day_only_whole_dates():
    text = "On Monday and on 12 January nothing; on 17 December 2021 and in January 2022 much."
    assert [one.edtf for *_, one in find_dates(text, None)] == ["2021-12-17", "2022-01"]


def test_parse():
    assert parse(" 2022-01-10 ") == UncertainDate("2022-01-10")
    assert parse("10 January 2022") == UncertainDate("2022-01-10", "10 January 2022")
    assert parse("Friday", THURSDAY) == UncertainDate("2021-12-17", "Friday", THURSDAY)
    for text in ("", "   ", "Friday", "no date", "x" * 10_000):
        with pytest.raises(BadDate):
            parse(text)


PIECES = st.sampled_from(
    [
        *(
            "on",
            "by",
            "before",
            "since",
            "from",
            "in",
            "the",
            "early",
            "mid-",
            "late",
            "end of",
            "January",
            "May",
            "12",
        ),
        *(
            "31",
            "2022",
            "-",
            "–",
            "to",
            "and",
            "next",
            "last",
            "week",
            "Monday",
            ",",
            ".",
            "'",
            "\n",
            "1999-12-31",
            "two",
        ),
        *("weeks", "ago", "48 hours", "0", "с", "17", "декабря", "в", "четверг", "🙂", "é", "’s", "first", "quarter"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30), st.dates())
def test_anything_can_be_read(pieces, reference):
    text = " ".join(pieces)
    reach = 0
    for start, end, found in find_dates(text, reference):
        assert reach <= start < end <= len(text)
        assert UncertainDate(found.edtf).bounds == found.bounds
        assert found.words == text[start:end].translate({10: " "})
        reach = end
    resolve(text, reference)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "Monday ",
            "1 ",
            "12",
            "10-",
            " ",
            "early in the ",
            "in the coming ",
            "from 12 to 12 ",
            "a",
            "в четверг ",
            "will ",
        ),
        *("as soon as ", "2022-01-10 ", "the first half of ", "1 January - ", "before ", "said.\n", "January January "),
    ],
)
def test_time_is_linear(unit):
    """100 KB, whatever is in it, in well under a second (tests/bench/dates.py has the figures)."""
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    find_dates(text, THURSDAY)
    assert time.process_time() - began < 1


def test_a_year_earlier_keeps_the_quarter_last_spoken_of():
    text = "Trade grew in the third quarter, after a fall a year earlier. A decade of growth began two years ago."
    assert [one.edtf for *_, one in find_dates(text, THURSDAY)] == ["2021-07/2021-09", "2020-07/2020-09", "2019~"]


@pytest.mark.parametrize("words", ["as of Sept. 30", "of Sept. 30"])
def test_abbreviated_month_keeps_its_day(words):
    assert read(words) == "2021-09-30"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern.pattern[:40])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_date_is_without_a_telling_word(rule, data):
    """Places without one are not tried: a new rule needs its word in TELLING."""
    words = split(data.draw(st.from_regex(rule.pattern, fullmatch=True))).low[: REACH + 1]
    assert any(word in TELLING or word[0].isdigit() for word in words)
