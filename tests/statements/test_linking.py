"""From the dossier's tables to proposals and back: posts, offers, records of rules, lessons, and the page on all that."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from tracker.lib.attribution.linking.lessons import LEAST_SEEN
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Kind
from tracker.statements.coding import actions
from tracker.statements.coding.learned import Record, learn_anew, learn_from, records
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Lesson, RuleRecord, Statement, Status

pytestmark = pytest.mark.django_db

TEXT = (
    "OSLO, 3 March 2021 - The Swedish foreign minister said that Article 2 of the draft treaty was open.\n"
    "Hale said that the talks in Bergen on 2 March were hard.\n"
)


@pytest.fixture
def report(negotiation):
    return make.ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2021, 3, 3), language="en")


@pytest.fixture
def sweden():
    return make.StateFactory(name="Sweden", iso_code="SE")


def minister(state, name, **days):
    ministry, _ = type(state).objects.get_or_create(name=f"Ministry of {state}", kind=Kind.BODY, parent=state)
    held = {key: UncertainDate(day) for key, day in days.items()}
    return make.RoleFactory(
        person=make.ActorFactory(name=name), post="Minister for Foreign Affairs", organisation=ministry, **held
    ).person


def found(report):
    suggest_statements(report)
    return list(report.statements.waiting().order_by("pk"))


def offers(statement, kind):
    return [one for one in statement.offered if one["kind"] == kind]


class TestSuggestions:
    def test_who_held_the_post_on_the_day_and_nobody_later(self, report, sweden):
        on_the_day = minister(sweden, "Ann Lind", ended="2021-03-03")
        minister(sweden, "Eva Holm", started="2021-03-04")
        minister(make.StateFactory(name="Norway", iso_code="NO"), "Ine Dahl")
        one = found(report)[0]
        assert (one.speaker, one.status) == (on_the_day, Status.SUGGESTED)
        assert [(entry["key"], entry["rule"], entry["label"]) for entry in offers(one, "speaker")] == [
            (on_the_day.pk, "role", "Ann Lind")
        ]

    def test_two_of_a_name_are_both_offered(self, report):
        pair = {make.ActorFactory(name="Tom Hale").pk, make.ActorFactory(name="Maria Hale").pk}
        one = found(report)[1]
        assert one.speaker is None
        assert {entry["key"] for entry in offers(one, "speaker")} == pair

    def test_articles_and_events_are_offered_and_linked_by_nobody(self, report, negotiation):
        proposal = make.ProposalFactory(negotiation=negotiation, title="Draft treaty", aliases=["draft treaty"])
        first = make.VersionFactory(proposal=proposal, number=1)
        make.ProvisionFactory(of_version=first, number="2")
        newer = make.ProvisionFactory(of_version=make.VersionFactory(proposal=proposal, number=2), number="2")
        event = make.EventFactory(negotiation=negotiation, title="The talks in Bergen", kind="meeting")
        claim = {"event": event, "when": UncertainDate("2021-03-02"), "place": "Bergen"}
        make.ClaimFactory(report=make.ReportFactory(negotiation=negotiation), status="published", **claim)
        treaty, talks = found(report)
        assert [(entry["key"], entry["rule"]) for entry in offers(treaty, "provision")] == [(newer.pk, "article")]
        assert [(entry["key"], entry["label"]) for entry in offers(talks, "event")] == [
            (event.pk, "The talks in Bergen")
        ]
        assert not treaty.positions.exists()
        assert not talks.claims.exists()

    def test_what_others_claim_of_events_elsewhere_is_not_known(self, report):
        claim = make.ClaimFactory(when=UncertainDate("2021-03-02"), place="Bergen", status="published")
        assert claim.event.negotiation != report.negotiation
        assert offers(found(report)[1], "event") == []


def judged(report, words, rule, *, to="published", speaker=None, **changes):
    """A suggestion, judged as given."""
    speaker = speaker or make.ActorFactory()
    one = make.StatementFactory(report=report, status="suggested", rule=rule, words=words, speaker=speaker, **changes)
    Statement.objects.filter(pk=one.pk).update(status=to)
    return one


class TestRecords:
    WORDS = '"We are ready to speak through several channels,"'

    @pytest.fixture
    def report(self, negotiation):
        return make.ReportFactory(negotiation=negotiation)

    def test_accepted_corrected_rejected(self, report, reviewer):
        judged(report, self.WORDS, "say: inverted")
        judged(report, self.WORDS, "say: inverted", to="draft")
        judged(report, self.WORDS, "say: inverted", to="rejected")
        other_speaker = judged(report, self.WORDS, "add: inverted")
        Statement.objects.filter(pk=other_speaker.pk).update(speaker=make.ActorFactory())
        moved = judged(report, self.WORDS, "say: inverted")
        actions.move_bounds(statement=moved, version=Statement.objects.get(pk=moved.pk).version, spans=[(0, 9)])
        make.StatementFactory(report=report, status="suggested", rule="say: inverted")  # waits
        make.StatementFactory(report=report)  # entered by hand
        judged(report, self.WORDS, "dna")  # came coded
        learn_from(report.negotiation)
        known = records(report.negotiation)
        assert known.rules["say: inverted"] == Record(accepted=2, corrected=1, rejected=1)
        assert known.rules["add: inverted"] == Record(corrected=1)
        assert known.of_rule("add: inverted") == known.of_rule("hum: inverted") == Record(2, 2, 1)
        assert "dna" not in known.rules

    def test_offers_count_as_taken_when_the_reviewed_statement_has_them(self, report, negotiation):
        track, issue = make.TrackFactory(negotiation=negotiation), make.IssueFactory(negotiation=negotiation)
        offered = [
            {"kind": kind, "key": row.pk, "label": "", "words": "", "rule": "named", "reason": ""}
            for kind, row in (("track", track), ("issue", issue))
        ]
        offered.append({"issue": issue.pk, "word": "kept from before offers had rules"})
        taken = judged(report, self.WORDS, "say: inverted", offered=offered)
        make.TrackLinkFactory(statement=taken, track=track)
        make.PositionFactory(statement=taken, issue=issue)
        on_article = judged(report, self.WORDS, "say: inverted", offered=offered)
        make.PositionFactory(
            statement=on_article,
            issue=None,
            provision=make.ProvisionFactory(of_version__proposal__negotiation=negotiation, issue=issue),
        )
        judged(report, self.WORDS, "say: inverted", to="draft", offered=offered)  # not done with
        learn_from(negotiation)
        known = records(negotiation)
        assert known.of_offer("track", "named") == Record(accepted=1, rejected=1)
        assert known.of_offer("issue", "named") == Record(accepted=2)

    def test_the_card_shows_the_record(self, report, negotiation, researcher, signed_in):
        for _ in range(6):
            judged(report, self.WORDS, "say: inverted")
        judged(report, self.WORDS, "say: inverted", to="rejected")
        learn_from(negotiation)
        make.StatementFactory(report=report, status="suggested", rule="say: inverted", reason="by “said”")
        page = signed_in(researcher).get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()
        assert 'by “said” <span class="num">(accepted 6 of 7 times)</span>' in page


class TestLessons:
    def reviewed(self, negotiation, count, track=None, **values):
        for _ in range(count):
            report = make.ReportFactory(negotiation=negotiation)
            make.StatementFactory(report=report, tracks=[track] if track else [], **values)

    def test_reviewed_statements_teach_and_others_do_not(self, negotiation):
        track = make.TrackFactory(negotiation=negotiation)
        self.reviewed(negotiation, LEAST_SEEN + 1, track, words="several channels", speaker=None)
        self.reviewed(negotiation, 20, words="the talks would open", speaker=None)
        self.reviewed(negotiation, 20, words="several channels", speaker=None, status="draft")
        learn_from(negotiation)
        taught = {(one.phrase, one.track, one.led, one.seen) for one in Lesson.objects.all()}
        assert taught == {("several", track, 6, 6), ("channels", track, 6, 6)}
        fresh = make.ReportFactory(negotiation=negotiation, text="Anna Berg said that several rooms were open.")
        (one,) = found(fresh)
        assert [(entry["key"], entry["rule"]) for entry in offers(one, "track")] == [(track.pk, "taught")]
        assert not one.track_links.exists()

    def test_each_negotiation_has_its_own(self, negotiation):
        elsewhere = make.NegotiationFactory()
        track = make.TrackFactory(negotiation=elsewhere)
        self.reviewed(elsewhere, 8, track, words="several channels")
        self.reviewed(elsewhere, 20, words="the talks would open")
        learn_from(elsewhere)
        learn_from(negotiation)
        assert set(Lesson.objects.values_list("negotiation", flat=True)) == {elsewhere.pk}

    def test_only_where_something_was_judged_is_learned_anew(self, negotiation, report):
        other = make.NegotiationFactory()
        judged(report, "Hale", "say: inverted")
        assert learn_anew() == 1
        assert learn_anew() == 0
        make.StatementFactory(report__negotiation=other, status="suggested", rule="say: inverted")
        assert learn_anew() == 0
        judged(make.ReportFactory(negotiation=other), "The envoy", "say: inverted", to="rejected")
        assert learn_anew() == 1
        assert set(RuleRecord.objects.values_list("negotiation", flat=True)) == {negotiation.pk, other.pk}


class TestPage:
    address = "/n/talks/suggestions/"

    def test_empty(self, signed_in, researcher, negotiation):
        page = signed_in(researcher).get(self.address)
        assert "Nothing was judged yet" in page.content.decode()

    def test_by_rule_outlet_and_month_with_examples(self, signed_in, researcher, report):
        judged(report, "Hale", "say: inverted")
        judged(report, "Hale", "according to", to="rejected", reason="by “according to”")
        client = signed_in(researcher)
        page = client.get(self.address)
        assert [(row.label, row.record.judged) for row in page.context["page"].rules] == [
            ("according to", 1),
            ("inverted", 1),
        ]
        assert [(row.label, row.record.judged) for row in page.context["page"].outlets] == [(report.outlet.label, 2)]
        assert [row.record for row in page.context["page"].months] == [Record(1, 0, 1)]
        assert page.context["examples"] == []
        asked = client.get(self.address, {"rule": "according to"})
        assert [one.rule for one in asked.context["examples"]] == ["according to"]
        assert "?rejected=1#card-" in asked.content.decode()
        assert len(client.get(self.address, {"outlet": report.outlet_id}).context["examples"]) == 2
        month = page.context["page"].months[0].key
        assert len(client.get(self.address, {"month": month, "verdict": "accepted"}).context["examples"]) == 1

    def test_a_period(self, signed_in, researcher, report):
        judged(report, "Hale", "say: inverted")
        client = signed_in(researcher)
        assert "Nothing was judged yet" in client.get(self.address, {"until": "2001-01-01"}).content.decode()
        assert client.get(self.address, {"since": "2001-01-01"}).context["page"].total.record.judged == 1
        wrong = client.get(self.address, {"since": "2002-01-01", "until": "2001-01-01"})
        assert (wrong.status_code, wrong.context["page"].total.record.judged) == (200, 1)

    @pytest.mark.parametrize(
        "asked",
        [
            {"outlet": "9" * 30},
            {"outlet": "x"},
            {"month": "2022-13"},
            {"verdict": "x"},
            {"since": "x"},
            {"rule": "%s'"},
        ],
    )
    def test_what_cannot_be_read_is_left_out(self, signed_in, researcher, report, asked):
        judged(report, "Hale", "say: inverted")
        assert signed_in(researcher).get(self.address, asked).status_code == 200

    def test_few_queries_however_much_was_judged(self, signed_in, researcher, report, negotiation):
        client = signed_in(researcher)
        client.get(self.address)

        def queries():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(self.address, {"verdict": "accepted"}).status_code == 200
            return len(asked)

        judged(report, "Hale", "say: inverted")
        few = queries()
        for number in range(8):
            judged(make.ReportFactory(negotiation=negotiation), "The envoy", f"say: {number}")
        assert queries() == few < 20

    def test_of_another_negotiation_nothing_is_counted(self, signed_in, researcher, negotiation):
        judged(make.ReportFactory(), "The envoy", "say: inverted")
        assert signed_in(researcher).get(self.address).context["page"].total.record.judged == 0
