"""The lanes of a shared timeline: drawn from tiles of what was shared, whatever the address asks for."""

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories as make
from tests.scene import Scene
from tests.timelines.material import many_statements
from tracker.sharing.tokens import hash_of
from tracker.timelines.tiles import DAY

pytestmark = pytest.mark.django_db
TOKEN = "t" * 43
TILE = f"n/talks/timeline/tiles/{DAY}/37/"


@pytest.fixture
def scene(negotiation):
    scene = Scene(negotiation, size=3).build()
    many_statements(scene, 40)
    return scene


@pytest.fixture
def share(scene, analyst):
    """share(query) is a reader with a link to that timeline, and the prefix of its pages."""

    def make_link(query="", **more):
        fields = {"page": "timelines:negotiation", "arguments": {"slug": "talks"}} | more
        link = make.ShareLinkFactory(
            negotiation=scene.negotiation,
            made_by=analyst,
            query=query,
            token_hash=hash_of(TOKEN),
            expires_at=None,
            **fields,
        )
        client = Client()
        assert client.get(f"/s/{TOKEN}/").status_code == 302
        return client, f"/shared/{link.public_id}/", link

    return make_link


def counted(tile):
    return sum(n for lane in tile["bins"] for n in lane if n > 0)


def test_a_tile_has_the_shared_filters_whatever_is_asked(share):
    client, prefix, _link = share("track=council&from=2022-01-05&to=2022-01-12&lanes=track")
    plain = client.get(prefix + TILE)
    assert plain.status_code == 200
    assert plain["Cache-Control"] == "no-store, private"
    tile = plain.json()
    assert tile["lanes"] == ["council"]
    assert 0 < counted(tile) < 20
    for asked in ("?from=2021-01-01&to=2023-01-01", "?track=dialogue", "?kind=statement", "?public_by=2030-01-01"):
        assert client.get(prefix + TILE + asked).json() == tile


def test_the_drawing_and_the_config_keep_to_the_days_that_are_shared(share):
    client, prefix, _link = share("from=2022-01-05&to=2022-01-12")
    text = client.get(prefix).content.decode()
    assert f"{prefix}n/talks/timeline/tiles/" in text
    assert "lie off the axis" not in text
    assert '"shared": true' in text


def test_tiles_of_other_pages_do_not_open(share, restricted):
    client, prefix, _link = share("track=council")
    for address in (
        f"n/talks/tracks/dialogue/timeline/tiles/{DAY}/37/",
        f"n/back-channel/timeline/tiles/{DAY}/37/",
        "n/talks/timeline/lanes.svg",
        "n/talks/timeline/go/?when=today",
        "n/talks/timeline/",
    ):
        assert client.get(prefix + address).status_code == 404
    assert Client().get(prefix + TILE).status_code == 404


def test_a_link_to_another_page_gives_no_tile(share):
    client, prefix, _link = share(page="negotiations:dashboard")
    assert client.get(prefix + TILE).status_code == 404


def test_a_link_that_was_revoked_gives_no_more_tiles(share):
    client, prefix, link = share()
    assert client.get(prefix + TILE).status_code == 200
    link.revoke()
    assert client.get(prefix + TILE).status_code == 410


def test_what_was_filed_after_the_pin_is_in_no_tile(share, scene):
    client, prefix, _link = share(pinned_at=timezone.now())
    before = client.get(prefix + TILE).json()
    scene.add(6)
    assert client.get(prefix + TILE).json() == before
