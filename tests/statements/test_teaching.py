"""Teaching from the workbench: names and words of reporting take effect at once, on what waits and on nothing else."""

import pytest
from django.urls import reverse

from tests.factories import ActorFactory, IssueFactory, ReportFactory, StatementFactory, TrackFactory
from tracker.history.queries import history_model
from tracker.lib.attribution import Known, Taught, forms_of, suggest
from tracker.negotiations.models import Actor
from tracker.statements.coding.lessons import waiting_reports
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import LexiconWord, Statement
from tracker.statements.tasks import suggest_again

pytestmark = pytest.mark.django_db

TEXT = (
    "Mara Lindqvist said that the draft on fishing was a basis for work.\n"
    "The lady of the lake said that the council would meet again in May.\n"
    "Orlik thundered that the quota was an insult to everybody at the table.\n"
)


@pytest.fixture
def report(negotiation, researcher):
    ActorFactory(name="Mara Lindqvist")
    made = ReportFactory(negotiation=negotiation, text=TEXT, language="en")
    suggest_statements(made, by=researcher)
    return made


@pytest.fixture
def teach(signed_in, researcher, report):
    client = signed_in(researcher)

    def send(headers=None, **values):
        return client.post(reverse("statements:teach", args=["talks", report.pk]), values, headers=headers)

    return send


def speakers():
    return {statement.speaker.name if statement.speaker else "" for statement in Statement.objects.all()}


def quotes():
    return [statement.quote for statement in Statement.objects.all()]


class TestNames:
    def test_another_name_of_an_actor_takes_effect_at_once(self, teach, researcher):
        lake = ActorFactory(name="Ida Berg")
        assert "Ida Berg" not in speakers()
        answer = teach(words="the lady  of the lake", what="actor", name="ida berg", headers={"HX-Request": "true"})
        assert "is now a name of Ida Berg" in answer.content.decode()
        assert answer["HX-Retarget"] == "#bench"
        assert "Ida Berg" in speakers()
        lake.refresh_from_db()
        assert lake.aliases == ["the lady of the lake"]
        newest = history_model(Actor).objects.filter(pgh_obj_id=lake.pk).latest("pgh_id")
        assert newest.pgh_context["user"] == researcher.pk
        teach(words="The Lady of the Lake", what="actor", name="Ida Berg")
        lake.refresh_from_db()
        assert lake.aliases == ["the lady of the lake"]

    def test_of_tracks_and_issues(self, teach, negotiation):
        track, issue = (
            TrackFactory(negotiation=negotiation, name="Lake Council"),
            IssueFactory(negotiation=negotiation, name="Fish"),
        )
        teach(words="the council", what="track", name="Lake Council")
        teach(words="quota", what="issue", name="Fish")
        track.refresh_from_db()
        issue.refresh_from_db()
        assert (track.aliases, issue.aliases) == (["the council"], ["quota"])
        assert any(link.track == track for one in Statement.objects.all() for link in one.track_links.all())

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"what": "actor", "name": "Nobody"}, "No actor is called"),
            ({"what": "actor", "name": "Sullivan"}, "Several are called"),
            ({"what": "track", "name": ""}, "Of whom, or of what?"),
            ({"what": "noun", "words": "two words"}, "is one word"),
            ({"what": "verb", "words": "not, a verb"}, "is one word, or its base"),
            ({"what": "actor", "name": "Mara Lindqvist", "words": "“”"}, "A name has between"),
            ({"what": "else"}, "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said(self, teach, values, message):
        for first in ("Jake", "John"):
            ActorFactory(name=f"{first} Sullivan", aliases=["Sullivan"])
        answer = teach(**{"words": "the lady", **values})
        assert answer.status_code == 422
        assert message in answer.content.decode()


class TestWords:
    def test_a_verb_of_reporting(self, teach, researcher):
        assert not any("an insult" in quote for quote in quotes())
        teach(words="thundered", what="clause")
        assert any("an insult" in quote for quote in quotes())
        word = LexiconWord.objects.get()
        assert (word.language, word.kind, word.added_by) == ("en", "clause", researcher)
        assert "thundered" in word.forms

    def test_is_forgotten_again(self, teach, signed_in, researcher, report):
        teach(words="thundered", what="verb", inflected="thunder thunders thundered thundering")
        word = LexiconWord.objects.get()
        signed_in(researcher).post(reverse("statements:teach_forget", args=["talks", report.pk, word.pk]))
        assert not any("an insult" in quote for quote in quotes())
        labels = history_model(LexiconWord).objects.filter(pgh_obj_id=word.pk).order_by("pgh_id")
        assert list(labels.values_list("pgh_label", flat=True)) == ["insert", "delete"]

    def test_judged_statements_are_never_touched(self, teach):
        judged = Statement.objects.first()
        Statement.objects.filter(pk=judged.pk).update(status="rejected")
        before = Statement.objects.values().get(pk=judged.pk)
        teach(words="thundered", what="clause")
        assert Statement.objects.values().get(pk=judged.pk) == before

    def test_the_form_begins_with_the_words_or_the_speaker(self, signed_in, researcher, report):
        client, address = signed_in(researcher), reverse("statements:teach", args=["talks", report.pk])
        page = client.get(address, {"words": "thundered"}).content.decode()
        assert '<option value="clause" selected>' in page
        assert "thunder/thundere thunders/thunderes" in page
        statement = next(one for one in Statement.objects.all() if one.speaker_words.lower().startswith("the lady"))
        assert statement.speaker_words in client.get(address, {"statement": statement.pk}).content.decode()

    def test_the_page_lists_what_was_taught_and_what_waits(self, teach, signed_in, researcher, negotiation, report):
        other = ReportFactory(negotiation=negotiation, text="elsewhere")
        StatementFactory(report=other, status="suggested", words="elsewhere")
        teach(words="thundered", what="clause")
        page = signed_in(researcher).get(reverse("statements:teach", args=["talks", report.pk])).content.decode()
        assert "Suggest again in 1 report that waits" in page
        assert "thundered" in page


class TestElsewhere:
    @pytest.mark.django_db(transaction=True)
    def test_a_job_goes_through_the_reports_that_wait(self, teach, negotiation, report, signed_in, researcher):
        from procrastinate.contrib.django.models import ProcrastinateJob

        other = ReportFactory(negotiation=negotiation, text=TEXT + "More.", language="en")
        coded = ReportFactory(negotiation=negotiation, text=TEXT + "And more.", language="en")
        suggest_statements(other)
        teach(words="thundered", what="clause")
        address = reverse("statements:teach_elsewhere", args=["talks", report.pk])
        for _ in range(2):
            signed_in(researcher).post(address)
        jobs = ProcrastinateJob.objects.filter(task_name="tracker.statements.tasks.suggest_again")
        assert [job.args for job in jobs] == [{"negotiation": negotiation.pk, "after": 0}]
        assert {row.pk for row in waiting_reports(negotiation)} == {report.pk, other.pk}

        class Context:
            should_abort = staticmethod(lambda: False)

        suggest_again(Context(), **jobs[0].args)
        assert any("an insult" in one.quote for one in other.statements.all())
        assert not coded.statements.exists()


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("opined", "en", "opin/opine opins/opines opined opining"),
        ("quipped", "en", "quip quips quipped quipping"),
        ("decried", "en", "decry decries decried decrying"),
        ("thunders", "en", "thunder thunders thundered thundering"),
        ("quip", "en", "quip quips quipped quipping"),
        ("vow", "en", "vow vows vowed vowing"),
        ("hisses", "en", "hisse/hiss hisses hissed hissing"),
        ("Muse", "en", "muse muses mused musing"),
        ("сказал", "ru", "- - сказал/сказала/сказали/сказало -"),
        ("two words", "en", ""),
        ("", "en", ""),
    ],
)
def test_forms_are_guessed_from_one(word, language, expected):
    assert forms_of(word, language) == expected


def test_the_engine_takes_words_as_a_parameter():
    text = "The aide thundered that the quota was an insult to everybody."
    assert suggest(text) == []
    (found,) = suggest(text, known=Known(taught=(Taught("en", "verb", "thunder thunders thundered thundering"),)))
    assert text[found.start : found.end].startswith("the quota")
    assert suggest(text) == []
    noun = "His outburst that the quota was an insult to everybody came late."
    (found,) = suggest(noun, known=Known(taught=(Taught("en", "noun", "outburst"),)))
    assert found.rule == "noun: outburst"
