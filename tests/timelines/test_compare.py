"""Two selections compared: one axis, one scale, counts beside each other, changing sides."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.scene import day
from tests.timelines.material import many_statements
from tracker.timelines.compare.page import comparison
from tracker.timelines.compare.pair import Pair, read
from tracker.timelines.filters import parse

pytestmark = pytest.mark.django_db
ADDRESS = "/n/talks/timeline/compare/"
MOST_QUERIES = 50


def page_of(scene, user, a="", b=None):
    pair = Pair(parse(QueryDict(a)), parse(QueryDict(b)) if b is not None else None)
    return comparison(scene.negotiation, pair, user=user)


def row(page, table, value):
    found = next(one for one in page.tables if one.name == table)
    return next((one.a.count, one.b.count) for one in found.rows if one.value == value)


def sides(address):
    """The two queries of an address, each as what they ask for."""
    query = parse_qs(urlsplit(address).query, keep_blank_values=True)
    return tuple(parse_qs(query[side][0]) for side in ("a", "b") if side in query)


# What is asked for


def test_an_address_holds_two_sets_of_filters():
    pair = read(
        QueryDict("a=stance%3Drejects%26lanes%3Dactor&b=stance%3Daccepts%26next%3D//evil.example%26lanes%3Done")
    )
    assert pair.a.of("stance") == {"rejects"}
    assert (pair.b.of("stance"), pair.b.lanes) == ({"accepts"}, "actor")
    assert "evil" not in pair.address()
    assert read(QueryDict(pair.address()[1:])) == pair
    assert read(QueryDict("a=")).b is None


def test_swapped_and_in_other_lanes_and_days():
    pair = read(QueryDict("a=act%3Ddemand&b=act%3Doffer"))
    assert sides(pair.swapped().address()) == ({"act": ["offer"]}, {"act": ["demand"]})
    assert sides(pair.in_lanes("issue").address())[1] == {"act": ["offer"], "lanes": ["issue"]}
    in_days = pair.between(date(2022, 1, 1), date(2022, 1, 2))
    assert all(one["from"] == ["2022-01-01"] for one in sides(in_days.address()))


# What is shown


@pytest.fixture
def two(scene):
    """Accepts on 3 January, rejects on 8 January, and again on 20 January."""
    scene.add(5)
    make.PositionFactory(
        statement=make.StatementFactory(report=scene.reports[0], said_on=day(17), tracks=[scene.track]),
        issue=scene.issue,
        holder=scene.states[0],
        stance="rejects",
    )
    return scene


def test_both_on_one_axis_and_one_scale(two, analyst):
    for _number in range(4):
        make.StatementFactory(report=two.reports[0], said_on=day(17), tracks=[two.track], act="demand", words=None)
    page = page_of(two, analyst, "from=2022-01-03&to=2022-01-05", "from=2022-01-18&to=2022-01-22")
    assert (page.axis.first, page.axis.last) == (date(2022, 1, 3), date(2022, 1, 22))
    a, b = page.sides
    assert a.strip.axis == b.strip.axis == page.axis
    assert a.strip.tallest == b.strip.tallest >= 5
    assert (sum(one.count for one in b.lanes), b.counts.found) == (5, 5)


def test_lanes_that_neither_side_fills_are_left_out(two, analyst):
    make.TrackFactory(negotiation=two.negotiation, slug="silent")
    page = page_of(two, analyst, "kind=event", "kind=proposal")
    assert [[one.lane.key for one in side.lanes] for side in page.sides] == [["dialogue"], ["dialogue"]]


def test_counts_stand_beside_each_other_and_lead_to_the_entries(two, analyst):
    page = page_of(two, analyst, "stance=accepts", "stance=rejects")
    assert [side.counts.found for side in page.sides] == [2, 2]
    assert row(page, "stance", "accepts") == (2, 0)
    assert row(page, "stance", "rejects") == (0, 2)
    assert row(page, "kind", "statement") == (2, 2)
    [table] = [one for one in page.tables if one.name == "track"]
    council = next(one for one in table.rows if one.value == "council")
    assert council.b.url == "/n/talks/timeline/?track=council&stance=rejects"
    assert max(float(one.a.width[:-1]) for one in table.rows) <= 100


def test_each_side_may_be_read_as_public_by_its_own_day(two, analyst):
    page = page_of(two, analyst, "kind=statement&public_by=2022-01-05", "kind=statement")
    assert [side.counts.found for side in page.sides] == [2, 3]
    assert str(page.sides[0].words[-1]) == "As public by: 5 Jan 2022"


def test_nothing_on_either_side(two, analyst, signed_in):
    answer = signed_in(analyst).get(ADDRESS, {"a": "q=unheard", "b": "from=1900-01-01&to=1900-01-02"})
    assert "Neither selection holds an entry" in answer.content.decode()
    assert answer.context["page"].axis is None


# Choosing


def test_first_one_chooses_what_to_compare_with(two, analyst, signed_in):
    page = signed_in(analyst).get(ADDRESS, {"a": "stance=rejects"})
    text = " ".join(page.content.decode().split())
    assert "What to compare with" in text
    assert '<option value="track:council">' in text
    assert 'name="b"' not in text


@pytest.mark.parametrize(
    ("sent", "b"),
    [
        ({"instead": "stance:accepts"}, {"stance": ["accepts"]}),
        ({"instead": "track:council"}, {"stance": ["rejects"], "track": ["council"]}),
        ({"first": "2022-01-09", "last": "2022-01-01"}, {"stance": ["rejects"], "from": ["2022-01-01"], "to": ["2022-01-09"]}),
        ({"instead": "stance:odd"}, {"stance": ["rejects"]}),
        ({"instead": "q:x"}, {"stance": ["rejects"]}),
        ({"instead": "view:99999"}, {"stance": ["rejects"]}),
        ({"instead": "view:x"}, {"stance": ["rejects"]}),
    ],
)  # fmt: skip
def test_what_was_chosen_becomes_an_address(two, analyst, signed_in, sent, b):
    answer = signed_in(analyst).get(ADDRESS, {"a": "stance=rejects", "side": "b", **sent})
    assert answer.status_code == 302
    assert answer["Location"].startswith(ADDRESS + "?")
    assert sides(answer["Location"]) == ({"stance": ["rejects"]}, b)


def test_a_saved_view_is_offered_and_taken_as_a_whole(two, analyst, researcher, signed_in):
    view = make.SavedViewFactory(
        negotiation=two.negotiation,
        made_by=researcher,
        is_shared=True,
        track=two.other,
        query="act=demand",
        name="Asked",
    )
    private = make.SavedViewFactory(negotiation=two.negotiation, made_by=researcher, name="Private", query="act=offer")
    client, asked = signed_in(analyst), {"a": "stance=rejects", "b": "", "side": "a"}
    page = client.get(ADDRESS, {"a": "stance=rejects"}).content.decode()
    assert "Asked" in page
    assert "Private" not in page
    taken = client.get(ADDRESS, {**asked, "instead": f"view:{view.pk}"})["Location"]
    assert sides(taken) == ({"act": ["demand"], "track": ["council"]}, {})
    refused = client.get(ADDRESS, {**asked, "instead": f"view:{private.pk}"})["Location"]
    assert sides(refused)[0] == {"stance": ["rejects"]}


def test_days_that_are_none_are_refused_in_words(two, analyst, signed_in):
    answer = signed_in(analyst).get(ADDRESS, {"a": "", "side": "b", "first": "soon"})
    assert answer.status_code == 422
    assert "These are no days" in answer.content.decode()


def test_what_could_not_be_read_is_said(two, analyst, signed_in):
    page = signed_in(analyst).get(ADDRESS, {"a": "stance=odd", "b": "from=soon"}).content.decode()
    assert "A: “odd” is no answer" in page
    assert "B: “soon” is not a day" in page


def test_changing_and_dropping_a_side(two, analyst, signed_in):
    page = signed_in(analyst).get(ADDRESS, {"a": "stance=rejects&act=demand", "b": "stance=accepts"}).context["page"]
    a, b = page.sides
    assert (a.drop, b.drop) == ("/n/talks/timeline/?stance=accepts", "/n/talks/timeline/?stance=rejects&act=demand")
    assert sides({str(words): url for words, url in a.chips}["Act: Demands"])[0] == {"stance": ["rejects"]}


def test_the_menu_of_a_track_s_timeline_compares_that_track(two, analyst, signed_in):
    page = signed_in(analyst).get("/n/talks/tracks/council/timeline/?act=demand").content.decode()
    assert f"{ADDRESS}?a=track%3Dcouncil%26act%3Ddemand" in page


def test_drafts_count_on_neither_side(two, researcher):
    make.StatementFactory(report=two.reports[0], status="draft", said_on=day(3), tracks=[two.track])
    assert [side.counts.found for side in page_of(two, researcher, "kind=statement", "kind=statement").sides] == [3, 3]


def test_few_queries_whatever_the_data(two, analyst):
    many_statements(two, 40)
    with CaptureQueriesContext(connection) as queries:
        page_of(two, analyst, "stance=rejects&lanes=actor", "stance=accepts&actor=1&q=talk&lanes=actor")
    assert len(queries) <= MOST_QUERIES
