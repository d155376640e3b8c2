"""The table of words says at every moment what is published, whichever way an edit was made."""

import pytest
from django.db import connection

from tests import factories as make
from tests.scene import Scene, day
from tracker.events.models import Claim
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Actor
from tracker.statements.models import Statement
from tracker.timelines.models import Found, Words
from tracker.timelines.search.hits import quarter_of
from tracker.timelines.store.rebuild import rebuild
from tracker.timelines.store.words import different_words, rebuild_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def big(negotiation):
    return Scene(negotiation, size=3).build()


def words(kind, row):
    """The lexemes of a row; None where there is none."""
    with connection.cursor() as cursor:
        key = kind * 10**15 + row.pk
        cursor.execute("SELECT tsvector_to_array(words) FROM timelines_words WHERE id = %s", [key])
        found = cursor.fetchall()
    assert len(found) < 2
    return set(found[0][0]) if found else None


def in_step(negotiation):
    return list(different_words(negotiation)) == []


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


class TestWhatIsKept:
    def test_a_statement(self, big):
        said = big.statements[0]
        kept = words(Found.STATEMENT, said)
        assert {"readi", "speak", "channel", "envoy", "anna"} <= kept
        track, outlet = big.track.pk, said.report.outlet_id
        assert {f"~t{track}", f"~a{big.envoy.pk}", f"~a{big.states[0].pk}", f"~i{big.issue.pk}", f"~o{outlet}"} <= kept

    def test_an_event_a_text_and_a_report(self, big):
        assert {"meet", "vienna", "geneva", "anna", "~k0"} <= words(Found.EVENT, big.events[0])
        assert {"draft", "~k1", f"~t{big.track.pk}"} <= words(Found.PROPOSAL, big.proposal)
        assert {"report", "envoy", "told", "~k3"} <= words(Found.REPORT, big.reports[0])

    def test_russian_words_by_russian_stems_and_no_difference_of_letters(self, negotiation):
        report = make.ReportFactory(
            negotiation=negotiation, language="ru", text="Он сказал: «Переговоры идут в Чёрном море», the talks."
        )
        said = make.StatementFactory(report=report, words="«Переговоры идут в Чёрном море»", summary="Talks go on")
        assert {"переговор", "черн", "talk"} <= words(Found.STATEMENT, said)

    def test_only_the_words_of_the_newest_revision_that_has_any(self, big):
        said = big.statements[0]
        newer = make.RevisionFactory(report=said.report, number=2, text="She spoke of verification instead.")
        make.AnchorFactory(statement=said, revision=newer, words="verification")
        assert "verif" in words(Found.STATEMENT, said)
        assert "verif" in words(Found.REPORT, said.report)

    def test_a_text_of_any_length(self, negotiation):
        report = make.ReportFactory(negotiation=negotiation, text=" ".join(f"word{n}" for n in range(120_000)))
        assert "word1" in words(Found.REPORT, report)

    def test_the_undated_and_the_far_away(self, negotiation):
        make.ProposalFactory(negotiation=negotiation, tabled_on="")
        make.ProposalFactory(negotiation=negotiation, tabled_on=UncertainDate("1648-10-24"))
        quarters = Words.objects.filter(kind=Found.PROPOSAL).values_list("quarter", flat=True)
        assert sorted(quarters) == [0, 1900 * 4 + 3]
        assert quarter_of(UncertainDate("1648-10-24").earliest.date()) == 1900 * 4 + 3


class TestInStep:
    @pytest.mark.parametrize("status", ["draft", "rejected", "suggested", "reviewed"])
    def test_what_is_not_published_has_no_words(self, big, status):
        said = big.statements[0]
        said.status = status
        said.save()
        assert words(Found.STATEMENT, said) is None
        said.status = "published"
        said.save()
        assert words(Found.STATEMENT, said)

    def test_bulk(self, big):
        Statement.objects.update(status="rejected")
        assert not Words.objects.filter(kind=Found.STATEMENT).exists()
        Statement.objects.update(status="published", summary="Disarmament")
        assert all("disarma" in words(Found.STATEMENT, one) for one in big.statements)
        assert in_step(big.negotiation)

    def test_raw_sql(self, big):
        said = big.statements[0]
        sql("UPDATE statements_statement SET translation = 'a hotline' WHERE id = %s", said.pk)
        assert "hotlin" in words(Found.STATEMENT, said)
        sql("DELETE FROM statements_anchor WHERE statement_id = %s", said.pk)
        assert "speak" in words(Found.STATEMENT, said)  # the summary has it
        assert in_step(big.negotiation)

    def test_moving_to_another_quarter(self, big):
        said = big.statements[0]
        said.said_on = UncertainDate("2019-05-01")
        said.save()
        assert Words.objects.get(id=2 * 10**15 + said.pk).quarter == 2019 * 4 + 1

    def test_tracks_positions_and_roles(self, big):
        said = big.statements[0]
        said.track_links.all().delete()
        said.positions.all().delete()
        kept = words(Found.STATEMENT, said)
        assert not {lexeme for lexeme in kept if lexeme.startswith(("~t", "~i"))}
        big.role.delete()
        assert f"~a{big.states[0].pk}" not in words(Found.STATEMENT, said)
        assert in_step(big.negotiation)

    def test_names(self, big):
        Actor.objects.filter(pk=big.envoy.pk).update(name="Berta Burns")
        kept = words(Found.STATEMENT, big.statements[0])
        assert {"berta", "burns"} <= kept
        assert "anna" not in kept
        assert in_step(big.negotiation)

    def test_events(self, big):
        event = big.events[0]
        event.title = "Ministerial round"
        event.save()
        assert "ministeri" in words(Found.EVENT, event)
        Claim.objects.filter(event=event).update(place="Helsinki")
        assert "helsinki" in words(Found.EVENT, event)
        Claim.objects.filter(event=event).update(status="draft")
        assert words(Found.EVENT, event) is None
        assert in_step(big.negotiation)

    def test_texts_and_reports(self, big):
        big.proposal.aliases = ["the treaty"]
        big.proposal.save()
        assert "treati" in words(Found.PROPOSAL, big.proposal)
        report = big.reports[0]
        report.title = "A correction"
        report.published_at = day(200).earliest
        report.save()
        assert "correct" in words(Found.REPORT, report)
        assert Words.objects.get(id=3 * 10**15 + report.pk).quarter == 2022 * 4 + 2
        assert in_step(big.negotiation)

    def test_deleting(self, big):
        report = make.ReportFactory(negotiation=big.negotiation)
        report.delete()
        gone = big.statements[-1]
        Claim.objects.filter(statement=gone).delete()
        gone.delete()
        assert not Words.objects.filter(id=3 * 10**15 + (report.pk or 0)).exists()
        assert in_step(big.negotiation)


class TestRebuilding:
    def test_what_is_wrong_is_said_and_put_right(self, big):
        sql("DELETE FROM timelines_words WHERE kind = 2")
        sql("UPDATE timelines_words SET words = 'x' WHERE kind = 3")
        sql(
            "INSERT INTO timelines_words SELECT quarter, kind, id + 999, negotiation_id, first, last, words"
            " FROM timelines_words WHERE kind = 1"
        )
        wrong = list(different_words(big.negotiation))
        assert len(wrong) == 3 + 3 + 1
        assert sum("should not be there" in one for one in wrong) == 1
        assert list(rebuild_words(big.negotiation))[-1] > 0
        assert in_step(big.negotiation)
        assert any(done.what == "words" for done in rebuild(big.negotiation))

    def test_what_is_right_is_not_written(self, big):
        before = _places()
        list(rebuild_words(big.negotiation))
        assert _places() == before


def _places():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM timelines_words ORDER BY id")
        return cursor.fetchall()
