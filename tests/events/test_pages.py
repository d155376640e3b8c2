"""What the pages of events say."""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tests.scene import day

pytestmark = pytest.mark.django_db


def words(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def opened(signed_in, analyst):
    def get(event, **query):
        return html.fromstring(signed_in(analyst).get(event.get_absolute_url(), query).content)

    return get


def test_both_sources_of_a_dispute_stand_side_by_side(opened, scene):
    page = opened(scene.events[0])
    [disputed] = page.xpath("//section[@id='disputed']")
    sides = [words(side) for side in disputed.xpath(".//p[@class='big-line']")]
    assert sides == ["3 Jan 2022", "4 Jan 2022", "Geneva", "Vienna"]
    assert "3 Jan 2022 / 4 Jan 2022" in words(page.xpath("//div[@class='byline']")[0])


def test_each_claim_leads_to_its_words_in_the_report(opened, signed_in, analyst, scene):
    claim = scene.events[0].claims.first()
    address = f"{claim.report.get_absolute_url()}#claim-{claim.pk}"
    page = opened(scene.events[0])
    assert address in page.xpath("//ol[@class='claims']//p[@class='claim-words']/a/@href")
    report = html.fromstring(signed_in(analyst).get(claim.report.get_absolute_url()).content)
    assert report.xpath(f"//*[@id='claim-{claim.pk}']")


def test_the_life_says_who_first_reported_each_step_and_what_nobody_did(opened, negotiation):
    event = make.EventFactory(negotiation=negotiation)
    first = make.ReportFactory(negotiation=negotiation, outlet__name="First Agency")
    make.ClaimFactory(event=event, report=first, step="floated", when=day(20))
    steps = opened(event).xpath("//ol[@class='life']/li")
    assert [words(step) for step in steps] == [
        "floated 10 Jan 2022 First Agency",
        "proposed not reported",
        "confirmed not reported",
        "held not reported",
        "read out not reported",
    ]
    assert [step.get("aria-current") for step in steps] == ["step", None, None, None, None]


def test_readouts_stand_side_by_side_by_issue_with_silence(opened, scene):
    [row] = [
        article for article in opened(scene.events[0]).xpath("//article[@class='readout']")
        if words(article.xpath("h3")[0]) == "Missiles"
    ]  # fmt: skip
    sides = row.xpath("./div[@class='side-by-side']/div")
    labels = [words(side.xpath("p[@class='label']")[0]) for side in sides]
    assert labels == ["Freedonia", "Sylvania"]
    assert all(side.xpath(".//figure") for side in sides)


def test_readouts_are_of_reports_that_tell_it_took_place(opened, negotiation):
    event = make.EventFactory(negotiation=negotiation)
    report = make.ReportFactory(negotiation=negotiation)
    make.ClaimFactory(event=event, report=report, step="confirmed")
    make.PositionFactory(statement=make.StatementFactory(report=report))
    assert not opened(event).xpath("//article[@class='readout']")


def test_a_remark_without_a_position_stands_for_the_speakers_party_of_that_day(opened, negotiation):
    event = make.EventFactory(negotiation=negotiation)
    report = make.ReportFactory(negotiation=negotiation)
    make.ClaimFactory(event=event, report=report, step="held")
    role = make.RoleFactory(organisation__name="Freedonia")
    make.StatementFactory(report=report, speaker=role.person)
    make.StatementFactory(report=report, speaker=None, speaker_words="an observer")
    [row] = opened(event).xpath("//article[@class='readout']")
    assert words(row.xpath("h3")[0]) == "On other matters"
    labels = [words(label) for label in row.xpath(".//p[@class='label']")]
    assert sorted(labels) == ["Freedonia", "Party not known"]


def test_an_event_nobody_published_a_claim_about_is_for_those_who_code(signed_in, analyst, researcher, negotiation):
    event = make.EventFactory(negotiation=negotiation)
    assert signed_in(analyst).get(event.get_absolute_url()).status_code == 404
    response = signed_in(researcher).get(event.get_absolute_url())
    assert "No published claim tells of this event" in response.content.decode()


class TestList:
    def titles(self, client, **query):
        page = html.fromstring(client.get(reverse("events:list", args=["talks"]), query).content)
        return [words(link) for link in page.xpath("//a[@class='entry-title']")]

    @pytest.fixture
    def client(self, signed_in, analyst, negotiation):
        track = make.TrackFactory(negotiation=negotiation, slug="dialogue")
        report = make.ReportFactory(negotiation=negotiation)
        meeting = make.EventFactory(negotiation=negotiation, title="The meeting")
        make.EventTrackFactory(event=meeting, track=track)
        call = make.EventFactory(negotiation=negotiation, title="The call", kind="call", summary="about missiles")
        make.ClaimFactory(event=meeting, report=report, step="held", when=day(1))
        make.ClaimFactory(event=call, report=report, step="held", when=day(3))
        make.ClaimFactory(event=call, report=report, step="read_out", when=day(4))
        return signed_in(analyst)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["The call", "The meeting"]),
            ({"track": "dialogue"}, ["The meeting"]),
            ({"kind": "call"}, ["The call"]),
            ({"text": "MISSILES"}, ["The call"]),
            ({"state": "disputed"}, ["The call"]),
            ({"state": "past"}, ["The call", "The meeting"]),
            ({"state": "coming"}, []),
            ({"track": "nowhere"}, []),
            ({"kind": "call", "track": "dialogue"}, []),
        ],
    )
    def test_filters(self, client, query, found):
        assert self.titles(client, **query) == found

    def test_htmx_gets_the_entries_alone(self, client):
        response = client.get(reverse("events:list", args=["talks"]), headers={"HX-Request": "true"})
        assert b"<html" not in response.content
        assert b'id="entries"' in response.content
