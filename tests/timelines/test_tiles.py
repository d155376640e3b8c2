"""Tiles: what is counted where, which entries become marks, who gets them, and how they are kept."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.timelines.material import many_statements
from tracker.lib.dates import UncertainDate
from tracker.timelines import tiles_source
from tracker.timelines.filters import parse
from tracker.timelines.selection import Selection
from tracker.timelines.tiles import BINS, DAY, HOUR, LADDER, MOST_MARKS, Stretch, packed
from tracker.timelines.tiles_pick import marks
from tracker.timelines.tiles_source import Source, seconds

pytestmark = pytest.mark.django_db
ADDRESS = "/n/talks/timeline/"
JANUARY = seconds(datetime(2022, 1, 3, tzinfo=UTC).date())  # of the scene's first day


def source_of(scene, user, query="", **more):
    return Source(Selection(scene.negotiation, parse(QueryDict(query)), user=user, **more))


def tile_address(width, query="", at=JANUARY):
    return f"{ADDRESS}tiles/{width}/{at // (width * BINS)}/{query}"


def unpacked(numbers):
    counts, place = {}, 0
    for number in numbers:
        if number < 0:
            place -= number
        else:
            counts[place] = number
            place += 1
    return counts


# Form


@given(st.dictionaries(st.integers(0, BINS - 1), st.integers(1, 10**6)))
def test_packed_counts_are_the_counts(counts):
    assert unpacked(packed(counts)) == counts


def test_bins_part_a_day_evenly_and_widths_grow():
    assert list(LADDER) == sorted(set(LADDER))
    assert all(DAY % width == 0 if width < DAY else width % DAY == 0 for width in LADDER)


@pytest.mark.parametrize(
    ("width", "number", "known"), [(DAY, 37, True), (7, 37, False), (DAY, -1, True), (DAY, 10**9, False)]
)
def test_a_tile_is_known_by_its_width_and_lies_in_the_calendar(width, number, known):
    assert Stretch(width, number).is_known is known


# Counts


def test_an_entry_counts_once_in_each_of_its_lanes_at_its_earliest_day(scene, analyst):
    vague = UncertainDate("2022-01-05/2022-01-20", words="in the weeks to come")
    make.StatementFactory(report=scene.reports[0], said_on=vague, tracks=[scene.track])
    bins = source_of(scene, analyst).bins(DAY, JANUARY, JANUARY + 30 * DAY)
    assert sorted(bins) == [("council", 0, 1), ("dialogue", 0, 2), ("dialogue", 2, 1)]
    assert list(source_of(scene, analyst, "lanes=one").bins(DAY, JANUARY, JANUARY + 30 * DAY)) == [
        ("all", 0, 2),
        ("all", 2, 1),
    ]


def test_what_stands_on_no_track_has_a_lane_of_its_own(scene, analyst):
    assert source_of(scene, analyst).lanes.keys == ("council", "dialogue")
    make.StatementFactory(report=scene.reports[0], said_on=UncertainDate("2022-01-05"))
    source = source_of(scene, analyst)
    assert source.lanes.keys == ("council", "dialogue", "none")
    assert ("none", 2, 1) in source.bins(DAY, JANUARY, JANUARY + 30 * DAY)


@pytest.mark.parametrize("by", ["track", "actor", "issue", "one"])
@pytest.mark.parametrize("width", [2 * HOUR, DAY, 4 * DAY])
def test_kept_counts_and_counted_rows_say_the_same(by, width, scene, analyst):
    many_statements(scene, 60)
    make.StatementFactory(report=scene.reports[0], said_on=UncertainDate("2022-01-09"))
    kept, counted = (source_of(scene, analyst, f"lanes={by}") for _ in range(2))
    assert kept.is_kept
    counted.is_kept = False
    for begin in (JANUARY, JANUARY + 3 * HOUR):
        end = begin + 60 * DAY
        assert sorted(kept.days(width, begin, end)) == sorted(counted.days(width, begin, end))
        if begin % DAY == 0 or width < DAY:
            assert sorted(kept.bins(width, begin, end)) == sorted(counted.bins(width, begin, end))
    assert kept.by_day() == counted.by_day()
    assert kept.lanes == counted.lanes


def test_tiles_side_by_side_count_no_day_twice(scene, analyst):
    many_statements(scene, 80)
    source, width = source_of(scene, analyst, "lanes=one"), 2 * HOUR
    found = Counter()
    for number in range(JANUARY // (width * BINS) - 1, JANUARY // (width * BINS) + 3):
        stretch = Stretch(width, number)
        found.update(
            {stretch.begin // DAY + day: n for _lane, day, n in source.days(width, stretch.begin, stretch.end)}
        )
    assert found == {seconds(day) // DAY: n for day, n in source.by_day().items()}


def test_an_hour_is_not_made_up_for_what_is_known_by_the_day(scene, analyst):
    close = UncertainDate("2022-01-03T15:30:00Z")
    make.StatementFactory(report=scene.reports[0], said_on=close, tracks=[scene.track])
    source = source_of(scene, analyst, "track=dialogue")
    assert source.bins(HOUR, JANUARY, JANUARY + DAY) == [("dialogue", 15, 1)]
    assert source.days(HOUR, JANUARY, JANUARY + DAY) == [("dialogue", 0, 2)]


def test_a_selection_too_large_is_drawn_from_a_sample_and_says_so(scene, analyst, monkeypatch):
    many_statements(scene, 200)
    monkeypatch.setattr(tiles_source, "BOUND", 100)
    monkeypatch.setattr(tiles_source, "SAMPLE", 4)
    source = source_of(scene, analyst, "kind=statement&lanes=one")
    drawn = sum(n for _lane, _day, n in source.bins(DAY, JANUARY, JANUARY + 60 * DAY))
    assert source.one_in == 4
    assert 190 <= drawn <= 210


def test_filters_hold_for_the_counts(scene, analyst):
    scene.add(5)  # rejects; the first accepts
    bins = source_of(scene, analyst, "stance=rejects&lanes=one").bins(DAY, JANUARY, JANUARY + 30 * DAY)
    assert bins == [("all", 5, 1)]
    assert source_of(scene, analyst, f"actor={scene.envoy.pk}&lanes=actor").lanes.keys == (str(scene.envoy.pk),)


def test_as_public_by_a_day_an_event_is_where_it_was_then(scene, analyst):
    make.ClaimFactory(event=scene.events[0], report=make.ReportFactory(
        negotiation=scene.negotiation, published_at=datetime(2022, 3, 1, tzinfo=UTC)), step="held", when=UncertainDate("2022-02-01"))  # fmt: skip
    then = source_of(scene, analyst, "kind=event&lanes=one", public_by=datetime(2022, 1, 20, tzinfo=UTC))
    assert [n for _lane, _day, n in then.bins(DAY, JANUARY, JANUARY + 60 * DAY)] == [1]
    assert [mark.pk for mark in marks(then, JANUARY, JANUARY + 60 * DAY, MOST_MARKS)] == [scene.events[0].pk]


# Marks


def test_all_that_fits_is_a_mark_with_what_is_drawn_of_it(scene, analyst):
    found = marks(source_of(scene, analyst), JANUARY - 90 * DAY, JANUARY + 90 * DAY, MOST_MARKS)
    event, proposal, statement = found
    assert (event.kind, event.shape, event.state, event.is_disputed) == ("event", scene.events[0].kind, "held", True)
    assert event.lanes == ("dialogue",)
    assert (proposal.kind, proposal.reference, proposal.title) == ("proposal", "draft", "The draft, tabled")
    assert statement.title.startswith("Anna Envoy: ")
    assert statement.shape == scene.statements[0].form
    assert set(statement.lanes) == {"dialogue", "council"}
    assert statement.state == "accepts"  # all of its positions do


def test_events_come_first_and_statements_only_if_all_fit(scene, analyst):
    many_statements(scene, 70)
    for number in range(1, 12):
        scene.add(number)
    stretch = JANUARY - 90 * DAY, JANUARY + 90 * DAY
    wide = marks(source_of(scene, analyst), *stretch, MOST_MARKS)
    assert Counter(mark.kind for mark in wide) == {"event": 12, "proposal": 1}
    few = marks(source_of(scene, analyst), *stretch, 8)
    assert 1 < Counter(mark.kind for mark in few)["event"] <= 6
    assert len(few) <= 8
    near = marks(source_of(scene, analyst), JANUARY, JANUARY + DAY, MOST_MARKS)
    assert Counter(mark.kind for mark in near) == {"event": 1, "statement": 3}


# The address


def test_a_tile_is_kept_by_the_reader_s_browser_alone_and_revalidated(scene, analyst, signed_in):
    client = signed_in(analyst)
    first = client.get(tile_address(DAY))
    assert first.json()["lanes"] == ["council", "dialogue"]
    assert {"private", "no-cache"} <= set(first["Cache-Control"].split(", "))
    assert "Cookie" in first["Vary"]
    again = client.get(tile_address(DAY), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    scene.add(2)
    assert client.get(tile_address(DAY), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_tile_is_small_and_costs_the_same_queries_whatever_the_data(scene, analyst, signed_in):
    client = signed_in(analyst)
    for size in (20, 300):
        many_statements(scene, size)
        with CaptureQueriesContext(connection) as captured:
            body = client.get(tile_address(DAY)).content
        assert len(captured) <= 19
        assert len(body) < 15_000


def test_unknown_widths_and_times_are_not_found(scene, analyst, signed_in):
    client = signed_in(analyst)
    assert client.get(f"{ADDRESS}tiles/7/1/").status_code == 404
    assert client.get(f"{ADDRESS}tiles/{128 * DAY}/999999999999/").status_code == 404
    assert client.get(f"{ADDRESS}tiles/{DAY}/-2/").status_code == 200


def test_who_does_not_see_the_negotiation_gets_no_tile(client, signed_in, stranger, restricted):
    address = f"/n/back-channel/timeline/tiles/{DAY}/37/"
    assert client.get(address).status_code == 302
    assert signed_in(stranger).get(address).status_code == 404


def test_drafts_are_in_no_tile(scene, researcher, signed_in):
    before = signed_in(researcher).get(tile_address(DAY)).json()
    make.StatementFactory(
        report=scene.reports[0], status="draft", tracks=[scene.track], said_on=UncertainDate("2022-01-03")
    )
    assert signed_in(researcher).get(tile_address(DAY)).json() == before


# Going to a date


def test_words_lead_to_their_days(scene, analyst, signed_in):
    client = signed_in(analyst)
    query = "go/?when=early+January&near=2022-02-24&track=council"
    answer = client.get(ADDRESS + query)
    assert answer["Location"] == ADDRESS + "?track=council&from=2022-01-01&to=2022-01-10"
    told = client.get(ADDRESS + query, headers={"Accept": "application/json"}).json()
    assert (told["first"], told["words"]) == (JANUARY - 2 * DAY, "1–10 Jan 2022")


def test_words_that_are_no_date_are_answered_in_words(scene, analyst, signed_in):
    client = signed_in(analyst)
    answer = client.get(ADDRESS + "go/?when=bananas", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert client.get(ADDRESS + "go/?when=bananas").status_code == 302


@pytest.mark.parametrize("query", ["", "?lanes=issue", "?from=2022-01-03&to=2022-01-05", "?stance=rejects"])
def test_the_page_brings_the_tiles_of_its_window(scene, analyst, signed_in, query):
    scene.add(5)
    client = signed_in(analyst)
    page = client.get(ADDRESS + query).content.decode()
    config = json.loads(re.search(r'id="lanes-config"[^>]*>(.*?)</script>', page, re.S)[1])
    assert config["first"]
    asked = "&".join(part for part in query[1:].split("&") if not part.startswith(("from", "to")))
    for tile in config["first"]:
        address = f"{config['tiles']}{tile['width']}/{tile['number']}/?{asked}"
        assert client.get(address).json() == tile
