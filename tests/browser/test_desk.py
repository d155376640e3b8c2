"""The desk in Chromium: files dropped at once, a run that moves, decisions by one key, a table's columns, a narrow screen."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import NegotiationFactory, ReportFactory, UserFactory
from tests.factories.intake import LookFactory, story, table
from tests.intake.runs.material import page as page_of
from tests.intake.runs.material import story as text_of
from tests.intake.runs.material import words
from tracker.accounts.models import Role
from tracker.intake.models import Item, Mapping, Run
from tracker.intake.runs.work import work
from tracker.reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Files into a DataTransfer, as a drop from the desktop brings them.
DROP = """files => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name, {type: "text/plain"}));
  document.body.dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: transfer}));
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNDATED = "The boats came back to the harbour.\n\nNobody had seen them leave, the keeper of the lighthouse said.\n"


@pytest.fixture
def negotiation(db):
    return NegotiationFactory(slug="talks")


@pytest.fixture
def desk(page, context, sign_in, live_server, negotiation):
    """desk(name, ...) opens a page of intake as a researcher."""
    sign_in(context, UserFactory(role=Role.RESEARCHER))

    def opened(name, *arguments):
        page.goto(live_server.url + reverse(f"intake:{name}", args=["talks", *arguments]))
        return page

    return opened


def test_files_stay_chosen_where_something_is_wrong(desk):
    page = desk("inbox")
    page.locator("[name=reference_day]").fill("soon")
    page.evaluate(DROP, [["one.txt", text_of(1)], ["two.txt", text_of(2)]])
    page.get_by_text("no valid date").wait_for()
    assert page.evaluate("[...document.querySelector('[name=files]').files].map(file => file.name)") == [
        "one.txt",
        "two.txt",
    ]
    page.locator("[name=reference_day]").fill("2021-03-10")
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url("**/import/runs/*/")
    assert Run.objects.get().items.count() == 2


def test_from_dropped_files_to_decisions_by_key(desk, live_server):
    page = desk("inbox")
    files = [
        ["one.txt", text_of(1)],
        ["two.html", page_of(2).decode()],
        ["boats.txt", UNDATED],
        ["more.txt", f"{UNDATED}!"],
    ]
    page.evaluate(DROP, files)
    page.wait_for_url("**/import/runs/*/")
    bar = page.locator(".run-state [role=progressbar]")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    work()
    page.locator("[role=progressbar][aria-valuenow='4']").first.wait_for()
    page.locator("#run:not([hx-trigger])").wait_for()
    assert Run.objects.get().label == "one.txt and 3 more"
    assert Report.objects.count() == 2

    page.keyboard.press("i")  # back to the inbox
    page.wait_for_url("**/import/")
    expect(page.locator(".look")).to_have_count(2)
    expect(page.locator(".tab-count")).to_have_text(re.compile("^2"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/import/items/*/")
    first = Item.objects.filter(status="needs_look").order_by("pk").first()
    assert page.url.endswith(f"/items/{first.pk}/")

    page.keyboard.press("e")  # what is missing
    expect(page.locator("[name=outlet_name]")).to_be_focused()
    page.keyboard.type("Harbour Post")
    page.fill("[name=published]", "2021-03-03 10:00")
    page.locator("h1").click()
    page.keyboard.press("f")
    page.wait_for_url(lambda url: not url.endswith(f"/items/{first.pk}/"))
    first.refresh_from_db()
    assert first.status == "filed"
    assert first.report.outlet.name == "Harbour Post"
    expect(page.locator(".notice-success", has_text="Filed")).to_be_visible()
    page.keyboard.press("x")
    page.wait_for_url("**/import/")
    page.get_by_text("Nothing needs a look").wait_for()


def test_what_it_resembles_by_key(desk, negotiation):
    boats = "The boats were {}. They came back to the harbour on Monday, the keeper of the lighthouse said."
    report = ReportFactory(negotiation=negotiation, text=boats.format("blue"), title="On file")
    other = ReportFactory(negotiation=negotiation, text="Another one.", title="Another one")
    alike = [
        {"report": report.pk, "relation": "update of", "likeness": 0.9},
        {"report": other.pk, "relation": "also reports", "likeness": 0.4},
    ]
    items = [
        LookFactory(run__negotiation=negotiation, alike=alike, record=story(text=boats.format(colour)))
        for colour in ("green", "red")
    ]
    page = desk("item", items[0].pk)
    expect(page.locator("#alike del")).to_have_text(re.compile("^blue"))
    page.fill("[name=byline]", "A correction")
    page.locator(".alike-one a.alike-title").click()  # compare with the other; what was typed stays
    expect(page.locator(".alike-one[aria-current] b", has_text="Another one")).to_be_visible()
    expect(page.locator("[name=byline]")).to_have_value("A correction")
    page.locator(".alike-one a.alike-title", has_text="On file").click()
    page.locator("#alike del", has_text="blue").wait_for()
    page.locator("h1").click()
    page.keyboard.press("u")
    page.locator(".toast").wait_for()  # asked once: the correction would be left behind
    assert Item.objects.get(pk=items[0].pk).status == "needs_look"
    page.keyboard.press("u")
    page.wait_for_url(f"**/items/{items[1].pk}/")
    assert report.revisions.count() == 2
    page.keyboard.press("s")
    page.wait_for_url("**/import/")
    assert Item.objects.get(pk=items[1].pk).status == "same"


def test_keys_are_listed(desk, negotiation):
    page = desk("item", LookFactory(run__negotiation=negotiation).pk)
    page.keyboard.press("?")
    for label in ("File it as its own", "Set it aside", "Put right what was read"):
        expect(page.locator("#shortcuts")).to_contain_text(label)


def test_the_columns_of_a_table(desk, negotiation):
    page = desk("inbox")
    rows = "".join(f'Boats return {n},"{words(n)}",Harbour Post,2021-03-0{n}\n' for n in (1, 2, 3))
    sent = f"Überschrift,Wortlaut,Blatt,Tag\n{rows}".encode()
    page.set_input_files("[name=files]", {"name": "t.csv", "mimeType": "text/csv", "buffer": sent})
    page.wait_for_url("**/import/runs/*/")
    work()
    page.get_by_role("link", name="Look at t.csv").click()
    page.wait_for_url("**/import/items/*/")
    for name, header in {"title": "Überschrift", "text": "Wortlaut", "outlet": "Blatt", "published_at": "Tag"}.items():
        page.select_option(f"[name={name}]", header)
    expect(page.locator("[data-example=outlet]")).to_have_text("Harbour Post")
    expect(page.locator("td.map-chosen")).to_have_count(3)
    page.get_by_role("button", name="Read the table").click()
    page.wait_for_url("**/import/runs/*/")
    work()
    page.locator("#run:not([hx-trigger])").wait_for()
    page.get_by_text("Boats return 3").first.wait_for()
    assert Mapping.objects.get().columns["outlet"] == "Blatt"
    assert set(Report.objects.values_list("title", flat=True)) == {f"Boats return {n}" for n in (1, 2, 3)}


def test_several_files_dropped_where_one_is_entered_go_to_the_inbox(desk):
    page = desk("enter")
    page.evaluate(
        DROP.replace("document.body", "document.querySelector('[data-drop]')"), [["a.txt", "A."], ["b.txt", "B."]]
    )
    page.wait_for_url("**/import/runs/*/")
    assert Item.objects.count() == 2


def test_without_javascript(browser, sign_in, live_server, negotiation):
    plain = browser.new_context(java_script_enabled=False)
    sign_in(plain, UserFactory(role=Role.RESEARCHER))
    page = plain.new_page()
    page.goto(live_server.url + reverse("intake:inbox", args=["talks"]))
    page.set_input_files("[name=files]", {"name": "boats.txt", "mimeType": "text/plain", "buffer": UNDATED.encode()})
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url("**/import/runs/*/")
    work()
    page.reload()
    page.get_by_role("link", name="Look at").click()
    page.fill("[name=outlet_name]", "Harbour Post")
    page.fill("[name=published]", "2021-03-03 10:00")
    page.get_by_role("button", name="File as its own").click()
    expect(page.get_by_text("Nothing needs a look")).to_be_visible()
    assert Report.objects.get().outlet.name == "Harbour Post"
    plain.close()


def test_on_a_phone(browser, sign_in, live_server, negotiation):
    report = ReportFactory(negotiation=negotiation)
    alike = [{"report": report.pk, "relation": "update of", "likeness": 0.9}]
    item = LookFactory(run__negotiation=negotiation, alike=alike, name="https://wire.example/" + "long/" * 40)
    of_table = LookFactory(
        run=item.run, record=table(headers=[f"Column {n}" for n in range(20)], rows=[["x" * 90] * 20])
    )
    phone = browser.new_context(viewport={"width": 390, "height": 844})
    sign_in(phone, UserFactory(role=Role.RESEARCHER))
    page = phone.new_page()
    for name, number in (("inbox", ()), ("run", (item.run_id,)), ("item", (item.pk,)), ("item", (of_table.pk,))):
        page.goto(live_server.url + reverse(f"intake:{name}", args=["talks", *number]))
        assert page.evaluate(SIDEWAYS) <= 0, name
    page.goto(live_server.url + reverse("intake:item", args=["talks", item.pk]))
    page.get_by_role("button", name="It is the same").click()
    page.wait_for_url(f"**/items/{of_table.pk}/")
    assert Item.objects.get(pk=item.pk).status == "same"
    phone.close()
