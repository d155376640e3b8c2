"""What the pages of reports say."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests import factories as make
from tracker.reports.models import Report
from tracker.reports.queries import report_page

pytestmark = pytest.mark.django_db
TEXT = 'The envoy said "we are ready" and <b>left</b> & "came back" later.'


def words(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def report(negotiation):
    return make.ReportFactory(negotiation=negotiation, text=TEXT)


@pytest.fixture
def opened(signed_in, analyst):
    def get(report, **query):
        return html.fromstring(signed_in(analyst).get(report.get_absolute_url(), query).content)

    return get


def test_the_text_is_whole_and_exact(opened, report):
    make.StatementFactory(report=report, words='"we are ready"')
    [text] = opened(report).xpath("//div[contains(@class, 'report-text')]")
    assert text.text_content() == TEXT  # the markup in it is text, too


def test_each_statement_is_marked_where_it_stands_and_led_back_from_the_margin(opened, report):
    statement = make.StatementFactory(report=report, words='"we are ready"')
    page = opened(report)
    [mark] = page.xpath(f"//*[@id='statement-{statement.pk}']")
    assert mark.text_content() == '"we are ready"'
    assert mark.get("href") == f"#about-statement-{statement.pk}"
    [note] = page.xpath(f"//li[@id='about-statement-{statement.pk}']")
    assert f"#statement-{statement.pk}" in note.xpath(".//a/@href")


def test_overlapping_statements_each_have_their_place(opened, report):
    outer = make.StatementFactory(report=report, words='said "we are ready" and')
    inner = make.StatementFactory(report=report, words='"we are ready"')
    same = make.StatementFactory(report=report, words='"we are ready"')
    page = opened(report)
    for statement in (outer, inner, same):
        assert len(page.xpath(f"//*[@id='statement-{statement.pk}']")) == 1
    assert page.xpath("//a[contains(@class, 'hl-deep')]")[0].text == '"we are ready"'


def test_a_statement_in_two_pieces_has_one_place(opened, report):
    statement = make.StatementFactory(report=report, words='"we are ready"')
    make.AnchorFactory(statement=statement, words='"came back"')
    page = opened(report)
    assert len(page.xpath(f"//*[@id='statement-{statement.pk}']")) == 1
    assert len(page.xpath(f"//a[@href='#about-statement-{statement.pk}']")) == 2


def test_words_that_a_new_revision_lost_are_listed_and_found_in_the_old_one(opened, report):
    statement = make.StatementFactory(report=report, words='"came back"')
    make.RevisionFactory(report=report, number=2, text='The envoy said "we are ready" and left.')
    page = opened(report)
    [lost] = page.xpath(f"//li[@id='statement-{statement.pk}']")  # the link of the quote still lands somewhere
    assert '"came back"' in words(lost)
    old = opened(report, revision="1")
    assert old.xpath(f"//a[@id='statement-{statement.pk}']")
    assert "a newer one is filed" in words(old)


def test_the_difference_of_a_revision(opened, report):
    make.RevisionFactory(report=report, number=2, text=TEXT.replace("later", "at once"))
    page = opened(report, revision="2", changes="1")
    assert [words(e) for e in page.xpath("//p[@class='diff']/del | //p[@class='diff']/ins")] == ["later.", "at once."]


@pytest.mark.parametrize("revision", ["0", "99", "x", "-1", "1e9"])
def test_a_revision_that_is_not_there_shows_the_newest(opened, report, revision):
    assert opened(report, revision=revision).xpath("//div[contains(@class, 'report-text')]")


def test_a_pinned_reader_sees_no_later_revision(report):
    pinned = timezone.now()
    make.RevisionFactory(report=report, number=2, text="Changed since.")
    link = make.ShareLinkFactory.build(negotiation=report.negotiation, pinned_at=pinned)
    reader = type("Reader", (), {"share_link": link, "is_authenticated": True, "may_code": False})()
    assert report_page(report, user=reader).revision.number == 1
    link.pinned_at = pinned - timedelta(days=1)
    with pytest.raises(Report.DoesNotExist):
        report_page(report, user=reader)


def test_sources_that_are_no_web_address_are_no_links(opened, report):
    report.fact_sources = ["https://example.org/a", "javascript:alert(1)", "from memory"]
    report.save()
    page = opened(report)
    links = page.xpath("//ul[contains(@class, 'source-list')]//a/@href")
    assert links == ["https://example.org/a"]


class TestList:
    def titles(self, client, **query):
        response = client.get(reverse("reports:list", args=["talks"]), query)
        page = html.fromstring(response.content)
        return [words(link) for link in page.xpath("//a[@class='entry-title']")]

    @pytest.fixture
    def reports(self, negotiation):
        agency, paper = make.OutletFactory(name="Agency"), make.OutletFactory(name="Paper")
        first = make.ReportFactory(negotiation=negotiation, title="First", outlet=agency, text=TEXT)
        second = make.ReportFactory(negotiation=negotiation, title="Second", outlet=paper, kind="readout")
        Report.objects.filter(pk=second.pk).update(published_at=first.published_at + timedelta(days=3))
        make.StatementFactory(report=first, words='"we are ready"', status="suggested")
        make.StatementFactory(report=second)
        make.ReportFactory(title="Elsewhere")
        return {"agency": agency.pk, "paper": paper.pk}

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["Second", "First"]),
            ({"text": "came BACK"}, ["First"]),
            ({"text": "second"}, ["Second"]),
            ({"kind": "readout"}, ["Second"]),
            ({"since": "2022-01-11"}, ["Second"]),
            ({"until": "2022-01-10"}, ["First"]),
            ({"since": "2022-01-10", "until": "2022-01-13"}, ["Second", "First"]),
            ({"text": "nowhere said"}, []),
            ({"coding": "waiting"}, ["First"]),
            ({"coding": "done"}, ["Second"]),
            ({"coding": "open"}, []),
            ({"coding": "none"}, []),
            ({"public_by": "2022-01-12"}, ["First"]),
        ],
    )
    def test_filters(self, signed_in, researcher, reports, query, found):
        assert self.titles(signed_in(researcher), **query) == found

    def test_by_outlet(self, signed_in, analyst, reports):
        assert self.titles(signed_in(analyst), outlet=reports["paper"]) == ["Second"]

    def test_analysts_are_not_told_of_the_coding(self, signed_in, analyst, reports):
        body = signed_in(analyst).get(reverse("reports:list", args=["talks"])).content.decode()
        assert "to judge" not in body
        assert self.titles(signed_in(analyst), coding="waiting") == ["Second", "First"]

    @pytest.mark.parametrize(
        "query",
        [
            {"since": "yesterday"},
            {"since": "2022-02-01", "until": "2022-01-01"},
            {"outlet": "999999999999999999999"},
            {"kind": "gossip"},
            {"text": "x" * 300},
        ],
    )
    def test_a_wrong_filter_is_said_and_all_are_shown(self, signed_in, analyst, reports, query):
        response = signed_in(analyst).get(reverse("reports:list", args=["talks"]), query)
        assert response.status_code == 200
        assert "Until it is put right" in response.content.decode()
        assert self.titles(signed_in(analyst), **query) == ["Second", "First"]
