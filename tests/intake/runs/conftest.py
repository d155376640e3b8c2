import pytest

from tests.factories import FeedFactory, OutletFactory


@pytest.fixture
def feed(negotiation):
    return FeedFactory(negotiation=negotiation, outlet=OutletFactory(name="Foreign Office of Sylvania"))
