"""No page but those of OF_COUNTS asks the database twenty times, whatever it shows. The pages to read, the timeline, the dashboard and the
workbench have guards with much data of their own; here every route is held to it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.test_permissions import NOT_ALLOWED, ROUTES, World

pytestmark = pytest.mark.django_db
MOST = 20
# Pages put together from kept counts ask more often, and for less each time: none of these reads grows with the data.
# (Where scripts draw the lanes a timeline asks some twenty times.)
OF_COUNTS = {
    "timelines:compare": 31,
    "timelines:negotiation": 38,
    "timelines:track": 31,
    "timelines:picture": 31,
    "negotiations:dashboard": 22,
}
# So do the coder's: names of all kinds to choose from, lessons, records, what else says the same, suggested claims.
OF_COUNTS |= {"statements:workbench": 34, "statements:edit": 28}


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.get is not NOT_ALLOWED])
def test_fewer_than_twenty_queries(name, signed_in, administrator, negotiation):
    world = World(negotiation, administrator)
    client = signed_in(administrator)
    client.get(world.address("me"))  # warm: the first request of a session writes it
    with CaptureQueriesContext(connection) as asked:
        client.get(world.address(name))
    assert len(asked) < OF_COUNTS.get(name, MOST), [query["sql"][:120] for query in asked]
