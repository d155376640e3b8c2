"""The repair queue: what stands in it, and each way out of it."""

import pytest
from django.urls import reverse

from tests.factories import AnchorFactory, ClaimFactory, EventFactory, ReportFactory, RevisionFactory, StatementFactory
from tracker.intake.repair.queries import repair_page, waiting
from tracker.statements.models import Statement, Status

pytestmark = pytest.mark.django_db

OLD = (
    "The envoy said the draft was a basis for work. The draft was a surprise to the others, she added. "
    "The talks would open in Geneva on Monday, said the office of the mediator. "
)
NEW = (
    "CORRECTED. The envoy said the draft was a basis for work. The draft was no surprise to the others, she added. "
    "The talks would open in Vienna on Tuesday, said the office of the mediator. "
)
GONE = "The draft was a surprise to the others"
PLACE = reverse("intake:repair", args=["talks"])


@pytest.fixture
def report(negotiation):
    return ReportFactory(negotiation=negotiation, text=OLD)


@pytest.fixture
def statement(report):
    return StatementFactory(report=report, words=GONE, status=Status.DRAFT)


@pytest.fixture
def claim(report, negotiation):
    return ClaimFactory(event=EventFactory(negotiation=negotiation), report=report, words="open in Geneva on Monday")


def revised(report):
    return RevisionFactory(report=report, number=2, text=NEW)


@pytest.fixture
def newest(report, statement):
    return revised(report)


def settle(client, row, newest, **sent):
    kind = "statement" if isinstance(row, Statement) else "claim"
    address = reverse("intake:repair_settle", args=["talks", kind, row.pk])
    return client.post(address, {"version": row.version, "revision": newest.pk, **sent})


def only(negotiation, user):
    (repair,) = repair_page(negotiation, user=user)[1]
    return repair


class TestWhatStandsInIt:
    def test_coded_words_that_are_gone(self, negotiation, report, statement, researcher):
        StatementFactory(report=report, words="a basis for work", status=Status.SUGGESTED)
        StatementFactory(report=report, words="open in Geneva", status=Status.REJECTED)
        StatementFactory(report=ReportFactory(negotiation=negotiation), status=Status.DRAFT)
        still = StatementFactory(report=report, words="a basis for work", status=Status.DRAFT)
        newest = revised(report)
        start = NEW.index("a basis for work")
        AnchorFactory(statement=still, revision=newest, start=start, end=start + 16, exact="a basis for work")
        repair = only(negotiation, researcher)
        assert (repair.row, repair.words, repair.old.number, repair.newest) == (statement, GONE, 1, newest)
        assert waiting(negotiation) == 1

    def test_claims_too(self, negotiation, report, statement, claim, reviewer):
        revised(report)
        repairs = repair_page(negotiation, user=reviewer)[1]
        assert [(one.kind, one.row) for one in repairs] == [("claim", claim), ("statement", statement)]
        assert repairs[0].places[0].words == "open in Vienna on Tuesday"

    def test_another_negotiation_has_its_own(self, restricted, negotiation, newest):
        assert (waiting(negotiation), waiting(restricted)) == (1, 0)

    def test_the_likely_place_is_offered_with_what_changed(self, negotiation, newest, researcher):
        (place, *_) = only(negotiation, researcher).places
        assert place.words == "The draft was no surprise to the others"
        assert ("old", "a ") in [(stretch.kind, stretch.text) for stretch in place.changes]

    def test_words_that_stand_in_two_places_are_offered_both(self, negotiation, report, statement, researcher):
        RevisionFactory(report=report, number=2, text=f"{GONE}, one said. Then:\n{GONE}, said another.")
        assert [place.words for place in only(negotiation, researcher).places] == [GONE, GONE]

    def test_a_statement_of_two_pieces_is_offered_both_together(
        self, negotiation, report, statement, newest, researcher
    ):
        words = "said the office of the mediator"
        start = OLD.index(words)
        AnchorFactory(
            statement=statement,
            revision=report.revisions.get(number=1),
            start=start,
            end=start + len(words),
            exact=words,
        )
        (place,) = only(negotiation, researcher).places
        assert place.words == f"The draft was no surprise to the others … {words}"

    def test_nothing_like_it(self, negotiation, report, statement, researcher, signed_in):
        RevisionFactory(report=report, number=2, text="Weather: rain in the south, wind from the west.")
        assert only(negotiation, researcher).places == []
        assert "resembles it" in signed_in(researcher).get(PLACE).content.decode()


class TestTheWaysOut:
    def test_move_to_the_place_offered(self, signed_in, researcher, negotiation, statement, newest):
        place = only(negotiation, researcher).places[0]
        answer = settle(signed_in(researcher), statement, newest, do="move", spans=place.sent)
        assert answer["Location"] == PLACE
        assert statement.pieces[0].revision == newest
        assert statement.quote == "The draft was no surprise to the others"
        assert statement.anchors.count() == 2  # the older reading stays
        assert waiting(negotiation) == 0

    def test_move_to_pasted_words(self, signed_in, researcher, statement, newest):
        settle(signed_in(researcher), statement, newest, do="move", quote="no  surprise to the others")
        assert statement.quote == "no surprise to the others"

    def test_a_claim_moves(self, signed_in, reviewer, report, claim):
        newest = revised(report)
        settle(signed_in(reviewer), claim, newest, do="move", quote="open in Vienna on Tuesday")
        claim.refresh_from_db()
        assert (claim.revision, claim.exact) == (newest, "open in Vienna on Tuesday")

    def test_keep_on_the_older_revision_until_a_newer_one_comes(
        self, signed_in, researcher, negotiation, report, statement, newest
    ):
        settle(signed_in(researcher), statement, newest, do="keep")
        assert waiting(negotiation) == 0
        assert statement.quote == GONE
        page = signed_in(researcher).get(statement.get_absolute_url()).content.decode()
        assert "These words stand in revision 1 of the report; its newest, revision 2, does not have them." in page
        bench = signed_in(researcher).get(reverse("statements:workbench", args=["talks", report.pk])).content.decode()
        assert "Needs a look" not in bench
        RevisionFactory(report=report, number=3, text=NEW + "And more.")
        assert waiting(negotiation) == 1

    def test_retire(self, signed_in, researcher, negotiation, statement, newest):
        settle(signed_in(researcher), statement, newest, do="retire")
        statement.refresh_from_db()
        assert statement.status == Status.REJECTED
        assert waiting(negotiation) == 0

    def test_htmx_gets_the_queue_without_it(self, signed_in, researcher, statement, newest):
        address = reverse("intake:repair_settle", args=["talks", "statement", statement.pk])
        sent = {"version": statement.version, "revision": newest.pk, "do": "keep"}
        answer = signed_in(researcher).post(address, sent, headers={"HX-Request": "true"})
        page = answer.content.decode()
        assert "<html" not in page
        assert "Nothing is adrift" in page
        assert "data-announce" in page


class TestRefusals:
    @pytest.mark.parametrize(
        ("sent", "why"),
        [
            ({"do": "move", "quote": "words that nobody said"}, "do not stand in the newest text"),
            ({"do": "move", "quote": "said"}, "more than once"),
            ({"do": "move"}, "Paste the words"),
            ({"do": "move", "spans": "5-5"}, "no text from 5 to 5"),
            ({"do": "move", "spans": "0-99999"}, "no text from 0"),
            ({"do": "move", "spans": "a-b"}, "Paste the words"),
            ({"do": "burn"}, "no such decision"),
            ({"do": "keep", "version": "x"}, "Load the page again"),
            ({"do": "keep", "revision": "0"}, "newer text"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_changes(
        self, signed_in, researcher, negotiation, statement, newest, sent, why
    ):
        address = reverse("intake:repair_settle", args=["talks", "statement", statement.pk])
        whole = {"version": statement.version, "revision": newest.pk, **sent}
        answer = signed_in(researcher).post(address, whole, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert why in page
        assert f'value="{sent.get("quote", "")}"' in page
        assert waiting(negotiation) == 1

    def test_somebody_was_quicker(self, signed_in, researcher, statement, newest):
        Statement.objects.filter(pk=statement.pk).update(summary="changed meanwhile")
        address = reverse("intake:repair_settle", args=["talks", "statement", statement.pk])
        sent = {"version": statement.version, "revision": newest.pk, "do": "keep"}
        answer = signed_in(researcher).post(address, sent, headers={"HX-Request": "true"})
        assert answer.status_code == 409
        assert "Somebody changed it meanwhile" in answer.content.decode()

    def test_what_is_published_is_moved_by_reviewers(self, signed_in, researcher, reviewer, report):
        published = StatementFactory(report=report, words=GONE)
        newest = RevisionFactory(report=report, number=2, text=NEW)
        client = signed_in(researcher)
        assert "a reviewer decides" in client.get(PLACE).content.decode()
        for do in ("move", "keep", "retire"):
            settle(client, published, newest, do=do, quote="no surprise")
        published.refresh_from_db()
        assert (published.version, published.status) == (1, Status.PUBLISHED)
        settle(signed_in(reviewer), published, newest, do="keep")
        published.refresh_from_db()
        assert published.missing_from == newest

    def test_unknown_kinds_and_rows(self, signed_in, researcher, statement, newest):
        for kind, pk in (("actor", statement.pk), ("statement", 0), ("claim", statement.pk)):
            assert (
                signed_in(researcher).post(reverse("intake:repair_settle", args=["talks", kind, pk])).status_code == 404
            )


def test_words_with_markup_are_shown_as_words(signed_in, researcher, negotiation):
    report = ReportFactory(negotiation=negotiation, text="She said <script>alert(1)</script> was no way to begin.")
    StatementFactory(report=report, words="<script>alert(1)</script> was no way", status=Status.DRAFT)
    RevisionFactory(report=report, number=2, text="She said <script>alert(2)</script> was no way to begin.")
    page = signed_in(researcher).get(PLACE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_queries_do_not_grow(signed_in, researcher, negotiation, django_assert_max_num_queries):
    for number in range(8):
        report = ReportFactory(negotiation=negotiation, text=f"{OLD} {number}")
        StatementFactory(report=report, words=GONE, status=Status.DRAFT)
        RevisionFactory(report=report, number=2, text=f"{NEW} {number}")
    client = signed_in(researcher)
    with django_assert_max_num_queries(19):
        page = client.get(PLACE).content.decode()
    assert page.count("data-repair") == 8
