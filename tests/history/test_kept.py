"""Pages are shown again as they were written, and never after an edit."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import translation

from tests import factories as make
from tracker.accounts.models import Role
from tracker.history import kept as keeping
from tracker.history.edition import edition
from tracker.negotiations.models import Actor, Negotiation
from tracker.negotiations.reading import seen_negotiation

ROOMS = ("negotiations", "reports", "statements", "events")


@pytest.fixture
def keeps(settings, monkeypatch):
    settings.KEPT_HTML = 1000
    monkeypatch.setattr(keeping, "_shelf", keeping.Shelf(1000))


def asking(user, address="/n/talks/"):
    request = RequestFactory().get(address)
    request.user = user
    return request


class Writing:
    """What is written is counted."""

    def __init__(self, words="words"):
        self.words, self.times = words, 0

    def __call__(self):
        self.times += 1
        return f"{self.words} {self.times}"


def rolled_back():
    with transaction.atomic():
        make.ActorFactory()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
class TestEdition:
    def test_every_transaction_that_edits_makes_another(self):
        seen = [edition()]
        actor = make.ActorFactory()
        seen.append(edition())
        actor.name = "Somebody else"
        actor.save()
        seen.append(edition())
        Actor.objects.filter(pk=actor.pk).update(short_name="Else")
        seen.append(edition())
        with transaction.atomic():
            make.ActorFactory()
            make.ActorFactory()
        seen.append(edition())
        Actor.objects.filter(pk=actor.pk).delete()
        seen.append(edition())
        assert seen == sorted(set(seen))

    def test_what_is_taken_back_makes_none(self):
        before = edition()
        rolled_back()
        assert edition() == before

    def test_what_follows_a_part_taken_back_makes_one(self):
        before = edition()
        with transaction.atomic():
            rolled_back()
            make.ActorFactory()
        assert edition() > before

    def test_nobody_waits_and_nothing_is_seen_before_its_time(self):
        make.ActorFactory()

        def meanwhile():
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '2s'")
                make.ActorFactory()
                return edition()
            finally:
                connection.close()

        start = edition()
        with ThreadPoolExecutor(1) as thread:
            with transaction.atomic():
                make.ActorFactory()
                other = thread.submit(meanwhile).result()
            both = edition()
        assert start < other < both

    def test_what_a_rebuilding_put_right_makes_another(self, scene):
        before = edition()
        call_command("rebuild_timelines", stdout=StringIO())
        assert edition() > before

    def test_no_table_that_pages_show_is_forgotten(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_edit'")
            noted = {table for (table,) in cursor.fetchall()}
        tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in ROOMS}
        edited = {table for table in tables if f"{table}historyrow" in tables}
        assert noted == edited | {"timelines_rebuilding"}
        assert "statements_statement" in edited


@pytest.mark.django_db(transaction=True)
class TestKept:
    def test_written_once_until_an_edit(self, keeps, analyst):
        write = Writing()
        assert [keeping.kept(asking(analyst), make=write) for _ in range(2)] == ["words 1", "words 1"]
        make.ActorFactory()
        edit = keeping.kept(asking(analyst), make=write)
        assert edit == "words 2"

    @pytest.mark.parametrize("other", ["address", "role", "language", "zone", "part"])
    def test_written_anew_for_whom_it_would_differ(self, keeps, analyst, settings, other):
        write = Writing()
        keeping.kept(asking(analyst), "a", make=write)
        if other == "role":
            analyst.role = Role.RESEARCHER
        with (
            translation.override("ru" if other == "language" else "en-gb"),
            keeping.timezone.override("Asia/Tokyo" if other == "zone" else "UTC"),
        ):
            address = "/n/talks/?q=1" if other == "address" else "/n/talks/"
            keeping.kept(asking(analyst, address), "b" if other == "part" else "a", make=write)
        assert write.times == 2

    def test_one_s_own_edit_that_may_yet_be_taken_back_is_not_kept(self, keeps, analyst):
        write = Writing()
        with transaction.atomic():
            make.ActorFactory()
            keeping.kept(asking(analyst), make=write)
            transaction.set_rollback(True)
        make.ActorFactory()
        assert keeping.kept(asking(analyst), make=write) == "words 2"

    def test_share_links_are_always_written(self, keeps, analyst):
        analyst.share_link = make.ShareLinkFactory()
        write = Writing()
        for _ in range(2):
            keeping.kept(asking(analyst), make=write)
        assert write.times == 2

    def test_what_failed_is_not_kept(self, keeps, analyst):
        def fail():
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            keeping.kept(asking(analyst), make=fail)
        assert keeping.kept(asking(analyst), make=Writing()) == "words 1"


@pytest.mark.django_db(transaction=True)
class TestRecalled:
    @pytest.fixture(autouse=True)
    def much(self, keeps, monkeypatch):
        monkeypatch.setattr(keeping, "_shelf", keeping.Shelf(100_000))

    def test_read_once_until_an_edit_and_each_reader_has_their_own(
        self, analyst, negotiation, django_assert_num_queries
    ):
        first = seen_negotiation(asking(analyst), "talks")
        with django_assert_num_queries(1):  # the edition
            second = seen_negotiation(asking(analyst), "talks")
        assert first == second == negotiation
        assert first is not second
        second.title = "Mine alone"
        assert seen_negotiation(asking(analyst), "talks").title == negotiation.title
        negotiation.title = "Renamed"
        negotiation.save()
        assert seen_negotiation(asking(analyst), "talks").title == "Renamed"

    def test_only_who_may_see_it(self, analyst, negotiation):
        Negotiation.objects.update(visibility="restricted")
        member = negotiation.members.create(user=analyst)
        assert seen_negotiation(asking(analyst), "talks") == negotiation
        other = make.UserFactory(role=Role.ANALYST)
        with pytest.raises(Http404):
            seen_negotiation(asking(other), "talks")
        analyst.is_active = False
        with pytest.raises(Http404):
            seen_negotiation(asking(analyst), "talks")
        analyst.is_active = True
        member.delete()
        with pytest.raises(Http404):
            seen_negotiation(asking(analyst), "talks")

    def test_what_is_not_there_is_asked_for_again(self, analyst, negotiation):
        with pytest.raises(Http404):
            seen_negotiation(asking(analyst), "others")
        make.NegotiationFactory(slug="others")
        assert seen_negotiation(asking(analyst), "others").slug == "others"

    def test_a_request_that_edits_sees_its_edit(self, analyst, negotiation):
        request = asking(analyst)
        request.method = "POST"
        seen_negotiation(request, "talks")
        Negotiation.objects.update(title="Renamed")
        assert seen_negotiation(request, "talks").title == "Renamed"


@pytest.mark.django_db(transaction=True)
class TestWholePages:
    ADDRESS = "/n/talks/timeline/"

    @pytest.fixture(autouse=True)
    def much(self, settings, monkeypatch, keeps):
        settings.KEPT_HTML = 1_000_000
        monkeypatch.setattr(keeping, "_shelf", keeping.Shelf(1_000_000))

    def tokens(self, answer):
        words = answer.content.decode()
        assert keeping.TOKEN not in words
        return re.findall(r'name="csrf-token" content="(\w+)"|csrfmiddlewaretoken" value="(\w+)"', words)

    def test_each_reader_has_a_token_that_is_their_own_and_works(self, scene, analyst):
        second = make.UserFactory(role=Role.ANALYST)
        for user in (analyst, second, analyst):
            client = Client(enforce_csrf_checks=True)
            client.force_login(user)
            answer = client.get(self.ADDRESS)
            assert str(user) in answer.content.decode()
            found = {one or other for one, other in self.tokens(answer)}
            assert len(found) == 1
            sent = {"csrfmiddlewaretoken": found.pop(), "all": "1"}
            assert client.post("/n/talks/seen/", sent).status_code == 302
            assert client.post("/n/talks/seen/", {"all": "1"}).status_code == 403

    def test_a_message_is_shown_once(self, signed_in, scene, analyst):
        client = signed_in(analyst)
        client.get(self.ADDRESS)
        client.post("/n/talks/seen/", {"all": "1"})
        assert "Marked as seen" in client.get(self.ADDRESS).content.decode()
        assert "Marked as seen" not in client.get(self.ADDRESS).content.decode()

    def test_the_dashboard_is_written_anew_after_a_visit(self, signed_in, scene, analyst):
        client = signed_in(analyst)
        nothing = "Nothing was published here since your last visit"
        assert "your first visit" in client.get("/n/talks/").content.decode()
        client.post("/n/talks/seen/", {"all": "1"})
        client.get("/n/talks/")  # takes the message
        assert nothing in client.get("/n/talks/").content.decode()
        scene.add(2)
        assert nothing not in client.get("/n/talks/").content.decode()

    def test_a_new_name_is_shown_at_once(self, signed_in, scene, analyst):
        client = signed_in(analyst)
        client.get(self.ADDRESS)
        analyst.name = "Another Name"
        analyst.save()
        assert "Another Name" in client.get(self.ADDRESS).content.decode()

    def test_who_may_see_it_is_asked_each_time(self, signed_in, scene, analyst, negotiation):
        client = signed_in(analyst)
        assert client.get(self.ADDRESS).status_code == 200
        type(negotiation).objects.filter(pk=negotiation.pk).update(visibility="restricted")
        assert client.get(self.ADDRESS).status_code == 404


class TestShelf:
    def test_the_least_used_gives_way(self):
        shelf = keeping.Shelf(10)
        for key in ("a", "b"):
            shelf.put(key, "12345", now=0)
        shelf.get("a", now=1)
        shelf.put("c", "12345", now=2)
        assert [shelf.get(key, now=3) for key in ("a", "b", "c")] == ["12345", None, "12345"]

    def test_too_much_is_not_kept(self):
        shelf = keeping.Shelf(10)
        shelf.put("a", "x" * 11, now=0)
        assert shelf.get("a", now=0) is None
        shelf.put("b", "x" * 10, now=0)
        assert shelf.get("b", now=0)

    def test_nor_for_long(self):
        shelf = keeping.Shelf(10)
        shelf.put("a", "x", now=0)
        assert shelf.get("a", now=keeping.LONGEST + 1) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shown", ["timeline", "report", "search", "tile"])
def test_pages_show_an_edit_at_once(keeps, settings, monkeypatch, signed_in, analyst, scene, shown):
    settings.KEPT_HTML = 1_000_000
    monkeypatch.setattr(keeping, "_shelf", keeping.Shelf(1_000_000))
    statement = scene.statements[0]
    address = {
        "timeline": "/n/talks/timeline/",
        "report": statement.report.get_absolute_url(),
        "search": f"/n/talks/search/?q=by:{statement.speaker.pk}",
        "tile": "/n/talks/timeline/tiles/345600/9/",
    }[shown]
    client = signed_in(analyst)
    before = client.get(address)
    assert before.status_code == 200
    written = []
    monkeypatch.setattr(keeping.Shelf, "put", lambda self, key, made, *, now: written.append(type(made)))
    client.get(address)
    assert written == []  # shown again
    Actor.objects.filter(pk=statement.speaker_id).update(name="Renamed Speaker", short_name="")
    if shown == "tile":
        statement.delete()
    after = client.get(address)
    assert len([made for made in written if made is not bytes]) == (1 if shown == "tile" else 2)  # and with its layout
    if shown in ("timeline", "report"):
        assert "Renamed Speaker" not in before.content.decode()
        assert "Renamed Speaker" in after.content.decode()
