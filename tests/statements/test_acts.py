"""One key each on the workbench: all of a speaker, links, bounds, one utterance; and taking them back one by one."""

from datetime import date

import pghistory
import pytest
from django.urls import reverse

from tests.factories import (
    ActorFactory,
    IssueFactory,
    ProvisionFactory,
    ReportFactory,
    RoleFactory,
    StateFactory,
    StatementFactory,
    TrackFactory,
)
from tracker.history.models import SetAside
from tracker.history.queries import history_model
from tracker.lib import wording
from tracker.statements.alike import also_reported
from tracker.statements.coding.offers import offers_of, read
from tracker.statements.models import RuleRecord, Statement, Telling

pytestmark = pytest.mark.django_db

TEXT = (
    'Envoy Lind said that the draft was "a basis for work". She added that talks would go on in May.\n'
    "The talks, she said, would be held in the Lake Council. Minister Orlik said it was too early to judge.\n"
)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2021, 3, 3))


@pytest.fixture
def lind(db):
    speaker = ActorFactory(name="Lind")
    RoleFactory(person=speaker, organisation=StateFactory(name="Sylvania"))
    return speaker


@pytest.fixture
def waiting(report, lind):
    words = ("a basis for work", "talks would go on in May", "would be held in the Lake Council")
    return [StatementFactory(report=report, status="suggested", speaker=lind, words=one) for one in words]


@pytest.fixture
def post(signed_in, reviewer):
    client = signed_in(reviewer)

    def send(name, pk, headers=HTMX, **values):
        return client.post(reverse(f"statements:{name}", args=["talks", pk]), values, headers=headers)

    return send


def statuses():
    return list(Statement.objects.order_by("pk").values_list("status", flat=True))


class TestAllOfASpeaker:
    def test_are_accepted_with_their_count_said_and_taken_back_as_one(self, post, report, waiting):
        StatementFactory(report=report, status="suggested", words="too early to judge")
        answer = post("judge", waiting[1].pk, all="draft").content.decode()
        assert "3 suggestions of Lind: draft." in answer
        assert answer.count('hx-swap-oob="true"') == 3
        assert statuses() == ["draft"] * 3 + ["suggested"]
        assert "Taken back" in post("undo", report.pk).content.decode()
        assert statuses() == ["suggested"] * 4

    def test_unknown_speakers_are_told_apart_by_their_words(self, post, report):
        for words, called in (
            ("a basis for work", "an aide"),
            ("too early to judge", "An Aide"),
            ("in May", "a diplomat"),
        ):
            StatementFactory(report=report, status="suggested", speaker=None, speaker_words=called, words=words)
        post("judge", Statement.objects.first().pk, all="rejected")
        assert statuses() == ["rejected", "rejected", "suggested"]

    def test_the_card_offers_it_where_there_are_several(self, signed_in, reviewer, report, waiting):
        page = signed_in(reviewer).get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()
        assert page.count("All 3 of the speaker") == 3


class TestUndo:
    def test_goes_back_step_by_step_and_stays_in_the_history(self, post, report, waiting):
        post("judge", waiting[0].pk, to="draft")
        post("judge", waiting[1].pk, to="rejected")
        post("judge", waiting[0].pk, to="published")
        for expected in (["draft", "rejected"], ["draft", "suggested"], ["suggested", "suggested"]):
            post("undo", report.pk)
            assert statuses()[:2] == expected
        assert "nothing of yours" in post("undo", report.pk).content.decode()
        states = history_model(Statement).objects.filter(pgh_obj_id=waiting[0].pk).order_by("pgh_id")
        kept = list(dict.fromkeys(states.values_list("pgh_id", "status")))
        assert [status for _, status in kept if status != "suggested"] == ["draft", "published", "draft", "draft"]
        assert Statement.objects.get(pk=waiting[0].pk).coded_by is None

    def test_only_what_i_did_and_only_here(self, post, signed_in, researcher, report, waiting, client):
        post("judge", waiting[0].pk, to="draft")
        signed_in(researcher).post(reverse("statements:undo", args=["talks", report.pk]))
        assert statuses()[0] == "draft"

    def test_what_somebody_changed_since_is_left(self, post, report, waiting):
        post("judge", waiting[0].pk, to="draft")
        with pghistory.context(user=0):  # or, in one transaction, it would count as part of the request
            Statement.objects.filter(pk=waiting[0].pk).update(summary="Somebody's words")
        assert "Not taken back" in post("undo", report.pk).content.decode()
        assert statuses()[0] == "draft"

    def test_links_bounds_and_forms_too(self, post, report, waiting, negotiation):
        track = TrackFactory(negotiation=negotiation, name="Lake Council")
        first = waiting[0]
        Statement.objects.filter(pk=first.pk).update(
            offered=[{"kind": "track", "key": track.pk, "label": "Lake Council"}]
        )
        post("take", first.pk, offer=f"track:{track.pk}")
        first.refresh_from_db()
        start = TEXT.index("the draft")
        post("bounds", first.pk, version=first.version, spans=f"{start}-{start + 9}")
        assert (Statement.objects.get(pk=first.pk).quote, first.track_links.count()) == ("the draft", 1)
        post("undo", report.pk)
        assert (Statement.objects.get(pk=first.pk).quote, first.track_links.count()) == ("a basis for work", 1)
        post("undo", report.pk)
        first.refresh_from_db()
        assert (first.status, first.track_links.count()) == ("suggested", 0)

    def test_relays_replaced_by_a_form_come_back_under_their_numbers(self, post, report, waiting, signed_in, reviewer):
        first = waiting[0]
        relay = first.relays.create(order=1, words="a radio station")
        sent = {f"{p}-{key}": "0" for p in ("relay", "track", "position") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
        sent |= {"relay-TOTAL_FORMS": "1", "relay-0-relay": "a paper", "said_on": "2021-03-03", "act": "warn"}
        sent |= {"version": first.version, "basis": "on_record", "form": "direct", "certainty": "certain"}
        assert post("edit", first.pk, **sent).status_code == 200
        assert str(first.relays.get()) == "a paper"
        post("undo", report.pk)
        assert (first.relays.get().pk, str(first.relays.get())) == (relay.pk, "a radio station")
        first.refresh_from_db()
        assert (first.status, first.act, str(first.said_on)) == ("suggested", "state", "10 Jan 2022")


class TestOffers:
    def test_each_kind_is_taken_by_its_key(self, post, report, waiting, negotiation, lind):
        issue, article = (
            IssueFactory(negotiation=negotiation),
            ProvisionFactory(of_version__proposal__negotiation=negotiation),
        )
        other = ActorFactory(name="Another Lind")
        track = TrackFactory(negotiation=negotiation)
        offered = [
            {"issue": issue.pk, "word": "draft"},
            {"kind": "provision", "key": article.pk, "label": "Article 4", "words": "Article 4", "reason": "named"},
            {"kind": "track", "key": track.pk, "label": "T", "words": "Lake Council", "accepted": 3, "judged": 4},
            {"kind": "actor", "key": other.pk, "label": "Another Lind", "words": "Lind"},
            {"kind": "moonphase", "key": 1, "label": "Full moon", "words": "moon"},
            {"date": "2021-05", "word": "in May"},
        ]
        first = waiting[0]
        Statement.objects.filter(pk=first.pk).update(offered=offered)
        first.refresh_from_db()
        found = offers_of(first, {("issue", issue.pk): "Drafts"})
        assert [(offer.kind, offer.number) for offer in found] == [
            ("issue", 1), ("provision", 2), ("track", 3), ("actor", 4), ("moonphase", 0), ("date", 5)
        ]  # fmt: skip
        post("take", first.pk, offer=f"issue:{issue.pk}", stance="accepts")
        post("take", first.pk, offer=f"provision:{article.pk}", stance="rejects")
        post("take", first.pk, offer=f"track:{track.pk}")
        answer = post("take", first.pk, offer=f"actor:{other.pk}").content.decode()
        first.refresh_from_db()
        assert first.status == "draft"
        assert {(p.issue_id, p.provision_id, p.holder.name, p.stance) for p in first.positions.all()} == {
            (issue.pk, None, "Sylvania", "accepts"),
            (None, article.pk, "Sylvania", "rejects"),
        }
        assert first.track_links.get().reason == "Lake Council"
        assert first.speaker == other
        assert "Full moon" in answer
        assert f"track:{track.pk}" not in answer

    def test_reason_and_how_often_it_was_right_are_shown(self, signed_in, reviewer, report, waiting, negotiation):
        track = TrackFactory(negotiation=negotiation)
        RuleRecord.objects.create(negotiation=negotiation, kind="track", rule="named", accepted=3, rejected=1)
        entry = {"kind": "track", "key": track.pk, "label": "T", "rule": "named", "reason": "named in the words"}
        Statement.objects.filter(pk=waiting[0].pk).update(offered=[entry])
        page = signed_in(reviewer).get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()
        assert "named in the words" in page
        assert "right 3 of 4" in page

    @pytest.mark.parametrize("sent", [{"offer": "issue:1"}, {"offer": "moonphase:1"}, {"offer": ""}, {}])
    def test_only_what_is_offered(self, post, waiting, sent):
        Statement.objects.filter(pk=waiting[0].pk).update(
            offered=[{"kind": "moonphase", "key": 1, "label": "Full moon"}]
        )
        assert post("take", waiting[0].pk, **sent).status_code == 422
        assert statuses()[0] == "suggested"

    def test_a_conditional_position_needs_its_words(self, post, waiting, negotiation):
        issue = IssueFactory(negotiation=negotiation)
        Statement.objects.filter(pk=waiting[0].pk).update(offered=[{"issue": issue.pk, "word": "draft"}])
        assert post("take", waiting[0].pk, offer=f"issue:{issue.pk}", stance="conditional").status_code == 422

    def test_the_form_begins_with_what_was_offered(self, signed_in, reviewer, waiting, negotiation):
        issue = IssueFactory(negotiation=negotiation, name="Fishing rights")
        address = reverse("statements:edit", args=["talks", waiting[0].pk])
        page = signed_in(reviewer).get(f"{address}?issue={issue.pk}&stance=conditional").content.decode()
        assert 'value="Fishing rights"' in page
        assert '<option value="conditional" selected>' in page

    def test_entries_of_any_shape_are_read(self):
        assert read({}).kind == ""
        assert read({"kind": None, "key": None, "label": None}).label == ""
        assert read({"date": "2021-05", "word": "in May"}).label == "2021-05"


class TestBounds:
    def test_several_pieces_and_what_is_no_span(self, post, waiting):
        first = waiting[0]
        assert post("bounds", first.pk, version=1, spans="0-5 8-12").status_code == 200
        assert Statement.objects.get(pk=first.pk).quote == f"{TEXT[0:5]} … {TEXT[8:12]}"
        for spans in ("8-5", "0-5 3-9", "0-99999", "x", "5"):
            version = Statement.objects.get(pk=first.pk).version
            assert post("bounds", first.pk, version=version, spans=spans).status_code == 422
        assert Statement.objects.get(pk=first.pk).quote == f"{TEXT[0:5]} … {TEXT[8:12]}"

    def test_the_later_of_two_keeps_both(self, post, waiting, reviewer):
        first = waiting[0]
        Statement.objects.filter(pk=first.pk).update(summary="The earlier one's")
        answer = post("bounds", first.pk, version=1, spans="0-10")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Envoy Lind" in page
        assert 'value="0-10"' in page
        assert SetAside.objects.get().fields == {"Words": "Envoy Lind"}
        assert Statement.objects.get(pk=first.pk).quote == "a basis for work"


def telling(negotiation, n):
    return StatementFactory(report=ReportFactory(negotiation=negotiation, text=f"{n}: {SAID}"), words=SAID)


SAID = "We are ready to go on in several rooms at once, and to come back in May"


class TestAlsoReported:
    @pytest.fixture
    def both(self, negotiation, lind):
        def telling(text, words, status="published"):
            return StatementFactory(
                report=ReportFactory(negotiation=negotiation, text=text), words=words, status=status, speaker=lind
            )

        one = telling(f"“{SAID},” she said.", f"“{SAID},”")
        part = SAID.lower()[:48].replace("to go", "to, go")
        two = telling(f'According to her they are "{part}", no more.', part, "suggested")
        noise = telling("We are ready to leave it there, she said.", "We are ready to leave it there")
        return one, two, noise

    def test_the_same_words_however_cut_and_marked(self, both, reviewer, analyst):
        one, two, noise = both
        (also,) = also_reported([two], Statement.objects.visible_to(reviewer))[two.pk]
        assert (also.statement, also.is_same, also.is_told, also.may_be_told) == (one, False, False, True)
        assert also.likeness == 1
        (other,) = also_reported([one], Statement.objects.visible_to(reviewer))[one.pk]
        assert (other.statement, other.may_be_told) == (two, False)  # which waits to be judged itself
        assert also_reported([one], Statement.objects.visible_to(analyst)) == {}
        assert also_reported([noise], Statement.objects.visible_to(reviewer)) == {}

    def test_one_key_says_so_and_undo_takes_it_back(self, post, both, signed_in, reviewer):
        one, two, _ = both
        assert "One utterance with" in post("same", two.pk, other=one.pk).content.decode()
        assert {telling.utterance_id for telling in Telling.objects.all()} == {Telling.objects.first().utterance_id}
        assert Statement.objects.get(pk=two.pk).status == "draft"
        post("judge", two.pk, to="published")
        page = signed_in(reviewer).get(one.get_absolute_url()).content.decode()
        assert "One utterance" in page
        assert two.get_absolute_url() in page
        for _ in range(2):
            post("undo", two.report_id)
        assert not Telling.objects.exists()
        assert Statement.objects.get(pk=two.pk).status == "suggested"

    def test_sets_are_joined_and_left(self, post, negotiation, both):
        one, two, _ = both
        three, four = [telling(negotiation, n) for n in range(2)]
        post("same", three.pk, other=four.pk)
        Statement.objects.filter(pk=two.pk).update(status="draft")
        post("same", two.pk, other=one.pk)
        post("same", two.pk, other=three.pk)
        assert len({telling.utterance_id for telling in Telling.objects.all()}) == 1
        post("same", two.pk, apart=1)
        assert sorted(Telling.objects.values_list("statement", flat=True)) == sorted([one.pk, three.pk, four.pk])

    def test_not_with_what_is_elsewhere_or_unjudged(self, post, both, restricted):
        one, two, _ = both
        elsewhere = StatementFactory(report=ReportFactory(negotiation=restricted, text=SAID), words=SAID)
        assert post("same", one.pk, other=elsewhere.pk).status_code == 404
        assert post("same", one.pk, other=one.pk).status_code == 422
        assert post("same", one.pk, other=two.pk).status_code == 422
        assert post("same", one.pk).status_code == 422

    def test_few_queries_however_many(self, both, negotiation, reviewer, django_assert_num_queries):
        for n in range(12):
            telling(negotiation, n)
        mine = Statement.objects.with_sources().select_related("telling").get(pk=both[1].pk)
        with django_assert_num_queries(4):
            found = also_reported([mine], Statement.objects.visible_to(reviewer))
        assert len(found[mine.pk]) == 5


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (SAID, SAID.upper(), 1),
        (SAID, f"«{SAID.replace(' ', '  ')}»!", 1),
        ("Россия готова начать переговоры о ракетах в мае", "россия готова начать переговоры о ракетах", 1),
        (SAID, "something else was said by somebody else", 0),
        ("no comment", "no comment", 0),
        ("", "", 0),
    ],
)
def test_likeness_of_words(one, other, alike):
    assert wording.likeness(one, other) == wording.likeness(other, one) == alike
