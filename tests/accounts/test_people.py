"""Accounts: who may sign in, who manages people, and how wrong passwords are slowed."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory
from tracker.accounts.models import Role, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_person_signs_in_by_email_whatever_its_case(client, analyst):
    answer = sign_in(client, analyst.email.upper(), PASSWORD)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("negotiations:home")


def test_pages_ask_for_a_sign_in(client):
    answer = client.get(reverse("me"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_htmx_is_sent_to_the_sign_in_as_a_whole(client):
    answer = client.get(reverse("me"), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/n/talks/"})
    assert answer["HX-Redirect"] == reverse("account_login") + "?next=%2Fn%2Ftalks%2F"


def test_nobody_opens_an_account_by_themselves(client):
    answer = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.filter(email="new@example.org").exists()
    assert answer.status_code in (200, 403)


def test_who_may_not_sign_in_is_out_on_the_next_request(signed_in, analyst):
    client = signed_in(analyst)
    assert client.get(reverse("me")).status_code == 200
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert client.get(reverse("me")).status_code == 302


def test_a_session_that_has_run_out_is_none(signed_in, analyst):
    client = signed_in(analyst)
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/").status_code == 302


def test_the_fifth_wrong_password_is_the_last_one_tried(client, analyst):
    for _ in range(5):
        sign_in(client, analyst.email, "wrong")
    answer = sign_in(client, analyst.email, PASSWORD)
    assert "Too many failed" in answer.content.decode()


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "https:evil.example", "javascript:alert(1)"]
)
def test_the_way_back_after_signing_in_is_local(client, analyst, next_page):
    answer = client.post(reverse("account_login"), {"login": analyst.email, "password": PASSWORD, "next": next_page})
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


class TestPeople:
    def test_an_administrator_adds_a_person_who_gets_a_mail(self, signed_in, administrator):
        answer = signed_in(administrator).post(
            reverse("person_new"), {"name": "Ada", "email": "Ada@Example.org", "role": Role.RESEARCHER}
        )
        assert answer.status_code == 302
        added = User.objects.get(email="ada@example.org")
        assert added.may_code
        assert not added.has_usable_password()
        assert [message.to for message in mail.outbox] == [["ada@example.org"]]

    def test_an_address_is_taken_once(self, signed_in, administrator, analyst):
        answer = signed_in(administrator).post(
            reverse("person_new"), {"name": "Twin", "email": analyst.email.upper(), "role": Role.ANALYST}
        )
        assert answer.status_code == 422
        assert "Twin" in answer.content.decode()

    def test_administrators_do_not_lock_themselves_out(self, signed_in, administrator):
        answer = signed_in(administrator).post(
            reverse("person", args=[administrator.pk]),
            {"name": "Me", "email": administrator.email, "role": Role.ANALYST, "is_active": "on"},
        )
        assert answer.status_code == 422
        administrator.refresh_from_db()
        assert administrator.may_administer

    def test_a_role_cannot_be_given_to_oneself_by_a_field_that_is_not_there(self, signed_in, analyst):
        signed_in(analyst).post(
            reverse("me"),
            {
                "name": "Me",
                "time_zone": "Europe/Vienna",
                "role": Role.ADMINISTRATOR,
                "email": "x@example.org",
            },
        )
        analyst.refresh_from_db()
        assert (analyst.role, analyst.name, analyst.time_zone) == (Role.ANALYST, "Me", "Europe/Vienna")

    @pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
    def test_others_manage_nobody(self, signed_in, role):
        client = signed_in(UserFactory(role=role))
        assert client.get(reverse("people")).status_code == 403
        assert (
            client.post(
                reverse("person_new"), {"name": "X", "email": "x@example.org", "role": "administrator"}
            ).status_code
            == 403
        )
        assert not User.objects.filter(email="x@example.org").exists()
