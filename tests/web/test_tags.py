"""What the tags of templatetags/parley.py draw."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from tracker.lib.dates import UncertainDate
from tracker.statements.models import Stance, Status
from tracker.web import dates, marks, samples
from tracker.web.strips import strip_svg
from tracker.web.templatetags import parley


def draw(source: str, path: str = "/", **context) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(RequestContext(request, context))


class TestMarks:
    def test_every_stance_of_the_models_has_mark_and_word(self):
        assert set(Stance.values) | {"silence"} == set(marks.STANCES) == set(parley.STANCE_WORDS)

    def test_every_statement_status_has_mark_and_word(self):
        assert set(Status.values) <= set(marks.STATUSES)
        assert set(marks.STATUSES) == set(parley.STATUS_WORDS)

    def test_no_two_tracks_and_no_two_stances_share_a_shape(self):
        assert len(set(marks.TRACKS)) == 12
        assert len(set(marks.STANCES.values())) == 7

    def test_no_stance_is_silence(self):
        assert "stance-silence" in parley.stance("")
        assert "no statement found" in parley.stance(None)

    def test_a_mark_without_words_keeps_them_for_screen_readers(self):
        assert '<span class="visually-hidden">accepts</span>' in parley.stance("accepts", words=False)

    def test_track_mark_has_colour_shape_label_and_link(self):
        html = parley.track_mark(samples.track(3))
        assert "track-c3" in html
        assert marks.TRACKS[2] in html
        assert "<span>OSCE</span>" in html
        assert 'href="#tracks"' in html
        assert "href" not in parley.track_mark(samples.track(3), link=False)

    def test_track_names_are_escaped(self):
        track = samples.track(1)
        track.name = track.label = '"><script>alert(1)</script>'
        assert "<script>" not in parley.track_mark(track)

    def test_icon_is_hidden_from_screen_readers(self):
        assert 'class="icon"' in parley.icon("calendar")
        assert 'aria-hidden="true"' in parley.icon("calendar")


class TestDates:
    def test_exact_day_is_a_time_element(self):
        html = parley.when(UncertainDate("2022-01-12"))
        assert '<time class="when" datetime="2022-01-12">12 Jan 2022</time>' in html

    def test_uncertain_date_keeps_words_edtf_and_reference_day(self):
        html = parley.when(UncertainDate("2022-01-01~/2022-01-10~", "as soon as early January", date(2021, 12, 23)))
        assert "<time" not in html
        for part in ("as soon as early January", "2022-01-01~/2022-01-10~", "23 Dec 2021", "when-vague"):
            assert part in html

    def test_unknown_date_says_so(self):
        assert "date unknown" in parley.when(None)

    @pytest.mark.parametrize(
        ("zone", "words"),
        [
            ("UTC", "30 Dec 2021, 22:30 UTC"),
            ("Europe/Moscow", "31 Dec 2021, 01:30 GMT+3"),
            ("America/New_York", "30 Dec 2021, 17:30 GMT-5"),
            ("Asia/Kolkata", "31 Dec 2021, 04:00 GMT+5:30"),
            ("America/St_Johns", "30 Dec 2021, 19:00 GMT-3:30"),
        ],
    )
    def test_instants_are_in_the_readers_zone(self, zone, words):
        with timezone.override(zone):
            assert dates.instant_words(datetime(2021, 12, 30, 22, 30, tzinfo=UTC)) == words

    @pytest.mark.parametrize(
        ("days", "words"),
        [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (3, "in 3 days"), (-2, "2 days ago")],
    )
    def test_countdown(self, days, words):
        now = datetime(2022, 1, 12, 9, tzinfo=UTC)
        assert words in parley.countdown(now + timedelta(days=days), now)

    def test_countdown_counts_the_readers_days(self):
        now, event = datetime(2021, 12, 30, 20, tzinfo=UTC), datetime(2021, 12, 30, 22, tzinfo=UTC)
        assert "today" in parley.countdown(event, now)
        with timezone.override("Europe/Moscow"):
            assert "tomorrow" in parley.countdown(event, now)

    def test_countdown_to_an_uncertain_date_and_to_none(self):
        now = datetime(2021, 12, 30, tzinfo=UTC)
        assert "in 2 days" in parley.countdown(UncertainDate("2022-01"), now)
        assert parley.countdown(None, now) == ""


class TestStrip:
    def test_a_bar_for_each_day_that_has_any(self):
        html = strip_svg([0, 1, 4, 0, 16], "three busy days")
        assert html.count("<rect") == 3
        assert 'aria-label="three busy days"' in html

    def test_heights_grow_with_the_square_root(self):
        assert 'height="24.0"' in strip_svg([4, 16], "")
        assert 'height="12.0"' in strip_svg([4, 16], "")

    @pytest.mark.parametrize("values", [[], [0] * 90])
    def test_a_quiet_time_is_an_empty_strip(self, values):
        assert "<rect" not in strip_svg(values, "nothing")

    def test_the_label_is_escaped(self):
        assert "<b>" not in strip_svg([1], '"><b>')


class TestQuote:
    def test_leads_to_the_exact_place_in_the_source(self):
        html = draw("{% quote s %}", s=samples.statement("Nothing will be negotiated in public."))
        assert 'href="#quotes#statement-1"' in html
        assert "Deputy Foreign Minister" in html
        assert "Nothing will be negotiated in public." in html

    def test_says_when_a_speaker_is_unnamed_and_who_relayed(self):
        html = draw("{% quote s %}", s=samples.context()["unnamed"])
        assert "On background" in html
        assert "as relayed by Example Agency" in html

    def test_without_links_for_readers_who_may_not_open_actors(self):
        html = draw("{% quote s links=False %}", s=samples.statement("Words."))
        assert 'class="speaker" href' not in html

    def test_words_are_escaped(self):
        assert "<img" not in draw("{% quote s %}", s=samples.statement("<img src=x onerror=alert(1)>"))


class TestPager:
    def test_keeps_the_other_filters(self):
        page = Paginator(range(100), 10).page(2)
        html = draw("{% pager page %}", "/?track=ssd&page=2", page=page)
        assert "?track=ssd&amp;page=3" in html
        assert "11–20 of 100" in html

    def test_nothing_for_a_single_page(self):
        assert draw("{% pager page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_the_current_tab_is_found_from_the_address(negotiation):
    path = reverse("sharing:list", args=[negotiation.slug])
    html = draw("{% context_tabs negotiation %}", path, negotiation=negotiation)
    assert html.count('aria-current="page"') == 1
    assert f'<a href="{path}" aria-current="page">Shared</a>' in html
