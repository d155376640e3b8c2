"""Texts that are alike are told from those that are not."""

import random

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import OutletFactory, ReportFactory
from tests.intake.runs.material import story, words
from tracker.intake.models import Fingerprint
from tracker.intake.runs import likeness

TEXT = words(1, 40)


def changed(text, share, seed=1):
    """`text` with about that share of its words replaced, in runs of ten."""
    rng, found = random.Random(seed), text.split()
    for at in range(0, len(found), 10):
        if rng.random() < share:
            found[at : at + 10] = [f"new{at}x{n}" for n in range(10)]
    return " ".join(found)


def of(one, other):
    return likeness.likeness(likeness.digest_of(one), likeness.digest_of(other))


def test_the_more_is_changed_the_less_they_are_alike():
    assert of(TEXT, TEXT) == 1
    measured = [of(TEXT, changed(TEXT, share)) for share in (0.1, 0.3, 0.6)]
    assert measured == sorted(measured, reverse=True)
    assert measured[0] > 0.6
    assert of(TEXT, words(500, 40)) < 0.2


def test_case_blanks_and_marks_make_no_difference():
    assert of(TEXT, TEXT.upper().replace(" ", "\n").replace(",", " -")) == 1


def test_chinese_is_compared_by_characters():
    one = "双方代表在湖边的房子里再次会面并讨论了北方大桥和粮食运输的问题"
    assert of(one, one.replace("湖边", "河边")) > 0.5


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint(text):
    digest = likeness.digest_of(text)
    bands = likeness.bands_of(digest)
    assert len(digest) == 512
    assert len(bands) == 32
    assert all(-(2**63) <= band < 2**63 for band in bands)


@pytest.mark.django_db
class TestAlike:
    def alike(self, negotiation, text, **more):
        return [(one.report, one.relation) for one in likeness.alike(negotiation, likeness.digest_of(text), **more)]

    def filed(self, negotiation, text, **more):
        report = ReportFactory(negotiation=negotiation, text=text, **more)
        likeness.remember(report.revisions.get())
        return report

    def test_relations(self, negotiation):
        wire, paper = OutletFactory(), OutletFactory()
        report = self.filed(negotiation, TEXT, outlet=wire, title="Talks in Geneva end")
        self.filed(negotiation, words(700, 40))
        almost, update = TEXT + " Ends.", changed(TEXT, 0.15)
        assert self.alike(negotiation, almost, outlet=paper) == [(report, "same text")]
        assert self.alike(negotiation, update, outlet=wire) == [(report, "update of")]
        assert self.alike(negotiation, update, title="Talks end in Geneva") == [(report, "update of")]
        assert self.alike(negotiation, update, outlet=paper, title="Elsewhere") == [(report, "also reports")]

    def test_only_in_its_negotiation(self, negotiation):
        self.filed(ReportFactory().negotiation, TEXT)
        assert self.alike(negotiation, TEXT) == []

    def test_missing_and_outdated_fingerprints_are_made(self, negotiation, capsys):
        ReportFactory(negotiation=negotiation, text=story(1))
        self.filed(negotiation, story(2))
        self.filed(negotiation, story(3))
        Fingerprint.objects.filter(revision__text=story(3)).update(algorithm="older")
        call_command("fingerprint")
        assert "2 fingerprints made" in capsys.readouterr().out
        assert set(Fingerprint.objects.values_list("algorithm", flat=True)) == {likeness.ALGORITHM}
        assert Fingerprint.objects.count() == 3
        call_command("fingerprint")
        assert "0 fingerprints made" in capsys.readouterr().out
