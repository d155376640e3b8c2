"""Share links: what they open, to whom, for how long, and that they cannot be widened (bar.md S2)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as procrastinate_app

from tests.factories import (
    ActorFactory,
    IssueFactory,
    NegotiationFactory,
    PositionFactory,
    ReportFactory,
    StatementFactory,
    TrackFactory,
)
from tracker.sharing.models import Guess, Opening, ShareLink
from tracker.sharing.tasks import forget_guesses
from tracker.statements.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def track(negotiation):
    return TrackFactory(negotiation=negotiation, slug="ssd", name="Stability Dialogue")


@pytest.fixture
def shown(negotiation, track):
    """A published statement on the shared track."""
    return StatementFactory(
        report__negotiation=negotiation,
        tracks=[track],
        summary="Shown to readers",
        coded_by=None,
        speaker=ActorFactory(name="Ida Berg"),
    )


@pytest.fixture
def noise(negotiation, track):
    """What no reader of the link may see."""
    other = TrackFactory(negotiation=negotiation, slug="other", name="Other channel")
    draft = StatementFactory(report__negotiation=negotiation, tracks=[track], status="draft", summary="A draft of ours")
    elsewhere = StatementFactory(report__negotiation=negotiation, tracks=[other], summary="On the other channel")
    return draft, elsewhere, other


@pytest.fixture
def share(signed_in, analyst):
    """share(address) makes a link by the form and returns its path, `/s/<token>/`."""

    def make(address, **more):
        answer = signed_in(analyst).post(
            reverse("sharing:new", args=["talks"]),
            {"address": address, "label": "For the desk", "expires": "30", **more},
        )
        assert answer.status_code == 200, answer
        found = re.search(r"http://testserver(/s/[^/\"]+/)", answer.content.decode())
        assert found, answer.content.decode()
        return found[1]

    return make


def opened(path):
    """A browser without an account that followed the link, and the page it came to."""
    browser = Client()
    answer = browser.get(path)
    assert answer.status_code == 302, answer.content.decode()
    return browser, browser.get(answer["Location"])


def test_it_opens_without_an_account(share, track, shown, noise):
    _, page = opened(share(track.get_absolute_url()))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Stability Dialogue" in text
    assert shown.quote.strip('"')[:20] in text
    assert "A draft of ours" not in text
    assert "On the other channel" not in text
    assert "Ida Berg" in text


def test_the_token_leaves_the_address_and_is_kept_nowhere(share, track, shown):
    path = share(track.get_absolute_url())
    token = path.split("/")[2]
    _, page = opened(path)
    assert token not in page.content.decode()
    assert token not in page.request["PATH_INFO"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_headers(share, track, shown):
    _, page = opened(share(track.get_absolute_url()))
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store, private"
    assert "noindex" in page["X-Robots-Tag"]
    assert "'none'" in page["Content-Security-Policy"]


def test_a_quote_leads_to_its_source_and_nothing_else_opens(share, track, shown, noise):
    browser, page = opened(share(track.get_absolute_url()))
    link = ShareLink.objects.get()
    prefix = f"/shared/{link.public_id}"
    links = set(re.findall(r'href="(/[^"#]*)', page.content.decode())) - {"/"}
    local = {address for address in links if not address.startswith("/static/")}
    assert local, "the quotes have no sources"
    for address in local:
        assert address.startswith(prefix), address
        answer = browser.get(address)
        assert answer.status_code == 200, address
    draft, elsewhere, other = noise
    for hidden in (
        other.get_absolute_url(),
        draft.get_absolute_url(),
        elsewhere.get_absolute_url(),
        elsewhere.report.get_absolute_url(),
        reverse("reports:list", args=["talks"]),
        reverse("negotiations:tracks", args=["talks"]),
        reverse("sharing:list", args=["talks"]),
        reverse("me"),
        reverse("statements:workbench", args=["talks", shown.report_id]),
        reverse("history:object", args=["statements.statement", shown.pk]),
    ):
        assert browser.get(prefix + hidden).status_code == 404, hidden
        assert browser.get(hidden).status_code == 302, hidden


def test_no_form_and_nobody_of_the_team_is_shown(share, track, shown, analyst, researcher):
    Statement.objects.filter(pk=shown.pk).update(coded_by=researcher)
    browser, page = opened(share(track.get_absolute_url()))
    text = page.content.decode()
    sources = re.findall(r'href="(/shared/[^"#]*)', text)
    for part in [text, *(browser.get(a).content.decode() for a in sources)]:
        assert "<form" not in part
        assert str(researcher) not in part
        assert str(analyst) not in part
        assert "csrf" not in part


def test_changing_the_filters_does_not_widen_it(share, negotiation, track, shown):
    early = StatementFactory(
        report=ReportFactory(negotiation=negotiation, published_at="2021-12-01T00:00Z"),
        tracks=[track],
        summary="Early words",
    )
    browser, page = opened(share(track.get_absolute_url() + "?public_by=2021-12-23"))
    assert shown.summary not in page.content.decode()
    assert early.speaker.name in page.content.decode()
    address = page.request["PATH_INFO"]
    for more in ("?public_by=2026-01-01", "?public_by=", "?public_by=x&track=other"):
        again = browser.get(address + more).content.decode()
        assert shown.speaker.name not in again
        assert early.speaker.name in again


@pytest.mark.parametrize("stance", ["rejects", "accepts"], ids=["something", "nothing"])
def test_what_the_filters_leave_out_is_not_even_counted(share, track, shown, stance):
    PositionFactory(statement=shown, issue=IssueFactory(negotiation=track.negotiation), stance="rejects")
    for _ in range(7):
        StatementFactory(report=shown.report, tracks=[track])
    _browser, page = opened(share(reverse("timelines:track", args=["talks", track.slug]) + f"?stance={stance}"))
    words = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    assert ("1 of 1 entry" in words) == (stance == "rejects")
    assert not re.search(r"\b[78]\b (entries|of)|of [78]\b", words)
    assert "Clear all" not in words


def test_revoked_from_the_next_request_on(share, track, shown, signed_in, analyst):
    path = share(track.get_absolute_url())
    browser, page = opened(path)
    link = ShareLink.objects.get()
    signed_in(analyst).post(reverse("sharing:revoke", args=["talks", link.pk]))
    assert browser.get(page.request["PATH_INFO"]).status_code == 410
    assert Client().get(path).status_code == 410


def test_expired(share, track, shown):
    path = share(track.get_absolute_url(), expires="7")
    browser, page = opened(path)
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = browser.get(page.request["PATH_INFO"])
    assert answer.status_code == 410
    assert "expired" in answer.content.decode()
    assert Client().get(path).status_code == 410


def test_the_address_without_the_cookie_opens_nothing(share, track, shown):
    share(track.get_absolute_url())
    link = ShareLink.objects.get()
    assert Client().get(f"/shared/{link.public_id}/").status_code == 404
    forged = Client()
    forged.cookies[f"share-{link.public_id}"] = link.token_hash
    assert forged.get(f"/shared/{link.public_id}/").status_code == 404


def test_one_link_s_cookie_does_not_open_another(share, track, shown, negotiation):
    first, _ = opened(share(track.get_absolute_url()))
    share(shown.get_absolute_url())
    other = ShareLink.objects.latest("pk")
    mine = ShareLink.objects.earliest("pk")
    first.cookies[f"share-{other.public_id}"] = first.cookies[f"share-{mine.public_id}"].value
    assert first.get(f"/shared/{other.public_id}/").status_code == 404


def test_pinned_it_shows_what_had_been_published_here_then(share, negotiation, track, shown):
    path = share(track.get_absolute_url(), pinned="on")
    later = StatementFactory(
        report__negotiation=negotiation, tracks=[track], speaker=ActorFactory(name="Later Speaker")
    )
    assert later.speaker.name not in opened(path)[1].content.decode()
    assert shown.speaker.name in opened(path)[1].content.decode()


def test_openings_are_counted_and_listed(share, track, shown, signed_in, analyst):
    path = share(track.get_absolute_url() + "?public_by=2022-02-01")
    opened(path)
    opened(path)
    assert Opening.objects.count() == 2
    page = signed_in(analyst).get(reverse("sharing:list", args=["talks"])).content.decode()
    assert "For the desk" in page
    assert "public_by: 2022-02-01" in page
    assert re.search(r'<td class="num">2', page)


def test_guessing_is_slowed_and_finds_nothing(share, track, shown, django_assert_num_queries):
    browser = Client()
    statuses = [browser.get(f"/s/{number:043d}/").status_code for number in range(25)]
    assert statuses == [404] * 20 + [429] * 5
    assert Guess.objects.get().number == 20
    # Also for who holds a good link, from the same address, until the minute is over; others are not held up.
    path = share(track.get_absolute_url())
    assert Client(REMOTE_ADDR="192.0.2.7").get(path).status_code == 302


def test_a_shared_timeline_turns_its_pages_and_opens_its_sources(share, negotiation, track):
    said = [
        StatementFactory(
            report__negotiation=negotiation, tracks=[track], said_on=f"2022-01-{day:02}", summary=f"Said {number}"
        )
        for number, day in enumerate([*range(1, 29)] * 2)
    ]
    other = StatementFactory(
        report__negotiation=negotiation, tracks=[TrackFactory(negotiation=negotiation)], said_on="2022-01-15"
    )
    browser, page = opened(share(reverse("timelines:negotiation", args=["talks"]) + f"?track={track.slug}"))
    link = ShareLink.objects.get()
    seen, pages = set(), 0
    while page and pages < 5:
        text = page.content.decode()
        assert "hx-get" not in text
        pages += 1
        addresses = {address.replace("&amp;", "&") for address in re.findall(r'href="((?:/shared/|[?])[^"]+)"', text)}
        seen |= {one.pk for one in said if f"/statements/{one.pk}/" in text or f"#statement-{one.pk}" in text}
        assert f"#statement-{other.pk}" not in text
        assert f"/statements/{other.pk}/" not in text
        following = [a for a in addresses if "after=" in a]
        assert not [a for a in addresses if a.startswith("?") and "after=" not in a and "before=" not in a]
        source = next(a for a in addresses if "/reports/" in a or "/statements/" in a)
        query = page.request["QUERY_STRING"]
        assert browser.get(source.split("#")[0] + (f"?{query}" if query else "")).status_code == 200
        page = (
            browser.get(f"/shared/{link.public_id}/{following[0].removeprefix(f'/shared/{link.public_id}/')}")
            if following
            else None
        )
    assert pages == 2
    assert seen == {one.pk for one in said}


@pytest.mark.parametrize(
    "name",
    ["negotiations:tracks", "negotiations:issues", "negotiations:actors", "negotiations:proposals", "events:list"],
)
def test_lists_are_shared_too(share, track, shown, name):
    _, page = opened(share(reverse(name, args=["talks"])))
    assert page.status_code == 200
    assert "<form" not in page.content.decode()


def test_a_shared_list_of_reports_holds_those_with_something_published(share, negotiation, track, shown, noise):
    waiting = ReportFactory(negotiation=negotiation, title="Waiting to be coded", outlet=shown.report.outlet)
    browser, page = opened(share(reverse("reports:list", args=["talks"]) + f"?outlet={shown.report.outlet_id}"))
    link = ShareLink.objects.get()
    text = page.content.decode()
    assert shown.report.title in text
    assert waiting.title not in text
    assert noise[1].report.get_absolute_url() not in text  # of another outlet: the filter holds
    assert browser.get(f"/shared/{link.public_id}{shown.report.get_absolute_url()}").status_code == 200
    assert browser.get(f"/shared/{link.public_id}{waiting.get_absolute_url()}").status_code == 404


def test_old_counts_of_guesses_are_forgotten_by_the_worker():
    now = timezone.now()
    Guess.objects.create(address="192.0.2.1", minute=now - timedelta(hours=2))
    Guess.objects.create(address="192.0.2.2", minute=now)
    forget_guesses(0)
    assert [guess.address for guess in Guess.objects.all()] == ["192.0.2.2"]
    assert "tracker.sharing.tasks.forget_guesses" in procrastinate_app.tasks


class TestMaking:
    def test_pages_to_read_lead_there_with_their_filters(self, signed_in, analyst, reader, track):
        address = track.get_absolute_url() + "?public_by=2022-02-01"
        page = signed_in(analyst).get(address).content.decode()
        link = re.search(r'href="([^"]+/shares/new/[^"]+)"', page)[1].replace("&amp;", "&")
        form = signed_in(analyst).get(link)
        assert form.context["form"]["address"].value() == address
        assert "/shares/new/" not in signed_in(analyst).get(reverse("me")).content.decode()

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/",
            "//evil.example/n/talks/",
            "/accounts/me/",
            "/n/talks/shares/",
            "/nowhere/",
            "n/talks/",
            "",
        ],
    )
    def test_only_pages_to_read_are_shared(self, signed_in, analyst, negotiation, address):
        answer = signed_in(analyst).post(
            reverse("sharing:new", args=["talks"]), {"address": address, "label": "x", "expires": "30"}
        )
        assert answer.status_code == 422
        assert not ShareLink.objects.exists()

    def test_not_those_of_another_negotiation(self, signed_in, analyst, negotiation, restricted):
        answer = signed_in(analyst).post(
            reverse("sharing:new", args=["talks"]),
            {"address": reverse("negotiations:tracks", args=["back-channel"]), "label": "x", "expires": "30"},
        )
        assert answer.status_code == 422
        track = TrackFactory(negotiation=NegotiationFactory(slug="elsewhere"))
        answer = signed_in(analyst).post(
            reverse("sharing:new", args=["talks"]), {"address": track.get_absolute_url(), "label": "x", "expires": "30"}
        )
        assert answer.status_code == 422
        assert not ShareLink.objects.exists()

    def test_a_label_is_asked_for_and_the_page_is_kept(self, signed_in, analyst, track):
        answer = signed_in(analyst).post(
            reverse("sharing:new", args=["talks"]), {"address": track.get_absolute_url(), "label": "", "expires": "30"}
        )
        assert answer.status_code == 422
        assert track.get_absolute_url() in answer.content.decode()


# What was made of a timeline's selection


def test_what_changed_is_shared_with_its_day_and_filters(share, track, shown, noise):
    path = share("/n/talks/timeline/changes/?since=2021-01-01&track=ssd")
    browser, page = opened(path)
    text = page.content.decode()
    assert "What changed since 1 Jan 2021" in text
    assert "Ida Berg" in text
    for absent in ("A draft of ours", "On the other channel", "<form", "Published here since then"):
        assert absent not in text
    wider = browser.get(page.request["PATH_INFO"], {"since": "2020-01-01", "track": "other"}).content.decode()
    assert "What changed since 1 Jan 2021" in wider
    assert "On the other channel" not in wider


def test_a_comparison_is_shared_as_it_is(share, track, shown, noise):
    browser, page = opened(share("/n/talks/timeline/compare/?a=track%3Dssd&b=track%3Dssd%26kind%3Devent"))
    text = page.content.decode()
    assert "Two selections compared" in text
    for absent in ("A draft of ours", "On the other channel", "<form", "Swap"):
        assert absent not in text
    assert f"statements/{shown.pk}/" in text
    wider = browser.get(page.request["PATH_INFO"], {"a": "", "b": "track=other"}).content.decode()
    assert "On the other channel" not in wider
