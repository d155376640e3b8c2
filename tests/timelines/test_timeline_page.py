import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_shows(signed_in, analyst, scene):
    r = signed_in(analyst).get(reverse("timelines:negotiation", args=["talks"]))
    open("/tmp/tl.html", "w").write(r.content.decode())
    assert r.status_code == 200
