"""The dashboard: what each part shows, as of when, to whom; and what a visit changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from tests.scene import FIRST
from tests.timelines.material import many_statements
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Visit
from tracker.sharing.models import ShareLink
from tracker.sharing.reader import ShareReader
from tracker.timelines.dashboard import dashboard_page
from tracker.timelines.visits import ONE_VISIT, visit_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 23
ADDRESS = "/n/talks/"
SECOND_DAY = datetime(2022, 1, 4, 23, 59, 59, tzinfo=UTC)


def page_of(scene, user, **more):
    return dashboard_page(scene.negotiation, user=user, visit=visit_of(scene.negotiation, user), **more)


def card(page, slug):
    return next(card for card in page.cards if card.track.slug == slug)


def event_on(scene, when, *, step="confirmed", report=None, **more):
    event = make.EventFactory(negotiation=scene.negotiation, **more)
    make.EventTrackFactory(event=event, track=scene.track)
    make.ClaimFactory(event=event, report=report or scene.reports[0], when=when, step=step)
    return event


# Tracks


def test_a_card_has_status_parties_last_and_next_event_the_latest_words_and_ninety_days(scene, analyst, signed_in):
    coming = event_on(scene, UncertainDate("2022-01-08"), title="The next round")
    page = page_of(scene, analyst, public_by=SECOND_DAY)
    shown = card(page, "dialogue")
    assert shown.status.status == "active"
    assert [party.actor.name for party in shown.parties] == ["Freedonia", "Sylvania", "Ruritania"]
    assert shown.programme.last == scene.events[0]
    assert shown.programme.next == coming
    assert shown.latest == scene.statements[0].pk
    assert len(shown.counts) == 90
    assert (sum(shown.counts), shown.total) == (1, 1)
    assert (page.strip_first, page.strip_last) == (date(2021, 10, 7), date(2022, 1, 4))
    body = signed_in(analyst).get(ADDRESS, {"public_by": "2022-01-04"}).content.decode()
    assert "The next round" in body
    assert "in 4 days" in body


def test_a_status_that_begins_later_does_not_hold_yet(scene, analyst):
    make.TrackStatusFactory(track=scene.track, status="suspended", since=UncertainDate("2022-02-01"))
    assert card(page_of(scene, analyst, public_by=SECOND_DAY), "dialogue").status.status == "active"
    assert card(page_of(scene, analyst), "dialogue").status.status == "suspended"


def test_after_ninety_quiet_days_the_strip_ends_on_the_last_activity_and_days_are_offered(scene, analyst, signed_in):
    page = page_of(scene, analyst)
    assert page.is_quiet
    assert page.strip_last == page.last_activity == date(2022, 1, 3)
    body = signed_in(analyst).get(ADDRESS).content.decode()
    assert "Nothing was said or done in the last 90 days; the last was on 3 Jan 2022" in body
    assert 'href="?public_by=2022-01-03"' in body
    assert not page_of(scene, analyst, public_by=SECOND_DAY).is_quiet


# Events


def test_what_is_coming_is_next_first_and_what_is_called_off_is_not_coming(scene, analyst):
    later = event_on(scene, UncertainDate("2022-01-20"))
    sooner = event_on(scene, UncertainDate("2022-01-06"))
    event_on(scene, UncertainDate("2022-01-07"), step="cancelled")
    event_on(scene, UncertainDate("2022-06-01"))
    agenda = page_of(scene, analyst, public_by=SECOND_DAY).agenda
    assert (agenda.events, agenda.is_past, agenda.later) == ([sooner, later], False, 1)


def test_with_nothing_ahead_the_last_events_are_shown_and_it_is_said(scene, analyst, signed_in):
    scene.add(3)
    agenda = page_of(scene, analyst).agenda
    assert (agenda.events, agenda.is_past) == ([scene.events[1], scene.events[0]], True)
    assert "Nothing ahead: the last events" in signed_in(analyst).get(ADDRESS).content.decode()


def test_what_is_disputed_shows_every_version_with_its_source(scene, analyst, signed_in):
    event_on(scene, UncertainDate("2022-01-05"), title="Undisputed")
    page = page_of(scene, analyst)
    assert page.disputes == [scene.events[0]]
    body = signed_in(analyst).get(ADDRESS).content.decode()
    disputed = body.split('id="disputed-head"')[1].split("</section>")[0]
    assert "<b>3 Jan 2022</b>" in disputed
    assert "<b>4 Jan 2022</b>" in disputed
    assert f"/reports/{scene.reports[0].pk}/" in disputed
    assert "Undisputed" not in disputed


# Positions


def test_who_moved_shows_both_stances_with_both_quotes_newest_first(scene, analyst, signed_in):
    for number in (2, 4):
        scene.add(number)
    scene.say(scene.reports[2], 5, stance="demands")
    page = page_of(scene, analyst)
    assert [(move.before.stance, move.after.stance) for move in page.moves] == [("accepts", "demands")]
    assert page.moves[0].both[0].statement == scene.statements[2]
    body = signed_in(analyst).get(ADDRESS).content.decode()
    assert body.count("We are ready to speak through several channels") >= 2


def test_where_parties_stand_shows_silence_as_silence(scene, analyst):
    matrix = page_of(scene, analyst).matrix
    by_issue = {row.issue.slug: dict(zip(matrix.columns, row.stands, strict=True)) for row in matrix.rows}
    assert by_issue["missiles"][scene.states[0]].stance == "accepts"
    assert by_issue["missiles"][scene.silent] is None


def test_as_public_by_a_day_stances_are_those_of_the_day(scene, analyst):
    scene.add(5)
    at_first = page_of(scene, analyst, public_by=SECOND_DAY)
    now = page_of(scene, analyst)

    def stance(page):
        row = next(row for row in page.matrix.rows if row.issue == scene.issue)
        return dict(zip(page.matrix.columns, row.stands, strict=True))[scene.states[0]].stance

    assert (stance(at_first), stance(now)) == ("accepts", "rejects")
    assert (at_first.move_count, now.move_count) == (0, 1)


# What is new


def test_a_first_visit_is_said_and_looking_writes_nothing(scene, analyst, signed_in):
    body = signed_in(analyst).get(ADDRESS).content.decode()
    assert "This is your first visit here" in body
    assert not Visit.objects.exists()


def test_after_a_visit_only_what_came_since_is_new(scene, analyst, signed_in):
    client = signed_in(analyst)
    assert client.post(ADDRESS + "seen/", {"all": "1"}).status_code == 302
    assert not page_of(scene, analyst).news
    scene.add(2)
    news = page_of(scene, analyst).news
    assert news.statements == [scene.statements[1].pk]
    assert news.events == [scene.events[1]]
    assert news.reports == [scene.reports[1]]
    body = client.get(ADDRESS).content.decode()
    assert "1 statement, 1 event with news, 1 report" in body
    client.post(ADDRESS + "seen/", {"all": "1"})
    assert "Nothing was published here since your last visit" in client.get(ADDRESS).content.decode()


def test_what_was_new_stays_new_until_the_visit_ends(scene, analyst, signed_in):
    """The page notes the visit by itself; opening it again some minutes later still shows the news."""
    client, now = signed_in(analyst), timezone.now()
    before = now - timedelta(days=1)
    Visit.objects.create(negotiation=scene.negotiation, user=analyst, seen_at=before)
    assert client.post(ADDRESS + "seen/").status_code == 204
    assert page_of(scene, analyst).news.statements == [scene.statements[0].pk]
    client.post(ADDRESS + "seen/")
    assert page_of(scene, analyst).news.since == before
    assert not page_of(scene, analyst, now=timezone.now() + ONE_VISIT).news


def test_the_visits_of_others_are_their_own(scene, analyst, researcher, signed_in):
    signed_in(researcher).post(ADDRESS + "seen/", {"all": "1"})
    assert page_of(scene, analyst).is_first_visit
    assert not page_of(scene, researcher).is_first_visit


def test_a_visit_is_noted_by_post_only_and_where_one_may_read(scene, signed_in, stranger, restricted):
    client = signed_in(stranger)
    assert client.get(ADDRESS + "seen/").status_code == 405
    assert client.post("/n/back-channel/seen/").status_code == 404
    assert not Visit.objects.exists()


# Who sees what


def test_drafts_and_other_negotiations_are_nowhere(scene, analyst, researcher):
    make.PositionFactory(stance="rejects")
    draft = scene.say(scene.reports[0], 2, stance="demands")
    type(draft).objects.filter(pk=draft.pk).update(status="draft")
    for user in (analyst, researcher):
        page = page_of(scene, user)
        assert [card.total for card in page.cards] == [1, 1]
        assert page.move_count == 0
        assert draft.pk not in page.statements


def test_reports_waiting_are_shown_to_those_who_code(scene, analyst, researcher, signed_in):
    make.StatementFactory(report=scene.reports[0], status="suggested")
    bare = make.ReportFactory(negotiation=scene.negotiation, title="Not looked at")
    waiting = page_of(scene, researcher).waiting
    assert {(report, report.waiting) for report in waiting} == {(scene.reports[0], 1), (bare, 0)}
    assert page_of(scene, analyst).waiting == []
    assert "Not looked at" not in signed_in(analyst).get(ADDRESS).content.decode()
    body = signed_in(researcher).get(ADDRESS).content.decode()
    assert "not coded yet" in body
    assert "1 statement waits" in body


def test_the_reader_of_a_share_link_gets_the_page_without_visits(scene, analyst):
    link = make.ShareLinkFactory(negotiation=scene.negotiation, made_by=analyst)
    page = page_of(scene, ShareReader(ShareLink.objects.get(pk=link.pk)))
    assert (page.news, page.is_first_visit, page.waiting) == (None, False, [])
    assert page.cards


def test_a_stranger_and_a_visitor_are_kept_out(client, signed_in, stranger, restricted, scene):
    assert client.get(ADDRESS).status_code == 302
    assert signed_in(stranger).get("/n/back-channel/").status_code == 404


# Cost, empty and odd


@pytest.mark.parametrize("size", [10, 500])
def test_few_queries_whatever_the_data(size, scene, researcher, signed_in):
    client = signed_in(researcher)
    Visit.objects.create(negotiation=scene.negotiation, user=researcher, seen_at=FIRST)
    many_statements(scene, size)
    for number in range(1, 6):
        scene.add(number)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ADDRESS).status_code == 200
    assert len(captured) <= MOST_QUERIES, [q["sql"][:90] for q in captured]


def test_an_empty_dossier_leads_on(negotiation, researcher, analyst, signed_in):
    body = signed_in(researcher).get(ADDRESS).content.decode()
    assert "This dossier is empty" in body
    assert 'href="/n/talks/setup/"' in body
    assert 'href="/n/talks/setup/"' not in signed_in(analyst).get(ADDRESS).content.decode().split('class="empty"')[1]


@pytest.mark.parametrize("asked", ["2022-13-01", "soon", "99999-01-01", "0001-01-01", "9999-12-31"])
def test_an_odd_day_is_no_fault(asked, scene, analyst, signed_in):
    assert signed_in(analyst).get(ADDRESS, {"public_by": asked}).status_code == 200


def test_undated_events_and_open_dates_are_no_fault(scene, analyst, signed_in):
    event_on(scene, None)
    event_on(scene, UncertainDate("../2022-01-20"))
    event_on(scene, UncertainDate("2022-01-02/.."))
    make.StatementFactory(report=scene.reports[0], said_on=UncertainDate("../2022-01-04"), tracks=[scene.track])
    client = signed_in(analyst)
    assert client.get(ADDRESS).status_code == 200
    assert client.get(ADDRESS, {"public_by": "2022-01-04"}).status_code == 200
    assert client.get("/n/talks/timeline/").status_code == 200
    assert client.get("/").status_code == 200
