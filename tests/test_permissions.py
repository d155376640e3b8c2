"""Who may do what, on every route of the URLconf (bar.md S1), without a token (S8), and with other people's numbers.

`ROUTES` is the truth table. A route that is not in it fails `test_every_route_is_listed`, so nobody adds a page without
saying who may see it.
"""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests import factories as make
from tests.factories.intake import LookFactory
from tracker.history.models import SetAside
from tracker.history.queries import history_model
from tracker.sharing import tokens
from tracker.statements.models import LexiconWord, Statement

pytestmark = pytest.mark.django_db

TEAM_RANKS = ["reader", "analyst", "researcher", "reviewer", "administrator"]


@dataclass(frozen=True)
class Access:
    """The least role that may, and what those below it are told: within the team `refusal`, outside of it `outside`."""

    least: str
    refusal: int = 404
    outside: int = 404

    def expected(self, who: str) -> str:
        """ "open", "sign in", or the status of the refusal."""
        if self.least == "anonymous":
            return "open"
        if who == "anonymous":
            return "sign in"
        if TEAM_RANKS.index(who) >= TEAM_RANKS.index(self.least):
            return "open"
        return str(self.outside if who == "reader" else self.refusal)


EVERYBODY = Access("anonymous")
SIGNED_IN = Access("reader")
TEAM = Access("analyst")
CODERS = Access("researcher", refusal=403)
REVIEWERS = Access("reviewer", refusal=403)
PEOPLE_WHO_CODE = Access("researcher", refusal=403, outside=403)  # no negotiation's: nothing to hide
PEOPLE = Access("administrator", refusal=403, outside=403)
ADMINISTRATORS = Access("administrator")
NOT_ALLOWED = None  # the method is answered 405


@dataclass(frozen=True)
class Route:
    get: Access | None
    post: Access | None = NOT_ALLOWED
    takes: tuple[str, ...] = ()  # the parts of its address, by their names in `world`


IN = ("slug",)
REPORT = ("slug", "report")
STATEMENT = ("slug", "statement")
RUN = ("slug", "run")
ITEM = ("slug", "item")
FEED = ("slug", "feed")
READING = {"get": TEAM, "post": TEAM}  # a POST to a page to read is a read: nothing is written

ROUTES = {
    "runtime:livez": Route(EVERYBODY),
    "runtime:readyz": Route(EVERYBODY),
    "web:style": Route(ADMINISTRATORS, ADMINISTRATORS),
    "me": Route(SIGNED_IN, SIGNED_IN),
    "people": Route(PEOPLE, PEOPLE),
    "person_new": Route(PEOPLE, PEOPLE),
    "person": Route(PEOPLE, PEOPLE, ("pk_of_person",)),
    "history:object": Route(**READING, takes=("label", "pk_of_statement")),
    "history:restore": Route(NOT_ALLOWED, CODERS, ("label", "pk_of_statement", "event_of_statement")),
    "history:set_aside": Route(SIGNED_IN, SIGNED_IN),
    "history:discard": Route(NOT_ALLOWED, SIGNED_IN, ("pk_of_set_aside",)),
    "reports:outlets": Route(PEOPLE_WHO_CODE, PEOPLE_WHO_CODE),
    "reports:outlet_new": Route(PEOPLE_WHO_CODE, PEOPLE_WHO_CODE),
    "reports:outlet": Route(PEOPLE_WHO_CODE, PEOPLE_WHO_CODE, ("pk_of_outlet",)),
    "reports:outlet_remove": Route(PEOPLE_WHO_CODE, PEOPLE_WHO_CODE, ("pk_of_outlet",)),
    "reports:list": Route(**READING, takes=IN),
    "reports:report": Route(**READING, takes=REPORT),
    "statements:statement": Route(**READING, takes=STATEMENT),
    "statements:cite": Route(**READING, takes=(*STATEMENT, "form")),
    "statements:suggestions": Route(CODERS, CODERS, IN),
    "statements:workbench": Route(CODERS, CODERS, REPORT),
    "statements:new": Route(NOT_ALLOWED, CODERS, REPORT),
    "statements:suggest": Route(NOT_ALLOWED, CODERS, REPORT),
    "statements:edit": Route(CODERS, CODERS, STATEMENT),
    "statements:card": Route(CODERS, CODERS, STATEMENT),
    "statements:judge": Route(NOT_ALLOWED, CODERS, STATEMENT),
    "statements:undo": Route(NOT_ALLOWED, CODERS, REPORT),
    "statements:take": Route(NOT_ALLOWED, CODERS, STATEMENT),
    "statements:same": Route(NOT_ALLOWED, CODERS, STATEMENT),
    "statements:teach": Route(CODERS, CODERS, REPORT),
    "statements:teach_elsewhere": Route(NOT_ALLOWED, CODERS, REPORT),
    "statements:teach_forget": Route(NOT_ALLOWED, CODERS, (*REPORT, "word")),
    "statements:bounds": Route(NOT_ALLOWED, CODERS, STATEMENT),
    "events:list": Route(**READING, takes=IN),
    "events:event": Route(**READING, takes=("slug", "event")),
    "events:claim_new": Route(CODERS, CODERS, REPORT),
    "events:claim_decide": Route(NOT_ALLOWED, CODERS, REPORT),
    "events:claim_edit": Route(CODERS, CODERS, ("slug", "claim")),
    "events:claim_judge": Route(NOT_ALLOWED, CODERS, ("slug", "claim")),
    "sharing:list": Route(**READING, takes=IN),
    "sharing:new": Route(**READING, takes=IN),
    "sharing:revoke": Route(NOT_ALLOWED, TEAM, ("slug", "pk_of_link")),
    "sharing:views": Route(**READING, takes=IN),
    "sharing:view_new": Route(**READING, takes=IN),
    "sharing:view": Route(**READING, takes=("slug", "pk_of_view")),
    "sharing:view_remove": Route(**READING, takes=("slug", "pk_of_view")),
    "intake:enter": Route(CODERS, CODERS, IN),
    "intake:edit": Route(CODERS, CODERS, REPORT),
    "intake:feeds": Route(CODERS, CODERS, IN),
    "intake:feed_new": Route(CODERS, CODERS, IN),
    "intake:feed": Route(CODERS, CODERS, FEED),
    "intake:feed_look": Route(NOT_ALLOWED, CODERS, FEED),
    "intake:feed_remove": Route(CODERS, CODERS, FEED),
    "intake:inbox": Route(CODERS, CODERS, IN),
    "intake:start": Route(NOT_ALLOWED, CODERS, IN),
    "intake:run": Route(CODERS, CODERS, RUN),
    "intake:run_cancel": Route(NOT_ALLOWED, CODERS, RUN),
    "intake:run_retry": Route(NOT_ALLOWED, CODERS, RUN),
    "intake:run_undo": Route(CODERS, CODERS, RUN),
    "intake:item": Route(CODERS, CODERS, ITEM),
    "intake:item_decide": Route(NOT_ALLOWED, CODERS, ITEM),
    "intake:item_retry": Route(NOT_ALLOWED, CODERS, ITEM),
    "intake:item_map": Route(CODERS, CODERS, ITEM),
    "intake:original": Route(CODERS, CODERS, ITEM),
    "intake:again": Route(NOT_ALLOWED, CODERS, REPORT),
    "intake:repair": Route(CODERS, CODERS, IN),
    "intake:repair_settle": Route(NOT_ALLOWED, CODERS, ("slug", "kind", "row_of_repair")),
    "timelines:negotiation": Route(**READING, takes=IN),
    "timelines:track": Route(**READING, takes=("slug", "track")),
    "timelines:tile": Route(**READING, takes=("slug", "width", "number")),
    "timelines:track_tile": Route(**READING, takes=("slug", "track", "width", "number")),
    "timelines:picture": Route(**READING, takes=IN),
    "timelines:track_picture": Route(**READING, takes=("slug", "track")),
    "timelines:go": Route(**READING, takes=IN),
    "timelines:track_go": Route(**READING, takes=("slug", "track")),
    "timelines:changes": Route(**READING, takes=IN),
    "timelines:track_changes": Route(**READING, takes=("slug", "track")),
    "timelines:compare": Route(**READING, takes=IN),
    "timelines:search": Route(SIGNED_IN, SIGNED_IN),
    "timelines:search_names": Route(SIGNED_IN, SIGNED_IN),
    "timelines:search_in": Route(**READING, takes=IN),
    "timelines:search_names_in": Route(**READING, takes=IN),
    "negotiations:home": Route(SIGNED_IN, SIGNED_IN),
    "negotiations:dashboard": Route(**READING, takes=IN),
    "negotiations:seen": Route(NOT_ALLOWED, TEAM, IN),
    "negotiations:new": Route(PEOPLE_WHO_CODE, PEOPLE_WHO_CODE),
    "negotiations:setup": Route(CODERS, CODERS, IN),
    "negotiations:setup_negotiation": Route(REVIEWERS, REVIEWERS, IN),
    "negotiations:setup_members": Route(REVIEWERS, REVIEWERS, IN),
    "negotiations:setup_add": Route(CODERS, CODERS, ("slug", "noun")),
    "negotiations:setup_edit": Route(CODERS, CODERS, ("slug", "noun", "pk_of_noun")),
    "negotiations:setup_remove": Route(CODERS, CODERS, ("slug", "noun", "pk_of_noun")),
    "negotiations:setup_version": Route(CODERS, CODERS, ("slug", "pk_of_proposal")),
    "negotiations:actor_anywhere": Route(SIGNED_IN, SIGNED_IN, ("actor",)),
    "negotiations:tracks": Route(**READING, takes=IN),
    "negotiations:track": Route(**READING, takes=("slug", "track")),
    "negotiations:actors": Route(**READING, takes=IN),
    "negotiations:actor": Route(**READING, takes=("slug", "actor")),
    "negotiations:issues": Route(**READING, takes=IN),
    "negotiations:issue": Route(**READING, takes=("slug", "issue")),
    "negotiations:proposals": Route(**READING, takes=IN),
    "negotiations:proposal": Route(**READING, takes=("slug", "proposal")),
}
# allauth's own pages: for the anonymous, or for one's own account. Their rules are allauth's.
ACCOUNT_PAGES = "account_"
# Opened by a token or its cookie, not by an account: tests/sharing/.
BY_TOKEN = {"sharing:open", "sharing:page", "sharing:source", "sharing:embed", "sharing:embed_source"}


def routes(patterns=None, prefix="", namespace=""):
    """(name, path pattern) of every route of the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or ""), prefix + str(pattern.pattern)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern), inner)


class World:
    """One thing of each kind in a negotiation, by the names that addresses use."""

    def __init__(self, negotiation, maker):
        self.negotiation = negotiation
        track = make.TrackFactory(negotiation=negotiation)
        report = make.ReportFactory(negotiation=negotiation)
        statement = make.StatementFactory(report=report, status="draft", tracks=[track])
        published = make.StatementFactory(report=report, tracks=[track])
        claim = make.ClaimFactory(event__negotiation=negotiation, report=report)
        drafted = make.ClaimFactory(event=claim.event, report=report, status="draft")
        link = make.ShareLinkFactory(negotiation=negotiation, made_by=maker)
        proposal = make.VersionFactory(proposal__negotiation=negotiation).proposal
        item = LookFactory(run__negotiation=negotiation)
        self.values = {
            "slug": negotiation.slug,
            "width": 86400,
            "number": 37,
            "track": track.slug,
            "issue": make.IssueFactory(negotiation=negotiation).slug,
            "proposal": proposal.slug,
            "pk_of_proposal": proposal.pk,
            "pk_of_outlet": report.outlet_id,
            "report": report.pk,
            "statement": statement.pk,
            "event": claim.event.pk,
            "claim": drafted.pk,
            "actor": published.speaker.pk,
            "label": "statements.statement",
            "form": "bib",
            "pk_of_statement": statement.pk,
            "event_of_statement": history_model(Statement)
            .objects.filter(pgh_obj_id=statement.pk)
            .earliest("pgh_id")
            .pgh_id,
            "kind": "statement",
            "row_of_repair": statement.pk,
            "pk_of_link": link.pk,
            "pk_of_view": make.SavedViewFactory(negotiation=negotiation, made_by=maker, is_shared=True).pk,
            "pk_of_person": maker.pk,
            "pk_of_set_aside": 0,
            "feed": make.FeedFactory(negotiation=negotiation).pk,
            "run": item.run.pk,
            "item": item.pk,
            "noun": "tracks",
            "pk_of_noun": track.pk,
            "word": LexiconWord.objects.get_or_create(language="en", kind="noun", forms="aside")[0].pk,
        }

    def address(self, name: str, **other) -> str:
        values = self.values | other
        return reverse(name, kwargs={part.split("_of_")[0]: values[part] for part in ROUTES[name].takes})


@pytest.fixture
def world(negotiation, administrator):
    return World(negotiation, administrator)


def outcome(answer) -> str:
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return "sign in"
    # 503 is readyz's: there is no worker in the tests.
    return "open" if answer.status_code in (200, 204, 302, 409, 422, 503) else str(answer.status_code)


def test_every_route_is_listed():
    names = {name for name, _ in routes() if not name.startswith(ACCOUNT_PAGES)}
    assert names - set(ROUTES) - BY_TOKEN == set(), "say in ROUTES who may"
    assert set(ROUTES) - names == set(), "gone from the URLconf"


@pytest.fixture(params=["anonymous", *TEAM_RANKS])
def somebody(request, client):
    """(who, a client signed in as that role)."""
    if request.param != "anonymous":
        client.force_login(make.UserFactory(role=request.param))
    return request.param, client


# These belong to one person: what others get is tested apart.
OWN = {"history:discard", "sharing:revoke", "sharing:view", "sharing:view_remove"}
# Drafts are seen by those who code; published statements stand in for them below that.
PUBLISHED_ONLY = {"statements:statement", "statements:cite", "history:object"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_truth_table(somebody, world, method):
    who, client = somebody
    wrong = {}
    published = Statement.objects.published().first().pk
    for name, route in ROUTES.items():
        access = getattr(route, method)
        if name in OWN and who != "anonymous":
            continue
        seen = {"statement": published, "pk_of_statement": published} if name in PUBLISHED_ONLY else {}
        got = outcome(getattr(client, method)(world.address(name, **seen)))
        if access is NOT_ALLOWED:
            expected = {"405", "sign in"} if who == "anonymous" else {"405"}
        else:
            expected = {access.expected(who)}
            if name in {"statements:edit", "statements:card", "statements:judge", "statements:take", "statements:same",
                        "statements:bounds",
                        "history:restore", "events:claim_edit", "events:claim_judge"} and access.expected(who) == "403":  # fmt: skip
                expected.add("404")  # a draft: below researchers nobody knows of it
        if got not in expected:
            wrong[name] = (got, expected)
    assert wrong == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_seen_is_not_there(signed_in, stranger, restricted, administrator, method):
    """A researcher of the team who is no member of a restricted negotiation gets 404 on every route into it."""
    world = World(restricted, administrator)
    client = signed_in(stranger)
    wrong = {}
    for name, route in ROUTES.items():
        into = {"slug", "pk_of_statement"} & set(route.takes)
        if not into or getattr(route, method) is NOT_ALLOWED:
            continue
        status = getattr(client, method)(world.address(name)).status_code
        if status != 404:
            wrong[name] = status
    assert wrong == {}


@pytest.mark.parametrize(
    "part",
    [
        "report",
        "statement",
        "event",
        "claim",
        "track",
        "issue",
        "proposal",
        "pk_of_proposal",
        "pk_of_link",
        "pk_of_view",
        "pk_of_noun",
        "run",
        "item",
        "row_of_repair",
        "feed",
    ],
)
def test_numbers_of_another_negotiation_lead_nowhere(signed_in, reviewer, world, restricted, administrator, part):
    """The address of one's own negotiation with the number of something elsewhere, unseen or unknown: 404."""
    elsewhere = World(restricted, administrator).values[part]
    other = World(make.NegotiationFactory(), administrator).values[part]
    unknown = "nowhere" if isinstance(other, str) else 2**40
    client = signed_in(reviewer)
    found = {}
    for name, route in ROUTES.items():
        if part not in route.takes:
            continue
        method = client.post if route.get is NOT_ALLOWED else client.get
        for foreign in (elsewhere, other, unknown):
            status = method(world.address(name, **{part: foreign})).status_code
            if status != 404:
                found[name, foreign] = status
    assert found == {}


def test_nothing_is_written_without_the_form_s_token(world, administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    for name, route in ROUTES.items():
        if name in {"runtime:livez", "runtime:readyz"}:
            continue
        status = client.post(world.address(name)).status_code
        assert status == (405 if route.post is NOT_ALLOWED else 403), name


def test_reading_changes_no_table(world, administrator, client):
    """Every GET leaves every table as it was (S8). An opened share link is counted, the one exception, not here."""
    client.force_login(administrator)
    before = fingerprint()
    for name, route in ROUTES.items():
        if route.get is not NOT_ALLOWED:
            client.get(world.address(name))
    assert fingerprint() == before


def fingerprint() -> dict[str, str]:
    """Table to a digest of its rows. Sessions keep their own time of use."""
    digests = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "django_session":
                continue
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t")
            digests[table] = cursor.fetchone()[0]
    return digests


class TestWhatIsOnesOwn:
    def test_a_text_set_aside_is_thrown_away_by_its_writer_only(self, signed_in, analyst, researcher):
        kept = SetAside.objects.create(user=analyst, model="x", object_id=1, title="Mine", fields={})
        address = reverse("history:discard", args=[kept.pk])
        assert signed_in(researcher).post(address).status_code == 404
        assert "Mine" not in signed_in(researcher).get(reverse("history:set_aside")).content.decode()
        assert signed_in(analyst).post(address).status_code == 302
        assert not SetAside.objects.exists()

    def test_a_link_is_revoked_by_its_maker_and_by_reviewers(
        self, signed_in, analyst, researcher, reviewer, negotiation
    ):
        for who, status in ((researcher, 404), (reviewer, 302), (analyst, 302)):
            link = make.ShareLinkFactory(negotiation=negotiation, made_by=analyst)
            answer = signed_in(who).post(reverse("sharing:revoke", args=["talks", link.pk]))
            assert answer.status_code == status
            link.refresh_from_db()
            assert bool(link.revoked_at) == (status == 302)

    def test_tokens_are_long(self):
        assert len(tokens.new_token()) >= 43
