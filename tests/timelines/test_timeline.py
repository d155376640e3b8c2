"""The page of a timeline: order, groups, lanes, filters, who sees what, few queries whatever the data."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from tests.scene import day
from tests.timelines.material import many_statements
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Actor
from tracker.timelines.timeline import timeline_page

pytestmark = pytest.mark.django_db
MOST_QUERIES = 32  # with those of the tiles, which scripts need not ask for
ADDRESS = "/n/talks/timeline/"


def page_of(scene, user, query="", **more):
    return timeline_page(scene.negotiation, user=user, params=QueryDict(query), **more)


def rows(page):
    return [row for month in page.months for group in month.groups for row in group.rows]


def names(page):
    """As ["event 3", ...] in the order shown."""
    return [f"{row.entry.kind} {row.entry.pk}" for row in rows(page)]


def lane(page, track):
    return next(drawn for drawn in page.strip.drawn if drawn.lane.track == track)


def count(page, facet, value):
    options = {o.value: o.count for f in page.facets if f.name == facet for o in f.options}
    return options.get(str(value), 0)


# Order and groups


def test_statements_events_and_proposals_stand_in_one_order_of_time(scene, analyst):
    scene.add(5)
    page = page_of(scene, analyst)
    statements, events = scene.statements, scene.events
    assert names(page) == [
        f"event {events[1].pk}",
        f"statement {statements[1].pk}",
        f"event {events[0].pk}",
        f"statement {statements[0].pk}",
        f"proposal {scene.proposal.pk}",
    ]
    assert [month.first.isoformat() for month in page.months] == ["2022-01-01", "2021-12-01"]
    assert [month.count for month in page.months] == [4, 1]
    oldest = page_of(scene, analyst, "order=oldest")
    assert names(oldest)[0] == f"proposal {scene.proposal.pk}"
    assert [month.first.month for month in oldest.months] == [12, 1]


def test_a_day_holds_what_happened_before_what_was_said_in_both_orders(scene, analyst):
    for query in ("", "order=oldest"):
        of_day = [g for m in page_of(scene, analyst, query).months for g in m.groups if g.span.first.day == 3]
        assert [[row.entry.kind for row in group.rows] for group in of_day] == [["event", "statement"]]


def test_an_uncertain_date_is_said_in_words_grouped_by_its_span_and_drawn_soft(scene, analyst, signed_in):
    vague = UncertainDate("2022-01-01~/2022-01-10~", words="as soon as early January")
    statement = make.StatementFactory(report=scene.reports[0], said_on=vague, tracks=[scene.track])
    page = page_of(scene, analyst)
    group = next(g for m in page.months for g in m.groups if not g.is_day and g.rows[0].entry.pk == statement.pk)
    assert group.span.days == "1–10"
    trails = [mark.trail for mark in lane(page, scene.track).marks if mark.mark.pk == statement.pk]
    assert trails
    assert all(trails)
    body = signed_in(analyst).get(ADDRESS).content.decode()
    assert "early January 2022" in body
    assert "“as soon as early January”" in body


def test_what_has_no_date_comes_last_and_says_so(scene, analyst, signed_in):
    undated = make.EventFactory(negotiation=scene.negotiation, title="A meeting without a day")
    make.ClaimFactory(event=undated, report=scene.reports[0], when=None)
    for query in ("", "order=oldest"):
        assert names(page_of(scene, analyst, query))[-1] == f"event {undated.pk}"
    assert "Date not known" in signed_in(analyst).get(ADDRESS).content.decode()
    assert f"event {undated.pk}" not in names(page_of(scene, analyst, "from=2021-01-01"))


def test_a_statement_shows_the_role_of_that_day_the_tracks_with_their_reasons_and_its_place(scene, analyst, signed_in):
    body = signed_in(analyst).get(ADDRESS).content.decode()
    assert "Deputy minister, Freedonia" in body
    assert "because of “dialogue”" in body
    statement = scene.statements[0]
    assert f'href="/n/talks/reports/{statement.report_id}/#statement-{statement.pk}"' in body


def test_an_event_shows_its_step_and_both_versions_of_what_is_disputed(scene, analyst, signed_in):
    body = signed_in(analyst).get(ADDRESS + "?kind=event").content.decode()
    assert "status-held" in body
    assert "status-disputed" in body
    assert re.search(r"<b>3 Jan 2022</b>.*<b>4 Jan 2022</b>", body, re.S)


def test_pages_by_key_show_each_entry_once(scene, analyst):
    many_statements(scene, 57)
    seen, query = [], "kind=statement"
    while True:
        page = page_of(scene, analyst, query, size=20)
        seen += names(page)
        if not page.older:
            break
        query = page.older[1:]
    assert len(seen) == len(set(seen)) == page.found == 58


def test_a_page_of_one_track_holds_what_stands_on_it(scene, analyst, signed_in):
    elsewhere = make.TrackFactory(negotiation=scene.negotiation, slug="elsewhere")
    other = make.StatementFactory(report=scene.reports[0], tracks=[elsewhere])
    page = page_of(scene, analyst, track=elsewhere)
    assert names(page) == [f"statement {other.pk}"]
    assert page.total == 1
    assert [facet.name for facet in page.facets if facet.name == "track"] == []
    assert len(page.strip.drawn) == 1
    response = signed_in(analyst).get(reverse("timelines:track", args=["talks", "elsewhere"]))
    assert response.status_code == 200


# Filters


def test_a_party_counts_what_its_officials_said_on_that_day(scene, analyst):
    """Anna Envoy is Freedonia's deputy minister; what she said before she was is not Freedonia's."""
    before = make.StatementFactory(report=scene.reports[0], speaker=scene.envoy, said_on=UncertainDate("2020-12-31"))
    freedonia = scene.states[0].pk
    found = names(page_of(scene, analyst, f"actor={freedonia}&kind=statement"))
    assert found == [f"statement {scene.statements[0].pk}"]
    assert f"statement {before.pk}" in names(page_of(scene, analyst, f"actor={scene.envoy.pk}"))


def test_issue_and_stance_must_be_of_one_position(scene, analyst):
    other = make.IssueFactory(negotiation=scene.negotiation, slug="other")
    statement = make.StatementFactory(report=scene.reports[0])
    make.PositionFactory(statement=statement, issue=scene.issue, stance="demands")
    make.PositionFactory(statement=statement, issue=other, stance="rejects")
    assert names(page_of(scene, analyst, "issue=other&stance=rejects")) == [f"statement {statement.pk}"]
    crossed = page_of(scene, analyst, "issue=other&stance=demands")
    assert crossed.found == 0
    assert {one.label for one in crossed.loosen} == {"Issue", "Stance"}


def test_an_issue_counts_those_below_it(scene, analyst):
    below = make.IssueFactory(negotiation=scene.negotiation, parent=scene.issue, slug="below")
    statement = make.StatementFactory(report=scene.reports[0])
    make.PositionFactory(statement=statement, issue=below)
    assert f"statement {statement.pk}" in names(page_of(scene, analyst, "issue=missiles"))
    assert f"proposal {scene.proposal.pk}" in names(page_of(scene, analyst, "issue=missiles"))


@pytest.mark.parametrize("words", ["several channels", "SEVERAL", "anna channels", "the envoy"])
def test_words_are_found_in_quotes_and_names_whatever_their_case(scene, analyst, words):
    page = page_of(scene, analyst, "kind=statement&q=" + words.replace(" ", "+"))
    assert names(page) == [f"statement {scene.statements[0].pk}"]


def test_signs_of_a_search_pattern_are_letters(scene, analyst):
    assert page_of(scene, analyst, "q=%25&kind=statement").found == 0
    assert page_of(scene, analyst, "q=_&kind=statement").found == 0


def test_words_are_found_in_titles_of_events_and_proposals(scene, analyst):
    assert names(page_of(scene, analyst, "q=the+draft")) == [f"proposal {scene.proposal.pk}"]
    scene.events[0].title = "Ministers meet over dinner"
    scene.events[0].save()
    assert names(page_of(scene, analyst, "q=dinner")) == [f"event {scene.events[0].pk}"]


def test_counts_are_those_of_the_entries_that_choosing_would_show(scene, analyst):
    many_statements(scene, 60)
    asked = "kind=statement&from=2022-01-05&to=2022-01-25"
    page = page_of(scene, analyst, asked)
    for facet in page.facets:
        for option in facet.options:
            query = asked if facet.name == "kind" else f"{asked}&{facet.name}={option.value}"
            query = query.replace("kind=statement", f"kind={option.value}") if facet.name == "kind" else query
            assert page_of(scene, analyst, query).found == option.count, (facet.name, option.value)


def test_days_let_in_what_may_lie_in_them_and_the_page_says_so(scene, analyst, signed_in):
    make.StatementFactory(report=scene.reports[0], said_on=UncertainDate("2022-02-01/2022-02-10"))
    page = page_of(scene, analyst, "from=2022-02-05")
    assert (page.found, page.may_lie_outside) == (1, 1)
    assert page_of(scene, analyst, "from=2022-02-11").found == 0
    body = signed_in(analyst).get(ADDRESS, {"from": "2022-02-05"}).content.decode()
    assert "may lie outside of the days chosen" in body


def test_an_empty_page_says_which_filter_to_loosen(scene, analyst, signed_in):
    body = signed_in(analyst).get(ADDRESS, {"track": "dialogue", "act": "warn"}).content.decode()
    assert "No entry fits all of these filters" in body
    assert "Without “Act”" in body
    nothing = signed_in(analyst).get(ADDRESS, {"track": "nowhere", "act": "warn"}).content.decode()
    assert "Two or more of them have to go" in nothing


def test_a_track_that_is_unknown_widens_nothing(scene, analyst):
    page = page_of(scene, analyst, "track=nowhere")
    assert page.found == 0
    assert [(chip.label, chip.value) for chip in page.chips] == [("Track", "nowhere")]


def test_chips_take_their_own_filter_away(scene, analyst):
    page = page_of(scene, analyst, "track=dialogue&track=council&q=channels&from=2022-01-01&order=oldest")
    taken = {chip.value: chip.url for chip in page.chips}
    assert taken["The council"] == "?track=dialogue&q=channels&from=2022-01-01&order=oldest"
    assert taken["channels"] == "?track=council&track=dialogue&from=2022-01-01&order=oldest"
    assert page.clear == "?order=oldest"


BAD = [
    {"from": "2022-02-30"},
    {"to": "soon"},
    {"actor": "99999999999999999999999999"},
    {"actor": "999999999999999999"},
    {"track": "no-such-track"},
    {"stance": "neutral"},
    {"after": "x"},
    {"before": "2022-01-01_2022-01-01_event_" + "9" * 40},
    {"public_by": "yesterday"},
    {"q": "ж" * 5000},
    {"q": "\u202e\U0001f600 '; drop table"},
    {"from": "0001-01-01", "to": "9999-12-31"},
    {"order": "<script>"},
]


@pytest.mark.parametrize("asked", BAD)
def test_a_bad_address_is_answered_in_words(asked, scene, analyst, signed_in):
    response = signed_in(analyst).get(ADDRESS, asked)
    assert response.status_code == 200
    assert "<script>&" not in response.content.decode()


def test_nul_in_an_address_is_refused(scene, analyst, signed_in):
    assert signed_in(analyst).get(ADDRESS, {"q": "a\x00b"}).status_code == 400


# Who sees what


def test_only_what_is_published_here_is_shown_and_counted(scene, analyst, researcher):
    elsewhere = make.StatementFactory()  # of another negotiation
    for status in ("suggested", "draft", "reviewed", "rejected"):
        make.StatementFactory(report=scene.reports[0], status=status, tracks=[scene.track])
    hidden = make.EventFactory(negotiation=scene.negotiation)
    make.ClaimFactory(event=hidden, report=scene.reports[0], status="draft")
    for user in (analyst, researcher):
        page = page_of(scene, user)
        assert page.total == page.found == 3
        assert count(page, "kind", "statement") == count(page, "track", "council") == 1
        assert count(page, "actor", elsewhere.speaker_id) == 0
        assert lane(page, scene.track).count == 3


def test_as_public_by_a_day_later_reports_count_for_nothing(scene, analyst):
    before = page_of(scene, analyst, public_by=datetime(2022, 1, 3, 23, 59, tzinfo=UTC))
    scene.add(4)
    later = page_of(scene, analyst, public_by=datetime(2022, 1, 3, 23, 59, tzinfo=UTC))
    assert names(later) == names(before)
    assert [[o.count for o in f.options] for f in later.facets] == [[o.count for o in f.options] for f in before.facets]
    assert page_of(scene, analyst).found > later.found


def test_a_visitor_and_a_stranger_are_kept_out(client, signed_in, stranger, restricted):
    assert client.get(ADDRESS).status_code == 302
    assert signed_in(stranger).get("/n/back-channel/timeline/").status_code == 404
    make.TrackFactory(negotiation=restricted, slug="line")
    assert signed_in(stranger).get("/n/back-channel/tracks/line/timeline/").status_code == 404


# Cost and parts


@pytest.mark.parametrize(
    "address", [ADDRESS, "/n/talks/tracks/dialogue/timeline/", ADDRESS + "?q=channels&stance=accepts"]
)
@pytest.mark.parametrize("size", [10, 500])
def test_few_queries_whatever_the_data(address, size, scene, analyst, signed_in):
    client = signed_in(analyst)
    many_statements(scene, size)
    for number in range(1, 5):
        scene.add(number)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= MOST_QUERIES


def test_htmx_gets_the_part_and_one_address_for_it(scene, analyst, signed_in):
    client, htmx = signed_in(analyst), {"HX-Request": "true"}
    response = client.get(ADDRESS + "?track=dialogue&q=&from=&to=", headers=htmx)
    assert response.content.decode().lstrip().startswith('<div id="timeline"')
    assert response["HX-Push-Url"] == ADDRESS + "?track=dialogue"
    restored = client.get(ADDRESS, headers=htmx | {"HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_an_empty_timeline_says_what_will_stand_there(signed_in, analyst, negotiation):
    assert "Nothing on this timeline yet" in signed_in(analyst).get(ADDRESS).content.decode()


def test_marks_cover_no_other_and_what_finds_no_place_is_in_the_bars(scene, analyst):
    for _number in range(4):
        event = make.EventFactory(negotiation=scene.negotiation)
        make.EventTrackFactory(event=event, track=scene.track)
        make.ClaimFactory(event=event, report=scene.reports[0], when=day(0))
    drawn = lane(page_of(scene, analyst, "kind=event"), scene.track)
    assert len({(mark.x, mark.y) for mark in drawn.marks}) == len(drawn.marks) == 3
    assert drawn.count == 5


def test_names_that_look_like_markup_stay_words(scene, analyst, signed_in):
    Actor.objects.filter(pk=scene.envoy.pk).update(name="<b>Anna</b>", short_name="")
    body = signed_in(analyst).get(ADDRESS).content.decode()
    assert "<b>Anna</b>" not in body
    assert "&lt;b&gt;Anna" in body


# On paper


def test_a_printed_page_says_from_how_many_reports_it_is(scene, analyst, signed_in):
    scene.add(5)
    page = " ".join(signed_in(analyst).get(ADDRESS).content.decode().split())
    assert "The entries on this page come from 2 reports." in page
    page = " ".join(signed_in(analyst).get(ADDRESS + "?to=2022-01-03&kind=statement").content.decode().split())
    assert "The entries on this page come from 1 report." in page
