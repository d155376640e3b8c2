"""What changed since a day: what counts as new by either time, how events and stances got on, under the filters."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from tests.scene import day
from tests.timelines.material import many_statements
from tracker.lib.dates import UncertainDate
from tracker.sharing.models import ShareLink
from tracker.sharing.reader import ShareReader
from tracker.timelines.changes.page import changes_page

pytestmark = pytest.mark.django_db
ADDRESS = "/n/talks/timeline/changes/"
MOST_QUERIES = 36


def page_of(scene, user, query="", **more):
    return changes_page(scene.negotiation, track=None, user=user, params=QueryDict(query), **more)


def statements(page):
    return [row.said.pk for month in page.months for group in month.groups for row in group.rows]


@pytest.fixture
def later(scene):
    """A report four days on; on the way Freedonia's stance on missiles goes from accepts to rejects."""
    scene.add(5)
    return scene.statements[-1]


def test_what_was_public_since_then_is_new_and_nothing_older(scene, analyst, later):
    page = page_of(scene, analyst, "since=2022-01-08")
    assert (statements(page), page.count) == ([later.pk], 1)
    assert page_of(scene, analyst, "since=2022-01-09").is_empty
    assert page_of(scene, analyst, "since=2021-12-01").count == 2


def test_by_when_it_was_published_here(scene, analyst, later):
    tomorrow = (timezone.now() + timedelta(days=1)).date()
    assert page_of(scene, analyst, f"since={timezone.now().date()}&by=filed").count == 2
    assert page_of(scene, analyst, f"since={tomorrow}&by=filed").is_empty


def test_a_change_of_stance_has_both_statements(scene, analyst, later):
    [move] = [one for one in page_of(scene, analyst, "since=2022-01-08").moves if one.after.issue_id == scene.issue.pk]
    assert (move.before.stance, move.after.stance) == ("accepts", "rejects")
    assert [position.statement for position in move.both] == [scene.statements[0], later]


def test_the_stance_asked_for_is_the_one_taken(scene, analyst, later):
    asked = "since=2022-01-08&stance="
    assert [move.after.stance for move in page_of(scene, analyst, asked + "rejects").moves] == ["rejects"]
    assert page_of(scene, analyst, asked + "demands").moves == ()


def told(scene, event, step, days, **more):
    published = datetime(2022, 1, 3, 12, tzinfo=UTC) + timedelta(days=days)
    report = make.ReportFactory(negotiation=scene.negotiation, published_at=published)
    return make.ClaimFactory(event=event, report=report, step=step, **{"when": day(9), "place": "", **more})


@pytest.fixture
def event(scene):
    event = make.EventFactory(negotiation=scene.negotiation, title="The next round")
    make.EventTrackFactory(event=event, track=scene.other)
    told(scene, event, "floated", 0)
    return event


def change(page, event):
    return next(one for one in page.events if one.event == event)


def test_an_event_that_moved_a_step_and_to_another_day(scene, analyst, event):
    claim = told(scene, event, "confirmed", 6, when=day(11))
    found = change(page_of(scene, analyst, "since=2022-01-08"), event)
    assert (found.before.step, found.after.step, found.moved, found.is_new) == ("floated", "confirmed", True, False)
    assert found.is_redated
    assert found.claims == [claim]
    assert not found.is_newly_disputed


def test_an_event_told_of_for_the_first_time_is_new(scene, analyst, later):
    [found] = page_of(scene, analyst, "since=2022-01-08").events
    assert found.event == scene.events[-1]
    assert found.is_new


def test_told_of_again_without_anything_new_is_counted_only(scene, analyst, event):
    told(scene, event, "floated", 6)
    page = page_of(scene, analyst, "since=2022-01-08")
    assert (page.told_again, page.changed, page.disputed) == (1, [], [])


def test_sources_that_differ_only_now(scene, analyst, event):
    told(scene, event, "held", 1)
    told(scene, event, "held", 6, when=day(11))
    page = page_of(scene, analyst, "since=2022-01-08")
    assert [one.event for one in page.disputed] == [event]
    assert page_of(scene, analyst, "since=2022-01-10").disputed == []


def test_filters_hold_for_events_too(scene, analyst, event, later):
    told(scene, event, "confirmed", 6)
    found = [one.event for one in page_of(scene, analyst, "since=2022-01-08&track=council").events]
    assert found == [event]
    assert page_of(scene, analyst, "since=2022-01-08&kind=statement").events == ()


def test_as_public_by_a_day_nothing_later_is_told(scene, analyst, event, later):
    told(scene, event, "confirmed", 3)
    told(scene, event, "held", 7)
    by = datetime(2022, 1, 7, 23, 59, 59, tzinfo=UTC)
    page = page_of(scene, analyst, "since=2022-01-05", public_by=by)
    assert (page.count, change(page, event).after.step) == (0, "confirmed")


def test_a_later_text_of_a_quoted_report(scene, analyst):
    quoted, other = scene.reports[0], make.ReportFactory(negotiation=scene.negotiation)
    for report in (quoted, other):
        make.RevisionFactory(report=report, number=2, text=report.current.text + " Corrected.")
    page = page_of(scene, analyst, f"since={timezone.now().date()}")
    assert [one.report for one in page.revisions] == [quoted]


def test_a_text_tabled_since_then(scene, analyst):
    assert page_of(scene, analyst, "since=2022-01-04").proposals == ()
    tabled = make.ProposalFactory(
        negotiation=scene.negotiation, tabled_on=UncertainDate("2022-01-15"), track=scene.track
    )
    assert page_of(scene, analyst, "since=2022-01-10").proposals == (tabled,)


# The page


def test_the_page_in_words(scene, analyst, later, signed_in):
    page = " ".join(
        signed_in(analyst).get(ADDRESS, {"since": "2022-01-08", "stance": "rejects"}).content.decode().split()
    )
    assert "What changed since 8 Jan 2022" in page
    assert "<b>1</b> new statement" in page
    assert f"#statement-{later.pk}" in page
    assert 'name="stance" value="rejects"' in page


def test_without_a_day_it_asks_for_one_and_says_what_is_no_day(scene, analyst, signed_in):
    client = signed_in(analyst)
    page = client.get(ADDRESS).content.decode()
    assert "What changed since a day" in page
    assert "a week before it" in page
    page = client.get(ADDRESS, {"since": "yesterday<b>"}).content.decode()
    assert "is not a day" in page
    assert "yesterday<b>" not in page


def test_nothing_changed_says_so(scene, analyst, signed_in):
    assert (
        "Nothing changed since 1 Mar 2022" in signed_in(analyst).get(ADDRESS, {"since": "2022-03-01"}).content.decode()
    )


def test_drafts_and_what_a_pinned_link_may_not_see_are_no_news(scene, analyst, later, researcher):
    make.StatementFactory(report=scene.reports[-1], status="draft", said_on=day(5), tracks=[scene.track])
    assert page_of(scene, researcher, "since=2022-01-08").count == 1
    pinned = ShareReader(ShareLink(negotiation=scene.negotiation, pinned_at=datetime(2022, 1, 1, tzinfo=UTC)))
    assert page_of(scene, pinned, "since=2021-01-01").count == 0
    assert page_of(scene, pinned, "since=2021-01-01").events == ()


def test_a_track_s_page_leaves_the_others_out(scene, analyst, later, signed_in):
    other = make.TrackFactory(negotiation=scene.negotiation, slug="third")
    said = make.StatementFactory(report=scene.reports[-1], said_on=day(5), tracks=[other])
    page = signed_in(analyst).get("/n/talks/tracks/third/timeline/changes/", {"since": "2022-01-08"}).context["page"]
    assert statements(page) == [said.pk]


def test_few_queries_whatever_the_data(scene, analyst, later):
    many_statements(scene, 40)
    for number in range(6, 12):
        scene.add(number)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = page_of(scene, analyst, "since=2022-01-04")
        assert page.events
        assert page.moves
    assert len(queries) <= MOST_QUERIES
