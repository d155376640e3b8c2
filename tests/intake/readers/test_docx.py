"""Word documents: what their reader sees, in order, and nothing that he does not see."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.readers.office_files import NAMES, docx, paragraph, zipped
from tracker.intake.readers import Record, Refused, read


def run(words, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def text(body, **parts):
    return read(docx(body, **parts)).text


def test_paragraphs_are_lines_whatever_the_file_is_called():
    data = docx(paragraph("Talks resume") + paragraph("") + paragraph("The envoys met."))
    found = read(data, filename="talks.txt")
    assert (found.text, found.format, found.title) == ("Talks resume\nThe envoys met.", "docx", "Talks resume")


def test_insertions_stay_and_deletions_go():
    body = (
        f"<w:p>{run('Both sides ')}<w:ins>{run('will ')}</w:ins><w:del><w:r><w:delText>may </w:delText></w:r></w:del>"
        f"{run('meet in May.')}</w:p><w:moveFrom><w:p>{run('Moved away')}</w:p></w:moveFrom>"
        f"<w:p><w:moveTo>{run('Moved here.')}</w:moveTo></w:p>"
    )
    assert text(body) == "Both sides will meet in May.\nMoved here."


def test_paragraph_whose_mark_was_deleted_goes_on():
    mark = "<w:rPr><w:del/></w:rPr>"
    assert text(paragraph("The talks", mark) + paragraph(" go on.")) == "The talks go on."
    assert text(paragraph("The talks", mark)) == "The talks"


def test_content_controls_links_and_fields():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
        '<w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("page 4")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        f"<w:sdt><w:sdtPr><w:t>label</w:t></w:sdtPr><w:sdtContent><w:p><w:hyperlink>{run('See ')}</w:hyperlink>{field}"
        f"{run('.')}</w:p></w:sdtContent></w:sdt>"
    )
    assert text(body) == "See page 4."


def test_field_that_never_ends_hides_its_own_paragraph_only():
    body = f'<w:p>{run("A")}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("hidden")}</w:p>' + paragraph(
        "B is seen."
    )
    assert text(body) == "A\nB is seen."


def test_text_box_is_read_once_after_its_paragraph():
    boxed = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{boxed}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{boxed}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert text(f"<w:p>{run('Before ')}<w:r>{both}</w:r>{run('and after.')}</w:p>") == "Before and after.\nIn the box."
    old = f"<w:p><w:r><w:pict><v:textbox>{boxed}</v:textbox></w:pict></w:r></w:p>"
    assert text(old) == "In the box."


def test_rows_are_lines_and_a_layout_table_is_its_paragraphs():
    def table(*rows):
        return (
            "<w:tbl>"
            + "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in rows)
            + "</w:tbl>"
        )

    assert text(table((paragraph("Party"), paragraph("Vote")), (paragraph("Freedonia"), paragraph("yes")))) == (
        "Party\tVote\nFreedonia\tyes"
    )
    column = paragraph("First.") + paragraph("Second.")
    assert text(table((column, paragraph("Aside.")))) == "First.\nSecond.\nAside."
    deleted = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('Gone')}</w:tc></w:tr></w:tbl>"
    assert text(deleted + paragraph("Stays")) == "Stays"


def test_notes_follow_at_the_end_and_comments_are_not_said():
    body = (
        f'<w:p>{run("The pact")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" holds.")}<w:r><w:commentReference/></w:r>'
        f"</w:p>{paragraph('It ends here.')}"
    )
    notes = f'<w:footnote w:id="1">{paragraph("Never referred to")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("Signed in May.")}</w:footnote>'
    found = read(docx(body, footnotes=notes, comments=f'<w:comment w:id="0">{paragraph("A private word")}</w:comment>'))
    assert found.text == "The pact holds.\nIt ends here.\nSigned in May."
    assert found.notes == ["Footnotes and endnotes were put at the end of the text (1)."]


def test_hidden_words_are_not_said_and_special_characters_are():
    shown = run("B", "<w:vanish w:val='0'/>")
    marks = "<w:noBreakHyphen/><w:t>C</w:t><w:tab/><w:t>D</w:t><w:br/><w:t>E</w:t><w:softHyphen/>"
    symbols = '<w:sym w:char="20AC"/><w:sym w:char="F0B7"/>'
    body = f"<w:p>{run('A', '<w:vanish/>')}{shown}<w:r>{marks}{symbols}</w:r></w:p>"
    assert text(body) == "B-C\tD\nE€"


def test_large_first_letter_belongs_to_its_word():
    assert text(paragraph("T", '<w:framePr w:dropCap="drop"/>') + paragraph("he envoys met.")) == "The envoys met."


def test_equations_are_kept():
    assert text(f"<w:p>{run('x is ')}<m:oMath><m:r><m:t>y+1</m:t></m:r></m:oMath></w:p>") == "x is y+1"


def test_embedded_documents_are_named():
    assert read(docx(paragraph("Text.") + "<w:altChunk/>")).notes == ["Documents embedded in it were not read (1)."]


CORE = (
    "<dc:title>Joint statement on water</dc:title><dc:creator>Ann Example</dc:creator><dc:language>en-GB</dc:language>"
    "<dcterms:created>2022-03-14T09:30:00Z</dcterms:created><dcterms:modified>2022-03-14T11:00:00Z</dcterms:modified>"
)


def test_information_of_the_document():
    found = read(docx(paragraph("Freedonia and Sylvania agreed to share the river."), core=CORE))
    assert (found.title, found.byline, found.language) == ("Joint statement on water", "Ann Example", "en")
    assert found.published_at == datetime(2022, 3, 14, 9, 30, tzinfo=UTC)
    assert found.updated_at == datetime(2022, 3, 14, 11, 0, tzinfo=UTC)
    assert "created" in found.sources["published_at"].where


def test_text_is_believed_before_the_information():
    body = (
        paragraph("Water is shared") + paragraph("By Jane Doe") + paragraph("OSLO, March 12 (KP) - The envoys agreed.")
    )
    found = read(docx(body, core=CORE.replace("Joint statement on water", "Water is shared")))
    assert (found.title, found.sources["title"].span) == ("Water is shared", (0, 15))
    assert (found.byline, found.dateline_day) == ("Jane Doe", date(2022, 3, 12))


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.doc", "Document1", "statement_final.docx", "x", "Untitled"])
def test_titles_that_programs_make_up_are_not_taken(title):
    core = f"<dc:title>{title}</dc:title><dc:creator>Windows User</dc:creator>"
    found = read(docx(paragraph("Water is shared") + paragraph("The envoys agreed on the river."), core=core))
    assert (found.title, found.byline) == ("Water is shared", "")


def test_title_by_its_style():
    styles = '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    body = (
        paragraph("12/2022")
        + paragraph("Water is shared", '<w:pStyle w:val="Titel"/>')
        + paragraph("The envoys agreed.")
    )
    found = read(docx(body, styles=styles, core=CORE))
    assert (found.title, found.sources["title"].span) == ("Water is shared", (8, 23))


def test_main_part_is_found_by_its_relationship():
    assert text(paragraph("Elsewhere."), main="word/document2.xml") == "Elsewhere."


ENTITY = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
DEEP = "<w:sdt>" * 300 + paragraph("Deep") + "</w:sdt>" * 300


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(""), "no text"),
        (docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "no text"),
        (docx("<w:p>"), "damaged"),
        (docx(DEEP), "damaged"),
        (docx(paragraph("a" * 40_000_000)), "would unpack"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "no main text"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": f"{ENTITY}<d>&e;</d>"}), "document type"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": f"<w:document {NAMES}/>"}), "no main text"),
        (docx(paragraph("Text."))[:-40], "a Word document (DOCX). It is damaged"),
        (
            zipped({"[Content_Types].xml": "", "word/document.xml": "", **{f"x{n}": "" for n in range(1001)}}),
            "1,003 parts",
        ),
    ],
)
def test_refusals(data, reason):
    with pytest.raises(Refused) as caught:
        read(data)
    assert reason in caught.value.reason


def test_damaged_member_is_refused():
    data = bytearray(docx("".join(paragraph(f"Line {n} of the report") for n in range(200))))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 40] = bytes(40)
    with pytest.raises(Refused, match="damaged"):
        read(bytes(data))


PIECES = st.sampled_from(
    [
        "<w:p>",
        "</w:p>",
        "<w:r><w:t>word</w:t></w:r>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr><w:tc>",
        "</w:tc></w:tr>",
        "<w:sdt><w:sdtContent>",
        "</w:sdtContent></w:sdt>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r><w:sym w:char="zz"/><w:sym/></w:r>',
        '<w:r><w:footnoteReference w:id="9"/></w:r>',
        "<mc:AlternateContent/>",
        "<!-- said -->",
        "<?pi x?>",
        "<w:r><w:t/></w:r>",
        "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    ]
)


@settings(max_examples=120)
@given(st.lists(PIECES, max_size=20).map("".join), st.booleans())
def test_record_or_refusal_and_nothing_else(body, whole):
    data = docx(body)
    try:
        found = read(data if whole else data[: len(data) // 2] + data[len(data) // 2 + 7 :])
    except Refused:
        return
    assert isinstance(found, Record)
    assert found.text.strip()


def test_boxes_of_a_list_are_kept_and_bullets_are_not():
    def level(number, mark):
        return f'<w:lvl w:ilvl="{number}"><w:numFmt w:val="bullet"/><w:lvlText w:val="{mark}"/></w:lvl>'

    def item(words, listed, at=0):
        return paragraph(words, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{listed}"/></w:numPr>')

    numbering = (
        f'<w:abstractNum w:abstractNumId="8">{level(0, "☐")}{level(1, "☒")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="9">{level(0, "•")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="8"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="9"/></w:num>'
    )
    body = item("Seat", 1) + item("Chair", 1, at=1) + item("", 1) + item("Agenda", 2) + paragraph("Signed.")
    assert text(body, numbering=numbering) == "☐ Seat\n☒ Chair\nAgenda\nSigned."
    assert text(body) == "Seat\nChair\nAgenda\nSigned."
