"""A shared timeline in a frame: on the sites that its link names, without furniture, closed when its link is."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.scene import day
from tracker.sharing.models import Guess, ShareLink

pytestmark = pytest.mark.django_db
TOKEN = "embedded-token"
EMBED = f"/embed/{TOKEN}/"
SITE = "https://ministry.example"


@pytest.fixture
def link(scene, analyst):
    return make.ShareLinkFactory(
        negotiation=scene.negotiation,
        made_by=analyst,
        token=TOKEN,
        page="timelines:track",
        arguments={"slug": "talks", "track": "dialogue"},
        query="kind=statement",
        embed_on=f"{SITE} https://desk.example:8443",
    )


def frame(path=EMBED, **data):
    """As a frame on another site asks for it: without any cookie."""
    return Client().get(path, data)


def ancestors(answer):
    return re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])[1].split()


def make_link(client, **more):
    data = {"address": "/n/talks/timeline/?kind=event", "label": 'For "them" & us', "expires": "30", **more}
    return client.post(reverse("sharing:new", args=["talks"]), data)


# Where it may stand


def test_it_may_stand_on_the_sites_of_its_link_and_on_no_other(link):
    answer = frame()
    assert answer.status_code == 200
    assert ancestors(answer) == [SITE, "https://desk.example:8443"]
    assert "X-Frame-Options" not in answer
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_the_same_link_opened_as_a_page_stands_in_no_frame(link):
    browser = Client()
    opened = browser.get(browser.get(f"/s/{TOKEN}/")["Location"])
    assert ancestors(opened) == ["'none'"]
    assert opened["X-Frame-Options"] == "DENY"


def test_a_link_that_names_no_site_is_not_embedded(link):
    ShareLink.objects.update(embed_on="")
    answer = frame()
    assert answer.status_code == 404
    assert ancestors(answer) == ["'none'"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": timezone.now()}, "This link was revoked"),
        ({"expires_at": timezone.now() - timedelta(1)}, "expired"),
    ],
)
def test_a_closed_link_says_so_in_the_frame(link, change, words):
    ShareLink.objects.update(**change)
    answer = frame()
    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert ancestors(answer)[0] == SITE
    tile = frame(f"{EMBED}n/talks/tracks/dialogue/timeline/tiles/86400/37/")
    assert tile.status_code == 410


def test_whoever_is_signed_in_is_not_told_in_a_frame(link, signed_in, administrator):
    ShareLink.objects.update(revoked_at=timezone.now())
    assert str(administrator) not in signed_in(administrator).get(EMBED).content.decode()


def test_guessing_is_slowed(link):
    for _ in range(20):
        assert frame("/embed/wrong/").status_code == 404
    assert frame().status_code == 429
    assert Guess.objects.get().number == 20


# What it shows


def test_it_shows_the_shared_selection_without_furniture(link, scene):
    make.StatementFactory(report=scene.reports[0], status="draft", summary="A draft of ours", tracks=[scene.track])
    text = frame().content.decode()
    assert f"statement-{scene.statements[0].pk}" in text
    for absent in ('class="masthead"', 'class="context"', 'class="colophon"', "<form", "A draft of ours", 'id="event-'):
        assert absent not in text


def test_the_address_does_not_widen_it(link, scene):
    for asked in ({"kind": "event"}, {"track": "council"}, {"q": "nothing"}):
        assert "1</strong> of" in frame(**asked).content.decode()
    for path in ("n/talks/timeline/", "n/talks/", "n/talks/events/", f"n/talks/events/{scene.events[0].pk}/"):
        assert frame(EMBED + path).status_code == 404
    assert frame(f"{EMBED}n/talks/timeline/tiles/86400/37/").status_code == 404


def test_its_lanes_come_with_the_frozen_filters(link):
    answer = frame(f"{EMBED}n/talks/tracks/dialogue/timeline/tiles/86400/37/", kind="event")
    assert answer.status_code == 200
    assert [mark[0] for mark in answer.json()["marks"]] == ["statement"]
    assert f'"{EMBED}n/talks/tracks/dialogue/timeline/tiles/"' in frame().content.decode()


def test_sources_open_beside_the_frame(link, scene):
    text = frame().content.decode()
    source = f"{EMBED}n/talks/statements/{scene.statements[0].pk}/"
    assert re.search(rf'<a href="{source}"[^>]* target="_blank" rel="noopener noreferrer"', text)
    assert frame(source).status_code == 200
    hidden = make.StatementFactory(report__negotiation=scene.negotiation, said_on=day(0))
    refused = frame(f"{EMBED}n/talks/statements/{hidden.pk}/")
    assert refused.status_code == 404
    assert f'href="{EMBED}"' in refused.content.decode()


def test_it_turns_its_pages(link, scene):
    for _ in range(60):
        make.StatementFactory(report=scene.reports[0], said_on=day(1), tracks=[scene.track])
    following = re.search(r'href="([^"]*after=[^"]*)"[^>]*>', frame().content.decode())[1]
    assert following.startswith(("?", EMBED))
    page = frame(EMBED + "?" + following.partition("?")[2].partition("#")[0].replace("&amp;", "&")).content.decode()
    assert f'id="statement-{scene.statements[0].pk}"' in page


# Making it


def test_the_code_is_shown_once_with_what_is_in_it_escaped_twice(signed_in, analyst, scene):
    answer = make_link(signed_in(analyst), embed_on="https://Ministry.example/news/ , https://desk.example:8443")
    link = ShareLink.objects.get()
    assert link.embed_on == f"{SITE} https://desk.example:8443"
    text = answer.content.decode()
    address = re.search(r"&lt;iframe src=&quot;http://testserver(/embed/[^/]+/)&quot;", text)[1]
    assert "title=&quot;The talks: For &amp;quot;them&amp;quot; &amp;amp; us&quot;" in text
    assert frame(address).status_code == 200
    listed = signed_in(analyst).get(reverse("sharing:list", args=["talks"])).content.decode()
    assert f"embedded on {SITE}" in listed


@pytest.mark.parametrize(
    "sites",
    ["*", "ministry.example", "javascript:alert(1)", "https://a.example; script-src *", "https://u:p@a.example", "//"],
)
def test_what_is_no_site_is_refused(signed_in, analyst, scene, sites):
    answer = make_link(signed_in(analyst), embed_on=sites)
    assert answer.status_code == 422
    assert "is no address of a site" in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_only_timelines_are_embedded(signed_in, analyst, scene):
    client = signed_in(analyst)
    asked = client.get(reverse("sharing:new", args=["talks"]), {"address": "/n/talks/"}).content.decode()
    assert 'name="embed_on"' not in asked
    make_link(client, address="/n/talks/", embed_on=SITE)
    assert ShareLink.objects.get().embed_on == ""
