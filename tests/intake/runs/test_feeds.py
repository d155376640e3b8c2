"""Stories that a source names: known again, revised, kept apart."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import FeedFactory, StatementFactory
from tests.intake.runs.material import ends, imported, page, story
from tracker.history.queries import changes
from tracker.intake.models import Identity
from tracker.intake.record import Record
from tracker.intake.runs.decide import dismiss
from tracker.intake.runs.starting import Read, start_run
from tracker.intake.runs.work import work
from tracker.reports.models import Report, Revision
from tracker.statements.models import Status

pytestmark = pytest.mark.django_db


def record(identifier, *, title="The talks", text="", **more):
    return Record(
        text=(text or story(1)).strip(),
        title=title,
        identifier=identifier,
        published_at=datetime(2021, 3, 3, 10, tzinfo=UTC),
        language="en",
        format="rss",
        url="https://ministry.example/releases/shared",
        **more,
    )


def brought(feed, *records):
    reads = [Read(one, original=b"<rss/>") for one in records]
    run = start_run(negotiation=feed.negotiation, by=None, label=str(feed), feed=feed, records=reads)
    work(run=run)
    return run


def test_stories_of_a_feed_are_filed_once(feed):
    assert ends(brought(feed, record("a"), record("b", text=story(2)))) == ["filed", "filed"]
    assert ends(brought(feed, record("a"), record("b", text=story(2)))) == ["same", "same"]
    assert set(Report.objects.values_list("outlet__name", flat=True)) == {"Foreign Office of Sylvania"}
    assert set(Revision.objects.values_list("came_from", flat=True)) == {"feed"}
    assert set(Identity.objects.values_list("source", "identifier")) == {(feed.address, "a"), (feed.address, "b")}


def test_a_changed_text_is_a_revision_with_anchors_carried_and_lost_ones_told(feed):
    report = brought(feed, record("a")).items.get().report
    StatementFactory(report=report, status=Status.DRAFT, words="prepared to go on with item 1")
    StatementFactory(report=report, status=Status.DRAFT, words="LUZERN, March 3.".replace("LUZERN", "GENEVA"))
    run = brought(feed, record("a", text=story(1).replace("GENEVA, March 3.", "GENEVA, 3 March.")))
    item = run.items.get()
    assert (item.status, item.report, item.revision.number) == ("revision", report, 2)
    assert "1 statements or claims have words that are not in it" in item.reason
    assert item.revision.title == report.title


def test_a_changed_title_alone_is_a_revision_with_the_same_text(feed):
    report = brought(feed, record("a")).items.get().report
    run = brought(feed, record("a", title="The talks end"))
    item = run.items.get()
    report.refresh_from_db()
    assert (item.status, report.title, item.revision.repeats) == ("revision", "The talks end", True)
    assert [revision.title for revision in report.revisions.all()] == ["The talks", "The talks end"]
    assert "The title was “The talks”" in item.reason
    assert any(change.why.startswith("Import “") for change in changes(report))
    assert ends(brought(feed, record("a", title="The talks end"))) == ["same"]


def test_changed_back_is_a_third_revision(feed):
    for text in (story(1), story(1) + " More.", story(1)):
        run = brought(feed, record("a", text=text))
    assert ends(run) == ["revision"]
    assert [revision.repeats for revision in Report.objects.get().revisions.all()] == [False, False, True]


def test_a_change_of_markup_alone_is_a_revision_that_says_so(feed):
    report = brought(feed, record("a", markup_hash="1")).items.get().report
    statement = StatementFactory(report=report, status=Status.DRAFT, words="prepared to go on with item 1")
    item = brought(feed, record("a", markup_hash="2")).items.get()
    assert (item.status, item.revision.number, item.revision.repeats) == ("revision", 2, True)
    assert "only the markup around them changed" in item.reason
    assert statement.pieces[0].revision == item.revision
    assert ends(brought(feed, record("a", markup_hash="2"))) == ["same"]


def test_markup_not_seen_before_is_no_change(feed):
    brought(feed, record("a"))
    assert ends(brought(feed, record("a", markup_hash="1"))) == ["same"]
    assert ends(brought(feed, record("a", markup_hash="2"))) == ["revision"]


def test_a_source_that_sends_other_markup_every_time_is_not_listened_to_for_long(feed):
    outcomes = [ends(brought(feed, record("a", markup_hash=str(number))))[0] for number in range(7)]
    assert outcomes == ["filed", "revision", "revision", "revision", "same", "same", "same"]
    # A word that changes is another matter.
    assert ends(brought(feed, record("a", text=story(1) + " More.", markup_hash="x"))) == ["revision"]
    assert ends(brought(feed, record("a", text=story(1) + " More.", markup_hash="y"))) == ["revision"]


def test_what_people_changed_stays_while_the_source_says_nothing_new(feed):
    report = brought(feed, record("a")).items.get().report
    report.title = "Talks end, say both"
    report.save()
    assert ends(brought(feed, record("a"))) == ["same"]
    assert ends(brought(feed, record("a", title="The talks end"))) == ["revision"]
    report.refresh_from_db()
    assert report.title == "Talks end, say both"


def test_two_stories_at_one_address_that_resemble_each_other_are_two(feed):
    """A feed tells its stories apart; what is alike is shown all the same."""
    run = brought(feed, record("a"), record("b", text=story(1).replace("item 1", "item 2")))
    assert ends(run) == ["filed", "filed"]
    (alike,) = run.items.get(number=2).alike
    assert alike["report"] == run.items.get(number=1).report_id
    assert alike["relation"] in ("same text", "update of")


def test_the_same_text_under_two_names_is_one_report_until_the_second_changes(feed):
    assert ends(brought(feed, record("a"), record("b"))) == ["filed", "same"]
    assert ends(brought(feed, record("a"), record("b"))) == ["same", "same"]
    assert Identity.objects.values("report").distinct().count() == 1
    assert ends(brought(feed, record("a"), record("b", text=story(1) + "Another."))) == ["same", "filed"]
    assert Identity.objects.values("report").distinct().count() == 2
    assert ends(brought(feed, record("a"), record("b", text=story(1) + "Another."))) == ["same", "same"]


def test_the_first_of_two_names_for_a_text_brings_revisions(feed):
    brought(feed, record("a"), record("b"))
    assert ends(brought(feed, record("a", text=story(2)), record("b"))) == ["revision", "same"]
    assert Report.objects.get().revisions.count() == 2


def test_a_text_that_is_another_reports_is_shown(feed):
    brought(feed, record("a"), record("b", text=story(2)))
    item = brought(feed, record("a", text=story(2))).items.get()
    assert (item.status, item.alike[0]["relation"]) == ("needs_look", "same text")


def test_the_same_name_in_two_feeds_is_two_stories(feed):
    other = FeedFactory(negotiation=feed.negotiation)
    brought(feed, record("1"))
    assert ends(brought(other, record("1", text=story(2)))) == ["needs_look"]  # no outlet
    other.outlet = feed.outlet
    other.save()
    assert ends(brought(other, record("1", text=story(3)))) == ["filed"]


def test_an_older_version_changes_nothing(feed):
    brought(feed, record("a", version="10"))
    assert ends(brought(feed, record("a", version="9", text=story(2)))) == ["same"]
    assert ends(brought(feed, record("a", version="11", text=story(3)))) == ["revision"]


def test_what_was_set_aside_or_waits_does_not_come_again(feed, researcher):
    later = timezone.now() + timedelta(days=2)
    item = brought(feed, record("a", embargoed_until=later)).items.get()
    assert item.status == "needs_look"
    assert "embargoed" in item.reason
    assert ends(brought(feed, record("a", embargoed_until=later))) == ["dismissed"]
    dismiss(item, by=researcher)
    assert ends(brought(feed, record("a"))) == ["dismissed"]
    assert not Report.objects.exists()


def test_an_embargo_that_is_over_holds_nothing_up(feed):
    over = timezone.now() - timedelta(minutes=1)
    assert ends(brought(feed, record("a", embargoed_until=over))) == ["filed"]


def test_long_identifiers_are_kept_as_their_hash(feed):
    brought(feed, record("x" * 5000))
    assert Identity.objects.get().identifier.startswith("sha256:")
    assert ends(brought(feed, record("x" * 5000))) == ["same"]


def test_a_wire_names_its_stories_for_the_whole_world(negotiation):
    wire = record("urn:newsml:sylvania:1", outlet="Example Wire", version="1")
    wire.format = "newsml-g2"
    run = start_run(negotiation=negotiation, by=None, label="Wire", records=[Read(wire)])
    work(run=run)
    assert ends(run) == ["filed"]
    wire.text, wire.version = story(1) + " Corrected.", "2"
    run = start_run(negotiation=negotiation, by=None, label="Wire", records=[Read(wire)])
    work(run=run)
    assert ends(run) == ["revision"]


def test_a_page_kept_twice(negotiation):
    """Saved pages that say their address: alike it is a revision, else a person looks."""
    link = b"<link rel='canonical' href='https://page.example/talks/1'>"
    one = page(1, sentences=20).replace(b"<title>", link + b"<title>")
    assert ends(imported(negotiation, one)) == ["filed"]
    assert ends(imported(negotiation, one.replace(b"the envoy told", b"an envoy told"))) == ["revision"]
    other = page(2, sentences=20).replace(b"<title>", link + b"<title>")
    item = imported(negotiation, other).items.get()
    assert (item.status, item.alike[0]["relation"]) == ("needs_look", "another text at the same address")
