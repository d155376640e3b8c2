"""What is read from the lines of a plain text, and where it says it was."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tracker.intake.readers import read

NEAR = date(2022, 3, 20)


def record(text, **extra):
    return read(text, reference_date=NEAR, **extra)


@pytest.mark.parametrize(
    ("opening", "place", "day", "outlet"),
    [
        ("PORT ELLERY, March 14. /KESTREL/. The talks go on.", "Port Ellery", date(2022, 3, 14), "KESTREL"),
        ("GENEVA (Kestrel) - The talks go on.", "Geneva", None, "Kestrel"),
        ("OSLO, Dec 17 (Kestrel) - The talks go on.", "Oslo", date(2021, 12, 17), "Kestrel"),
        ("Oslo, 12 January 2022 - The talks go on.", "Oslo", date(2022, 1, 12), ""),
        ("OSLO — The talks go on.", "Oslo", None, ""),
        ("GRAZ, Austria (KP) — The talks go on.", "Graz, Austria", None, "KP"),
        ("WASHINGTON, D.C. – The talks go on.", "Washington, D.C.", None, ""),
        ("OSLO, Jan. 5, 2022 (KP) -- The talks go on.", "Oslo", date(2022, 1, 5), "KP"),
        ("OSLO, March 14. The talks go on.", "Oslo", date(2022, 3, 14), ""),
        ("PORT ELLERY, Ore., March 14 - The talks go on.", "Port Ellery, Ore.", date(2022, 3, 14), ""),
        ("PORT ELLERY, N.Y., March 14 - The talks go on.", "Port Ellery, N.Y.", date(2022, 3, 14), ""),
        (
            "GRAZ, Prince Edward Island, March 14 - The talks go on.",
            "Graz, Prince Edward Island",
            date(2022, 3, 14),
            "",
        ),
        ("ARNHEM, the Netherlands, March 14 - The talks go on.", "Arnhem, the Netherlands", date(2022, 3, 14), ""),
        ("OSLO , March 14 - The talks go on.", "Oslo", date(2022, 3, 14), ""),
        ("OSLO,March 14, - The talks go on.", "Oslo", date(2022, 3, 14), ""),
        ("OSLO, March 14, Kestrel - The talks go on.", "Oslo", date(2022, 3, 14), "Kestrel"),
        ("****OSLO, March 14 - The talks go on.", "Oslo", date(2022, 3, 14), ""),
        ("МИНСК, 17 декабря. /КРЕЧЕТ/. Переговоры идут.", "Минск", date(2021, 12, 17), "КРЕЧЕТ"),
        ("МИНСК, 17 дек - Кречет Новости. Переговоры идут.", "Минск", date(2021, 12, 17), "Кречет Новости"),
        ("Минск. 17 декабря. КРЕЧЕТ - Переговоры идут.", "Минск", date(2021, 12, 17), "КРЕЧЕТ"),
    ],
)
def test_dateline(opening, place, day, outlet):
    found = record(opening)
    assert (found.dateline_place, found.dateline_day, found.outlet) == (place, day, outlet)
    assert found.sources["dateline_place"].where == "dateline, first line"


@pytest.mark.parametrize(
    "opening",
    [
        "Prague, the capital - a lovely town",
        "The talks - all of them - go on.",
        "He said: nothing new.",
        "March 14 was cold.",
        "A (short) note - read it",
        "ECONOMY IN BRIEF - EXPORTS RISE",
        "ENVOYS MEET - MINISTRY",
    ],
)
def test_no_dateline_is_made_up(opening):
    found = record(opening)
    assert (found.dateline_place, found.dateline_day) == ("", None)


def test_a_dated_line_is_the_dateline_and_what_looks_like_one_before_it_the_title():
    found = record(
        "ECONOMIC FOCUS -- Drafts of a pact\nBy Jane Doe, Reuters\n\n    OSLO, March 14 - The talks go on in the U.S."
    )
    assert (found.dateline_place, found.title) == ("Oslo", "ECONOMIC FOCUS -- Drafts of a pact")
    assert (found.byline, found.outlet) == ("Jane Doe", "Reuters")
    assert found.sources["outlet"].where == "byline, second line"


def test_a_title_before_a_dateline_may_end_with_a_dot():
    assert (
        record("ENVOYS TO MEET IN THE U.S.\n\nOSLO, March 14 - The talks go on.").title == "ENVOYS TO MEET IN THE U.S."
    )


def test_a_date_that_opens_a_line_of_running_text_is_no_publication_line():
    found = record("Envoys meet again\nOSLO, March 14 - The talks end on\nJune 15, 1992.\nThey go on.")
    assert found.published_at == datetime(2022, 3, 14, tzinfo=UTC)


def test_every_span_is_exactly_its_words():
    found = record(
        "Envoys meet again\nBy Jane Doe and John Roe\nPublished: 14 March 2022, 18:04 GMT+3\n"
        "PORT ELLERY, March 14 (Kestrel) - The talks go on, envoys said on Monday."
    )
    assert {name for name, source in found.sources.items() if source.span} >= {
        "title",
        "byline",
        "published_at",
        "published_words",
        "dateline_place",
        "dateline_day",
        "outlet",
    }
    for source in found.sources.values():
        assert source.span is None or found.text[slice(*source.span)] == source.words


def test_title_byline_and_publication_line():
    found = record(
        "Envoys meet again\nBy Jane Doe and John Roe\nPublished: 14 March 2022, 18:04 GMT+3\nOSLO (KP) - Talks."
    )
    assert found.title == "Envoys meet again"
    assert found.byline == "Jane Doe and John Roe"
    assert found.published_at == datetime(2022, 3, 14, 18, 4, tzinfo=timezone(timedelta(hours=3)))
    assert found.published_words == "14 March 2022, 18:04 GMT+3"
    assert found.sources["published_at"].where == "third line"


@pytest.mark.parametrize(
    ("line", "moment", "note"),
    [
        ("23 Dec 2021 21:45", datetime(2021, 12, 23, 21, 45, tzinfo=UTC), "no time zone in the text"),
        ("December 23, 2021, 6:04 PM EST", datetime(2021, 12, 23, 23, 4, tzinfo=UTC), ""),
        ("Updated 2021-12-23T21:45:00+03:00", datetime(2021, 12, 23, 18, 45, tzinfo=UTC), ""),
        ("Опубликовано: 23 декабря 2021, 21:45 МСК", datetime(2021, 12, 23, 18, 45, tzinfo=UTC), ""),
        ("23 DEC, 21:45", datetime(2021, 12, 23, 21, 45, tzinfo=UTC), "year not in text"),
        ("Date: 23.12.2021", datetime(2021, 12, 23, tzinfo=UTC), "midnight UTC"),
    ],
)
def test_moments(line, moment, note):
    found = record(f"Envoys meet again\n{line}\nThey met and talked all night long.")
    assert found.published_at == moment
    assert note in found.sources["published_at"].where


def test_a_date_inside_a_sentence_is_no_publication_line():
    found = record("Envoys meet again\n14 March 2022 was the day on which the two envoys met for the first time.")
    assert found.published_at is None


def test_year_missing_is_taken_from_the_reference_date_and_said_so():
    found = record("OSLO, December 30. /KP/. Talks.")
    assert found.dateline_day == date(2021, 12, 30)
    assert "year not in text" in found.sources["dateline_day"].where
    assert "2022-03-20" in found.sources["dateline_day"].where


def test_year_missing_is_taken_from_the_publication_line_first():
    found = record("Envoys meet again\nPublished: 2 January 2019, 10:00 UTC\nOSLO, December 30. /KP/. Talks.")
    assert found.dateline_day == date(2018, 12, 30)
    assert "publication line" in found.sources["dateline_day"].where


def test_29_february_without_a_year_is_the_last_there_was():
    assert record("ROME, February 29 (KP) - Talks.").dateline_day == date(2020, 2, 29)


def test_dateline_day_is_proposed_as_publication_with_its_doubt():
    found = record("OSLO, March 14. /KP/. Talks.")
    assert found.published_at == datetime(2022, 3, 14, tzinfo=UTC)
    assert "only the day is known" in found.sources["published_at"].where


def test_no_title_line_proposes_the_first_sentence():
    found = record("OSLO, March 14. /KP/. The envoys will meet again. They said so.")
    assert found.title == "The envoys will meet again"
    assert "no title line" in found.sources["title"].where


def test_long_first_sentence_is_cut_and_shows_it():
    found = record("The envoys will meet again in the old town hall, " + "and again, " * 30 + "they said.")
    assert found.title == "The envoys will meet again in the old town hall …"


@pytest.mark.parametrize(
    ("ending", "outlet", "where"),
    [
        ("— Kestrel", "Kestrel", "signature"),
        ("Source: The Lakeside Herald", "The Lakeside Herald", "signature"),
        ("© 2022 Kestrel Press", "Kestrel Press", "signature"),
        ("They left.", "lakeside.example", "domain of the address"),
    ],
)
def test_outlet_from_signature_or_address(ending, outlet, where):
    found = record(f"Envoys meet again\nThe talks go on.\n{ending}", url="https://www.lakeside.example/a?b=1")
    assert found.outlet == outlet
    assert where in found.sources["outlet"].where


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoys of both sides said on Monday that the talks would go on.", "en"),
        ("Министр заявил, что переговоры будут продолжены на следующей неделе.", "ru"),
        ("Die Ministerin sagte, dass die Gespräche nächste Woche weitergehen.", "de"),
    ],
)
def test_language(text, language):
    assert record(text).language == language


def test_direction_marks_do_not_reach_the_title():
    assert "\u202e" not in record("Envoys \u202emeet again\nThe talks go on.").title


def test_text_is_kept_whole():
    text = "Envoys meet again\n\nOSLO (KP) - The talks go on.\nMore."
    assert record(text).text == text
