"""A form whose token went stale is not lost: it is shown again, to be sent again (bar.md S8)."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
LONG = "A long remark that took half an hour to write, and is not to be lost because of a token."


@pytest.fixture
def strict(analyst):
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst)
    return client


def test_what_was_written_is_kept_and_can_be_sent_again(strict, analyst):
    refused = strict.post(reverse("me"), {"name": LONG, "time_zone": "UTC", "csrfmiddlewaretoken": "stale"})
    assert refused.status_code == 403
    page = refused.content.decode()
    assert LONG in page
    token = refused.context["csrf_token"]
    sent = strict.post(reverse("me"), {"name": "Ada", "time_zone": "UTC", "csrfmiddlewaretoken": str(token)})
    assert sent.status_code == 302
    analyst.refresh_from_db()
    assert analyst.name == "Ada"


def test_a_password_is_not_written_into_the_page(strict):
    address = reverse("account_change_password")
    page = strict.post(address, {"oldpassword": "my old secret", "password1": "my new secret"}).content.decode()
    assert "secret" not in page


def test_who_is_not_signed_in_is_offered_nothing():
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": LONG}).content.decode()
    assert LONG not in page
    assert "send-again" not in page
