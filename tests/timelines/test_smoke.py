import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["timelines:negotiation", "negotiations:dashboard", "negotiations:setup"])
def test_shows(signed_in, researcher, scene, name):
    for i in range(4):
        scene.add(i + 1)
    with CaptureQueriesContext(connection) as c:
        r = signed_in(researcher).get(reverse(name, args=["talks"]))
    assert r.status_code == 200
    print(name, len(c))
    for q in c:
        print("   ", q["sql"][:150])


def test_home(signed_in, researcher, scene):
    with CaptureQueriesContext(connection) as c:
        r = signed_in(researcher).get("/")
    print("home", len(c))
    [print("  ", q["sql"][:140], "..", q["sql"][-100:]) for q in c]
    assert r.status_code == 200
