"""The inbox, runs and their items as pages: what is shown, each decision by plain forms, and what is kept from whom."""

import re
from datetime import timedelta

import pghistory
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import FeedFactory, ReportFactory, RunFactory
from tests.factories.intake import LookFactory, story, table
from tests.intake.runs.material import imported, page, words
from tests.intake.runs.material import story as text_of
from tracker.history.models import SetAside
from tracker.intake.models import Item, ItemStatus, Mapping, Original, Run
from tracker.intake.runs import forms, queries
from tracker.reports.models import Report, Revision
from tracker.web.dates import instant_words

pytestmark = pytest.mark.django_db

MARKUP = "<script>alert('x')</script>&amp;\"><img src=x onerror=alert(1)>"
ESCAPED = "&lt;script&gt;"


@pytest.fixture
def researching(signed_in, researcher, negotiation):
    return signed_in(researcher)


def at(name, *arguments):
    return reverse(f"intake:{name}", args=["talks", *arguments])


def html(answer) -> str:
    return answer.content.decode()


def file(name="a.txt", data=None, kind="text/plain"):
    return SimpleUploadedFile(name, text_of(1).encode() if data is None else data, kind)


def form_of(answer, form_id) -> dict:
    """What the browser would send of a form that is shown with its values."""
    form = answer.context["form"]
    assert f'id="{form_id}"' in html(answer)
    return {
        field.html_name: "" if field.value() is None else field.value() for field in form if field.name != "kind"
    } | {
        "kind": "news",
        "taken_from": "{}",
        "outlet_name": form["outlet_name"].value() or "Example Wire",
    }


class TestInbox:
    def test_what_needs_a_look_stands_with_reason_and_source_oldest_first(self, researching, negotiation):
        run = RunFactory(negotiation=negotiation, feed=FeedFactory(negotiation=negotiation, title="The wire"))
        first = LookFactory(run=run, reason="It does not say when it was published.")
        LookFactory(run=run, record=table(), title="", name="events.csv", reason="It is a table.")
        LookFactory(run=run, status=ItemStatus.FILED, name="filed.txt", title="Was filed", record=None)
        LookFactory(reason="Of another negotiation", title="Elsewhere")
        shown = html(researching.get(at("inbox")))
        assert "2 need a look" in shown
        assert shown.index(first.title) < shown.index("events.csv")
        for said in ("It does not say when", "The wire", "Example Wire", "incomplete", "table"):
            assert said in shown
        assert "Was filed" not in shown
        assert "Elsewhere" not in shown

    def test_only_what_is_mine(self, researching, researcher, negotiation):
        LookFactory(run=RunFactory(negotiation=negotiation), title="Somebody else's")
        empty = html(researching.get(f"{at('inbox')}?mine"))
        assert "Nothing of yours needs a look" in empty
        assert "brought in by others" in empty
        LookFactory(run=RunFactory(negotiation=negotiation, started_by=researcher), title="Brought in by me")
        feed = FeedFactory(negotiation=negotiation, reviewer=researcher)
        LookFactory(run=RunFactory(negotiation=negotiation, feed=feed), title="Mine to review")
        shown = html(researching.get(f"{at('inbox')}?mine"))
        assert "2 need a look" in shown
        assert "Brought in by me" in shown
        assert "Mine to review" in shown
        assert "Somebody else" not in shown
        assert "3 need a look" in html(researching.get(at("inbox")))

    def test_empty(self, researching):
        assert "Bring in the first files" in html(researching.get(at("inbox")))

    def test_the_tab_tells_those_who_code_what_waits(self, signed_in, researcher, analyst, negotiation):
        LookFactory.create_batch(3, run__negotiation=negotiation)
        tab = re.search(
            r"Inbox (<span class=\"tab-count\">.*?</span></span>)", html(signed_in(researcher).get(at("inbox")))
        )
        assert tab
        assert ">3<" in tab[1]
        dashboard = reverse("negotiations:dashboard", args=["talks"])
        assert at("inbox") in html(signed_in(researcher).get(dashboard))
        assert at("inbox") not in html(signed_in(analyst).get(dashboard))

    def test_pages_by_key(self, researching, negotiation, monkeypatch):
        monkeypatch.setattr(queries, "WAITING_SHOWN", 2)
        items = LookFactory.create_batch(5, run=RunFactory(negotiation=negotiation))
        seen, address = [], at("inbox")
        while address:
            answer = researching.get(address)
            slice_ = answer.context["page"].waiting
            seen += [item.pk for item in slice_]
            address = f"{at('inbox')}?after={slice_.older}" if slice_.older else ""
        assert seen == [item.pk for item in items]
        assert researching.get(f"{at('inbox')}?after=nonsense").status_code == 200

    def test_runs_with_their_counts_and_older_ones(self, researching, negotiation, monkeypatch):
        monkeypatch.setattr(queries, "RUNS_SHOWN", 1)
        old, new = RunFactory.create_batch(2, negotiation=negotiation)
        LookFactory.create_batch(2, run=new)
        LookFactory(run=new, status=ItemStatus.FAILED, reason="x")
        answer = researching.get(at("inbox"))
        (row,) = answer.context["page"].runs
        assert row.run == new
        assert row.tally.outcomes == [(ItemStatus.NEEDS_LOOK, 2), (ItemStatus.FAILED, 1)]
        assert [segment.width for segment in row.tally.segments] == ["66.667%", "33.333%"]
        older = researching.get(f"{at('inbox')}?runs={answer.context['page'].older_runs}")
        assert [row.run for row in older.context["page"].runs] == [old]

    def test_queries_are_bounded(self, researching, negotiation, django_assert_max_num_queries):
        for _ in range(5):
            LookFactory.create_batch(20, run=RunFactory(negotiation=negotiation))
        researching.get(at("inbox"))
        with django_assert_max_num_queries(12):
            researching.get(at("inbox"))


class TestStarting:
    def test_files_and_addresses_become_one_run(self, researching, researcher):
        sent = {
            "files": [file("one.txt"), file("two.html", page(2), "text/html"), file("empty.txt", b"")],
            "addresses": "see https://wire.example/a(1), and\nosce.example/b.\nno address here",
            "reference_day": "2021-03-10",
        }
        answer = researching.post(at("start"), sent)
        run = Run.objects.get()
        assert answer["Location"] == run.get_absolute_url()
        assert (run.started_by, run.label) == (researcher, "one.txt and 5 more")
        assert run.reference_day.isoformat() == "2021-03-10"
        assert [item.name for item in run.items.all()][:3] == ["one.txt", "two.html", "empty.txt"]
        assert list(run.items.exclude(address="").values_list("address", flat=True)) == [
            "https://wire.example/a(1)",
            "https://osce.example/b.",
        ]
        assert run.items.get(name="no address here").status == ItemStatus.REFUSED

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({}, "Choose files"),
            ({"addresses": "nothing of the sort"}, "No address is in it"),
            ({"addresses": "https://a.example", "reference_day": "soon"}, "no valid date"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, researching, sent, message):
        answer = researching.post(at("start"), sent)
        assert answer.status_code == 422
        assert message in html(answer)
        assert sent.get("addresses", "") in html(answer)
        assert not Run.objects.exists()

    def test_files_that_a_browser_lets_go_of_are_asked_for_again(self, researching):
        sent = {"files": [file("one.txt")], "reference_day": "soon"}
        assert "Choose the files once more" in html(researching.post(at("start"), sent))

    def test_a_browser_with_scripts_is_told_in_place(self, researching, negotiation):
        sent = {"files": [file("one.txt")], "reference_day": "soon"}
        answer = researching.post(at("start"), sent, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert "no valid date" in html(answer)
        assert "<form" not in html(answer)
        assert "once more" not in html(answer)
        sent = {"files": [file("one.txt")], "reference_day": "2021-03-10"}
        answer = researching.post(at("start"), sent, headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == Run.objects.get().get_absolute_url()

    def test_links_of_the_answer_lead_to_pages(self, researching, negotiation, monkeypatch):
        """Its address takes no GET: what polls and pages from there must name the inbox's."""
        monkeypatch.setattr(queries, "WAITING_SHOWN", 1)
        LookFactory.create_batch(2, run__negotiation=negotiation)
        LookFactory(run__negotiation=negotiation, status=ItemStatus.WAITING, reason="")
        shown = html(researching.post(at("start"), {}))
        for address in re.findall(r'(?:hx-get|rel="next" href)="([^"]*)"', shown):
            assert researching.get(address).status_code == 200, address
        assert f'hx-get="{at("inbox")}' in shown

    def test_too_much_at_once(self, researching, monkeypatch):
        monkeypatch.setattr(forms, "MOST_TOGETHER", 10)
        monkeypatch.setattr(forms, "MOST_ADDRESSES", 1)
        addresses = "https://a.example/1 https://a.example/2"
        answer = researching.post(at("start"), {"files": [file()], "addresses": addresses})
        assert answer.status_code == 422
        assert "smaller lots" in html(answer)
        assert "2 addresses" in html(answer)

    def test_many_files(self, researching):
        """More than Django takes unasked."""
        answer = researching.post(at("start"), {"files": [file(f"{n}.txt", b"x") for n in range(150)]})
        assert answer.status_code == 302
        assert Item.objects.count() == 150

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("https://a.example/x.", ["https://a.example/x"]),
            ("(https://a.example/x) <https://b.example>", ["https://a.example/x", "https://b.example"]),
            ("[Talks](https://a.example/x_(y))", ["https://a.example/x_(y)"]),
            ("https://a.example\nhttps://a.example", ["https://a.example"]),
            ("«HTTPS://a.example/ж»", ["HTTPS://a.example/ж"]),
            ("", []),
        ],
    )
    def test_addresses_are_found_in_what_is_pasted(self, text, found):
        assert forms.addresses_in(text) == found


class TestRun:
    def test_each_item_with_outcome_reason_and_report(self, researching, negotiation, researcher):
        run = imported(negotiation, text_of(1), text_of(1), b"\x89PNG\r\n\x1a\n", by=researcher)
        shown = html(researching.get(at("run", run.pk)))
        report = Report.objects.get()
        for said in (
            "filed",
            "same as one on file",
            "refused",
            "PNG picture",
            report.get_absolute_url(),
            "3 of 3 done",
        ):
            assert said in shown
        assert 'role="progressbar"' in shown
        assert 'hx-trigger="every' not in shown

    def test_an_address_that_waits_for_its_server_says_when_it_is_asked_again(self, researching, negotiation):
        run = RunFactory(negotiation=negotiation)
        again = timezone.now() + timedelta(hours=2)
        item = LookFactory(run=run, status=ItemStatus.WAITING, reason="Its server is busy.", not_before=again)
        for address in (at("run", run.pk), item.get_absolute_url()):
            shown = html(researching.get(address))
            assert "Next try:" in shown, address
            assert instant_words(again) in shown

    def test_it_asks_again_while_something_waits(self, researching, negotiation):
        run = RunFactory(negotiation=negotiation)
        LookFactory(run=run, status=ItemStatus.WAITING, reason="")
        LookFactory(run=run)
        shown = html(researching.get(at("run", run.pk)))
        assert 'hx-trigger="every 2s"' in shown
        part = html(researching.get(at("run", run.pk), headers={"HX-Request": "true"}))
        assert part.lstrip().startswith('<div id="run"')
        assert 'aria-valuenow="1"' in part
        assert "50 per cent are done" in part

    def test_filter_by_outcome_is_in_the_address(self, researching, negotiation):
        run = RunFactory(negotiation=negotiation)
        LookFactory(run=run, title="To be looked at")
        LookFactory(run=run, status=ItemStatus.REFUSED, title="Not taken", reason="A picture.")
        shown = html(researching.get(f"{at('run', run.pk)}?outcome=refused"))
        assert "Not taken" in shown
        assert "To be looked at" not in shown
        assert "To be looked at" in html(researching.get(f"{at('run', run.pk)}?outcome=unheard-of"))

    def test_many_items_in_pages_and_few_queries(self, researching, negotiation, django_assert_max_num_queries):
        run = RunFactory(negotiation=negotiation)
        original = Original.objects.keep(b"x")
        report = ReportFactory(negotiation=negotiation)
        Item.objects.bulk_create(
            Item(run=run, number=n, status="filed", name=str(n), original=original, report=report)
            for n in range(1, 401)
        )
        researching.get(at("run", run.pk))
        with django_assert_max_num_queries(10):
            answer = researching.get(at("run", run.pk))
        page_ = answer.context["page"].items
        assert (len(page_), page_.older) == (50, "50")
        later = researching.get(f"{at('run', run.pk)}?after=50").context["page"].items
        assert later.rows[0].number == 51

    def test_cancel(self, researching, negotiation):
        run = RunFactory(negotiation=negotiation)
        item = LookFactory(run=run, status=ItemStatus.WAITING, reason="")
        researching.post(at("run_cancel", run.pk))
        item.refresh_from_db()
        assert item.status == ItemStatus.CANCELLED
        assert "cancelled" in html(researching.get(at("run", run.pk)))

    def test_retry_all_and_one(self, researching, negotiation):
        run = RunFactory(negotiation=negotiation)
        items = LookFactory.create_batch(3, run=run, status=ItemStatus.FAILED, reason="Too slow", record=None)
        assert "Try all 3 again" in html(researching.get(at("run", run.pk)))
        researching.post(at("item_retry", items[0].pk))
        assert run.items.filter(status=ItemStatus.WAITING).count() == 1
        assert "2 are tried again" in html(researching.post(at("run_retry", run.pk), follow=True))
        assert run.items.filter(status=ItemStatus.WAITING).count() == 3
        assert "Nothing in it has failed" in html(researching.post(at("run_retry", run.pk), follow=True))

    def test_undo_asks_first_and_says_what_stays(self, researching, negotiation, researcher):
        run = imported(negotiation, text_of(1), text_of(2), by=researcher)
        kept, gone = Report.objects.order_by("pk")
        with pghistory.context(user=researcher.pk):
            kept.statements.update(status="draft")
        assert kept.statements.exists()
        asked = html(researching.get(at("run_undo", run.pk)))
        assert "1 is taken out" in asked
        assert "1 stays" in asked
        assert "statements have been coded in it" in asked
        assert Report.objects.count() == 2
        done = html(researching.post(at("run_undo", run.pk), follow=True))
        assert "1 was taken out" in done
        assert "1 stays" in done
        assert list(Report.objects.all()) == [kept]
        assert not Report.objects.filter(pk=gone.pk).exists()

    def test_undo_of_a_revision_is_foretold(self, negotiation, researcher):
        first = imported(negotiation, text_of(1), by=researcher)
        report = first.items.get().report
        item = LookFactory(run__negotiation=negotiation, record=story(1, text=text_of(1) + "And more."))
        from tracker.intake.runs import decide

        decide.file_as_revision(item, report, by=researcher)
        assert queries.forecast(item.run).kept == []
        ((_, why),) = queries.forecast(first).kept
        assert "revisions" in why


class TestItem:
    def test_story_beside_its_original(self, researching, negotiation):
        item = LookFactory(run__negotiation=negotiation)
        shown = html(researching.get(at("item", item.pk)))
        assert '<mark class="from" id="from-dateline_place">LUZERN</mark>' in shown
        assert "dateline, first line" in shown
        assert item.original.sha256[:16] in shown
        assert at("original", item.pk) in shown
        assert 'value="Mediators to meet both sides again' in shown

    def test_original_is_an_attachment_that_runs_nothing(self, researching, negotiation):
        data = b"<!doctype html><script>alert(1)</script>"
        item = LookFactory(
            run__negotiation=negotiation, name='dir/a"b\r\nX: y\u202e;.html', original=Original.objects.keep(data)
        )
        answer = researching.get(at("original", item.pk))
        assert answer.content == data
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith('attachment; filename="a-b')
        assert "\r" not in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in [part.strip() for part in answer["Content-Security-Policy"].split(";")]
        bare = LookFactory(run__negotiation=negotiation, original=None)
        assert researching.get(at("original", bare.pk)).status_code == 404

    @pytest.mark.parametrize("status", [s for s in ItemStatus.values if s != ItemStatus.NEEDS_LOOK])
    def test_every_outcome_has_its_page(self, researching, negotiation, status):
        report = ReportFactory(negotiation=negotiation)
        item = LookFactory(
            run__negotiation=negotiation,
            status=status,
            record=None,
            report=report if status in ("filed", "same") else None,
        )
        LookFactory(run=item.run, part_of=item, status="filed", record=None)
        answer = researching.get(at("item", item.pk))
        assert answer.status_code == 200
        assert f"outcome-{status}" in html(answer)

    def test_filing_as_read_goes_on_to_the_next(self, researching, researcher, negotiation):
        item, other = LookFactory.create_batch(2, run=RunFactory(negotiation=negotiation))
        sent = form_of(researching.get(at("item", item.pk)), "file") | {"decision": "file", "byline": "Put right"}
        answer = researching.post(at("item_decide", item.pk), sent)
        assert answer["Location"] == at("item", other.pk)
        report = Report.objects.get()
        assert (report.byline, report.entered_by) == ("Put right", researcher)
        item.refresh_from_db()
        assert (item.status, item.report) == (ItemStatus.FILED, report)
        assert report.get_absolute_url() in html(researching.get(answer["Location"]))

    def test_what_is_wrong_is_said_and_nothing_lost(self, researching, negotiation):
        item = LookFactory(run__negotiation=negotiation)
        sent = form_of(researching.get(at("item", item.pk)), "file")
        answer = researching.post(
            at("item_decide", item.pk), sent | {"decision": "file", "published": "", "byline": "Mine"}
        )
        assert answer.status_code == 422
        assert "nothing is lost" in html(answer)
        assert 'value="Mine"' in html(answer)
        assert 'href="?' not in html(answer)  # this address takes no GET
        assert not Report.objects.exists()

    def test_the_last_one_leads_back_to_the_inbox(self, researching, negotiation):
        item = LookFactory(run__negotiation=negotiation)
        assert researching.post(at("item_decide", item.pk), {"decision": "dismiss"})["Location"] == at("inbox")
        item.refresh_from_db()
        assert item.status == ItemStatus.DISMISSED
        assert 'id="file"' in html(researching.get(at("item", item.pk)))  # it may still be taken up

    def alike(self, negotiation, **more):
        report = ReportFactory(negotiation=negotiation, text="The boats were blue. They came back on Monday.")
        told = [{"report": report.pk, "relation": "update of", "likeness": 0.91}]
        record = story(text="The boats were green. They came back on Monday.")
        return report, LookFactory(run__negotiation=negotiation, alike=told, record=record | more)

    def test_likeness_with_its_differences(self, researching, negotiation):
        report, item = self.alike(negotiation)
        shown = html(researching.get(at("item", item.pk)))
        assert "update of" in shown
        assert "91 % alike" in shown
        assert "<del>blue. </del><ins>green. </ins>" in shown
        assert report.get_absolute_url() in shown

    def test_as_a_revision(self, researching, negotiation):
        report, item = self.alike(negotiation)
        researching.post(at("item_decide", item.pk), {"decision": "revision", "report": report.pk})
        item.refresh_from_db()
        assert item.status == ItemStatus.REVISION
        assert report.revisions.count() == 2

    def test_as_the_same(self, researching, negotiation):
        report, item = self.alike(negotiation)
        researching.post(at("item_decide", item.pk), {"decision": "same", "report": report.pk})
        item.refresh_from_db()
        assert (item.status, item.report) == (ItemStatus.SAME, report)
        assert Revision.objects.count() == 1

    def test_another_of_several_is_compared_by_its_link(self, researching, negotiation):
        report, item = self.alike(negotiation)
        second = ReportFactory(negotiation=negotiation, title="The second one", text="Something else altogether.")
        item.alike.append({"report": second.pk, "relation": "also reports", "likeness": 0.4})
        item.save()
        part = html(researching.get(f"{at('item', item.pk)}?with={second.pk}", headers={"HX-Request": "true"}))
        assert part.lstrip().startswith("<section")
        assert f'name="report" value="{second.pk}"' in part
        assert report.title in part

    @pytest.mark.parametrize("report", ["", "x", "0", "²", "99999999999999999999"])
    def test_a_report_that_is_none(self, researching, negotiation, report):
        item = LookFactory(run__negotiation=negotiation)
        sent = {"decision": "same", "report": report}
        assert researching.post(at("item_decide", item.pk), sent).status_code == 404

    def test_a_report_of_elsewhere(self, researching, negotiation):
        item = LookFactory(run__negotiation=negotiation)
        for decision in ("same", "revision"):
            sent = {"decision": decision, "report": ReportFactory().pk}
            assert researching.post(at("item_decide", item.pk), sent).status_code == 404

    def test_of_two_who_decide_the_second_is_told_and_keeps_what_was_typed(self, researching, researcher, negotiation):
        item = LookFactory(run__negotiation=negotiation)
        sent = form_of(researching.get(at("item", item.pk)), "file") | {"decision": "file", "byline": "Typed at length"}
        researching.post(at("item_decide", item.pk), sent | {"byline": "Quicker"})
        answer = html(researching.post(at("item_decide", item.pk), sent, follow=True))
        assert "decided meanwhile" in answer
        assert reverse("history:set_aside") in answer
        assert SetAside.objects.get(user=researcher).fields["Byline"] == "Typed at length"
        assert Report.objects.get().byline == "Quicker"

    def test_a_decision_that_is_none(self, researching, negotiation):
        item = LookFactory(run__negotiation=negotiation)
        assert "Say what is to become" in html(researching.post(at("item_decide", item.pk), {}, follow=True))
        item.refresh_from_db()
        assert item.status == ItemStatus.NEEDS_LOOK

    def test_few_queries(self, researching, negotiation, django_assert_max_num_queries):
        _, item = self.alike(negotiation)
        LookFactory.create_batch(30, run=item.run)
        researching.get(at("item", item.pk))
        with django_assert_max_num_queries(20):
            researching.get(at("item", item.pk))


class TestTable:
    @pytest.fixture
    def item(self, negotiation):
        rows = "".join(f'Boats return {n},"{words(n)}",Example Wire\n' for n in range(3))
        run = imported(negotiation, f"Überschrift,Wortlaut,Blatt\n{rows}")
        return run.items.get()

    def test_columns_are_proposed_and_the_first_rows_shown(self, researching, negotiation):
        item = LookFactory(run__negotiation=negotiation, record=table(), name="t.csv", title="")
        shown = html(researching.get(at("item", item.pk)))
        assert '<option value="Headline" selected>' in shown
        assert "The boats came back to the harbour." in shown
        assert researching.get(at("item_map", item.pk)).status_code == 200

    def test_what_is_chosen_is_remembered(self, researching, negotiation, item):
        assert item.status == ItemStatus.NEEDS_LOOK
        columns = {"title": "Überschrift", "text": "Wortlaut", "outlet": "Blatt"}
        answer = researching.post(at("item_map", item.pk), columns)
        assert answer["Location"] == at("run", item.run_id)
        assert Mapping.objects.get().columns == columns
        item.refresh_from_db()
        assert item.status == ItemStatus.WAITING

    def test_the_words_must_be_somewhere(self, researching, negotiation, item):
        answer = researching.post(at("item_map", item.pk), {"title": "Überschrift"})
        assert answer.status_code == 422
        assert "Say which column holds the text" in html(answer)
        assert researching.post(at("item_map", item.pk), {"text": "No such column"}).status_code == 422
        assert not Mapping.objects.exists()

    def test_a_story_has_no_columns(self, researching, negotiation):
        story_ = LookFactory(run__negotiation=negotiation)
        assert researching.get(at("item_map", story_.pk))["Location"] == at("item", story_.pk)


class TestMarkup:
    """What comes from outside is shown as text, on every page."""

    def test_names_reasons_titles_and_differences(self, researching, negotiation):
        report = ReportFactory(negotiation=negotiation, title=MARKUP, text=f"Before. {MARKUP} The old words.")
        run = RunFactory(negotiation=negotiation, label=MARKUP)
        told = [{"report": report.pk, "relation": MARKUP, "likeness": 0.5}]
        record = story(text=f"Before. {MARKUP} The new words.", title=MARKUP, outlet=MARKUP, notes=[MARKUP])
        common = {"run": run, "name": MARKUP, "title": MARKUP, "reason": MARKUP}
        item = LookFactory(**common, record=record, alike=told, address="https://a.example/<b>")
        failed = LookFactory(
            **common,
            status="failed",
            record=None,
            original=Original.objects.keep(f"<p>{MARKUP}".encode()),
            format="html",
        )
        filed = LookFactory(**common, status="filed", record=None, report=report)
        columns = LookFactory(**common, record=table(headers=[MARKUP, "b"], rows=[[MARKUP, MARKUP]], proposed={}))
        addresses = [
            at("inbox"),
            at("run", run.pk),
            at("run_undo", run.pk),
            *(at("item", one.pk) for one in (item, failed, filed, columns)),
        ]
        for address in addresses:
            shown = html(researching.get(address))
            assert ESCAPED in shown, address
            assert "<script>alert" not in shown, address
            assert "<img" not in shown, address

    def test_messages(self, researching, negotiation):
        report = ReportFactory(negotiation=negotiation, title=MARKUP)
        item = LookFactory(run__negotiation=negotiation, title=MARKUP)
        for sent in ({"decision": "same", "report": report.pk}, {"decision": "dismiss"}):
            one = LookFactory(run=item.run, title=MARKUP)
            shown = html(researching.post(at("item_decide", one.pk), sent, follow=True))
            assert "<img" not in shown
            assert "<script>alert" not in shown
            assert ESCAPED in shown

    def test_what_stays_after_an_undo(self, researching, negotiation, researcher):
        run = imported(negotiation, text_of(1), by=researcher)
        run.items.update(title=MARKUP)
        with pghistory.context(user=researcher.pk):
            Report.objects.get().statements.update(status="draft")
        shown = html(researching.post(at("run_undo", run.pk), follow=True))
        assert "1 stays" in shown
        assert "<img" not in shown
