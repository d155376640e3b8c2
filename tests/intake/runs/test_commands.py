"""manage.py import and check_originals."""

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from tests.factories import OriginalFactory
from tests.intake.runs.material import ends, page, story
from tracker.intake.models import Original, Run
from tracker.intake.runs.tasks import take_items
from tracker.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text(story(1))
    (tmp_path / "deep" / "b.html").write_bytes(page(2))
    (tmp_path / "deep" / "c.bin").write_bytes(b"\x00\x01\x02")
    return tmp_path


def imported(capsys, *arguments):
    call_command("import", *map(str, arguments), "--negotiation", "talks")
    return capsys.readouterr().out


def test_a_folder_is_filed_and_what_is_not_is_told(negotiation, researcher, folder, capsys):
    said = imported(capsys, folder, "--wait", "--as", researcher.email.upper())
    assert "2 filed, 1 refused" in said
    assert "deep/c.bin: refused." in said
    assert {report.entered_by for report in Report.objects.all()} == {researcher}
    assert "2 same as one on file" in imported(capsys, folder / "a.txt", folder / "deep" / "b.html", "--wait")


def test_the_year_of_a_dateline_is_that_of_the_reference_date(negotiation, folder, capsys):
    imported(capsys, folder / "a.txt", "--wait", "--reference-date", "2019-06-01")
    assert Report.objects.get().dateline_day.year == 2019


def test_without_waiting_it_is_the_workers_turn(negotiation, folder, capsys):
    assert "1 waiting" in imported(capsys, folder / "a.txt")
    assert ends(Run.objects.get()) == ["waiting"]
    context = type("Context", (), {"should_abort": lambda self: False})()
    take_items.func(context, slot=0)
    assert ends(Run.objects.get()) == ["filed"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt"], "no file nowhere.txt"),
        (["https://page.example/1", "--as", "nobody@example.org"], "Nobody has an account"),
    ],
)
def test_what_is_wrong_is_said(negotiation, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("import", *arguments, "--negotiation", "talks")


def test_an_unknown_negotiation_and_an_empty_folder(negotiation, tmp_path):
    with pytest.raises(CommandError, match="no negotiation"):
        call_command("import", str(tmp_path), "--negotiation", "other")
    with pytest.raises(CommandError, match="no files"):
        call_command("import", str(tmp_path), "--negotiation", "talks")


def test_ten_damaged_originals_are_ten_told_exactly(capsys):
    rows = [OriginalFactory() for _ in range(30)]
    call_command("check_originals")
    assert "All 30 originals" in capsys.readouterr().out
    with pgtrigger.ignore("intake.Original:original_immutable"):
        for row in rows[:9]:
            Original.objects.filter(pk=row.pk).update(data=b"X" + row.data[1:])
        Original.objects.filter(pk=rows[9].pk).update(data=rows[9].data[:-1])
    with pytest.raises(CommandError, match="10 of 30 originals are damaged"):
        call_command("check_originals")
    said = capsys.readouterr().out
    assert {line.split(":")[0] for line in said.splitlines()} == {row.sha256 for row in rows[:10]}
    assert "bytes instead of" in said.splitlines()[9]
