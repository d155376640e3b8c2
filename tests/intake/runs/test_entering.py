"""Entering one report: by its address alone; and what turns out to be more than one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.intake.runs.material import imported, page, story, words
from tests.intake.test_enter import settled
from tracker.intake import views
from tracker.intake.fetching import Fetched
from tracker.intake.models import Identity, ItemStatus, Run
from tracker.intake.record import Failed, Refused
from tracker.reports.models import Report

pytestmark = pytest.mark.django_db

ADDRESS = "https://page.example/talks/2"
TABLE = "Title,Text,Outlet,Published\n" + "".join(
    f'Boats return {n},"{words(n)}",Example Wire,2021-03-0{n}\n' for n in (1, 2, 3)
)


@pytest.fixture
def entering(signed_in, researcher, negotiation):
    """entering(**sent): the answer to the first step."""
    client = signed_in(researcher)
    return lambda **sent: client.post(reverse("intake:enter", args=["talks"]), {"step": "read", "text": "", **sent})


@pytest.fixture
def web(monkeypatch):
    """What the address answers; `web.asked` are the addresses that were fetched."""

    class Web:
        asked: list[str] = []
        answer: Fetched | Exception = Fetched(page(2), "text/html", ADDRESS)

    def fetch(address):
        Web.asked.append(address)
        if isinstance(Web.answer, Exception):
            raise Web.answer
        return Web.answer

    monkeypatch.setattr(views, "fetch", fetch)
    return Web


class TestByAddress:
    def test_it_is_fetched_and_proposed(self, entering, web):
        answer = entering(url=f"{ADDRESS}?from=mail")
        assert web.asked == [f"{ADDRESS}?from=mail"]
        initial = answer.context["form"].initial
        assert (initial["title"], initial["url"], initial["came_from"]) == ("Page 2 of the talks", ADDRESS, "address")
        assert not Report.objects.exists()

    def test_not_with_a_text_or_a_file(self, entering, web):
        web.asked.clear()
        entering(url=ADDRESS, text=story(1))
        entering(url=ADDRESS, file=SimpleUploadedFile("a.txt", story(1).encode()))
        assert web.asked == []

    @pytest.mark.parametrize("problem", [Refused("No such page there."), Failed("It took longer than 20 seconds.")])
    def test_what_went_wrong_is_said_beside_the_address(self, entering, web, problem):
        web.answer = problem
        answer = entering(url=ADDRESS)
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"url": [problem.reason]}
        assert f'value="{ADDRESS}"' in answer.content.decode()

    def test_a_page_with_nothing_to_read(self, entering, web):
        web.answer = Fetched(b"\x89PNG\r\n\x1a\n....", "image/png", ADDRESS)
        answer = entering(url=ADDRESS)
        assert answer.status_code == 422
        assert "picture" in answer.context["form"].errors["url"][0]

    def test_the_page_is_known_when_its_address_comes_again(self, entering, web, signed_in, researcher, negotiation):
        signed_in(researcher).post(
            reverse("intake:enter", args=["talks"]), settled(came_from="address", url=ADDRESS, taken_from="{}")
        )
        report = Report.objects.get()
        assert report.revisions.get().came_from == "address"
        assert Identity.objects.get(report=report).identifier == ADDRESS


class TestSeveral:
    def test_a_table_goes_into_the_inbox(self, entering, negotiation):
        answer = entering(file=SimpleUploadedFile("boats.csv", TABLE.encode(), "text/csv"))
        run = Run.objects.get()
        assert answer["Location"] == run.get_absolute_url()
        (item,) = run.items.all()
        assert (item.name, item.status, bytes(item.original.data)) == ("boats.csv", ItemStatus.WAITING, TABLE.encode())

    def test_pasted(self, entering, negotiation):
        assert entering(text=TABLE)["Location"] == Run.objects.get().get_absolute_url()

    def test_behind_an_address(self, entering, web):
        web.answer = Fetched(TABLE.encode(), "text/csv", ADDRESS)
        entering(url=ADDRESS)
        assert Run.objects.get().items.get().address == ADDRESS

    def test_one_row_is_one_report(self, negotiation):
        run = imported(negotiation, TABLE)
        assert Report.objects.count() == 3
        assert run.items.filter(status=ItemStatus.OPENED).count() == 1
