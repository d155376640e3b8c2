import pytest
from django.db import connection

from tests.factories import FeedFactory, OutletFactory


@pytest.fixture
def feed(negotiation):
    return FeedFactory(negotiation=negotiation, outlet=OutletFactory(name="Foreign Office of Sylvania"))


@pytest.fixture
def no_jobs_left(transactional_db):
    """The queue's tables are not ours, so that they are not emptied after a test without a transaction."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
