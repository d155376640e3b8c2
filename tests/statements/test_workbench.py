"""The workbench by plain forms: what a researcher does without JavaScript, and what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    IssueFactory,
    OutletFactory,
    ReportFactory,
    RevisionFactory,
    RoleFactory,
    StateFactory,
    StatementFactory,
    TrackFactory,
)
from tracker.history.models import SetAside
from tracker.negotiations.models import Actor, Issue, Track
from tracker.statements.coding.suggest import LOOKED_AT, MOST, suggest_statements
from tracker.statements.models import Anchor, Statement, Status

pytestmark = pytest.mark.django_db

TEXT = (
    "LUZERN, 3 March 2021 (Example Wire) - The mediators would meet both sides again as soon as early April, "
    "a senior delegation official said at a briefing on Wednesday.\n"
    '"We are prepared to go on in several rooms at once: in the Working Group and in the Lake Council," the official said.\n'
    'Envoy Mara Lindqvist said that the draft on fishing rights was "a basis for work".\n'
)


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=TEXT, dateline_day=date(2021, 3, 3), language="en")


def address(name, *args):
    return reverse(f"statements:{name}", args=args)


def filled(statement, **values):
    """What the edit form sends for a statement without lists."""
    empty = {
        f"{prefix}-{key}": "0" for prefix in ("relay", "track", "position") for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {
        **empty,
        "version": statement.version,
        "basis": "on_record",
        "act": "state",
        "form": "direct",
        "certainty": "certain",
        "said_on": "2021-03-03",
        **values,
    }


def rows(prefix, *given):
    sent = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0}
    return sent | {f"{prefix}-{n}-{key}": value for n, row in enumerate(given) for key, value in row.items()}


class TestNew:
    def test_from_a_selection(self, signed_in, researcher, report):
        start = TEXT.index('"We are')
        end = TEXT.index(" the official said.")
        sent = {"start": start, "end": end, "exact": TEXT[start:end]}
        answer = signed_in(researcher).post(address("new", "talks", report.pk), sent)
        made = Statement.objects.get()
        assert answer["Location"] == address("edit", "talks", made.pk)
        assert (made.quote, made.status, made.coded_by) == (TEXT[start:end], Status.DRAFT, researcher)
        assert made.said_on.edtf == "2021-03-03"

    def test_from_pasted_words_whatever_their_blanks_and_marks(self, signed_in, researcher, report):
        signed_in(researcher).post(address("new", "talks", report.pk), {"quote": "was  “a basis for work”"})
        assert Statement.objects.get().quote == 'was "a basis for work"'

    def test_words_that_stand_twice_are_asked_about(self, signed_in, researcher, report):
        answer = signed_in(researcher).post(address("new", "talks", report.pk), {"quote": "official said"})
        assert answer.status_code == 422
        assert answer.content.decode().count('name="start"') == 3  # two places and the form for a selection
        assert not Statement.objects.exists()

    @pytest.mark.parametrize(
        "sent",
        [
            {"quote": "words that are not there"},
            {"start": "5", "end": "5"},
            {"start": "-1", "end": "5"},
            {"start": "0", "end": "999999999999999999999"},
            {"start": "0", "end": "5", "exact": "OTHER"},
            {"start": "x"},
            {},
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, signed_in, researcher, report, sent):
        answer = signed_in(researcher).post(address("new", "talks", report.pk), sent)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert sent.get("quote", "") in answer.content.decode()
        assert not Statement.objects.exists()


class TestEdit:
    @pytest.fixture
    def statement(self, report):
        return StatementFactory(report=report, status=Status.DRAFT, words='"a basis for work"')

    def test_everything_is_saved(self, signed_in, researcher, statement, negotiation):
        sweden = StateFactory(name="Sweden")
        speaker = ActorFactory(name="Mara Lindqvist", aliases=["the envoy"])
        RoleFactory(person=speaker, organisation=sweden)
        track = TrackFactory(negotiation=negotiation, name="Working Group", aliases=["WG"])
        issue = IssueFactory(negotiation=negotiation, name="Fishing rights")
        wire = OutletFactory(name="Example Wire")
        sent = filled(
            statement,
            speaker_name="THE  ENVOY",
            said_on="Wednesday",
            **rows("track", {"track": "wg", "reason": "draft"}),
            **rows("position", {"on": "fishing rights", "stance": "conditional", "condition": "more work"}),
            **rows("relay", {"relay": "example wire"}, {"relay": "a radio station"}),
        )
        answer = signed_in(researcher).post(address("edit", "talks", statement.pk), sent)
        assert answer.status_code == 302, answer.content.decode()
        saved = Statement.objects.get()
        assert saved.speaker == speaker
        assert (saved.said_on.edtf, saved.said_on.words) == ("2021-03-03", "Wednesday")
        assert [(link.track, link.reason) for link in saved.track_links.all()] == [(track, "draft")]
        position = saved.positions.get()
        assert (position.issue, position.holder, position.condition) == (issue, sweden, "more work")
        assert [(relay.outlet, str(relay)) for relay in saved.relays.all()] == [
            (wire, "Example Wire"),
            (None, "a radio station"),
        ]

    def test_new_actor_track_and_issue_without_leaving(self, signed_in, researcher, statement):
        sent = filled(
            statement,
            speaker_name="Ida Berg",
            speaker_kind="person",
            **rows("track", {"track": "Lake Council", "reason": "council", "kind": "other_multilateral"}),
            **rows("position", {"on": "Quotas", "stance": "demands", "new_issue": "on"}),
        )
        signed_in(researcher).post(address("edit", "talks", statement.pk), sent)
        saved = Statement.objects.get()
        assert saved.speaker == Actor.objects.get(name="Ida Berg")
        assert saved.track_links.get().track == Track.objects.get(slug="lake-council")
        assert saved.positions.get().issue == Issue.objects.get(slug="quotas")

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"speaker_name": "Nobody Known"}, "No actor is called"),
            ({"said_on": "when pigs fly"}, "is not understood"),
            (rows("track", {"track": "No such", "reason": "x"}), "No track is called"),
            (rows("track", {"track": "Working Group"}), "Say why"),
            (rows("position", {"on": "No such", "stance": "accepts"}), "No issue or article is called"),
            (rows("position", {"stance": "accepts"}), "On which issue"),
            ({"answers": "999999"}, "no other statement of that number"),
            ({"summary": "x" * 301}, "at most 300"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_lost(
        self, signed_in, researcher, statement, negotiation, values, message
    ):
        TrackFactory(negotiation=negotiation, name="Working Group")
        sent = filled(statement, speaker_words="the words I typed", **values)
        answer = signed_in(researcher).post(address("edit", "talks", statement.pk), sent)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert message in page
        assert "the words I typed" in page
        statement.refresh_from_db()
        assert statement.version == 1

    def test_two_of_one_name_are_both_offered(self, signed_in, researcher, statement):
        ActorFactory(name="Jake Sullivan", aliases=["Sullivan"])
        ActorFactory(name="John Sullivan", aliases=["Sullivan"])
        answer = signed_in(researcher).post(
            address("edit", "talks", statement.pk), filled(statement, speaker_name="Sullivan")
        )
        assert "Jake Sullivan, John Sullivan" in answer.content.decode()

    def test_the_second_of_two_editors_sees_both_texts_and_keeps_theirs(self, signed_in, researcher, statement):
        Statement.objects.filter(pk=statement.pk).update(summary="The first editor's summary")
        sent = filled(statement, summary="The second editor's summary")
        answer = signed_in(researcher).post(address("edit", "talks", statement.pk), sent)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "The first editor" in page
        kept = SetAside.objects.get()
        assert (kept.user, kept.fields["Summary in one line"]) == (researcher, "The second editor's summary")
        statement.refresh_from_db()
        assert statement.summary == "The first editor's summary"
        # and puts theirs over it, knowingly
        signed_in(researcher).post(address("edit", "talks", statement.pk), sent | {"version": statement.version})
        statement.refresh_from_db()
        assert statement.summary == "The second editor's summary"

    def test_lists_are_guarded_by_the_version_too(self, signed_in, researcher, statement, negotiation):
        TrackFactory(negotiation=negotiation, name="Working Group")
        sent = filled(statement, **rows("track", {"track": "Working Group", "reason": "one"}))
        assert signed_in(researcher).post(address("edit", "talks", statement.pk), sent).status_code == 302
        late = filled(statement, **rows("track", {"track": "Working Group", "reason": "two"}))
        assert signed_in(researcher).post(address("edit", "talks", statement.pk), late).status_code == 409


class TestJudging:
    @pytest.mark.parametrize(
        ("role", "before", "to", "after"),
        [
            ("researcher", "suggested", "draft", "draft"),
            ("researcher", "suggested", "rejected", "rejected"),
            ("researcher", "rejected", "draft", "draft"),
            ("researcher", "draft", "published", "draft"),
            ("researcher", "published", "draft", "published"),
            ("reviewer", "draft", "published", "published"),
            ("reviewer", "draft", "reviewed", "reviewed"),
            ("reviewer", "published", "rejected", "rejected"),
            ("reviewer", "suggested", "nonsense", "suggested"),
        ],
    )
    def test_who_may_do_what(self, signed_in, request, report, role, before, to, after):
        statement = StatementFactory(report=report, status=before, words="a basis for work")
        signed_in(request.getfixturevalue(role)).post(address("judge", "talks", statement.pk), {"to": to})
        statement.refresh_from_db()
        assert statement.status == after

    def test_nothing_is_published_without_a_speaker(self, signed_in, reviewer, report):
        statement = StatementFactory(
            report=report, status="draft", speaker=None, speaker_words="", words="a basis for work"
        )
        client = signed_in(reviewer)
        answer = client.post(
            address("judge", "talks", statement.pk), {"to": "published"}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 422
        assert "needs a speaker" in answer.content.decode()

    def test_undo(self, signed_in, reviewer, report):
        statement = StatementFactory(report=report, status="draft", words="a basis for work")
        client = signed_in(reviewer)
        client.post(address("judge", "talks", statement.pk), {"to": "published"})
        client.post(address("undo", "talks", report.pk))
        statement.refresh_from_db()
        assert statement.status == "draft"


class TestBounds:
    def test_move(self, signed_in, researcher, report):
        statement = StatementFactory(report=report, status="draft", words='"a basis for work"')
        start = TEXT.index("the draft on fishing")
        end = TEXT.index(".\n", start)
        sent = {"version": 1, "start": start, "end": end}
        signed_in(researcher).post(address("bounds", "talks", statement.pk), sent)
        assert Statement.objects.get().quote == 'the draft on fishing rights was "a basis for work"'
        answer = signed_in(researcher).post(
            address("bounds", "talks", statement.pk), sent, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 409


class TestAdrift:
    """Statements whose words were not found again in a new revision."""

    @pytest.fixture
    def statement(self, report):
        statement = StatementFactory(report=report, status="draft", words='"a basis for work"')
        RevisionFactory(report=report, number=2, text=TEXT.replace("a basis for work", "a basis for more work"))
        return statement

    def test_the_workbench_says_so(self, signed_in, researcher, report, statement):
        page = signed_in(researcher).get(address("workbench", "talks", report.pk)).content.decode()
        assert "1 needs a look" in page
        assert "these words are not in the newest text" in page

    def test_it_is_anchored_anew_and_the_old_place_kept(self, signed_in, researcher, statement):
        sent = {"version": 1, "quote": "a basis for more work"}
        signed_in(researcher).post(address("bounds", "talks", statement.pk), sent)
        statement.refresh_from_db()
        assert statement.quote == "a basis for more work"
        assert {anchor.revision.number for anchor in statement.anchors.all()} == {1, 2}

    def test_words_that_stand_twice_are_refused(self, signed_in, researcher, statement):
        answer = signed_in(researcher).post(
            address("bounds", "talks", statement.pk),
            {"version": 1, "quote": "official said"},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 422
        assert "more than once" in answer.content.decode()


class TestSuggestions:
    def test_again_by_a_button(self, signed_in, researcher, analyst, report):
        assert signed_in(analyst).post(address("suggest", "talks", report.pk)).status_code == 403
        signed_in(researcher).post(address("suggest", "talks", report.pk))
        assert Statement.objects.filter(report=report, status="suggested").exists()

    def test_statements_with_speakers_tracks_and_dates(self, researcher, report, negotiation):
        speaker = ActorFactory(name="Mara Lindqvist")
        group = TrackFactory(negotiation=negotiation, name="Working Group")
        council = TrackFactory(negotiation=negotiation, name="Lake Council")
        issue = IssueFactory(negotiation=negotiation, name="Fishing rights")
        wire = OutletFactory(name="Example Wire")
        suggest_statements(report, by=researcher)
        found = list(Statement.objects.all())
        assert {one.status for one in found} == {Status.SUGGESTED}
        rooms = next(one for one in found if "several rooms" in one.quote)
        assert {link.track for link in rooms.track_links.all()} == {group, council}
        assert {link.reason for link in rooms.track_links.all()} == {"Working Group", "Lake Council"}
        assert rooms.speaker is None
        assert [relay.outlet for relay in rooms.relays.all()] == [wire]
        assert rooms.basis in ("background", "anonymous")
        assert any(one.speaker == speaker for one in found)
        offered = [entry for one in found for entry in one.offered]
        assert {
            "kind": "issue",
            "key": issue.pk,
            "label": "Fishing rights",
            "words": "fishing rights",
            "rule": "named",
            "reason": "“fishing rights” is a name of it",
        } in offered
        assert any((one["kind"], one["key"]) == ("date", "2021-04-01~/2021-04-10~") for one in offered)

    def test_a_very_long_text_is_looked_at_in_part_and_in_few_queries(
        self, researcher, negotiation, django_assert_max_num_queries
    ):
        sentence = 'Envoy Mara Lindqvist said that the draft of {n} March was "a basis for work number {n}".\n'
        text = "".join(sentence.format(n=n) for n in range(5_000))
        report = ReportFactory(negotiation=negotiation, text=text)
        with django_assert_max_num_queries(20):
            found = suggest_statements(report, by=researcher)
        assert found == MOST
        assert max(anchor.end for anchor in Anchor.objects.all()) <= LOOKED_AT

    def test_again_changes_nothing_judged(self, researcher, report):
        suggest_statements(report, by=researcher)
        kept = Statement.objects.order_by("pk").first()
        kept.move(Status.REJECTED, by=researcher)
        count = Statement.objects.count()
        suggest_statements(report, by=researcher)
        assert Statement.objects.count() == count
        assert Statement.objects.get(pk=kept.pk).status == Status.REJECTED


class TestPage:
    def test_few_queries_however_many_statements(self, signed_in, researcher, report, django_assert_max_num_queries):
        client = signed_in(researcher)
        for _ in range(30):
            ClaimFactory(event=EventFactory(negotiation=report.negotiation), report=report, words="fishing rights")
        for _ in range(60):
            StatementFactory(
                report=report,
                status="suggested",
                words="fishing rights",
                tracks=[TrackFactory(negotiation=report.negotiation)],
            )
        with django_assert_max_num_queries(34):
            answer = client.get(address("workbench", "talks", report.pk))
        assert answer.content.decode().count("data-card=") == 60

    def test_overlapping_statements_share_a_stretch(self, signed_in, researcher, report):
        outer = StatementFactory(report=report, status="draft", words="the draft on fishing rights")
        inner = StatementFactory(report=report, status="published", words="fishing rights")
        page = signed_in(researcher).get(address("workbench", "talks", report.pk)).content.decode()
        assert f'class="hl hl-published hl-deep" data-ids="{outer.pk} {inner.pk}"' in page

    def test_analysts_do_not_code(self, signed_in, analyst, reader, report):
        assert signed_in(analyst).get(address("workbench", "talks", report.pk)).status_code == 403
        assert signed_in(reader).get(address("workbench", "talks", report.pk)).status_code == 404

    def test_strangers_find_nothing(self, signed_in, stranger, restricted):
        report = ReportFactory(negotiation=restricted)
        statement = StatementFactory(report=report)
        client = signed_in(stranger)
        assert client.get(address("workbench", "back-channel", report.pk)).status_code == 404
        for name in ("edit", "card"):
            assert client.get(address(name, "back-channel", statement.pk)).status_code == 404
        for name in ("judge", "take", "same", "bounds", "edit"):
            assert client.post(address(name, "back-channel", statement.pk)).status_code == 404
