"""Tables: how their cells are parted, what their columns are taken for, and what becomes of each row."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers import Columns, Record, Refused, cells, delimited, read_all, tables
from tracker.intake.readers.fields import FIELDS, HEADERS, proposed
from tracker.lib.text import LANGUAGES

HEAD = ["Title", "Text", "Published", "Outlet", "Link"]
ROW = [
    "Talks open in Freedonia",
    "The envoy said the talks, long awaited; would open\non Monday.",
    "2021-12-23 18:04 GMT+3",
    "Kestrel",
    "https://kestrel.example/1",
]
QUOTED = """title,url,quote,speaker,date,issue,stance,tracks,said on
Talks,https://a.example/1,We are ready to talk,Anna Envoy,2022-01-03,Missiles,accepts,The dialogue; The council,2022-01-02
,,"No, never",Bob,,Bases,against,,yesterday
Other,https://a.example/2,We wait,Bob,2022-01-04,Missiles,perhaps,,
"""


def table(*rows, delimiter=",", **how):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, **how).writerows(rows)
    return written.getvalue()


def test_one_report_a_row_with_where_each_field_was_taken_from():
    (record,) = read_all(table(HEAD, ROW))
    assert (record.title, record.outlet, record.url, record.language) == (ROW[0], ROW[3], ROW[4], "en")
    assert record.text == ROW[1]
    assert record.published_at == datetime(2021, 12, 23, 18, 4, tzinfo=timezone(timedelta(hours=3)))
    assert record.sources["title"].where == "column “Title”, row 2"
    assert record.format == "table"
    assert record.statements == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(delimiter, encoding, end):
    russian = ["Переговоры открылись", "Посланник заявил: «Мы готовы; ждём, как и прежде»|всегда.", *ROW[2:]]
    how = {"lineterminator": end, "quoting": csv.QUOTE_ALL}  # the module leaves \n unquoted where rows end with \r
    data = table(HEAD, russian, ROW, delimiter=delimiter, **how).encode(encoding)
    assert tables.recognises(data)
    assert [record.text for record in read_all(data)] == [russian[1], ROW[1]]


@pytest.mark.parametrize(
    "first", ["", "sep=;\n", "\n\n", "\ufeff"], ids=["nothing", "Excel's line", "empty lines", "mark"]
)
def test_what_may_stand_above_the_headers(first):
    (record,) = read_all((first + table(HEAD, ROW, delimiter=";")).encode())
    assert record.title == ROW[0]


@pytest.mark.parametrize(
    "prose",
    [
        "The envoy said, after a pause, that talks would open.\nNobody, he added, was against, so far.\n",
        "Paris, March 3\nThe talks, he said\nwould open, perhaps\n",
        "Dear colleagues,\nthe talks, as you know,\nare open, as planned,\n",
        "Text, he said\nWords, she said\n",
        "One line, with commas, and nothing more",
        "One; two; three.\nThe end.",
        "a\nb\nc\n",
        "Date: Mon, 3 Jan 2022\nFrom: a, b\nTo: c, d\n\nText, text",
        '{"title": "a, b",\n"text": "c, d"}',
        "<table>,<tr>\n<td>,<td>\n",
        "1,2,3\n4,5,6\n7,8,9\n",
        "",
    ],
)
def test_prose_is_no_table(prose):
    assert not tables.recognises(prose.encode())


def test_headers_that_nobody_knows_are_asked_for():
    data = table(
        ["Überschrift", "Wortlaut", "Tag"], ["Talks", "They open.", "3.1.2022"], ["More", "They go on.", "4.1.2022"]
    )
    (asked,) = read_all(data)
    assert asked == Columns(
        ["Überschrift", "Wortlaut", "Tag"],
        [["Talks", "They open.", "3.1.2022"], ["More", "They go on.", "4.1.2022"]],
        {},
    )
    told = {"title": "Überschrift", "text": "wortlaut", "published_at": "Tag"}
    first, second = read_all(data, mapping=told)
    assert (first.title, first.text, first.published_at.date()) == ("Talks", "They open.", date(2022, 1, 3))
    assert second.title == "More"


def test_a_mapping_may_leave_out_the_title():
    (record,) = read_all(table(HEAD, ROW), mapping={"text": "Text", "title": ""})
    assert record.title == "The envoy said the talks, long awaited; would open"
    assert record.notes == ["Not used of the table: “Title”, “Published”, “Outlet”, “Link”."]


@pytest.mark.parametrize(
    ("headers", "certain"),
    [
        (["title", "text"], True),
        (["Headline", "Full text", "Date"], True),
        (["Заголовок", "Текст", "Дата"], True),
        (["title", "abstract"], False),
        (["title", "text", "body"], False),
        (["title", "text", "speaker"], False),  # is the text a quote?
        (["quote", "speaker"], False),
        (["quote", "url"], True),
        (["title", "date", "Цитата", "Спикер"], True),
    ],
)
def test_people_are_asked_only_where_headers_do_not_tell(headers, certain):
    found = read_all(table(headers, *[[f"word {n}{place}" for place in range(len(headers))] for n in range(3)]))
    assert isinstance(found[0], Columns) is not certain


def test_headers_are_told_apart_and_the_plainer_one_is_proposed():
    found = read_all(
        table(["Date", "Published", "date", "", "Wort"], ["1", "2", "3", "4", "5"], ["1", "2", "3", "4", "5"])
    )
    assert not isinstance(found[0], Columns) or found[0].headers == [
        "Date",
        "Published",
        "date (2)",
        "Column D",
        "Wort",
    ]
    assert proposed(["Date", "Published", "Text"]) == {"text": "Text", "published_at": "Published"}


def test_every_field_is_known_by_some_header_and_no_header_by_two_fields():
    assert HEADERS.keys() == FIELDS.keys()
    headers = [header for names in HEADERS.values() for header in names]
    assert len(headers) == len(set(headers))


def test_wrong_rows_are_refused_by_number_and_others_go_on():
    found = read_all(
        table(HEAD, ROW, ["No text", "", "2021-12-23", "", ""], ["Bad day", "Some words.", "32.12.2021", "", ""])
        + "unquoted\n"
        + "a,b,c,d,e,f,g\n"
        + table(["Last", "The last one."])
    )
    assert [one.title if isinstance(one, Record) else one.reason for one in found] == [
        ROW[0],
        "Row 3 has neither a text nor a quote.",
        "Row 4, column “Published”: “32.12.2021” is no date. Write it as 2021-12-23 or 2021-12-23 18:04.",
        f"Row 5 has 1 cell where the headers are 5. {delimited.MARKS}",
        f"Row 6 has 7 cells where the headers are 5. {delimited.MARKS}",
        "Last",
    ]
    assert found[2].title == "Bad day"
    assert found[-1].notes[0] == "Row 7 has 2 cells of 5; the others were taken as empty."


def test_a_quotation_mark_that_never_closes_swallows_nothing_silently():
    found = read_all(table(HEAD, ROW) + '"Second, never closed,x,y\nThird,words,2021-12-23,a,b\n')
    assert [type(one) for one in found] == [Record, Refused]
    assert found[-1].reason == f"Row 3 {delimited.OPEN}"


def test_too_many_rows_are_told(monkeypatch):
    monkeypatch.setattr(delimited, "MOST_ROWS", 2)
    found = read_all(table(HEAD, *[[f"Report {n}", f"Words of {n}.", "", "", ""] for n in range(5)]))
    assert [one.title for one in found] == ["Report 0", "Report 1", ""]
    assert "from row 4 on were not read" in found[-1].reason


def test_headers_alone_are_refused():
    with pytest.raises(Refused, match="no row below"):
        read_all("title,text,date\n")


def test_a_mapping_must_fit_the_table():
    with pytest.raises(Refused, match="no column “Body”, which was to hold: Text of the report"):
        read_all(table(HEAD, ROW), mapping={"text": "Body"})
    with pytest.raises(Refused, match="Say which one does"):
        read_all(table(HEAD, ROW), mapping={"title": "Title"})


def test_markup_in_a_cell_becomes_lines_and_script_is_dropped():
    cell = "<p>The talks &amp; more</p><script>steal()</script><style>p{}</style><!-- not for print --><p>go<br>on.</p>"
    (record,) = read_all(table(HEAD, ["Talks", cell, "", "", ""]))
    assert record.text == "The talks & more\ngo\non."


def test_statements_of_one_report_are_joined():
    first, second = read_all(QUOTED)
    assert first.text == "We are ready to talk\n\nNo, never"
    assert [one.exact for one in first.statements] == ["We are ready to talk", "No, never"]
    assert all(first.text[one.start : one.end] == one.exact for one in first.statements)
    ready, never = first.statements
    assert (ready.speaker, ready.issue, ready.stance) == ("Anna Envoy", "Missiles", "accepts")
    assert (ready.tracks, ready.said_on, ready.rule) == (("The dialogue", "The council"), "2022-01-02", "table")
    assert (never.stance, never.said_on) == ("rejects", "yesterday")
    assert "what stands for it are its quotes (2)" in first.notes[0]
    assert second.statements[0].stance == ""
    assert second.statements[0].note == "stance: perhaps"


@pytest.mark.parametrize(
    ("rows", "reports"),
    [
        ([["A", "", "q1"], ["A", "", "q2"]], 1),  # one title
        ([["A", "https://x.example/", "q1"], ["", "https://x.example/", "q2"]], 1),
        ([["A", "https://x.example/", "q1"], ["B", "https://x.example/", "q2"]], 2),  # two releases at one address
        ([["A", "https://x.example/", "q1"], ["", "", "q2"]], 1),  # merged cells
        ([["A", "https://x.example/", "q1"], ["B", "https://y.example/", "q2"], ["A", "", "q3"]], 2),
    ],
)
def test_by_what_rows_are_joined(rows, reports):
    found = read_all(table(["title", "url", "quote"], *rows))
    assert len(found) == reports
    assert sum(len(record.statements) for record in found) == len(rows)


def test_the_same_title_on_another_day_is_another_report():
    found = read_all(
        table(
            ["title", "date", "quote"], ["A", "2022-01-03", "q1"], ["A", "2022-01-04", "q2"], ["A", "2022-01-03", "q3"]
        )
    )
    assert [[one.exact for one in record.statements] for record in found] == [["q1", "q3"], ["q2"]]


def test_quotes_with_the_text_of_their_report():
    text = "The envoy said: We are ready. Others wait."
    (record,) = read_all(
        table(
            ["title", "text", "quote", "start", "end"],
            ["A", text, "We are ready", "16", "28"],
            ["A", text, "Others wait", "", ""],
        )
    )
    assert record.text == text
    assert [(one.start, one.end) for one in record.statements] == [(16, 28), (None, None)]


def test_rows_that_disagree_on_their_report_are_told():
    (record,) = read_all(table(["title", "outlet", "quote"], ["A", "Kestrel", "q1"], ["A", "Merlin", "q2"]))
    assert record.outlet == "Kestrel"
    assert "Row 3 has “Merlin” as outlet; “Kestrel” was kept." in record.notes


def test_an_address_that_is_none_and_unknown_values_are_told():
    (record,) = read_all(
        table(
            ["title", "text", "url", "language", "kind"],
            ["A", "Some words here.", "javascript:x()", "Klingon", "Readout"],
        )
    )
    assert (record.url, record.kind) == ("", "readout")
    assert "Row 2, column “url”: “javascript:x()” is no web address." in record.notes
    assert "Row 2, column “language”: “Klingon” is not known." in record.notes


@pytest.mark.parametrize(
    ("words", "order", "expected", "note"),
    [
        ("2021-12-23", "", datetime(2021, 12, 23, tzinfo=UTC), "only the day"),
        ("2021-12-23T18:04:00Z", "", datetime(2021, 12, 23, 18, 4, tzinfo=UTC), ""),
        ("2021-12-23 18:04:00+03:00", "", datetime(2021, 12, 23, 15, 4, tzinfo=UTC), ""),
        ("2021-12-23 18:04", "", datetime(2021, 12, 23, 18, 4, tzinfo=UTC), "no time zone"),
        ("2021-12-23 18:04 UTC", "", datetime(2021, 12, 23, 18, 4, tzinfo=UTC), ""),
        ("23.12.2021", "", datetime(2021, 12, 23, tzinfo=UTC), "only the day"),
        ("03.02.2021", "mdy", datetime(2021, 2, 3, tzinfo=UTC), "only the day"),  # points: the day first
        ("03/02/2021", "dmy", datetime(2021, 2, 3, tzinfo=UTC), "only the day"),
        ("03/02/2021 6:30 PM", "mdy", datetime(2021, 3, 2, 18, 30, tzinfo=UTC), "no time zone"),
        ("12/23/21", "", datetime(2021, 12, 23, tzinfo=UTC), "only the day"),
        ("December 23, 2021", "", datetime(2021, 12, 23, tzinfo=UTC), "only the day"),
        ("23 декабря 2021 г.", "", datetime(2021, 12, 23, tzinfo=UTC), "only the day"),
        ("03/02/2021", "", None, "cannot be told"),
        ("2021-12", "", None, "names no day"),
        ("2021", "", None, "names no day"),
    ],
)
def test_moments(words, order, expected, note):
    found = cells.moment(words, order=order)
    assert found.at == expected
    assert note in found.note if note else found.note == ""


@pytest.mark.parametrize(
    "words", ["32.12.2021", "2021-02-30", "yesterday", "44553", "0012-01-01", "2021-12-23 and so on"]
)
def test_what_is_no_moment(words):
    with pytest.raises(cells.BadCell, match=words[:10]):
        cells.moment(words)


def test_a_column_tells_the_order_of_its_days():
    assert cells.day_order(["03/02/2021", "23/12/2021"]) == "dmy"
    assert cells.day_order(["03/02/2021", "12/23/2021"]) == "mdy"
    assert cells.day_order(["03/02/2021"]) == cells.day_order(["13/02/2021", "02/13/2021"]) == ""


def test_the_time_may_have_a_column_of_its_own():
    (record,) = read_all(table(["title", "text", "date", "time"], ["A", "Some words.", "23.12.2021", "18:04"]))
    assert record.published_at == datetime(2021, 12, 23, 18, 4, tzinfo=UTC)


def test_values_are_those_of_the_lists():
    from tracker.reports.models import ReportKind
    from tracker.statements.models import Act, Basis, Form, Stance

    assert set(cells.STANCE.values()) == set(Stance.values)
    assert set(cells.KIND.values()) == set(ReportKind.values)
    assert set(cells.ACTS) == set(Act.values)
    assert set(cells.FORMS) == set(Form.values)
    assert set(cells.BASES) == set(Basis.values)
    assert set(cells.TONGUE.values()) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("words", "stance"),
    [("1", "accepts"), ("0", "rejects"), ("-1", "rejects"), ("FALSE", "rejects"), ("Leans for", "leans_for"), ("Pro", "accepts"),
     ("против", "rejects"), ("Demands", "demands"), ("2", ""), ("", "")],
)  # fmt: skip
def test_stances(words, stance):
    assert cells.stance(words) == stance


CELL = st.text(alphabet=st.sampled_from("ab1,;\t|\"\n\r '=<p>/é.-"), max_size=12)
ROWS = st.lists(st.lists(CELL, max_size=6), max_size=8)
KNOWN = st.lists(st.sampled_from(["title", "text", "quote", "date", "start", "end", "stance", "url", ""]), max_size=6)


@settings(max_examples=150)
@given(KNOWN, ROWS, st.sampled_from(",;\t|"), st.binary(max_size=6))
def test_only_refusals_escape(headers, rows, delimiter, noise):
    data = table(headers, *rows, delimiter=delimiter).encode() + noise
    try:
        found = tables.read(data)
        if isinstance(found[0], Columns):
            found = tables.read(data, mapping={"text": found[0].headers[0], "exact": found[0].headers[-1]})
    except Refused:
        return
    assert found
    for one in found:
        assert isinstance(one, Refused) or one.text


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_looked_at_safely(data):
    assert tables.recognises(data) in (True, False)
    try:
        found = tables.read(data)
    except Refused:
        return
    assert found


@settings(max_examples=100)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
            lambda t: any(c.isalnum() for c in t)
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_quote_of_a_table_has_its_place(quotes):
    data = table(["title", "quote"], *[["A", f"{quote} x"] for quote in quotes])
    for record in read_all(data, mapping={"title": "title", "exact": "quote"}):
        assert isinstance(record, Record)
        for one in record.statements:
            assert record.text[one.start : one.end] == one.exact
