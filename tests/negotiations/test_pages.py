"""What the pages of tracks, actors, issues and proposals say."""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tests.scene import Scene, day
from tracker.lib.dates import UncertainDate
from tracker.negotiations import queries
from tracker.negotiations.models import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(signed_in, analyst):
    """page(name, *args, **query): the parsed page as an analyst sees it."""

    def get(name, *args, **query):
        return html.fromstring(signed_in(analyst).get(reverse(name, args=["talks", *args]), query).content)

    return get


def words(element) -> str:
    return " ".join(element.text_content().split())


def section(page, head: str):
    return page.xpath(f"//section[@aria-labelledby='{head}-head']")[0]


class TestTrack:
    def test_shows_parties_head_status_and_last_event(self, page, scene):
        found = page("negotiations:track", "dialogue")
        assert "Freedonia" in words(section(found, "parties"))
        assert "Anna Envoy, Deputy minister" in words(section(found, "parties"))
        assert "active" in words(section(found, "status"))
        assert scene.events[0].title in words(section(found, "next"))
        assert "The council" in words(section(found, "below"))
        assert "The draft" in words(section(found, "proposals"))

    def test_status_to_come_is_not_shown_as_of_a_day_before(self, page, scene):
        make.TrackStatusFactory(track=scene.track, status="suspended", since=UncertainDate("2022-02-22"))
        assert "suspended" in words(section(page("negotiations:track", "dialogue"), "status"))
        before = page("negotiations:track", "dialogue", public_by="2022-02-21")
        assert "suspended" not in words(section(before, "status"))

    def test_the_next_event_is_the_first_that_may_still_come(self, page, scene):
        coming = make.EventFactory(negotiation=scene.negotiation, title="Second round")
        make.EventTrackFactory(event=coming, track=scene.track)
        make.ClaimFactory(event=coming, report=scene.reports[0], step="confirmed", when=day(9))
        called_off = make.EventFactory(negotiation=scene.negotiation, title="Called off")
        make.EventTrackFactory(event=called_off, track=scene.track)
        make.ClaimFactory(event=called_off, report=scene.reports[0], step="cancelled", when=day(5))
        found = words(section(page("negotiations:track", "dialogue", public_by="2022-01-05"), "next"))
        assert "Second round" in found
        assert "in 7 days" in found
        assert "Called off" not in found

    def test_older_statements_come_by_key_and_by_htmx_alone(self, signed_in, analyst, negotiation):
        scene = Scene(negotiation, size=23).build()
        client = signed_in(analyst)
        address = reverse("negotiations:track", args=["talks", "dialogue"])
        first = html.fromstring(client.get(address).content)
        assert len(first.xpath("//ul[@id='statements']/li[@id]")) == 20
        [older] = first.xpath("//li[@class='older']/a/@href")
        response = client.get(address + older.split("#")[0], headers={"HX-Request": "true"})
        assert b"<html" not in response.content
        rest = html.fromstring(response.content).xpath("//li[@id]/@id")
        assert rest == [f"s{statement.pk}" for statement in scene.statements[2::-1]]

    def test_every_quote_leads_to_its_place_in_the_report(self, page, scene):
        statement = scene.statements[0]
        links = page("negotiations:track", "dialogue").xpath("//div[@class='quote-source']/a/@href")
        assert f"{statement.report.get_absolute_url()}#statement-{statement.pk}" in links


class TestIssue:
    def test_the_current_stance_the_change_and_silence_apart(self, page, scene):
        scene.add(1)
        found = page("negotiations:issue", "missiles")
        [freedonia] = found.xpath(f"//article[@id='party-{scene.states[0].pk}']")
        assert "rejects" in words(freedonia.xpath(".//header")[0])
        assert "1 earlier statement" in words(freedonia)
        shifts = section(found, "shifts")
        assert len(shifts.xpath(".//figure")) == 2  # both quotes
        [silence] = found.xpath("//div[@class='silence']")
        assert "Ruritania" in words(silence)
        assert "Freedonia" not in words(silence)

    def test_a_stance_on_an_article_is_told_apart(self, page, scene):
        [sylvania] = page("negotiations:issue", "missiles").xpath(f"//article[@id='party-{scene.states[1].pk}']")
        assert "Article 1, The draft" in words(sylvania)
        assert not sylvania.xpath("./header//span[contains(@class, 'stance')]")

    def test_the_condition_is_shown_in_words(self, page, scene):
        statement = make.StatementFactory(report=scene.reports[0], said_on=day(3))
        make.PositionFactory(
            statement=statement,
            issue=scene.issue,
            holder=scene.silent,
            stance="conditional",
            condition="both sides move",
        )
        [article] = page("negotiations:issue", "missiles").xpath(f"//article[@id='party-{scene.silent.pk}']")
        assert "both sides move" in words(article)

    def test_an_issue_nobody_spoke_on(self, page, scene):
        make.IssueFactory(negotiation=scene.negotiation, slug="unheard")
        found = page("negotiations:issue", "unheard")
        assert "No published statement takes a position" in words(found)
        assert "Nobody's stance has changed" in words(found)


class TestProposal:
    def test_a_direct_answer_beats_one_on_the_issue_and_the_rest_is_silence(self, page, scene):
        make.PositionFactory(
            statement=scene.statements[0], issue=scene.issue, holder=scene.states[1], stance="leans_for"
        )
        make.PositionFactory(statement=scene.statements[0], issue=scene.issue, holder=scene.silent, stance="demands")
        make.ProvisionFactory(of_version=scene.version, number="2", issue=None)
        first, second = page("negotiations:proposal", "draft").xpath("//ol[@class='articles']/li")
        answers = {words(reply.xpath("dt")[0]): words(reply.xpath("dd")[0]) for reply in first.xpath(".//dl/div")}
        assert answers["Sylvania"].startswith("accepts")
        assert "on the issue" not in answers["Sylvania"]
        assert answers["Ruritania"].startswith("demands on the issue")
        assert "Freedonia" not in answers  # it tabled the text
        assert words(second).count("no statement found") == 1  # Sylvania, to whom it was put

    def test_the_newest_version_unless_another_is_asked_for(self, page, scene):
        make.VersionFactory(proposal=scene.proposal, number=2, label="Second reading")
        found = page("negotiations:proposal", "draft")
        assert "Its articles are not entered yet" in words(found)
        assert found.xpath("//nav[@class='segmented']/a[@aria-current]")[0].text == "Second reading"
        assert page("negotiations:proposal", "draft", version="1").xpath("//ol[@class='articles']/li")

    def test_it_is_not_known_before_the_first_report_of_it(self, signed_in, analyst, scene):
        address = reverse("negotiations:proposal", args=["talks", "draft"])
        assert signed_in(analyst).get(address, {"public_by": "2022-01-02"}).status_code == 404
        assert signed_in(analyst).get(address, {"public_by": "2022-01-03"}).status_code == 200


class TestActor:
    def test_the_role_beside_a_statement_is_that_of_its_day(self, page, scene):
        make.RoleFactory(
            person=scene.envoy, post="Minister", organisation=scene.states[0], started=UncertainDate("2022-06-01")
        )
        found = page("negotiations:actor", scene.envoy.pk)
        assert "Deputy minister" in words(found.xpath("//ul[@id='statements']")[0])
        assert "Minister," not in words(found.xpath("//ul[@id='statements']")[0]).replace("Deputy minister", "")
        assert [words(li).split(",")[0] for li in section(found, "roles").xpath(".//li")] == [
            "Minister",
            "Deputy minister",
        ]

    def test_a_later_office_holder_brings_the_state_no_earlier_statement(self, scene):
        newcomer = make.ActorFactory(name="New Hand")
        make.RoleFactory(person=newcomer, organisation=scene.silent, started=UncertainDate("2022-06-01"))
        make.StatementFactory(report=scene.reports[0], speaker=newcomer, said_on=day(0))
        in_office = make.StatementFactory(
            report=scene.reports[0], speaker=newcomer, said_on=UncertainDate("2022-07-01")
        )
        statements = scene.negotiation.statements.said_for(scene.silent)
        assert list(statements) == [in_office]

    def test_an_event_of_a_person_in_office_is_one_of_the_state(self, scene, analyst):
        found = queries.actor_page(scene.negotiation, scene.states[0], user=analyst)
        assert found.programme.events == scene.events
        assert queries.actor_page(scene.negotiation, scene.silent, user=analyst).programme.events == []

    def test_an_unnamed_source_is_shown_as_such(self, page, scene):
        source = make.ActorFactory(kind="unnamed", name="A senior official", parent=scene.states[1])
        make.StatementFactory(report=scene.reports[0], speaker=source, basis="background")
        assert "do not name" in words(page("negotiations:actor", source.pk))
        listed = page("negotiations:actors").xpath("//a[@class='unnamed']")
        assert [words(link) for link in listed] == ["A senior official"]

    def test_an_actor_of_another_negotiation_is_not_here(self, signed_in, analyst, scene):
        foreign = make.StatementFactory().speaker
        address = reverse("negotiations:actor", args=["talks", foreign.pk])
        assert signed_in(analyst).get(address).status_code == 404

    def test_one_who_speaks_in_drafts_only_is_seen_by_those_who_code(self, signed_in, analyst, researcher, scene):
        speaker = make.StatementFactory(report=scene.reports[0], status="draft").speaker
        address = reverse("negotiations:actor", args=["talks", speaker.pk])
        assert signed_in(analyst).get(address).status_code == 404
        assert signed_in(researcher).get(address).status_code == 200

    def test_anywhere_leads_to_the_one_negotiation_or_lists_several(self, signed_in, analyst, scene, restricted):
        client = signed_in(analyst)
        address = reverse("negotiations:actor_anywhere", args=[scene.envoy.pk])
        hidden = make.ReportFactory(negotiation=restricted)
        make.StatementFactory(report=hidden, speaker=scene.envoy)
        assert client.get(address).url == reverse("negotiations:actor", args=["talks", scene.envoy.pk])
        second = make.StatementFactory(speaker=scene.envoy).negotiation
        body = client.get(address).content.decode()
        assert second.title in body
        assert restricted.title not in body

    def test_anywhere_says_so_when_the_actor_takes_part_in_nothing(self, signed_in, analyst, db):
        nobody = make.ActorFactory()
        response = signed_in(analyst).get(reverse("negotiations:actor_anywhere", args=[nobody.pk]))
        assert "none of the negotiations" in response.content.decode()

    def test_the_state_behind_a_person_counts_as_taking_part(self, analyst, negotiation):
        body = make.ActorFactory(kind="body", parent=make.StateFactory(name="Upper State"))
        speaker = make.RoleFactory(organisation=body).person
        make.StatementFactory(report=make.ReportFactory(negotiation=negotiation), speaker=speaker)
        names = set(queries.actors_in(negotiation, analyst).values_list("name", flat=True))
        assert names == {speaker.name, body.name, "Upper State"}
        state = Actor.objects.get(name="Upper State")
        assert list(queries.negotiations_of(state, analyst)) == [negotiation]


def test_roles_are_told_of_the_end_of_a_negotiation_that_is_over(scene, analyst):
    """Years later the head of delegation is still shown with the post held then."""
    scene.negotiation.ended = UncertainDate("2022-02-24")
    scene.negotiation.save()
    scene.role.ended = UncertainDate("2023-01-01")
    scene.role.save()
    found = queries.track_page(scene.track, user=analyst)
    assert [d.head_role.post for d in found.delegations if d.head_role] == ["Deputy minister"]
