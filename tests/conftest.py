"""The cast that every test may ask for. The database behind it: tests/plugins/postgres.py."""

import hypothesis
import pytest
from django.apps import apps
from django.db import connection

from tests.factories import MemberFactory, NegotiationFactory, UserFactory
from tests.scene import Scene
from tracker.accounts.models import Role
from tracker.negotiations.models import Visibility

pytest_plugins = ["tests.plugins.postgres"]

# How long an example takes says more of a busy machine than of the code; speed is for tests/bench.
hypothesis.settings.register_profile("parley", deadline=None)
hypothesis.settings.load_profile("parley")


def pytest_make_parametrize_id(val, argname):
    """Bytes are numbered, not spelt out, in a test's name: packed ones hold the second in which they were packed, and the
    processes that share the suite must agree on every name."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests with a browser come last, whatever else orders them: Playwright's synchronous interface leaves an event loop
    running in its thread until the process ends, and there async_to_sync would refuse to work in any later test."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that run without a transaction are followed by TRUNCATE of every table, which history refuses. That one
    refusal is switched off here; tests/history/test_history.py switches it on again for its own check."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for model in apps.get_models():
            for trigger in getattr(model._meta, "triggers", []):
                if trigger.name == "no_truncate":
                    table = connection.ops.quote_name(model._meta.db_table)
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger.get_pgid(model)}")
        # The quarters most tests are about, lest each makes partitions of its own.
        cursor.execute("SELECT timelines_words_partition(quarter) FROM unnest('{8087,8088}'::smallint[]) quarter")


# Tables that are no model's of ours: Django does not empty them after a test that commits.
OF_LIBRARIES = "procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers, cache"


@pytest.fixture(autouse=True)
def no_job_is_left(request):
    """What a test that commits leaves in the queue and the cache is nobody else's business."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # outlives this
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {OF_LIBRARIES} CASCADE")


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


@pytest.fixture
def scene(negotiation):
    """A little of everything in `negotiation`: tests/scene.py."""
    return Scene(negotiation).build()
