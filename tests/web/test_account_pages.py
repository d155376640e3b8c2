"""The account pages that allauth drives, in our words and frame."""

import pytest
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Forgotten password"),
        ("account_reset_password_done", "Look in your mail"),
        ("account_reset_password_from_key_done", "Password set"),
        ("account_inactive", "This account is closed"),
        ("account_signup", "Accounts are opened by an administrator"),
    ],
)
def test_before_signing_in(client, name, title):
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<h1 class="account-title">{title}</h1>' in html
    assert 'class="wordmark"' in html


def test_after_signing_in(client, analyst):
    client.force_login(analyst)
    for name, title in (("account_change_password", "Change password"), ("account_logout", "Sign out")):
        assert f'<h1 class="account-title">{title}</h1>' in client.get(reverse(name)).content.decode()


@pytest.mark.django_db
def test_a_spent_link_says_so(client):
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "spent-spent"})
    assert "This link no longer works" in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_wrong_password_is_said_beside_the_form_and_the_address_kept(client):
    response = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    html = response.content.decode()
    assert "errorlist" in html
    assert 'value="nobody@example.org"' in html
