"""Entering a report: what is read, settled, filed, and what is refused without losing a letter."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories import OutletFactory, ReportFactory
from tracker.intake import entering
from tracker.intake.models import Original
from tracker.intake.runs import by_hand
from tracker.intake.runs.undo import undo
from tracker.lib.text import content_hash
from tracker.reports.models import Outlet, Report, Revision
from tracker.statements.models import Statement

pytestmark = pytest.mark.django_db

TEXT = (
    "LUZERN, March 3. /Example Wire/. The mediators would meet both sides again as soon as early April, "
    "a senior delegation official said at a briefing on Wednesday.\n"
    '"We are prepared to go on in several rooms at once," the official said.\n'
)
RUSSIAN = (
    "МОСКВА, 23 декабря. /Пример/. Стороны готовы продолжить переговоры в нескольких форматах, заявил представитель "
    "делегации. «Мы готовы работать», — сказал он журналистам в четверг.\n"
)
HTML = (
    b"<!doctype html><html lang='en'><head><title>Talks go on</title>"
    b"<meta property='og:site_name' content='Example Wire'>"
    b"<meta property='article:published_time' content='2021-03-03T10:00:00+01:00'></head><body><article>"
    b"<h1>Talks go on</h1>"
    b"<p>The two sides will meet again in the house by the lake, an official of the delegation told the press.</p>"
    b"<p>Nobody expects them to agree on everything before the summer, but the talks will go on.</p>"
    b"</article></body></html>"
)


@pytest.fixture
def address(negotiation):
    return reverse("intake:enter", args=["talks"])


@pytest.fixture
def researching(signed_in, researcher, negotiation):
    return signed_in(researcher)


def reading(text="", **more):
    return {"step": "read", "text": text, **more}


def settled(**values):
    """What the second form sends."""
    return {
        "step": "save",
        "title": "Mediators to meet both sides again",
        "outlet_name": "Example Wire",
        "published": "2021-03-03T18:04",
        "zone": "Europe/Zurich",
        "language": "en",
        "kind": "news",
        "credibility": "6",
        "came_from": "paste",
        "taken_from": json.dumps({"title": {"where": "first line", "words": "Mediators"}}),
        "text": TEXT,
        **values,
    }


class TestReading:
    def test_pasted_text_is_proposed_with_its_sources(self, researching, address):
        wire = OutletFactory(name="Example Wire")
        answer = researching.post(address, reading(TEXT, reference_day="2021-03-10"))
        form = answer.context["form"]
        assert form.initial["outlet_name"] == wire.pk
        assert form.initial["dateline_day"] == date(2021, 3, 3)
        assert form.initial["language"] == "en"
        assert form.initial["text"] == TEXT.strip("\n")
        page = answer.content.decode()
        assert 'value="Example Wire"' in page
        assert "dateline, first line" in page
        assert not Report.objects.exists()

    def test_outlet_by_the_domain_of_the_address(self, researching, address):
        wire = OutletFactory(name="The Wire of Examples", domains=["wire.example"])
        answer = researching.post(
            address, reading("The two sides met again today.", url="https://www.wire.example/news/1")
        )
        assert answer.context["form"].initial["outlet_name"] == wire.pk

    def test_an_unknown_outlet_is_said_to_be_new(self, researching, address):
        assert "is not on file yet" in researching.post(address, reading(TEXT)).content.decode()

    def test_html_file(self, researching, address):
        answer = researching.post(address, reading(file=SimpleUploadedFile("page.html", HTML, "text/html")))
        initial = answer.context["form"].initial
        assert initial["title"] == "Talks go on"
        assert (initial["published"], initial["zone"]) == ("2021-03-03 10:00", "UTC+01:00")
        assert (initial["came_from"], initial["file_name"]) == ("file", "page.html")

    def test_russian_text(self, researching, address):
        answer = researching.post(address, reading(RUSSIAN))
        assert answer.status_code == 200
        assert answer.context["form"].initial["language"] == "ru"

    def test_bidi_controls_are_taken_out_with_a_note(self, researching, address):
        answer = researching.post(address, reading(TEXT.replace("rooms", "\u202erooms\u202c")))
        assert "change the direction of writing" in answer.content.decode()
        assert "\u202e" not in answer.context["form"].initial["text"]

    def test_same_text_leads_to_the_report_that_is_there(self, researching, address, negotiation):
        report = ReportFactory(negotiation=negotiation, text=TEXT.strip())
        answer = researching.post(address, reading(TEXT.replace('"', "”")))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "filed already" in page
        assert report.get_absolute_url() in page

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            (reading(""), "nothing in it"),
            (reading(" \n\t "), "nothing in it"),
            (reading("…!?"), ""),
            (reading("words\x00words " * 3), "NUL"),
            (reading("words", url="not an address"), "valid URL"),
            (reading("words", reference_day="2021-02-30"), "valid date"),
            (reading("It goes on and on. " * 300_000), "5 MB"),
        ],
    )
    def test_what_cannot_be_read_is_said_and_kept(self, researching, address, sent, message):
        answer = researching.post(address, sent)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert message in page
        assert 'class="errorlist' in page
        assert answer.context["form"]["text"].value() == sent["text"]

    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("empty.txt", b"", "nothing in it"),
            ("report.pdf", b"%PDF-1.7 ...", "PDF"),
            ("half.txt", b"half \xed\xa0\x80 characters", "half"),
            ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
            ("noise.txt", bytes(range(256)) * 40, ""),
            ("long.txt", b"Long. " * 1_000_000, "5 MB"),
            ("empty.html", b"<!doctype html><html><body><script>1</script></body></html>", ""),
        ],
    )
    def test_files_that_cannot_be_read(self, researching, address, name, data, message):
        kept = "what I had typed"
        answer = researching.post(address, reading(kept, file=SimpleUploadedFile(name, data)))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert message in page
        assert kept in page


class TestSaving:
    def test_report_revision_and_suggestions(self, researching, researcher, address):
        answer = researching.post(address, settled())
        report = Report.objects.get()
        assert answer["Location"] == reverse("statements:workbench", args=["talks", report.pk])
        assert report.published_at == datetime(2021, 3, 3, 17, 4, tzinfo=UTC)
        assert report.entered_by == researcher
        assert report.outlet == Outlet.objects.get(name="Example Wire")
        assert report.taken_from == {"title": {"where": "first line", "words": "Mediators"}}
        assert Revision.objects.get().text == TEXT.strip("\n")
        assert Statement.objects.filter(report=report, status="suggested").exists()

    def test_outlet_by_alias(self, researching, address):
        wire = OutletFactory(name="Example Wire Service", aliases=["Example Wire"])
        researching.post(address, settled())
        assert Report.objects.get().outlet == wire

    def test_line_ends_of_the_browser_change_nothing(self, researching, address):
        researching.post(address, settled(text=TEXT.replace("\n", "\r\n")))
        assert Revision.objects.get().text == TEXT.strip("\n")

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"title": ""}, "required"),
            ({"title": "\u202e"}, "some letters"),
            ({"title": "x" * 401}, "at most 400"),
            ({"title": "with \x00"}, "Null characters"),
            ({"outlet_name": ""}, "required"),
            ({"outlet_name": "\u202e"}, "some letters"),
            ({"published": "2021-02-30T10:00"}, "Write day and time"),
            ({"published": "tomorrow"}, "Write day and time"),
            ({"published": "9999-12-31T23:59"}, "still to come"),
            ({"published": "0001-01-01T00:00"}, "year right"),
            ({"zone": "Mars/Olympus"}, "is no time zone"),
            ({"zone": "../../etc/passwd"}, "is no time zone"),
            ({"dateline_day": "30.02.2021"}, "valid date"),
            ({"dateline_day": "0001-01-01"}, "year right"),
            ({"language": "xx"}, "valid choice"),
            ({"url": "javascript:alert(1)"}, "valid URL"),
            ({"text": ""}, "no text"),
            ({"text": "with \x00"}, "NUL"),
            ({"text": "ж" * 3_000_000}, "longer than 5 MB"),
            ({"credibility": "9"}, "valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_lost(self, researching, address, values, message):
        answer = researching.post(address, settled(byline="the byline I typed", **values))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert message in page
        assert "the byline I typed" in page
        assert "first line" in page  # where the title was taken from
        assert not Report.objects.exists()

    @pytest.mark.parametrize("sent", ["", "[1]", "{", '{"title": 5, "other": {"where": "x"}}'])
    def test_sources_that_are_none_are_dropped(self, researching, address, sent):
        answer = researching.post(address, settled(taken_from=sent))
        assert answer.status_code in (302, 422)
        assert not Report.objects.exclude(taken_from={}).exists()

    def test_same_text_leads_to_the_report_that_is_there(self, researching, address, negotiation):
        report = ReportFactory(negotiation=negotiation, text=TEXT.strip())
        answer = researching.post(address, settled(byline="typed"))
        assert answer.status_code == 422
        assert report.get_absolute_url() in answer.content.decode()
        assert "typed" in answer.content.decode()
        assert Report.objects.count() == 1

    def test_another_failure_of_the_database_is_not_called_a_double(self, researching, address, monkeypatch):
        def fail(**values):
            raise IntegrityError("something else")

        monkeypatch.setattr(entering.Revision.objects, "create", fail)
        with pytest.raises(IntegrityError, match="something else"):
            researching.post(address, settled())

    def test_the_same_text_in_another_negotiation_is_another_report(self, researching, address):
        ReportFactory(text=TEXT.strip())
        assert researching.post(address, settled()).status_code == 302

    def test_by_hand(self, researching, address):
        assert 'name="title"' in researching.get(address, {"by_hand": ""}).content.decode()
        researching.post(address, settled(came_from="form", taken_from=""))
        assert Revision.objects.get().came_from == "form"


class TestOriginals:
    """A file is kept as received while its proposals are looked at, and with the report that is saved."""

    @pytest.fixture
    def form(self, researching, address):
        """The values of the second form, for a page that was handed in."""
        sent = reading(file=SimpleUploadedFile("talks.html", HTML, "text/html"))
        values = researching.post(address, sent).context["form"].initial
        return settled(**{name: values[name] for name in ("text", "came_from", "file_name", "received")})

    def test_it_stands_with_the_report_and_can_be_undone(self, researching, researcher, address, form):
        researching.post(address, form)
        report = Report.objects.get()
        item = report.import_items.get()
        assert (bytes(item.original.data), item.format, item.name, item.status) == (HTML, "html", "talks.html", "filed")
        assert (item.revision, item.run.started_by, item.run.label) == (report.current, researcher, "talks.html")
        assert undo(item.run, by=researcher).removed == 1
        assert not Report.objects.exists()

    def test_words_that_are_not_ours_name_no_bytes(self, researching, address, form):
        other = Original.objects.keep(b"of another negotiation")
        researching.post(address, form | {"received": signing.dumps({"original": other.pk}, salt="another")})
        assert Report.objects.get().import_items.get().original is None

    def test_what_nobody_saves_is_forgotten_and_the_rest_stays(self, researching, address, form):
        assert by_hand.forget_unsaved(at=timezone.now() + timedelta(days=1)) == 0
        researching.post(address, form)
        assert by_hand.forget_unsaved(at=timezone.now() + timedelta(days=3)) == 0
        Original.objects.keep(b"never saved")
        assert by_hand.forget_unsaved(at=timezone.now() + timedelta(days=3)) == 1

    def test_a_form_that_stood_open_too_long_is_saved_all_the_same(self, researching, address, form, monkeypatch):
        monkeypatch.setattr(by_hand, "WAITS", timedelta(seconds=-1))
        researching.post(address, form)
        assert Report.objects.get().import_items.get().original is None


class TestAccess:
    def test_researchers_and_above_only(self, signed_in, analyst, reader, researcher, address):
        assert signed_in(researcher).get(address).status_code == 200
        assert signed_in(analyst).get(address).status_code == 403
        assert signed_in(analyst).post(address, settled()).status_code == 403
        assert signed_in(reader).get(address).status_code == 404

    def test_strangers_find_nothing(self, signed_in, stranger, restricted):
        client = signed_in(stranger)
        assert client.get(reverse("intake:enter", args=["back-channel"])).status_code == 404
        assert client.post(reverse("intake:enter", args=["back-channel"]), settled()).status_code == 404
        assert not Report.objects.exists()

    def test_few_queries(self, researching, address, django_assert_max_num_queries):
        OutletFactory.create_batch(20)
        with django_assert_max_num_queries(10):
            researching.post(address, reading(TEXT))


def test_hashes_agree_with_what_is_filed(researching, address):
    researching.post(address, settled())
    revision = Revision.objects.get()
    assert revision.content_hash == content_hash(revision.text)


@pytest.mark.parametrize(
    ("newest", "meant"), [(date(2021, 2, 27), 2021), (date(2020, 12, 1), 2021), (date(2022, 2, 1), 2022)]
)
def test_a_dateline_without_year_gets_one_near_the_newest_report_here(researching, address, negotiation, newest, meant):
    published = datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
    ReportFactory(negotiation=negotiation, dateline_day=newest, published_at=published)
    day = researching.get(address).context["form"].initial["reference_day"]
    form = researching.post(address, reading(TEXT, reference_day=day.isoformat())).context["form"]
    assert form.initial["dateline_day"] == date(meant, 3, 3)
