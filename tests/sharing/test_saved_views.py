"""Views kept under a name: what is kept of an address, whose they are, and who else sees them."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests import factories as make
from tracker.history.queries import history_model
from tracker.sharing.models import SavedView
from tracker.timelines.places import place_of

pytestmark = pytest.mark.django_db
TIMELINE = "/n/talks/timeline/"
NEW, LIST = "/n/talks/views/new/", "/n/talks/views/"


@pytest.fixture
def track(negotiation):
    return make.TrackFactory(negotiation=negotiation, slug="ssd", name="Stability Dialogue")


def edit(view):
    return reverse("sharing:view", args=["talks", view.pk])


# What is kept of an address


def test_the_selection_of_a_timeline_is_kept_and_opens_again(signed_in, analyst, negotiation, track):
    client = signed_in(analyst)
    asked = f"{TIMELINE}?stance=rejects&track=ssd&from=2022-01-01&order=oldest&lanes=issue"
    page = client.get(NEW, {"address": asked}).content.decode()
    assert 'name="address"' in page
    assert "stance=rejects" in page
    answer = client.post(NEW, {"address": asked, "name": "Rejections"})
    view = SavedView.objects.get()
    assert (view.name, view.made_by, view.track, view.is_shared) == ("Rejections", analyst, None, False)
    assert answer["Location"] == view.get_absolute_url()
    assert view.get_absolute_url() == f"{TIMELINE}?track=ssd&stance=rejects&from=2022-01-01&order=oldest&lanes=issue"
    assert client.get(view.get_absolute_url()).status_code == 200


def test_the_timeline_of_a_track_is_kept_as_such(signed_in, analyst, track):
    signed_in(analyst).post(NEW, {"address": "/n/talks/tracks/ssd/timeline/?act=demand", "name": "Demands"})
    view = SavedView.objects.get()
    assert (view.track, view.get_absolute_url()) == (track, "/n/talks/tracks/ssd/timeline/?act=demand")


def test_only_what_a_timeline_knows_is_kept(signed_in, analyst, negotiation):
    address = f"{TIMELINE}?kind=event&after=2022-01-01_2022-01-01_event_1&next=//evil.example&stance=odd&window=x&x=1"
    signed_in(analyst).post(NEW, {"address": address, "name": "Events"})
    assert SavedView.objects.get().query == "kind=event"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/n/talks/timeline/",
        "//evil.example/n/talks/timeline/",
        "http://[bad/n/talks/timeline/",
        "/n/talks/timeline/lanes.svg",
        "/n/talks/",
        "/n/other/timeline/",
        "/n/talks/tracks/unknown/timeline/",
        "javascript:alert(1)",
        "\\\\evil.example",
        "nowhere",
    ],
)
def test_an_address_elsewhere_is_refused(signed_in, analyst, negotiation, address):
    make.NegotiationFactory(slug="other")
    assert place_of(address, negotiation) is None
    answer = signed_in(analyst).post(NEW, {"address": address, "name": "Away"})
    assert answer.status_code == 422
    assert "This is no timeline of this negotiation." in answer.content.decode()
    assert not SavedView.objects.exists()
    assert "evil.example" not in "".join(re.findall(r'(?:href|action)="[^"]*', answer.content.decode()))


def test_filters_too_long_to_be_kept_are_refused_in_words(signed_in, analyst, negotiation):
    address = TIMELINE + "?" + "&".join(f"actor={n}" for n in range(10**6, 10**6 + 190))
    answer = signed_in(analyst).post(NEW, {"address": address, "name": "Everybody"})
    assert answer.status_code == 422
    assert "too long to be kept" in answer.content.decode()


def test_words_looked_for_are_shown_as_words(signed_in, analyst, negotiation):
    page = signed_in(analyst).get(NEW, {"address": TIMELINE + "?q=<script>alert(1)</script>"}).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_name_is_wanted_and_only_once(signed_in, analyst, negotiation):
    client = signed_in(analyst)
    assert client.post(NEW, {"address": TIMELINE, "name": " "}).status_code == 422
    for status in (302, 422):
        answer = client.post(NEW, {"address": TIMELINE, "name": "Mine"})
        assert answer.status_code == status
    assert "You have a view of this name already." in answer.content.decode()


# Whose they are


def test_one_s_own_are_private_until_shared_and_only_their_maker_s_to_change(
    signed_in, analyst, researcher, negotiation
):
    view = make.SavedViewFactory(negotiation=negotiation, made_by=analyst, name="Watching")
    assert "Watching" not in signed_in(researcher).get(LIST).content.decode()
    signed_in(analyst).post(edit(view), {"name": "Watching closely", "is_shared": "on", "version": 1})
    seen = signed_in(researcher).get(LIST).content.decode()
    assert "Watching closely" in seen
    assert str(analyst) in seen
    assert edit(view) not in seen
    for address in (edit(view), reverse("sharing:view_remove", args=["talks", view.pk])):
        assert signed_in(researcher).get(address).status_code == 404
        assert signed_in(researcher).post(address, {"name": "Taken", "version": 2}).status_code == 404
    view.refresh_from_db()
    assert view.name == "Watching closely"


def test_an_administrator_does_not_see_what_is_private(signed_in, administrator, analyst, negotiation):
    make.SavedViewFactory(negotiation=negotiation, made_by=analyst, name="Watching")
    assert "Watching" not in signed_in(administrator).get(LIST).content.decode()


def test_a_shared_view_is_seen_by_those_who_see_the_negotiation(restricted, researcher, stranger, analyst):
    view = make.SavedViewFactory(negotiation=restricted, made_by=researcher, is_shared=True)
    assert SavedView.objects.visible_to(researcher).get() == view
    assert not SavedView.objects.visible_to(stranger).exists()
    lost = make.SavedViewFactory(negotiation=restricted, made_by=analyst)  # no member any more
    assert lost not in SavedView.objects.visible_to(analyst)
    assert lost not in SavedView.objects.editable_by(analyst)


def test_a_reader_outside_of_the_team_keeps_views_and_shares_none(signed_in, reader):
    open_talks = make.NegotiationFactory(slug="open", visibility="public")
    client = signed_in(reader)
    assert "is_shared" not in client.get("/n/open/views/new/").content.decode()
    client.post("/n/open/views/new/", {"address": "/n/open/timeline/", "name": "Mine", "is_shared": "on"})
    view = SavedView.objects.get()
    assert (view.negotiation, view.is_shared) == (open_talks, False)


def test_renaming_meets_a_change_in_between_and_removing_keeps_the_history(signed_in, analyst, negotiation):
    view = make.SavedViewFactory(negotiation=negotiation, made_by=analyst, name="First")
    client = signed_in(analyst)
    assert client.post(edit(view), {"name": "Second", "version": 1}).status_code == 302
    assert client.post(edit(view), {"name": "Third", "version": 1}).status_code == 409
    removing = reverse("sharing:view_remove", args=["talks", view.pk])
    assert "Remove “Second”?" in client.get(removing).content.decode()
    assert client.post(removing, {"version": 2}).status_code == 302
    assert not SavedView.objects.exists()
    kept = history_model(SavedView).objects.filter(pgh_obj_id=view.pk).order_by("pgh_id")
    assert [row.name for row in kept][:2] == ["First", "Second"]


# The menu


def test_the_menu_of_a_timeline_leads_to_keeping_this_very_selection(signed_in, analyst, scene):
    page = signed_in(analyst).get(f"{TIMELINE}?stance=rejects").content.decode()
    here = "address=" + quote(f"{TIMELINE}?stance=rejects", safe="")
    assert f'href="{NEW}?{here}"' in page


def test_the_menu_is_the_list_and_marks_where_one_is(signed_in, analyst, negotiation):
    make.SavedViewFactory(negotiation=negotiation, made_by=analyst, name="Demands", query="act=demand")
    address = f"{TIMELINE}?act=demand"
    answer = signed_in(analyst).get(LIST, {"address": address}, headers={"HX-Request": "true"})
    assert answer.content.decode().count("<a ") == 1
    assert 'aria-current="true"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_list_says_the_filters_in_words_and_where_there_are_none(signed_in, analyst, negotiation, track):
    client = signed_in(analyst)
    assert "No view is saved here yet" in client.get(LIST).content.decode()
    make.SavedViewFactory(negotiation=negotiation, made_by=analyst, track=track, query="stance=rejects&q=missiles")
    make.SavedViewFactory(negotiation=negotiation, made_by=analyst)
    page = " ".join(client.get(LIST).content.decode().split())
    for words in ("Stability Dialogue", "Rejects", "missiles", "everything"):
        assert words in page


def test_the_list_asks_few_questions_however_long(signed_in, analyst, negotiation, django_assert_max_num_queries):
    client = signed_in(analyst)
    client.get(LIST)
    for n in range(8):
        make.SavedViewFactory(negotiation=negotiation, made_by=analyst, query=f"actor={n + 1}&issue=i{n}")
    with django_assert_max_num_queries(13):
        client.get(LIST)
