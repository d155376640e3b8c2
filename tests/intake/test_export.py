"""What is exported and imported again is equal; what is not published stays at home."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from tests.scene import Scene
from tracker.intake.coded import add_coded
from tracker.intake.export import export
from tracker.intake.readers import read_all
from tracker.lib.dates import UncertainDate
from tracker.statements.models import Status

pytestmark = pytest.mark.django_db

LEFT_OUT = {"coder", "status"}  # whoever imports is the coder, and all arrives as drafts


@pytest.fixture
def rich(negotiation):
    """A scene whose first statement has all that a statement can have."""
    scene = Scene(negotiation, size=3).build()
    statement = scene.statements[0]
    make.AnchorFactory(statement=statement, words="the talks would open in Geneva on Monday")
    statement.form, statement.basis, statement.act, statement.certainty = "mixed", "background", "offer", "probable"
    statement.said_on = UncertainDate("2022-01-03~", "about Monday", scene.reports[0].reference_day)
    statement.addressee, statement.venue, statement.translation = scene.states[1], "Geneva", "Ready"
    statement.save()
    make.PositionFactory(
        statement=statement,
        issue=scene.issues[1],
        holder=scene.states[0],
        stance="conditional",
        condition="if others are",
    )
    scene.reports[0].byline = "Jane Doe"
    scene.reports[0].url = "https://kestrel.example/1"
    scene.reports[0].save()
    return scene


@pytest.fixture
def elsewhere(rich):
    """Another negotiation with tracks, issues and articles of the same names."""
    other = make.NegotiationFactory(slug="elsewhere", title="Elsewhere")
    for track in rich.negotiation.tracks.all():
        make.TrackFactory(negotiation=other, name=track.name)
    for issue in rich.negotiation.issues.all():
        make.IssueFactory(negotiation=other, name=issue.name)
    proposal = make.ProposalFactory(negotiation=other, title="The draft")
    make.ProvisionFactory(of_version__proposal=proposal, of_version__number=1, number="1", issue=None)
    return other


def imported(data, negotiation, by):
    """Each record filed as plainly as can be."""
    for record in read_all(json.dumps(data)):
        report = make.ReportFactory(
            negotiation=negotiation,
            outlet=next(o for o in make.OutletFactory._meta.model.objects.all() if o.name == record.outlet),
            text=record.text,
            **{
                name: getattr(record, name)
                for name in (
                    "title",
                    "url",
                    "byline",
                    "dateline_place",
                    "dateline_day",
                    "published_at",
                    "language",
                    "kind",
                )
            },
        )
        added = add_coded(report, report.current, record.statements, by=by)
        assert added.notes == []
        assert len(added.made) == len(record.statements)


def plain(data):
    """The export without what differs by rights."""
    reports = [dict(report) for report in data["reports"]]
    for report in reports:
        for name in ("credibility", "note", "fact_sources"):
            report.pop(name, None)
        report["statements"] = [
            {name: value for name, value in one.items() if name not in LEFT_OUT} for one in report.get("statements", [])
        ]
    return reports


def test_what_is_imported_again_is_equal(rich, elsewhere, researcher):
    sent = export(rich.negotiation)
    imported(sent, elsewhere, researcher)
    back = export(elsewhere, everything=True)
    assert plain(back) == plain(sent)
    first = plain(sent)[0]["statements"][0]
    assert len(first["pieces"]) == 2
    assert len(first["positions"]) == 4
    assert {one["status"] for report in back["reports"] for one in report["statements"]} == {"draft"}


def test_the_same_export_twice_makes_nothing_twice(rich, elsewhere, researcher):
    sent = export(rich.negotiation)
    imported(sent, elsewhere, researcher)
    for record, report in zip(read_all(json.dumps(sent)), elsewhere.reports.order_by("published_at"), strict=True):
        again = add_coded(report, report.current, record.statements, by=researcher)
        assert (again.made, again.known) == ([], len(record.statements))


def test_nothing_unpublished_goes_out_unless_all_is_asked_for(rich):
    draft, guess, rejected = (rich.say(rich.reports[0], 0, stance="demands") for _ in range(3))
    for statement, status in ((draft, Status.DRAFT), (guess, Status.SUGGESTED), (rejected, Status.REJECTED)):
        type(statement).objects.filter(pk=statement.pk).update(status=status, summary=f"still {status}")
    assert "still" not in json.dumps(export(rich.negotiation))
    everything = json.dumps(export(rich.negotiation, everything=True))
    assert "still draft" in everything
    assert "still suggested" not in everything
    assert "still rejected" not in everything


def test_the_newest_text_goes_out_and_the_report_keeps_its_name(rich):
    report = rich.reports[0]
    before = export(rich.negotiation)["reports"][0]
    make.RevisionFactory(report=report, number=2, text="All other words now.")
    after = export(rich.negotiation)["reports"][0]
    assert after["identifier"] == before["identifier"]
    assert (after["revision"], after["text"]) == (2, "All other words now.")
    assert all("start" not in piece for piece in after["statements"][0]["pieces"])


def test_the_command_writes_a_file_that_is_read(rich, tmp_path):
    out = tmp_path / "reports.json"
    told = io.StringIO()
    call_command("export_reports", "talks", "--out", str(out), stdout=told)
    assert told.getvalue() == f"3 reports, 3 statements: {out}\n"
    assert len(read_all(out.read_bytes())) == 3
    printed = io.StringIO()
    call_command("export_reports", "talks", stdout=printed)
    assert json.loads(printed.getvalue()) == json.loads(out.read_text())


def test_the_command_says_what_is_wrong(rich, tmp_path):
    with pytest.raises(CommandError, match="no negotiation “nowhere”"):
        call_command("export_reports", "nowhere")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_reports", "talks", "--out", str(tmp_path / "no" / "such"))
