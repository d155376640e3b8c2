"""Starting and furnishing a dossier by plain forms: what a researcher does without JavaScript, and what is refused."""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tracker.history.models import SetAside
from tracker.history.queries import history_model
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Actor, Negotiation, Party, Proposal, Provision, Role, Track, Version

pytestmark = pytest.mark.django_db


def fields(page) -> dict:
    """What a browser would send from the form as it stands."""
    form = page.xpath("//form[@method='post' and not(ancestor::nav) and .//button[contains(@class,'button-primary')]]")[
        0
    ]
    # The first line break in a textarea is not its text (HTML standard), which lxml does not know.
    return {name: (value or "").removeprefix("\n") for name, value in form.fields.items() if name}


@pytest.fixture
def setup(signed_in, researcher):
    """setup(name, *args) opens a page of the set-up; setup.send(..., **changes) sends its form with changes."""
    client = signed_in(researcher)

    def address(name, *args):
        return reverse(f"negotiations:{name}", args=["talks", *args])

    def get(name="setup", *args):
        return html.fromstring(client.get(address(name, *args)).content)

    def send(name, /, *args, **changes):
        sent = fields(get(name, *args)) | changes
        return client.post(address(name, *args), {key: value for key, value in sent.items() if value is not None})

    get.send, get.client, get.address = send, client, address
    return get


def words(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


class TestActor:
    def test_a_person_with_roles(self, setup, negotiation):
        state = make.StateFactory(name="Freedonia", aliases=["The Free Land"])
        answer = setup.send(
            "setup_add", "actors",
            **{
                "kind": "person", "name": "Anna Envoy", "aliases": "A. Envoy\n\n A.  Envoy \nthe envoy",
                "roles-0-post": "Deputy minister", "roles-0-organisation": "the free land",
                "roles-0-started": "early 2020", "roles-0-source": "https://example.org/anna",
            },
        )  # fmt: skip
        assert answer.status_code == 302
        anna = Actor.objects.get(name="Anna Envoy")
        assert anna.aliases == ["A. Envoy", "the envoy"]
        role = anna.roles.get()
        assert (role.post, role.organisation, role.started.words) == ("Deputy minister", state, "early 2020")

    def test_roles_are_changed_added_and_removed(self, setup, negotiation):
        anna = make.ActorFactory(name="Anna Envoy")
        gone, kept = make.RoleFactory(person=anna, post="Envoy"), make.RoleFactory(person=anna, post="Minister")
        setup.send(
            "setup_edit", "actors", anna.pk,
            **{"roles-0-DELETE": "on", "roles-1-ended": "2022-01", "roles-2-post": "Professor"},
        )  # fmt: skip
        assert [(role.post, str(role.ended or "")) for role in anna.roles.order_by("post")] == [
            ("Minister", "January 2022"),
            ("Professor", ""),
        ]
        assert anna.roles.filter(pk=kept.pk).exists()
        assert history_model(Role).objects.filter(pgh_obj_id=gone.pk, pgh_label="delete").exists()

    def test_untouched_roles_are_not_written_again(self, setup, negotiation):
        role = make.RoleFactory()
        setup.send("setup_edit", "actors", role.person_id, note="Speaks softly")
        role.refresh_from_db()
        assert (role.version, role.person.note) == (1, "Speaks softly")

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"parent": "Nowhere"}, "No actor is called “Nowhere”. Choose one that exists"),
            ({"roles-0-post": "Envoy", "roles-0-organisation": "Nowhere"}, "No actor is called “Nowhere”"),
            ({"roles-0-organisation": "Freedonia"}, "This field is required"),
            ({"roles-0-post": "Envoy", "roles-0-started": "2022", "roles-0-ended": "2020"}, "cannot end before"),
            ({"kind": "body", "roles-0-post": "Envoy"}, "Only persons hold roles"),
            ({"wikidata_id": "159"}, "A Wikidata number is a Q and digits"),
            ({"iso_code": "FR"}, "only states have one"),
            ({"name": "Freedonia"}, "There is an actor of this name"),
        ],
    )
    def test_wrong_input_is_said_and_kept(self, setup, negotiation, changes, said):
        make.StateFactory(name="Freedonia")
        answer = setup.send(
            "setup_add", "actors", **{"kind": "person", "name": "Anna", "note": "kept words", **changes}
        )
        assert answer.status_code == 422
        assert said in words(answer)
        again = fields(html.fromstring(answer.content))
        assert again["note"] == "kept words"
        assert {name: again[name] for name in changes} == changes
        assert not Actor.objects.filter(name="Anna").exists()

    def test_nothing_belongs_to_what_belongs_to_it(self, setup, negotiation):
        state = make.StateFactory(name="Freedonia")
        ministry = make.ActorFactory(name="Ministry", kind="body", parent=state)
        make.ActorFactory(name="Department", kind="body", parent=ministry)
        answer = setup.send("setup_edit", "actors", state.pk, parent="Department")
        assert "“Department” belongs to it already" in words(answer)

    def test_two_editors_of_the_roles_meet(self, setup, negotiation):
        role = make.RoleFactory(post="Envoy")
        read = fields(setup("setup_edit", "actors", role.person_id))
        setup.send("setup_edit", "actors", role.person_id, **{"roles-1-post": "Minister"})
        answer = setup.client.post(
            setup.address("setup_edit", "actors", role.person_id), read | {"roles-0-post": "Chief envoy"}
        )
        assert answer.status_code == 409
        page = html.fromstring(answer.content)
        both = " ".join(page.get_element_by_id("both-texts").text_content().split())
        assert "Minister" in both
        assert "Chief" in both
        assert "Chief envoy" in SetAside.objects.get().fields["Roles"]
        again = dict(page.get_element_by_id("put-mine-over").fields)
        assert setup.client.post(setup.address("setup_edit", "actors", role.person_id), again).status_code == 302
        assert [row.post for row in role.person.roles.all()] == ["Chief envoy"]


class TestTrack:
    @pytest.fixture
    def track(self, negotiation):
        return make.TrackFactory(negotiation=negotiation, name="Dialogue")

    def test_parties_and_statuses(self, setup, track):
        state, head = make.StateFactory(name="Freedonia"), make.ActorFactory(name="Anna Envoy")
        make.ActorFactory(name="Lake Council", kind="organisation")
        setup.send(
            "setup_edit", "tracks", track.pk,
            **{
                "parties-0-actor": "Freedonia", "parties-0-head": "anna envoy",
                "statuses-0-status": "proposed", "statuses-0-since": "2021-12", "statuses-0-note": "By letter",
            },
        )  # fmt: skip
        setup.send(
            "setup_edit", "tracks", track.pk,
            **{
                "parties-1-actor": "Lake Council", "parties-1-part": "host",
                "statuses-1-status": "active", "statuses-1-since": "2022-01-10",
            },
        )  # fmt: skip
        first, second = track.parties.all()
        assert (first.actor, first.head, first.part, second.part) == (state, head, "party", "host")
        assert first.order < second.order
        assert [(row.status, row.note) for row in track.statuses.all()] == [("proposed", "By letter"), ("active", "")]

    def test_a_party_is_listed_once(self, setup, track):
        party = make.PartyFactory(track=track)
        answer = setup.send("setup_edit", "tracks", track.pk, **{"parties-1-actor": party.actor.name})
        assert answer.status_code == 422
        assert "It is listed twice" in words(answer)

    def test_a_status_without_a_day_is_asked_for(self, setup, track):
        answer = setup.send("setup_edit", "tracks", track.pk, **{"statuses-0-status": "active"})
        assert answer.status_code == 422
        assert "This field is required" in words(answer)

    def test_a_name_in_addresses_is_taken_once(self, setup, track):
        answer = setup.send("setup_add", "tracks", name="Other", kind="bilateral", slug=track.slug)
        assert "This name in addresses is taken" in words(answer)

    def test_a_conflict_shows_both_texts(self, setup, track):
        read = fields(setup("setup_edit", "tracks", track.pk))
        Track.objects.filter(pk=track.pk).update(name="Their dialogue")
        answer = setup.client.post(setup.address("setup_edit", "tracks", track.pk), read | {"name": "My dialogue"})
        assert answer.status_code == 409
        assert "Their" in words(answer)
        assert "My" in words(answer)


class TestProposal:
    @pytest.fixture
    def proposal(self, negotiation):
        return make.ProposalFactory(negotiation=negotiation, title="Draft on lakes")

    def test_a_text_is_entered_with_its_first_version(self, setup, negotiation):
        tabler, addressee = make.StateFactory(name="Freedonia"), make.StateFactory(name="Sylvania")
        issue = make.IssueFactory(negotiation=negotiation, name="Fishing")
        answer = setup.send(
            "setup_add", "proposals",
            title="Draft on lakes", tabled_by="Freedonia", tabled_on="15 December 2021", **{"addressees-0-actor": "Sylvania"},
        )  # fmt: skip
        proposal = Proposal.objects.get()
        assert answer["Location"] == setup.address("setup_edit", "proposals", proposal.pk)
        assert (proposal.slug, proposal.tabled_by, str(proposal.tabled_on)) == ("draft-on-lakes", tabler, "15 Dec 2021")
        assert proposal.addressees.get().actor == addressee
        articles = {"articles-TOTAL_FORMS": "2", "articles-1-number": "2", "articles-1-from_memory": "on"}
        setup.send(
            "setup_version", proposal.pk,
            **{"articles-0-number": "1", "articles-0-text": "Lakes are shared.", "articles-0-issue": "fishing"} | articles,
        )  # fmt: skip
        version = proposal.versions.get()
        first, second = version.provisions.all()
        assert (version.number, first.text, first.issue, second.from_memory) == (1, "Lakes are shared.", issue, True)
        assert first.order < second.order
        assert fields(setup("setup_version", proposal.pk))["number"] == "2"

    def test_an_article_may_be_put_between(self, setup, proposal):
        version = make.VersionFactory(proposal=proposal)
        one, two, three = (
            make.ProvisionFactory(of_version=version, number=str(n), order=n, issue=None) for n in (1, 2, 3)
        )
        setup.send(
            "setup_edit", "versions", version.pk,
            **{"articles-1-number": "3", "articles-2-number": "4", "articles-3-number": "2", "articles-3-order": "2"},
        )  # fmt: skip
        numbers = {row.pk: row.number for row in Provision.objects.filter(of_version=version)}
        assert (numbers.pop(one.pk), numbers.pop(two.pk), numbers.pop(three.pk)) == ("1", "3", "4")
        assert list(numbers.values()) == ["2"]

    def test_an_article_in_use_stays(self, setup, proposal):
        article = make.ProvisionFactory(of_version__proposal=proposal, heading="On fish")
        make.PositionFactory(statement__report__negotiation=proposal.negotiation, provision=article, issue=None)
        answer = setup.send("setup_edit", "versions", article.of_version_id, **{"articles-0-DELETE": "on"})
        assert answer.status_code == 422
        assert "It is in use and stays: 1 statement" in words(answer)
        assert Provision.objects.filter(pk=article.pk).exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"articles-1-number": "7"}, "It is listed twice"),
            ({"articles-1-heading": "Nameless"}, "This field is required"),
            ({"articles-1-number": "8", "articles-1-issue": "Nothing"}, "No issue is called “Nothing”"),
            ({"number": "0"}, "Versions are numbered from 1"),
        ],
    )
    def test_wrong_articles_are_said(self, setup, proposal, changes, said):
        article = make.ProvisionFactory(of_version__proposal=proposal, number="7")
        answer = setup.send("setup_edit", "versions", article.of_version_id, **changes)
        assert answer.status_code == 422
        assert said in words(answer)

    def test_numbers_of_versions_are_taken_once(self, setup, proposal):
        make.VersionFactory(proposal=proposal)
        assert "There is a version of this number" in words(setup.send("setup_version", proposal.pk, number="1"))

    def test_versions_are_entered_from_their_text(self, setup, proposal):
        assert setup.client.get(setup.address("setup_add", "versions")).status_code == 404

    def test_articles_written_at_once_meet(self, setup, proposal):
        article = make.ProvisionFactory(of_version__proposal=proposal, text="Old words")
        where = setup.address("setup_edit", "versions", article.of_version_id)
        read = fields(setup("setup_edit", "versions", article.of_version_id))
        setup.send("setup_edit", "versions", article.of_version_id, **{"articles-0-text": "Their words"})
        answer = setup.client.post(where, read | {"articles-0-text": "My words"})
        assert answer.status_code == 409
        assert "Their" in words(answer)
        article.refresh_from_db()
        assert article.text == "Their words"


class TestRemoval:
    def test_what_nothing_points_to_is_removed_after_a_question(self, setup, negotiation):
        party = make.PartyFactory(track__negotiation=negotiation)
        track = party.track
        question = setup("setup_remove", "tracks", track.pk)
        assert "Removed with it: 1 party." in " ".join(question.text_content().split())
        assert Track.objects.filter(pk=track.pk).exists()
        version = question.xpath("//input[@name='version']/@value")[0]
        answer = setup.client.post(setup.address("setup_remove", "tracks", track.pk), {"version": version})
        assert answer["Location"] == setup.address("setup")
        assert not Track.objects.filter(pk=track.pk).exists()
        for model, pk in ((Track, track.pk), (Party, party.pk)):
            assert history_model(model).objects.filter(pgh_obj_id=pk, pgh_label="delete").exists()

    def test_what_is_in_use_stays_and_says_why(self, setup, negotiation):
        track = make.TrackFactory(negotiation=negotiation)
        for _ in range(3):
            make.StatementFactory(report__negotiation=negotiation, tracks=[track])
        page = setup("setup_remove", "tracks", track.pk)
        assert "3 statements" in page.text_content()
        assert not page.xpath("//button[contains(@class, 'button-danger')]")
        answer = setup.client.post(setup.address("setup_remove", "tracks", track.pk), {"version": track.version})
        assert answer.status_code == 409
        assert "It is in use and stays: 3 statements." in words(answer)
        assert Track.objects.filter(pk=track.pk).exists()

    def test_what_changed_meanwhile_is_not_removed(self, setup, negotiation):
        issue = make.IssueFactory(negotiation=negotiation)
        answer = setup.client.post(setup.address("setup_remove", "issues", issue.pk), {"version": issue.version + 1})
        assert answer.status_code == 409
        assert "Somebody changed it meanwhile" in words(answer)

    def test_a_version_goes_with_its_articles(self, setup, negotiation):
        article = make.ProvisionFactory(of_version__proposal__negotiation=negotiation)
        version = article.of_version
        where = setup.address("setup_remove", "versions", version.pk)
        answer = setup.client.post(where, {"version": version.version})
        assert answer["Location"] == setup.address("setup_edit", "proposals", version.proposal_id)
        assert not Version.objects.exists()


class TestPages:
    def test_an_empty_dossier_says_what_belongs_there(self, setup, negotiation):
        found = " ".join(setup().text_content().split())
        for said in ("No track yet", "No issue yet", "No text yet", "No actor yet"):
            assert said in found

    def test_a_restricted_dossier_is_seen_by_who_opened_it(self, signed_in, researcher):
        client = signed_in(researcher)
        client.post(reverse("negotiations:new"), {"title": "Quiet talks", "visibility": "restricted"})
        assert Negotiation.objects.visible_to(researcher).filter(slug="quiet-talks").exists()

    def test_pages_take_few_queries(self, setup, negotiation, django_assert_max_num_queries):
        track = make.TrackFactory(negotiation=negotiation)
        version = make.VersionFactory(proposal__negotiation=negotiation)
        anna = make.ActorFactory()
        for n in range(8):
            make.PartyFactory(track=track, head=make.ActorFactory())
            make.RoleFactory(person=anna)
            make.ProvisionFactory(of_version=version, number=str(n))
            make.VersionFactory(proposal=version.proposal, number=n + 2, dated=UncertainDate("2022"))
        for args in (
            ("setup",),
            ("setup_edit", "tracks", track.pk),
            ("setup_edit", "actors", anna.pk),
            ("setup_edit", "proposals", version.proposal_id),
            ("setup_edit", "versions", version.pk),
            ("setup_version", version.proposal_id),
            ("setup_remove", "actors", anna.pk),
        ):
            with django_assert_max_num_queries(20):
                assert setup.client.get(setup.address(*args)).status_code == 200

    def test_history_shows_the_lists_too_and_brings_back_the_row_s_own_states(self, setup, negotiation):
        role = make.RoleFactory(post="Envoy", person__name="Anna")
        setup.send("setup_edit", "actors", role.person_id, name="Anne")
        setup.send("setup_edit", "actors", role.person_id, **{"roles-0-post": "Minister"})
        history = setup.client.get(reverse("history:object", args=["negotiations.actor", role.person_id]))
        newest = html.fromstring(history.content).xpath("//ol[@id='changes']/li")[0]
        assert "role" in newest.text_content()
        assert newest.xpath(".//del/text()") == ["Envoy"]
        restores = html.fromstring(history.content).xpath("//form[contains(@action, '/history/')]/@action")
        assert len(restores) == 1
        setup.client.post(restores[0])
        assert Actor.objects.get(pk=role.person_id).name == "Anna"

    def test_history_shows_what_changed_and_leads_back(self, setup, negotiation):
        version = make.VersionFactory(proposal__negotiation=negotiation)
        setup.send("setup_edit", "versions", version.pk, label="As handed over")
        page = setup("setup_edit", "versions", version.pk)
        (link,) = page.xpath("//a[contains(@href, '/history/')]/@href")
        history = setup.client.get(link)
        assert "As handed over" in words(history)
