"""Starting and furnishing a dossier by hand: what is saved, who may, and that no edit is lost."""

import pytest
from django.urls import reverse

from tests import factories as make
from tracker.history.models import SetAside
from tracker.negotiations.models import Actor, Issue, Member, Negotiation, Track

pytestmark = pytest.mark.django_db
SETUP = "/n/talks/setup/"
TRACK = {"name": "The dialogue", "kind": "bilateral", "colour": "2", "order": "0"}


def add(noun):
    return reverse("negotiations:setup_add", args=["talks", noun])


def edit(noun, row):
    return reverse("negotiations:setup_edit", args=["talks", noun, row.pk])


def test_from_nothing_to_a_furnished_dossier(signed_in, researcher, db):
    """The whole way of a new team, by the forms alone."""
    client = signed_in(researcher)
    response = client.post("/n/new/", {"title": "Grain talks", "visibility": "team"})
    assert response["Location"] == "/n/grain-talks/setup/"
    base = response["Location"]
    client.post(
        base + "actors/new/", {"kind": "state", "name": "Freedonia", "aliases": "The Republic\n\n The  Republic "}
    )
    state = Actor.objects.get(name="Freedonia")
    assert state.aliases == ["The Republic"]
    parties = {"parties-TOTAL_FORMS": "1", "parties-INITIAL_FORMS": "0", "parties-0-actor": "the republic"}
    statuses = {"statuses-TOTAL_FORMS": "1", "statuses-INITIAL_FORMS": "0", "statuses-0-since": "January 2022"}
    started = TRACK | parties | {"parties-0-part": "party"} | statuses | {"statuses-0-status": "active"}
    client.post(base + "tracks/new/", started)
    track = Track.objects.get(negotiation__slug="grain-talks")
    assert (track.slug, [party.actor for party in track.parties.all()]) == ("the-dialogue", [state])
    assert [(row.status, str(row.since)) for row in track.statuses.all()] == [("active", "January 2022")]
    client.post(base + "issues/new/", {"name": "Corridors", "order": "0"})
    client.post(base + "issues/new/", {"name": "Inspections", "order": "1", "parent": Issue.objects.get().pk})
    assert Issue.objects.get(slug="inspections").parent.name == "Corridors"
    body = client.get(base).content.decode()
    for name in ("Freedonia", "The dialogue", "Corridors", "Inspections"):
        assert name in body
    assert client.get("/n/grain-talks/").status_code == 200


def test_who_starts_a_restricted_negotiation_is_its_member(signed_in, researcher):
    client = signed_in(researcher)
    client.post("/n/new/", {"title": "Quiet talks", "visibility": "restricted"})
    assert client.get("/n/quiet-talks/").status_code == 200


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": "", "visibility": "team"}, "This field is required"),
        ({"title": "New", "visibility": "team"}, "taken by a page of Parley"),
        ({"title": "Переговоры", "visibility": "team"}, "No name for addresses"),
        ({"title": "The talks", "visibility": "team", "slug": "talks"}, "already exists"),
        ({"title": "T", "visibility": "everybody"}, "not one of the available choices"),
        ({"title": "T", "visibility": "team", "started": "the day after never"}, "errorlist"),
        ({"title": "x" * 300, "visibility": "team"}, "at most 200"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(data, said, signed_in, researcher, negotiation):
    response = signed_in(researcher).post("/n/new/", data)
    assert response.status_code == 422
    body = response.content.decode()
    assert said in body
    assert data["title"][:50] in body
    assert Negotiation.objects.count() == 1


def test_a_name_is_unique_within_its_negotiation_only(signed_in, researcher, negotiation):
    client = signed_in(researcher)
    make.IssueFactory(name="Missiles", slug="missiles")  # elsewhere
    assert client.post(add("issues"), {"name": "Missiles", "order": "0"}).status_code == 302
    again = client.post(add("issues"), {"name": "Missiles", "order": "0"})
    assert again.status_code == 422
    assert Issue.objects.filter(negotiation=negotiation).count() == 1


def test_issues_are_two_levels_deep(signed_in, researcher, negotiation):
    client, top = signed_in(researcher), make.IssueFactory(negotiation=negotiation)
    below = make.IssueFactory(negotiation=negotiation, parent=top)
    other = make.IssueFactory(negotiation=negotiation)
    for parent, row in ((below, other), (other, top)):
        data = {"name": row.name, "order": "0", "parent": parent.pk, "version": row.version}
        assert client.post(edit("issues", row), data).status_code == 422


def test_lists_that_were_not_sent_stay(signed_in, researcher, negotiation):
    track = make.TrackFactory(negotiation=negotiation)
    make.PartyFactory(track=track)
    make.TrackStatusFactory(track=track)
    data = TRACK | {"version": track.version}
    assert signed_in(researcher).post(edit("tracks", track), data).status_code == 302
    assert (track.parties.count(), track.statuses.count()) == (1, 1)


def test_two_editors_the_second_is_shown_both_and_keeps_the_text(signed_in, researcher, negotiation):
    issue = make.IssueFactory(negotiation=negotiation, name="Missiles")
    client, read = signed_in(researcher), issue.version
    client.post(edit("issues", issue), {"name": "Ground-launched missiles", "order": "0", "version": read})
    late = client.post(edit("issues", issue), {"name": "Medium-range missiles", "order": "0", "version": read})
    assert late.status_code == 409
    body = late.content.decode()
    assert "Ground-launched" in body
    assert "Medium-range" in body
    issue.refresh_from_db()
    assert issue.name == "Ground-launched missiles"
    assert SetAside.objects.get().fields["Name"] == "Medium-range missiles"


def test_without_a_version_nothing_is_overwritten(signed_in, researcher, negotiation):
    issue = make.IssueFactory(negotiation=negotiation, name="Missiles")
    assert signed_in(researcher).post(edit("issues", issue), {"name": "Else", "order": "0"}).status_code == 409
    issue.refresh_from_db()
    assert issue.name == "Missiles"


def test_members_are_kept_by_reviewers(signed_in, reviewer, analyst, researcher, negotiation):
    Member.objects.create(negotiation=negotiation, user=researcher)
    client = signed_in(reviewer)
    assert client.post(SETUP + "members/", {"people": [analyst.pk]}).status_code == 302
    assert [member.user for member in negotiation.members.all()] == [analyst]


def test_title_and_visibility_are_for_reviewers(signed_in, reviewer, researcher, negotiation):
    data = {"title": "Renamed", "visibility": "team", "slug": "renamed", "version": negotiation.version}
    assert signed_in(researcher).post(SETUP + "negotiation/", data).status_code == 403
    assert signed_in(reviewer).post(SETUP + "negotiation/", data)["Location"] == "/n/renamed/setup/"


@pytest.mark.parametrize("path", ["", "tracks/new/", "issues/new/", "actors/new/"])
def test_analysts_read_and_do_not_furnish(path, signed_in, analyst, researcher, negotiation):
    assert signed_in(analyst).get(SETUP + path).status_code == 403
    assert signed_in(researcher).get(SETUP + path).status_code == 200
    assert signed_in(analyst).get("/n/new/").status_code == 403


def test_what_belongs_elsewhere_is_not_found(signed_in, researcher, negotiation, stranger, restricted):
    elsewhere = make.IssueFactory()
    client = signed_in(researcher)
    assert client.get(edit("issues", elsewhere)).status_code == 404
    assert client.get(SETUP + "rumours/new/").status_code == 404
    assert signed_in(stranger).get("/n/back-channel/setup/").status_code == 404


def test_actors_are_found_by_name(signed_in, researcher, negotiation):
    make.StateFactory(name="Freedonia")
    make.StateFactory(name="Sylvania")
    body = signed_in(researcher).get(SETUP, {"q": "free"}).content.decode()
    assert "Freedonia" in body
    assert "Sylvania" not in body
