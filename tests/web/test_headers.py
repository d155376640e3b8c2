"""What every response of every route carries (bar.md S7)."""

import pytest
from django.test import Client

from tests.test_permissions import NOT_ALLOWED, ROUTES, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(negotiation, administrator, client):
    """A response of every route that answers GET, as an administrator and as nobody; and of an address that is none."""
    world = World(negotiation, administrator)
    client.force_login(administrator)
    found = []
    for name, route in ROUTES.items():
        if route.get is not NOT_ALLOWED:
            found += [client.get(world.address(name)), Client().get(world.address(name))]
    return [*found, client.get("/no/such/page/"), Client().get("/s/no-such-token/")]


def test_nothing_runs_and_nothing_loads_but_our_own(answers):
    for answer in answers:
        parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
        policy = {name: values for name, _, values in parts}
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "http" not in answer["Content-Security-Policy"]


def test_other_headers(answers):
    for answer in answers:
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        # Tiles of the lanes are asked for again and again: a browser keeps them, asks each time whether they still hold.
        wanted = "private, no-cache" if "/tiles/" in answer.request["PATH_INFO"] and "ETag" in answer else "no-store"
        assert wanted in answer["Cache-Control"], answer.request["PATH_INFO"]
        assert "HX-Request" in answer["Vary"]
        assert answer["X-Request-ID"]


def test_over_https_cookies_and_transport_are_bound(client, administrator):
    """In the settings of an installation for a team, read in a process of their own."""
    import json
    import os
    import subprocess
    import sys

    script = (
        "import json; from tracker import settings as s; print(json.dumps({k: getattr(s, k) for k in ("
        "'SESSION_COOKIE_NAME', 'CSRF_COOKIE_NAME', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE',"
        "'SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS', 'DEBUG')}))"
    )
    environment = {k: v for k, v in os.environ.items() if k not in ("DEBUG", "HTTPS", "DJANGO_SETTINGS_MODULE")}
    found = json.loads(
        subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True).stdout
    )
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert not found["DEBUG"]


def test_a_nul_in_an_address_is_refused_in_words(signed_in, analyst):
    answer = signed_in(analyst).get("/accounts/me/?q=%00")
    assert answer.status_code == 400
    assert "NUL" in answer.content.decode()
