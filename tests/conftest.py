"""The cast that every test may ask for. The database behind it: tests/plugins/postgres.py."""

import pytest

from tests.factories import MemberFactory, NegotiationFactory, UserFactory
from tracker.accounts.models import Role
from tracker.negotiations.models import Visibility

pytest_plugins = ["tests.plugins.postgres"]


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def reviewer(db):
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def researcher(db):
    return UserFactory(role=Role.RESEARCHER)


@pytest.fixture
def analyst(db):
    return UserFactory(role=Role.ANALYST)


@pytest.fixture
def reader(db):
    """An account outside the team."""
    return UserFactory(role=Role.READER)


@pytest.fixture
def stranger(db):
    """A researcher of the team who is no member of the restricted negotiation."""
    return UserFactory(role=Role.RESEARCHER)


@pytest.fixture
def negotiation(db):
    """Seen by the whole team."""
    return NegotiationFactory(slug="talks", title="The talks")


@pytest.fixture
def restricted(researcher):
    """Seen by its one member, `researcher`, and by administrators."""
    restricted = NegotiationFactory(slug="back-channel", title="Back channel", visibility=Visibility.RESTRICTED)
    MemberFactory(negotiation=restricted, user=researcher)
    return restricted


@pytest.fixture
def signed_in(client):
    """signed_in(user) is a client with that person's session."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
