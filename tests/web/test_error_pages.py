"""Pages for what went wrong, and the style page that shows all parts."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse


@pytest.mark.django_db
def test_not_found_is_a_whole_page(client):
    response = client.get("/there-is-no-such-page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html"])
def test_the_reason_is_shown_and_escaped(name, rf, analyst):
    request = rf.get("/")
    request.user = analyst
    html = render_to_string(name, {"reason": "<b>why</b>"}, request=request)
    assert "&lt;b&gt;why&lt;/b&gt;" in html


def test_the_page_for_a_fault_needs_nothing_of_the_site():
    """No request, no user, no database: whatever broke, this page stands."""
    html = render_to_string("500.html", {"request_id": "abc123"})
    assert "Something broke on our side" in html
    assert "abc123" in html


def test_style_page_is_for_administrators(client, administrator, reviewer):
    client.force_login(reviewer)
    assert client.get(reverse("web:style")).status_code == 404
    client.force_login(administrator)
    assert client.get(reverse("web:style")).status_code == 200


def test_every_page_forbids_inline_script_and_style(client, administrator):
    """The content security policy would block them; finding them here is quicker than in a browser."""
    client.force_login(administrator)
    html = client.get(reverse("web:style")).content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
