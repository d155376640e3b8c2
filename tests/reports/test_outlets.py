"""The registry of outlets: who publishes reports, kept by researchers."""

import pytest
from django.urls import reverse
from lxml import html

from tests import factories as make
from tracker.history.queries import history_model
from tracker.reports.models import Outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in, researcher):
    return signed_in(researcher)


def words(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def send(client, address, **values):
    return client.post(address, {"reliability": "F", **values})


def test_an_outlet_is_entered(desk):
    answer = send(
        desk, reverse("reports:outlet_new"),
        name="Lake Wire", short_name="LW", aliases="The Wire\nLake Wire Service",
        domains="https://www.LakeWire.example/news\nlakewire.example", reliability="B", reliability_note="Corrects itself.",
    )  # fmt: skip
    assert answer["Location"] == reverse("reports:outlets")
    row = Outlet.objects.get()
    assert (row.aliases, row.domains, row.reliability) == (["The Wire", "Lake Wire Service"], ["lakewire.example"], "B")
    found = words(desk.get(reverse("reports:outlets")))
    assert "B: usually reliable" in found
    assert "Corrects itself." in found


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "Agency"}, "There is an outlet of this name"),
        ({"domains": "no domain"}, "“no domain” is no web domain"),
        ({"domains": "agency.example"}, "agency.example belongs to Agency"),
        ({"reliability": "G"}, "Select a valid choice"),
    ],
)
def test_wrong_input_is_said_and_kept(desk, values, said):
    make.OutletFactory(name="Agency", domains=["agency.example"])
    answer = send(
        desk, reverse("reports:outlet_new"), **{"name": "Lake Wire", "reliability_note": "kept words", **values}
    )
    assert answer.status_code == 422
    assert said in words(answer)
    assert "kept words" in words(answer)
    assert Outlet.objects.count() == 1


def test_the_second_of_two_editors_sees_both_texts(desk):
    row = make.OutletFactory(name="Agency")
    Outlet.objects.filter(pk=row.pk).update(reliability_note="Their reason")
    answer = send(desk, row.get_absolute_url(), name="Agency", reliability_note="My reason", version="1")
    assert answer.status_code == 409
    assert "Their" in words(answer)
    row.refresh_from_db()
    assert row.reliability_note == "Their reason"


def test_an_outlet_with_reports_stays(desk):
    used, unused = make.ReportFactory().outlet, make.OutletFactory()
    for row, status in ((used, 409), (unused, 302)):
        remove = reverse("reports:outlet_remove", args=[row.pk])
        assert desk.get(remove).status_code == 200
        assert desk.post(remove, {"version": row.version}).status_code == status
    assert "1 report" in words(desk.get(reverse("reports:outlet_remove", args=[used.pk])))
    assert list(Outlet.objects.all()) == [used]
    assert history_model(Outlet).objects.filter(pgh_obj_id=unused.pk, pgh_label="delete").exists()


def test_outlets_are_found_by_name_alias_and_domain(desk):
    make.OutletFactory(name="Lake Wire", aliases=["The Ticker"], domains=["lakewire.example"])
    make.OutletFactory(name="Noise")
    for query in ("lake", "ticker", "wire.ex"):
        found = words(desk.get(reverse("reports:outlets"), {"q": query}))
        assert "Lake Wire" in found
        assert "Noise" not in found
    assert "No outlet of this name" in words(desk.get(reverse("reports:outlets"), {"q": "nobody"}))


def test_an_empty_registry_says_what_belongs_there(desk):
    assert "No outlets yet" in words(desk.get(reverse("reports:outlets")))


def test_analysts_do_not_keep_it(signed_in, analyst):
    row = make.OutletFactory()
    client = signed_in(analyst)
    for address in (reverse("reports:outlets"), reverse("reports:outlet_new"), row.get_absolute_url()):
        assert client.get(address).status_code == 403


def test_pages_take_few_queries(desk, django_assert_max_num_queries):
    rows = [make.OutletFactory() for _ in range(30)]
    for address in (reverse("reports:outlets"), rows[0].get_absolute_url()):
        with django_assert_max_num_queries(10):
            desk.get(address)


def test_reached_from_the_lists(desk, negotiation):
    for page in ("reports:list", "negotiations:setup"):
        assert reverse("reports:outlets") in desk.get(reverse(page, args=["talks"])).content.decode()
