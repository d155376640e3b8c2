"""What the page of a statement says."""

import json

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tests.scene import day
from tracker.lib.dates import UncertainDate
from tracker.statements.models import Relay

pytestmark = pytest.mark.django_db


def words(element) -> str:
    return " ".join(element.text_content().split())


def section(page, head: str):
    return page.xpath(f"//section[@aria-labelledby='{head}-head']")[0]


@pytest.fixture
def opened(signed_in, analyst):
    def get(statement, by=analyst, **query):
        return html.fromstring(signed_in(by).get(statement.get_absolute_url(), query).content)

    return get


def test_the_chain_runs_from_the_speaker_to_the_outlet(opened, negotiation):
    report = make.ReportFactory(negotiation=negotiation, outlet__name="The Paper")
    statement = make.StatementFactory(
        report=report, speaker=None, speaker_words="a senior official", basis="background", said_on=day(0)
    )
    Relay.objects.create(statement=statement, order=2, words="a second agency")
    Relay.objects.create(statement=statement, order=1, words="one agency")
    chain = section(opened(statement), "chain")
    labels = [words(link.xpath(".//b | .//a")[0]) for link in chain.xpath(".//li")]
    assert labels == ["a senior official", "one agency", "a second agency", "The Paper"]
    assert "On background" in words(chain)


def test_the_quote_stands_in_its_context_cut_at_words(opened, negotiation):
    before, after = "before " * 100, " after" * 100
    report = make.ReportFactory(negotiation=negotiation, text=f'{before}"we are ready"{after}.')
    page = opened(make.StatementFactory(report=report, words='"we are ready"'))
    [passage] = page.xpath("//blockquote[@class='passage']")
    assert passage.xpath("mark")[0].text == '"we are ready"'
    shown = passage.text_content()
    assert shown.startswith("… before before")
    assert shown.endswith("after after …")
    assert len(shown) < 800


def test_two_pieces_are_both_marked_and_what_lies_between_is_shown(opened, negotiation):
    report = make.ReportFactory(negotiation=negotiation, text='😀 "We are ready," she said, "and waiting."')
    statement = make.StatementFactory(report=report, words='"We are ready,"')
    make.AnchorFactory(statement=statement, words='"and waiting."')
    [passage] = opened(statement).xpath("//blockquote[@class='passage']")
    assert passage.text_content() == report.current.text
    assert [mark.text for mark in passage.xpath("mark")] == ['"We are ready,"', '"and waiting."']


def test_a_long_report_is_not_read_whole(opened, negotiation, django_assert_max_num_queries):
    text = "x" * 200_000 + ' "we are ready" ' + "y" * 200_000
    statement = make.StatementFactory(
        report=make.ReportFactory(negotiation=negotiation, text=text), words='"we are ready"'
    )
    page = opened(statement)
    assert len(html.tostring(page)) < 60_000


def test_what_it_answers_and_what_answers_it(opened, scene):
    scene.add(1)
    scene.add(2)
    middle = section(opened(scene.statements[1]), "answers")
    links = middle.xpath(".//a[@class='permalink']/@href")
    assert links == [scene.statements[0].get_absolute_url(), scene.statements[2].get_absolute_url()]


def test_an_answer_that_is_a_draft_is_not_shown(opened, scene):
    scene.add(1)
    type(scene.statements[1]).objects.filter(pk=scene.statements[1].pk).update(status="draft")
    assert not opened(scene.statements[0]).xpath("//section[@aria-labelledby='answers-head']")


def test_tracks_with_reasons_positions_and_the_doubt_of_the_date(opened, scene):
    statement = scene.statements[0]
    statement.said_on = UncertainDate("2022-01-01~/2022-01-10~", "as soon as early January")
    statement.save()
    page = opened(statement)
    assert "“dialogue”" in words(section(page, "tracks"))
    assert "Missiles" in words(section(page, "positions"))
    assert "“as soon as early January”" in words(section(page, "facts"))


def test_history_is_for_the_team(opened, signed_in, analyst, negotiation):
    statement = make.StatementFactory(report=make.ReportFactory(negotiation=negotiation))
    statement.summary = "Another reading"
    statement.save()
    assert "Another reading" in words(section(opened(statement), "history"))
    negotiation.visibility = "public"
    negotiation.save()
    outsider = make.UserFactory(role="reader")
    assert not opened(statement, by=outsider).xpath("//section[@id='history']")


@pytest.mark.parametrize(("form", "kind"), [("json", "csl+json"), ("bib", "x-bibtex"), ("ris", "research-info")])
def test_records_are_files_to_keep(signed_in, analyst, scene, form, kind):
    statement = scene.statements[0]
    response = signed_in(analyst).get(reverse("statements:cite", args=["talks", statement.pk, form]))
    assert kind in response["Content-Type"]
    assert response["Content-Disposition"] == f'attachment; filename="parley-{statement.pk}.{form}"'
    body = response.content.decode()
    assert statement.get_absolute_url() in body
    if form == "json":
        assert json.loads(body)[0]["issued"] == {"date-parts": [[2022, 1, 3]]}


def test_an_unknown_format_is_404(signed_in, analyst, scene):
    address = reverse("statements:cite", args=["talks", scene.statements[0].pk, "docx"])
    assert signed_in(analyst).get(address).status_code == 404
