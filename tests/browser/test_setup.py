"""Lists of the set-up forms in Chromium: rows are added by a button, and names are offered while typing."""

import pytest
from playwright.sync_api import expect

from tests.factories import NegotiationFactory, StateFactory, TrackFactory, UserFactory
from tracker.accounts.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_rows_are_added_and_saved(page, context, sign_in, live_server, db):
    track = TrackFactory(negotiation=NegotiationFactory(slug="talks"))
    for name in ("Freedonia", "Sylvania"):
        StateFactory(name=name)
    sign_in(context, UserFactory(role=Role.RESEARCHER))
    page.goto(f"{live_server.url}/n/talks/setup/tracks/{track.pk}/")
    assert page.eval_on_selector_all("#actors option", "all => all.map(one => one.value)") == ["Freedonia", "Sylvania"]
    parties = page.locator("#list-parties")
    parties.get_by_label("Actor").first.fill("Freedonia")
    parties.get_by_label("Part", exact=True).first.select_option("host")
    parties.get_by_role("button", name="Another party").click()
    # The new row is empty, with the first choice of each list, and has the keyboard.
    expect(page.locator("[name=parties-1-actor]")).to_be_focused()
    page.keyboard.type("Sylvania")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/setup/")
    assert [(row.actor.name, row.part) for row in track.parties.all()] == [("Freedonia", "host"), ("Sylvania", "party")]
