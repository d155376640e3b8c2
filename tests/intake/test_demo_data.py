"""The files of the demo dossier, and that the checker finds what is wrong with others."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tracker.intake.demo import check, dossier
from tracker.intake.demo.dossier import BadQuote, spans


@pytest.fixture(scope="module")
def files():
    return dossier.read()


def changed(files, statement, **fields):
    """The dossier with one statement that has other fields."""
    reports = {
        key: {
            **report,
            "statement": [{**row, **fields} if row["key"] == statement else row for row in report["statement"]],
        }
        for key, report in files.reports.items()
    }
    return replace(files, reports=reports)


def test_nothing_is_wrong(files):
    assert list(check.problems(files)) == []


def test_the_command_says_what_is_there_and_what_is_from_memory():
    said = StringIO()
    call_command("demo_check", stdout=said)
    assert "69 reports" in said.getvalue()
    assert "d1/8" in said.getvalue()


def test_the_command_fails_on_a_wrong_dossier(files, monkeypatch):
    monkeypatch.setattr(dossier, "read", lambda: changed(files, "sherman-not-without", answers="no-such"))
    with pytest.raises(CommandError, match="there is no 'no-such' among the statements"):
        call_command("demo_check", stdout=StringIO())


def test_there_is_as_much_as_the_issue_asks_for(files):
    there = check.counts(files)
    asked = {"reports": 40, "statements": 150, "speakers": 30, "tracks": 5, "events": 45, "disputed": 6}
    assert {what: there[what] for what in asked if there[what] < asked[what]} == {}


def test_both_drafts_have_all_their_articles(files):
    assert [key for key in files.provisions if key.startswith("d1/")] == [f"d1/{n}" for n in range(1, 9)]
    assert [key for key in files.provisions if key.startswith("d2/")] == [f"d2/{n}" for n in range(1, 10)]


def test_the_two_sullivans_are_two(files):
    jake, john = files.actors["sullivan-jake"], files.actors["sullivan-john"]
    assert jake["distinction"] != john["distinction"]
    assert not set(jake["aliases"]) & set(john["aliases"])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"quote": "Words that nobody wrote"}, "stands 0 times"),
        ({"quote": "the"}, "stands"),
        ({"speaker": "nobody"}, "there is no 'nobody' among the actors"),
        ({"relayed_by": ["nobody"]}, "nobody is called 'nobody'"),
        ({"answers": "no-such"}, "there is no 'no-such' among the statements"),
        ({"tracks": {"nrc": "a word that is not there"}}, "does not stand in the text"),
        ({"said_on": "sometime"}, "is no date"),
        ({"positions": [{"on": "weather", "stance": "demands"}]}, "neither an issue nor a provision"),
        ({"positions": [{"on": "form", "stance": "conditional"}]}, "a condition belongs to a conditional position"),
        ({"from_memory": True}, "its text does not say so"),
    ],
)
def test_the_checker_finds(files, fields, complaint):
    wrong = list(check.problems(changed(files, "sherman-not-without", **fields)))
    assert any(complaint in sentence for sentence in wrong), wrong


def test_the_checker_misses_an_empty_cell_of_the_matrix(files):
    without = changed(files, "reaction-central-elements", positions=[])
    assert any(sentence.startswith("bucharest: positions of []") for sentence in check.problems(without))


def test_a_quote_may_name_its_first_and_last_words():
    text = "One two three. Four five six."
    assert [text[a:b] for a, b in spans("two … five", text)] == ["two three. Four five"]
    assert [text[a:b] for a, b in spans(["One", "six."], text)] == ["One", "six."]


@pytest.mark.parametrize("quote", ["seven", "e", "five … two"])
def test_a_quote_stands_once_and_in_order(quote):
    with pytest.raises(BadQuote):
        spans(quote, "One two three. Four five six.")
