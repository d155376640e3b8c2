"""Pages compare the newest statements, count up to a bound, and say so."""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tests.scene import Scene, day
from tracker.lib.dates import UncertainDate
from tracker.negotiations import queries, stances
from tracker.negotiations.queries import actor, compared, issue
from tracker.reports.queries import report_list
from tracker.web import counted

pytestmark = pytest.mark.django_db
PAGES = {
    "track": lambda s: reverse("negotiations:track", args=["talks", "dialogue"]),
    "issues": lambda s: reverse("negotiations:issues", args=["talks"]),
    "issue": lambda s: reverse("negotiations:issue", args=["talks", "missiles"]),
    "person": lambda s: reverse("negotiations:actor", args=["talks", s.envoy.pk]),
    "state": lambda s: reverse("negotiations:actor", args=["talks", s.states[0].pk]),
    "proposal": lambda s: reverse("negotiations:proposal", args=["talks", "draft"]),
}


@pytest.fixture
def scene(negotiation):
    return Scene(negotiation, size=4).build()


@pytest.fixture
def words(signed_in, analyst):
    """words(address): what an analyst reads there."""
    client = signed_in(analyst)
    return lambda address: " ".join(html.fromstring(client.get(address).content).text_content().split())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_of_how_many_statements_it_is(name, scene, words, monkeypatch):
    assert "as of the newest" not in words(PAGES[name](scene))
    monkeypatch.setattr(compared, "MOST_COMPARED", 2)
    assert "as of the newest 2 statements that take a position" in words(PAGES[name](scene))


def test_the_newest_are_compared_and_the_undated_last(scene, monkeypatch):
    undated = make.StatementFactory(report=scene.reports[0], said_on=UncertainDate("../2020"))
    make.PositionFactory(statement=undated, issue=scene.issue, holder=scene.silent)
    monkeypatch.setattr(compared, "MOST_COMPARED", 2)
    taken = compared.newest_positions(scene.negotiation, scene.negotiation.statements)
    assert {position.statement_id for position in taken.positions} == {one.pk for one in scene.statements[-2:]}
    assert taken.compared == 2
    monkeypatch.setattr(compared, "MOST_COMPARED", 5)
    assert compared.newest_positions(scene.negotiation, scene.negotiation.statements).compared == 0


def test_only_statements_that_matter_count_as_compared(scene, monkeypatch):
    monkeypatch.setattr(compared, "MOST_COMPARED", 1)
    first = scene.issues[0]
    taken = compared.newest_positions(
        scene.negotiation, scene.negotiation.statements, among=lambda rows: rows.on_issue(first)
    )
    assert [(position.statement_id, position.issue) for position in taken.positions] == [
        (scene.statements[0].pk, first)
    ]
    assert taken.compared == 0


def test_a_matrix_has_its_parties_and_few_others(scene, words, analyst, monkeypatch):
    for name in ("Atlantis", "Utopia"):
        other = make.StateFactory(name=name)
        for child in scene.issues:
            make.PositionFactory(statement=scene.statements[0], issue=child, holder=other)
    monkeypatch.setattr(stances, "MOST_COLUMNS", 4)
    found = queries.track_page(scene.track, user=analyst).positions
    assert {one.name for one in found.columns} > {"Freedonia", "Sylvania", "Ruritania"}
    assert (len(found.columns), found.left_out) == (4, 1)
    assert "1 other holder is not shown" in words(PAGES["track"](scene))


def test_an_issue_shows_the_last_of_each_and_leads_to_the_rest(scene, words, monkeypatch):
    whole = words(PAGES["issue"](scene))
    assert "3 earlier statements" in whole
    assert "All on the timeline" not in whole
    monkeypatch.setattr(issue, "MOST_EARLIER", 1)
    monkeypatch.setattr(issue, "MOST_SHIFTS", 2)
    monkeypatch.setattr(issue, "MOST_ANSWERS", 1)
    found = words(PAGES["issue"](scene))
    assert "3 earlier statements" in found
    assert "All on the timeline" in found
    assert "the newest 2 of 3" in found
    assert "1 more, who spoke less often, is not shown." in found


def test_silence_is_told_of_what_was_compared(scene, words, monkeypatch):
    assert "No published statement of theirs on this issue" in words(PAGES["issue"](scene))
    monkeypatch.setattr(compared, "MOST_COMPARED", 2)
    assert "None of the newest 2 statements on this issue takes a position of theirs" in words(PAGES["issue"](scene))


def test_an_actors_way_is_told_from_its_last_turns(scene, words, monkeypatch):
    assert "earlier change" not in words(PAGES["state"](scene))
    monkeypatch.setattr(actor, "MOST_RUNS", 2)
    assert "after 2 earlier changes" in words(PAGES["state"](scene))


def test_counts_end_at_a_bound(scene, words, monkeypatch):
    assert "4 statements" in words(PAGES["track"](scene))
    monkeypatch.setattr(counted, "MOST", 3)
    monkeypatch.setattr(counted, "MOST_EACH", 2)
    assert "more than 3 statements" in words(PAGES["track"](scene))
    assert "more than 3 statements" in words(PAGES["person"](scene))
    assert "more than 3 reports" in words(reverse("reports:list", args=["talks"]))
    assert "2+" in words(reverse("negotiations:tracks", args=["talks"]))
    assert "2+" in words(reverse("negotiations:actors", args=["talks"]))
    assert str(counted.Counted(1234)) == "1,234"


def test_what_is_exactly_the_bound_is_no_more(scene, monkeypatch):
    monkeypatch.setattr(counted, "MOST", 4)
    assert counted.counted(scene.negotiation.statements.all()) == counted.Counted(4)


def test_reports_count_the_statements_of_those_shown(scene, analyst):
    make.StatementFactory(report=scene.reports[0], status="draft", said_on=day(0))
    found = report_list(scene.negotiation, {}, user=analyst).slice.rows
    counts = {report.pk: (report.published_count, report.draft_count, report.reviewed_count) for report in found}
    assert counts[scene.reports[0].pk] == (1, 1, 0)
    assert counts[scene.reports[1].pk] == (1, 0, 0)
