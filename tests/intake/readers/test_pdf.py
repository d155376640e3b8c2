"""PDF: the text of its pages as paragraphs, what it says of itself, and every reason for not reading one."""

import random
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.readers.office_files import lines, pdf, protected
from tracker.intake.readers import Record, Refused, read
from tracker.intake.readers import pdf as reader

STORY = [
    "GENEVA, March 14. Envoys of Freedonia and Sylvania met for the third time this month,",
    "the ministry said in a statement, and agreed that the next round would be held in a neu-",
    "tral place, with observers.",
    "“We are ready to go on,” a senior official said.",
]


def test_lines_become_paragraphs():
    found = read(pdf(lines(["Envoys meet again"], size=20, top=760, step=0) + lines(STORY)))
    assert found.text == (
        "Envoys meet again\nGENEVA, March 14. Envoys of Freedonia and Sylvania met for the third time this month, the "
        "ministry said in a statement, and agreed that the next round would be held in a neutral place, with observers.\n"
        "“We are ready to go on,” a senior official said."
    )
    assert (found.title, found.sources["title"].where) == ("Envoys meet again", "largest words of the first page")
    assert found.text[slice(*found.sources["title"].span)] == "Envoys meet again"
    assert (found.format, found.dateline_place, found.notes) == ("pdf", "Geneva", ["It has 1 page."])


def test_running_heads_footers_and_numbers_are_left_out():
    def page(number, words):
        head = [(72, 760, 9, "Ministry of Water, Freedonia")]
        return head + lines(words) + [(72, 40, 9, f"Press service, release {number}"), (300, 20, 9, f"- {number} -")]

    first = ["The envoys agreed on the river, on the bridge over it and, after a long debate, on the"]
    found = read(pdf(page(1, first), page(2, ["ferry as well."]), page(3, ["Nobody spoke of the dam."])))
    assert found.text == (
        "Ministry of Water, Freedonia\nThe envoys agreed on the river, on the bridge over it and, after a long debate, on "
        "the ferry as well.\nNobody spoke of the dam."
    )
    assert found.notes == ["It has 3 pages.", "Running heads, footers and page numbers were left out (8 lines)."]


INFORMATION = (
    "/Title (Envoys meet again) /Author (Ann Example) /CreationDate (D:20220314180400+03'00') /ModDate (D:20220315)"
)


def test_information_of_the_document():
    found = read(pdf(lines(["Envoys of both sides met for the third time this month."]), information=INFORMATION))
    assert (found.title, found.byline) == ("Envoys meet again", "Ann Example")
    assert found.published_at == datetime(2022, 3, 14, 18, 4, tzinfo=timezone(timedelta(hours=3)))
    assert "created" in found.sources["published_at"].where
    assert found.updated_at.date() == date(2022, 3, 15)


def test_year_of_a_dateline_is_that_of_the_document():
    found = read(pdf(lines(STORY), information=INFORMATION))
    assert found.dateline_day == date(2022, 3, 14)


def test_pages_and_protection_are_told():
    two = pdf(lines(["One"]), lines(["Two"]))
    assert reader.tell(two) == reader.Told(2, False)
    assert reader.tell(protected(lines(["One"]), lines(["Two"]))) == reader.Told(2, True)
    assert reader.tell(two[:300]) == reader.Told(2, False)
    assert reader.tell(b"%PDF-1.4") == reader.Told(None, False)


@pytest.mark.parametrize("turn", [("0 1 -1 0", 300, 314, 90), ("0 -1 1 0", 300, 286, 270)])
def test_turned_text_is_read(turn):
    matrix, first, second, turned = turn
    data = pdf(lines(["Envoys of both sides met for the third time this", "month."]))
    for before, x in ((b"72 720 Td", first), (b"72 706 Td", second)):
        data = data.replace(before, f"{matrix} {x} 400 Tm".encode())
    data = data.replace(b"/MediaBox", b"/Rotate %d /MediaBox" % turned)
    assert read(data).text == "Envoys of both sides met for the third time this month."


def test_pages_without_text_are_said():
    found = read(pdf(lines(STORY), [], lines(["An end."])))
    assert "1 of them without a text layer: what they show was not read." in found.notes


PRIVATE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <FF> <E020> endbfrange endcmap end end"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (protected(lines(["A secret"])), "protected by a password; it says that it has 1 page"),
        (pdf([], []), "2 pages but no text layer"),
        (pdf(lines(["...", "***"])), "no text layer"),
        (pdf(lines(["The envoys met."]), unicode_map=PRIVATE), "do not say which letters"),
        (b"%PDF-1.7", "damaged"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(5000), "damaged"),
        (pdf(lines(["Text"]))[:200], "damaged"),
        (pdf(lines(["Text"])).replace(b"/Kids [10 0 R]", b"/Kids [2 0 R] "), ""),
        (pdf(*[[] for _ in range(501)]), "501 pages; up to 500"),
    ],
)
def test_refusals(data, reason):
    with pytest.raises(Refused) as caught:
        read(data)
    assert reason in caught.value.reason


def test_too_many_characters(monkeypatch):
    monkeypatch.setattr(reader, "MOST_CHARACTERS", 20)
    with pytest.raises(Refused, match="more than 20 characters"):
        read(pdf(lines(["A line that is longer than that."])))


def test_mark_may_stand_after_what_a_server_put_before_it_but_not_in_another_file():
    data = pdf(lines(["The envoys met."]))
    assert read(b"\r\n\r\n" + data).format == "pdf"
    assert read(b"<html><body><p>" + data[:9] + b" is how a PDF begins, 1 0 obj follows.</p>").format == "html"
    assert read(b"A text may say %PDF-1.4 and go on.").format == "text"
    with pytest.raises(Refused, match="PNG picture"):
        read(b"\x89PNG\r\n\x1a\n" + data)


SAMPLE = pdf(lines(STORY), lines(STORY), information=INFORMATION)


@settings(max_examples=100)
@given(st.integers(0, len(SAMPLE)), st.binary(max_size=40), st.integers(0, 60))
def test_record_or_refusal_and_nothing_else(place, put, taken):
    try:
        found = read(SAMPLE[:place] + put + SAMPLE[place + taken :])
    except Refused:
        return
    assert isinstance(found, Record)
    assert found.text.strip()
