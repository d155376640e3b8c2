"""What a search finds, how it shows it, and what it never lets anybody guess."""

import re

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from tests import factories as make
from tests.scene import Scene, day
from tracker.sharing.reader import ShareReader
from tracker.timelines.models import Entry, Found
from tracker.timelines.search import hits, matching, views
from tracker.timelines.search.ask import ask
from tracker.timelines.search.names import Names
from tracker.timelines.search.query import parse, unfinished

pytestmark = pytest.mark.django_db

TEXT = "The envoy spoke. “Troops will be withdrawn from the border, and inspections follow,” she said. “No launchers stay.”"


@pytest.fixture
def dossier(negotiation):
    """Three statements of the envoy in a scene, and three with words of their own."""
    scene = Scene(negotiation, size=3).build()
    report = make.ReportFactory(negotiation=negotiation, title="Troops on the border", text=TEXT)
    said = {"report": report, "said_on": day(40), "speaker": make.ActorFactory(name="Boris Burns")}
    scene.withdrawal = make.StatementFactory(
        **said, words="Troops will be withdrawn from the border", summary="Withdrawal"
    )
    scene.launchers = make.StatementFactory(**said, words="No launchers stay", summary="Ракеты уйдут из Чёрного моря")
    scene.draft = make.StatementFactory(**said, words="inspections follow", status="draft", summary="Inspections")
    return scene


def found(text, *negotiations, kind=Found.STATEMENT):
    asked = ask(parse(text), negotiations)
    return {key % 10**15 for key in hits.find(asked, kind).keys}


def page(client, address, **params):
    answer = client.get(address, params)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.context["page"], answer.content.decode()


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("withdraw", ["withdrawal"]),
            ("troop withdrawals", ["withdrawal"]),
            ('"from the border"', ["withdrawal"]),
            ('"border withdrawn"', []),
            ("launcher", ["launchers"]),
            ("launcher troops", []),
            ("stay -troops", ["launchers"]),
            ("ракета", ["launchers"]),
            ("черное МОРЕ", ["launchers"]),
            ("burns", ["launchers", "withdrawal"]),
            ("burn", []),
            ('by:Burns -"will be withdrawn"', ["launchers"]),
            ("inspections", []),  # a draft
            ("troops the", ["withdrawal"]),
            ("by:burns after:2022-02-11 before:2022-02-13", ["launchers", "withdrawal"]),
            ("by:burns before:2022-02-12", []),
            ('by:burns after:"early February 2022"', ["launchers", "withdrawal"]),
            ("by:burns after:2022-02-12", []),
            ("nobody:here", []),
        ],
    )
    def test_statements(self, dossier, negotiation, text, names):
        assert found(text, negotiation) == {getattr(dossier, name).pk for name in names}

    def test_field_words(self, dossier, negotiation):
        envoys = {one.pk for one in dossier.statements}
        outlet = dossier.statements[0].report.outlet
        assert found("track:dialogue", negotiation) == envoys
        assert found('track:"The council" by:"Anna Envoy"', negotiation) == envoys
        assert found("by:Freedonia", negotiation) == envoys  # for whom the envoy spoke
        assert found("on:missiles", negotiation) == envoys
        assert found("-on:missiles troops", negotiation) == {dossier.withdrawal.pk}
        assert found(f'outlet:"{outlet.name}"', negotiation) == {dossier.statements[0].pk}
        assert found("track:nowhere", negotiation) == set()

    def test_reports_events_and_texts(self, dossier, negotiation):
        assert found("launchers", negotiation, kind=Found.REPORT) == {dossier.launchers.report_id}
        assert found("vienna", negotiation, kind=Found.EVENT) == {one.pk for one in dossier.events}
        assert found("draft", negotiation, kind=Found.PROPOSAL) == {dossier.proposal.pk}
        assert found("launchers by:Burns", negotiation, kind=Found.REPORT) == set()

    def test_what_is_vague_reaches_into_the_days_asked_for(self, negotiation):
        report = make.ReportFactory(negotiation=negotiation)
        vague = make.StatementFactory(report=report, said_on="2021-12-20~/2022-01-10~")
        assert found("speak after:2022-01-05", negotiation) == {vague.pk}
        assert found("speak before:2021-12-25", negotiation) == {vague.pk}
        assert found("speak after:2022-01-10", negotiation) == set()

    def test_newest_first_over_quarters_and_bounded(self, negotiation, monkeypatch):
        report = make.ReportFactory(negotiation=negotiation)
        days = ["2021-02-01", "2021-11-20", "2022-01-05", "2022-05-01", "2023-01-01"]
        told = [make.StatementFactory(report=report, said_on=one).pk for one in days]
        asked = ask(parse("speak"), [negotiation])
        assert [key % 10**15 for key in hits.find(asked, Found.STATEMENT).keys] == told[::-1]
        monkeypatch.setattr(hits, "BOUND", 3)
        some = hits.find(asked, Found.STATEMENT)
        assert ([key % 10**15 for key in some.keys], some.is_more) == (told[:1:-1], True)

    def test_best_first(self, negotiation):
        report = make.ReportFactory(
            negotiation=negotiation,
            text="Channels. We are ready to speak through several channels, channels and channels.",
        )
        quoted = make.StatementFactory(report=report, said_on="2022-01-02", words="channels, channels and channels")
        make.StatementFactory(report=report, said_on="2022-01-20", words="We are ready", summary="Of channels")
        asked = ask(parse("channels"), [negotiation])
        some = hits.find(asked, Found.STATEMENT)
        assert hits.best_first(asked, some)[0] % 10**15 == quoted.pk != some.keys[0] % 10**15


class TestThePage:
    def test_marked_with_source_and_counts(self, dossier, signed_in, analyst):
        client = signed_in(analyst)
        seen, html = page(client, reverse("timelines:search_in", args=["talks"]), q="troops border")
        assert "<mark>Troops</mark> will be withdrawn from the <mark>border</mark>" in html
        assert f"#statement-{dossier.withdrawal.pk}" in html
        assert [tab.count for tab in seen.tabs] == ["1", "", "", ""]
        counted = client.get(
            reverse("timelines:search_in", args=["talks"]),
            {"q": "troops border", "counts": "all"},
            headers={"HX-Request": "true"},
        )
        assert re.findall(r'class="count">([^<]*)<', counted.content.decode()) == ["1", "0", "0", "1"]

    def test_another_kind_where_there_are_no_statements(self, dossier, signed_in, analyst):
        seen, html = page(signed_in(analyst), reverse("timelines:search"), q="vienna")
        assert seen.kind == Found.EVENT
        assert "<mark>Vienna</mark>" in html

    @pytest.mark.parametrize("kind", ["statements", "events", "texts", "reports", "nonsense"])
    @pytest.mark.parametrize("order", ["", "best"])
    def test_every_kind_and_order(self, dossier, signed_in, analyst, kind, order):
        for text in (
            "talks",
            "draft",
            "meeting",
            "by:Envoy",
            "-talks",
            "ready 'or",
            "&|!():*<->\\",
            "'",
            '"',
            "%s %(x)s",
            "~t1",
        ):
            page(signed_in(analyst), reverse("timelines:search"), q=text, kind=kind, order=order, page="7")

    def test_nothing_in_a_text_becomes_markup(self, negotiation, signed_in, analyst):
        evil = "<script>alert('talks')</script> <b>talks</b> & \ue000talks\ue001"
        report = make.ReportFactory(negotiation=negotiation, title=f"Title {evil}", text=f"Body {evil}")
        make.StatementFactory(
            report=report, words=evil, summary=evil, translation=evil, speaker=None, speaker_words=evil
        )
        make.ClaimFactory(
            event=make.EventFactory(negotiation=negotiation, title=evil, summary=evil), report=report, words=evil
        )
        make.ProposalFactory(negotiation=negotiation, title=evil, summary=evil)
        for kind in ("statements", "events", "texts", "reports"):
            seen, html = page(signed_in(analyst), reverse("timelines:search"), q="talks", kind=kind)
            assert seen.rows
            body = html[html.index('id="found"') :]
            assert "<script" not in body
            assert "<b>" not in body
            assert "<mark>talks</mark>" in body
            assert body.count("<mark>") == body.count("</mark>")
        _seen, html = page(signed_in(analyst), reverse("timelines:search"), q='"><script>x</script>')
        assert "<script>x" not in html

    def test_mistakes_in_names_are_forgiven(self, dossier, signed_in, analyst):
        client, address = signed_in(analyst), reverse("timelines:search_in", args=["talks"])
        for text in ("troops by:Burnes", "Burnes troops", 'troops by:"Boris Burnss"'):
            _seen, html = page(client, address, q=text)
            assert "Did you mean" in html
            assert ">Boris Burns</a>" in html
        seen, _html = page(client, address, q=_seen.meant[0].offers[0][1])
        assert [row.who for row in seen.rows] == ["Boris Burns"]

    def test_what_is_wrong_is_said(self, dossier, signed_in, analyst):
        client = signed_in(analyst)
        _seen, html = page(client, reverse("timelines:search"), q="talks before:nonsense")
        assert "is not a day" in html
        _seen, html = page(client, reverse("timelines:search"), q="the")
        assert "Too common" in html
        _seen, html = page(client, reverse("timelines:search"), q="-talks")
        assert "nothing to look for" in html

    def test_pages_and_what_lies_beyond(self, negotiation, signed_in, analyst, monkeypatch):
        report = make.ReportFactory(negotiation=negotiation)
        for number in range(5):
            make.StatementFactory(report=report, said_on=day(number))
        monkeypatch.setattr(hits, "BOUND", 4)
        monkeypatch.setattr("tracker.timelines.search.page.BOUND", 4)
        monkeypatch.setattr("tracker.timelines.search.page.SIZE", 2)
        address = reverse("timelines:search_in", args=["talks"])
        first, _html = page(signed_in(analyst), address, q="speak")
        assert (first.count, first.newer, bool(first.older), first.further) == ("4+", "", True, "")
        second, _html = page(signed_in(analyst), address, q="speak", page="2")
        assert (bool(second.newer), second.older, second.further) == (
            True,
            "",
            f"{address}?q=speak+before%3A2022-01-05&kind=statements",
        )
        rest, _html = page(signed_in(analyst), second.further)
        assert (rest.count, len(rest.rows)) == ("2", 2)  # the last day once more, and what lies before it

    def test_few_queries_whatever_is_found(self, dossier, signed_in, analyst, django_assert_max_num_queries):
        client, address = signed_in(analyst), reverse("timelines:search_in", args=["talks"])
        with django_assert_max_num_queries(14):
            client.get(address, {"q": "envoy"})


class TestNames:
    @pytest.mark.parametrize(
        ("text", "head", "fields", "typed"),
        [
            ("", "", ("by", "track", "on"), ""),
            ("missiles by:Rya", "missiles ", ("by",), "Rya"),
            ('-on:"NATO en', "-", ("on",), "NATO en"),
            ("Rya", "", ("by", "track", "on"), "Rya"),
            ("talks -cou", "talks -", ("by", "track", "on"), "cou"),
            ('"closed" ', '"closed" ', ("by", "track", "on"), ""),
        ],
    )
    def test_what_is_being_typed(self, text, head, fields, typed):
        assert unfinished(text) == (head, fields, typed)

    def test_offered(self, dossier, signed_in, analyst):
        client = signed_in(analyst)
        html = client.get(reverse("timelines:search_names_in", args=["talks"]), {"q": "troops by:bur"}).content.decode()
        assert 'data-value="troops by:&quot;Boris Burns&quot; "' in html
        html = client.get(reverse("timelines:search_names"), {"q": "the "}).content.decode()
        assert "option" not in html
        html = client.get(reverse("timelines:search_names"), {"q": "coun"}).content.decode()
        assert "track:&quot;The council&quot;" in html

    def test_only_those_of_what_is_seen(self, dossier, restricted, analyst, researcher):
        secret = Scene(restricted)
        secret.states = [make.StateFactory(name="Secretland")]
        report = make.ReportFactory(negotiation=restricted, outlet__name="Secret Courier")
        make.StatementFactory(
            report=report,
            speaker=make.ActorFactory(name="Sven Secretsson"),
            tracks=[make.TrackFactory(negotiation=restricted, name="Secret channel")],
        )
        make.IssueFactory(negotiation=restricted, name="Secret clause")
        seen, unseen = Names([dossier.negotiation, restricted]), Names([dossier.negotiation])
        for field, value in (
            ("by", "Secretsson"),
            ("track", "Secret channel"),
            ("on", "Secret clause"),
            ("outlet", "Secret Courier"),
        ):
            assert seen.find(field, value)
            assert not unseen.find(field, value)
            assert not unseen.alike(field, value[:-1])
        assert seen.beginning("sec")
        assert not unseen.beginning("sec")


class TestVisibility:
    @pytest.fixture
    def secret(self, restricted):
        report = make.ReportFactory(negotiation=restricted, text="We accept the zeppelin clause, said Zed Zeppelin.")
        speaker = make.ActorFactory(name="Zed Zeppelin")
        make.StatementFactory(report=report, speaker=speaker, words="We accept the zeppelin clause")
        return restricted

    @pytest.mark.parametrize("kind", ["", "statements", "reports", "events"])
    @pytest.mark.parametrize("text", ["zeppelin", "by:Zeppelin", "by:Zepelin", "Zepelin", "-talks by:Zed"])
    def test_a_restricted_negotiation_betrays_nothing(
        self, dossier, secret, signed_in, stranger, researcher, text, kind
    ):
        params = {"q": text, "kind": kind, "counts": "all"}
        seen, html = page(signed_in(stranger), reverse("timelines:search"), **params)
        assert not seen.rows
        assert {tab.count for tab in seen.tabs} <= {"0", ""}
        assert "Zed Zeppelin" not in html
        assert "clause" not in html
        assert signed_in(stranger).get(reverse("timelines:search_in", args=[secret.slug]), params).status_code == 404
        assert (
            signed_in(stranger).get(reverse("timelines:search_names_in", args=[secret.slug]), {"q": "Zed"}).status_code
            == 404
        )
        names = signed_in(stranger).get(reverse("timelines:search_names"), {"q": "Zed"}).content.decode()
        assert "Zed" not in names
        assert "Zed" in signed_in(researcher).get(reverse("timelines:search_names"), {"q": "Zed"}).content.decode()

    def test_its_members_find_it(self, secret, signed_in, researcher):
        seen, _html = page(signed_in(researcher), reverse("timelines:search"), q="zeppelin")
        assert len(seen.rows) == 1

    def test_a_reader_of_a_shared_page_has_no_search(self, dossier):
        link = make.ShareLinkFactory(negotiation=dossier.negotiation)
        request = RequestFactory().get("/search/", {"q": "troops"})
        request.user = ShareReader(link)
        with pytest.raises(Http404):
            views.search(request)


class TestTheTimelinesFilter:
    def rows(self, negotiation, text):
        return set(Entry.objects.of(negotiation).filter(matching(negotiation, text)).values_list("kind", "object_id"))

    def test_the_same_words(self, dossier, negotiation):
        assert self.rows(negotiation, "troops") == {(2, dossier.withdrawal.pk)}
        assert self.rows(negotiation, "draft") == {(1, dossier.proposal.pk)}
        assert self.rows(negotiation, "vienna") == {(0, one.pk) for one in dossier.events}
        assert self.rows(negotiation, "burns -launchers after:2022-02-11") == {(2, dossier.withdrawal.pk)}
        assert self.rows(negotiation, "-troops") == set()
        assert len(self.rows(negotiation, "")) == Entry.objects.of(negotiation).count()
        assert self.rows(negotiation, "before:2022-01-04") == set(
            Entry.objects.of(negotiation).filter(first__lt="2022-01-04").values_list("kind", "object_id")
        )
