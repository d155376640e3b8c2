"""Statements coded elsewhere become drafts: where they stand, whose they are, and what is told instead of made up."""

import pytest

from tests.factories import (
    ActorFactory,
    IssueFactory,
    ProvisionFactory,
    ReportFactory,
    RoleFactory,
    StateFactory,
    StatementFactory,
    TrackFactory,
)
from tracker.intake.coded import add_coded
from tracker.intake.readers import read_all
from tracker.intake.record import Coded, Stand
from tracker.lib.dates import UncertainDate
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Form, Statement, Status

pytestmark = pytest.mark.django_db

TEXT = (
    'Freedonia City, Jan 10. "We are ready to talk," the envoy said. Missiles were no matter for now, she added.\n'
    "Sylvania would wait until Thursday. Sylvania would wait, a minister repeated."
)
READY = "We are ready to talk"


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=TEXT)


@pytest.fixture
def freedonia():
    return StateFactory(name="Freedonia")


@pytest.fixture
def envoy(freedonia):
    envoy = ActorFactory(name="Anna Envoy", aliases=["A. Envoy"])
    RoleFactory(person=envoy, organisation=freedonia, started=UncertainDate("2021-01-01"))
    return envoy


@pytest.fixture
def missiles(negotiation):
    return IssueFactory(negotiation=negotiation, name="Missiles")


def add(report, *coded, by):
    return add_coded(report, report.current, list(coded), by=by)


def only(added):
    (statement,) = added.made
    return Statement.objects.get(pk=statement.pk)


def test_a_draft_where_the_words_stand(report, envoy, freedonia, missiles, negotiation, researcher):
    track = TrackFactory(negotiation=negotiation, name="The dialogue")
    coded = Coded(
        READY, speaker="a. envoy", issue="missiles", stance="accepts", tracks=("The dialogue",), said_on="2022-01-09",
        summary="Ready", note="see page 2", coder="coder 3", rule="dna",
    )  # fmt: skip
    added = add(report, coded, by=researcher)
    statement = only(added)
    assert (statement.status, statement.coded_by, statement.quote) == (Status.DRAFT, researcher, READY)
    assert (statement.speaker, statement.summary, statement.form) == (envoy, "Ready", Form.DIRECT)
    assert statement.said_on == UncertainDate("2022-01-09")
    assert statement.rule == "dna"
    assert statement.reason == (
        "Coded by coder 3 in Discourse Network Analyzer: speaker a. envoy; “missiles” accepts; tracks The dialogue; see page 2"
    )
    (position,) = statement.positions.all()
    assert (position.issue, position.stance, position.holder) == (missiles, "accepts", freedonia)
    assert [(link.track, link.reason) for link in statement.track_links.all()] == [
        (track, "as coded in Discourse Network Analyzer")
    ]
    assert added.notes == []


@pytest.mark.parametrize(
    ("exact", "start", "end", "found"),
    [
        (READY, 25, 45, READY),
        (READY, 0, 20, READY),  # a wrong place
        ("“We  are ready to talk”", None, None, READY),  # other blanks and marks
        ("Sylvania would wait", 108, 127, "Sylvania would wait"),
        ("We are ready … no matter for now", None, None, "We are ready … no matter for now"),
    ],
)
def test_words_are_found(report, researcher, exact, start, end, found):
    assert only(add(report, Coded(exact, start=start, end=end), by=researcher)).quote == found


@pytest.mark.parametrize(
    ("exact", "why"),
    [
        ("Never", "“Never” (Bob) is not in the text; no statement was made of it."),
        (
            "Sylvania would wait",
            "“Sylvania would wait” (Bob) stands several times in the text; no statement was made of it.",
        ),
        ("We are ready … We are ready", "Two pieces of “We are ready … We are ready” stand at one place"),
    ],
)
def test_what_is_not_found_is_told_with_its_words(report, researcher, exact, why):
    added = add(report, Coded(exact, speaker="Bob"), Coded(READY), by=researcher)
    assert len(added.made) == 1
    assert added.lost[0].coded.exact == exact
    assert added.notes[0].startswith(why)


def test_names_that_nobody_goes_by_are_told_and_nothing_is_made_for_them(report, researcher):
    coded = Coded(
        READY,
        speaker="Bob",
        organisation="Sylvania",
        issue="Bases",
        stance="rejects",
        tracks=("Back room",),
        said_on="whenever",
    )
    added = add(report, coded, by=researcher)
    statement = only(added)
    assert (statement.speaker, statement.speaker_words) == (None, "Bob (Sylvania)")
    assert statement.said_on == UncertainDate("2022-01-10")
    assert added.notes == [
        "“We are ready to talk”: “whenever” is no date; the report's day was taken.",
        "“We are ready to talk”: no track here is called “Back room”.",
        "“We are ready to talk”: the position “Bases” rejects was left out: no issue here is called so.",
    ]
    assert "“Bases” rejects; tracks Back room" in statement.reason


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"stance": "conditional"}, "its condition is not given"),
        ({"stance": ""}, "no stance that Parley knows"),
        ({"stance": "accepts", "speaker": ""}, "whose position it is cannot be told"),
    ],
)
def test_positions_that_cannot_be_taken_are_told(report, envoy, missiles, researcher, values, why):
    added = add(report, Coded(READY, **{"speaker": "Anna Envoy", "issue": "Missiles"} | values), by=researcher)
    assert not only(added).positions.exists()
    assert why in added.notes[0]


def test_an_organisation_speaks_where_no_person_does(report, freedonia, missiles, researcher):
    statement = only(
        add(report, Coded(READY, organisation="Freedonia", issue="Missiles", stance="rejects"), by=researcher)
    )
    assert (statement.speaker, statement.positions.get().holder) == (freedonia, freedonia)


def test_days_in_words_are_resolved_against_the_report(report, researcher):
    statement = only(add(report, Coded(READY, said_on="last Thursday"), by=researcher))
    assert statement.said_on.edtf == "2022-01-06"


def test_names_in_one_cell_are_parted_at_commas_only_where_none_is_called_so(report, negotiation, researcher):
    whole = TrackFactory(negotiation=negotiation, name="Arms, bases")
    others = [TrackFactory(negotiation=negotiation, name=name) for name in ("Council", "Dialogue")]
    statement = only(add(report, Coded(READY, tracks=("Arms, bases", "Council, Dialogue")), by=researcher))
    assert {link.track for link in statement.track_links.all()} == {whole, *others}


def test_an_article_is_a_matter_too(report, envoy, negotiation, researcher):
    provision = ProvisionFactory(
        of_version__proposal__negotiation=negotiation, of_version__proposal__title="The draft", number="4"
    )
    statement = only(
        add(
            report,
            Coded(READY, speaker="Anna Envoy", positions=(Stand("The draft, Article 4", "accepts"),)),
            by=researcher,
        )
    )
    assert statement.positions.get().provision == provision


def test_concepts_coded_at_one_place_are_one_statement(report, envoy, missiles, negotiation, researcher):
    bases = IssueFactory(negotiation=negotiation, name="Bases")
    same = {"speaker": "Anna Envoy", "rule": "dna"}
    added = add(
        report,
        Coded(READY, issue="Missiles", stance="accepts", **same),
        Coded(READY, issue="Bases", stance="rejects", **same),
        Coded(READY, issue="Missiles", stance="rejects", **same),
        Coded(READY, speaker="Bob", rule="dna"),
        by=researcher,
    )
    assert [statement.speaker_label for statement in added.made] == ["Anna Envoy", "Bob"]
    stances = {position.issue: position.stance for position in added.made[0].positions.all()}
    assert stances == {missiles: "accepts", bases: "rejects"}
    assert "another stance on it is coded too" in added.notes[0]


def test_nothing_is_made_twice(report, envoy, missiles, researcher):
    coded = [
        Coded(READY, speaker="Anna Envoy", issue="Missiles", stance="accepts", rule="table"),
        Coded("Missiles", rule="table"),
    ]
    made = add(report, *coded, by=researcher).made
    changed = made[0]
    changed.speaker, changed.status = ActorFactory(name="Another"), Status.REJECTED  # a person decided otherwise
    changed.save()
    again = add(report, *coded, by=researcher)
    assert (again.made, again.known) == ([], 2)
    assert report.statements.count() == 2


def test_what_somebody_coded_here_is_not_coded_again(report, envoy, researcher):
    StatementFactory(report=report, speaker=envoy, words=READY)
    added = add(report, Coded(READY, speaker="Anna Envoy", rule="dna"), by=researcher)
    assert (added.made, added.known) == ([], 1)


def test_a_guess_at_the_same_place_gives_way(report, researcher):
    suggest_statements(report)
    guess = report.statements.waiting().first()
    start, end = guess.pieces[0].start, guess.pieces[-1].end
    before = report.statements.waiting().count()
    added = add(report, Coded(guess.quote, start=start, end=end), by=researcher)
    assert len(added.made) == 1
    assert report.statements.waiting().count() == before - 1


@pytest.mark.parametrize(
    ("exact", "form"),
    [
        (READY, Form.DIRECT),
        ('"We are ready to talk," the envoy said', Form.MIXED),
        ("Missiles were no matter for now", Form.INDIRECT),
    ],
)
def test_the_form_is_told_by_quotation_marks(report, researcher, exact, form):
    assert only(add(report, Coded(exact), by=researcher)).form == form


def test_an_event_list_arrives_whole(negotiation, researcher, freedonia, missiles):
    head = "statement_id;time;person;organization;concept;agreement;start_position;stop_position;text;coder;document_id;document_title"
    (record,) = read_all(
        f"{head}\n1;2022-01-10 00:00:00;Bob;Freedonia;Missiles;0;5;10;We will not;4;1;Talks\n"
        "2;2022-01-10 00:00:00;;Freedonia;Missiles;1;20;30;But we may;4;1;Talks\n"
    )
    report = ReportFactory(negotiation=negotiation, title=record.title, text=record.text)
    added = add_coded(report, report.current, record.statements, by=researcher)
    assert [(s.quote, s.speaker_label, s.positions.get().stance) for s in added.made] == [
        ("We will not", "Bob (Freedonia)", "rejects"),
        ("But we may", "Freedonia", "accepts"),
    ]
    assert (added.lost, added.left) == ([], [])
    assert added.made[0].reason.startswith("Coded by coder 4 in Discourse Network Analyzer")


def test_the_draft_says_on_its_card_by_whom_it_was_coded(report, researcher, signed_in, negotiation):
    add(report, Coded(READY, coder="coder 3", rule="dna"), by=researcher)
    page = signed_in(researcher).get(f"{report.get_absolute_url()}code/").content.decode()
    assert "Coded by coder 3 in Discourse Network Analyzer" in page
