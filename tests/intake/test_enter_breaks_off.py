"""A file whose reading breaks off on the way in: said in the form, nothing lost, nothing filed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tracker.intake import sandbox
from tracker.intake.record import Failed
from tracker.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("with_file", [True, False])
def test_reading_that_breaks_off_is_said_in_the_form(signed_in, researcher, negotiation, monkeypatch, with_file):
    def broken(*_, **__):
        raise Failed("Reading it took longer than 30 seconds and was stopped.")

    monkeypatch.setattr(sandbox, "read_all", broken)
    sent = {"step": "read", "text": "Talks go on."}
    if with_file:
        sent["file"] = SimpleUploadedFile("a.txt", b"Talks go on.")
    answer = signed_in(researcher).post(reverse("intake:enter", args=["talks"]), sent)
    assert answer.status_code == 422
    assert "longer than 30 seconds" in answer.content.decode()
    assert "Talks go on." in answer.content.decode()
    assert not Report.objects.exists()
