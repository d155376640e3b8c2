"""From lines on paper to paragraphs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.readers.pdf_layout import Line, read


def line(words, bottom, *, left=72.0, right=None, size=12.0, broken=False):
    """A line of 90 letters is as wide as the column."""
    return Line(words, left, left + 5 * len(words) if right is None else right, bottom, size, broken)


def column(*words, top=700, step=14, **more):
    return [line(one, top - number * step, **more) for number, one in enumerate(words)]


def texts(*pages):
    return [paragraph.words for paragraph in read(list(pages)).paragraphs]


FULL = "The envoys of both sides met again on Monday and spoke of the river and of the old bridge"
MORE = "which crosses it near the ferry, before they turned to the question of who should pay for"


def test_full_lines_go_on_and_short_ones_end_a_paragraph():
    assert texts(column(FULL, MORE, "the repairs.", FULL)) == [f"{FULL} {MORE} the repairs.", FULL]


def test_gap_indent_size_and_bullet_begin_a_paragraph():
    assert texts([*column(FULL, MORE), *column(FULL, top=640)]) == [f"{FULL} {MORE}", FULL]
    assert texts([line(FULL, 700), line(FULL, 686, left=90, right=522)]) == [FULL, FULL]
    assert texts(
        [line("Talks go on without a pause and nobody knows how long they will go on", 700, size=18), line(FULL, 680)]
    ) == [
        "Talks go on without a pause and nobody knows how long they will go on",
        FULL,
    ]
    assert texts(column(f"{FULL[:-1]}.", "1. The river is shared.", "2. The bridge is mended.")) == [
        f"{FULL[:-1]}.",
        "1. The river is shared.",
        "2. The bridge is mended.",
    ]
    assert texts([line("• " + FULL, 700), line(MORE[:-2], 686, left=84, right=524), line("repairs", 672, left=84)]) == [
        f"• {FULL} {MORE[:-2]} repairs"
    ]


@pytest.mark.parametrize(
    ("before", "broken", "after", "joined"),
    [
        ("negotia", True, "tions go on", "negotiations"),
        ("negotia-", False, "tions go on", "negotiations"),
        ("US-", False, "Freedonia talks", "US- Freedonia"),
        ("Trans", True, "Atlantic ties", "Trans-Atlantic"),
        ("two", True, "year plan for the", "two-year"),
        ("river", True, "bridge crossing", "river-bridge"),
        ("co", True, "ordinate it", "coordinate"),
    ],
)
def test_hyphens_at_the_end_of_a_line(before, broken, after, joined):
    start = f"A two-year plan for the river and its bridge is what they coordinate in the {before}"
    (found,) = texts([line(start, 700, broken=broken), line(after, 686)])
    assert found.endswith(joined + " " + after.split(maxsplit=1)[1]) or joined in found


def test_paragraph_goes_on_in_the_next_column_and_on_the_next_page():
    left, right = column(FULL, MORE), column("the repairs of the bridge.", left=330.0)
    assert texts([*left, *right]) == [f"{FULL} {MORE} the repairs of the bridge."]
    assert texts(column(FULL, MORE), column("the repairs.")) == [f"{FULL} {MORE} the repairs."]
    assert texts(column(FULL, f"{MORE[:-1]}."), column(FULL)) == [f"{FULL} {MORE[:-1]}.", FULL]


def test_cells_of_a_row_stand_apart_and_raised_numbers_do_not():
    row = [line("Freedonia", 700), line("yes", 700.5, left=300), line("Sylvania", 686), line("no", 686, left=300)]
    assert texts(row) == ["Freedonia\tyes", "Sylvania\tno"]
    raised = [line("The pact", 700), Line("2", 113, 117, 704, 7), line("holds", 700, left=119)]
    assert texts(raised) == ["The pact 2 holds"]


def test_recurring_edges_go_but_a_repeated_text_stays():
    def page(number, *words):
        return [line("Freedonia 12/2022", 770, size=9), *column(*words), line(str(number), 30, size=9)]

    found = read([page(1, FULL, MORE), page(2, FULL, MORE), page(3, "An end.")])
    assert [one.words for one in found.paragraphs][:1] == ["Freedonia 12/2022"]
    assert found.dropped == 5
    same = column(FULL, MORE, "the repairs.")
    assert read([same, same, same]).dropped == 0


@pytest.mark.parametrize(
    ("number", "dropped"), [("1", 1), ("Page 1", 1), ("- 1 -", 1), ("1 of 3", 1), ("2022", 0), ("1 river", 0)]
)
def test_numbers_of_pages(number, dropped):
    assert read([[*column(FULL, MORE), line(number, 30)]]).dropped == dropped


NUMBER = st.floats(-1000, 1000, allow_nan=False)
LINES = st.builds(
    Line, st.text("aB-.• 1\t", min_size=1).filter(str.strip), NUMBER, NUMBER, NUMBER, st.floats(0.1, 50), st.booleans()
)


@settings(max_examples=200)
@given(st.lists(st.lists(LINES, max_size=8), max_size=4))
def test_nothing_is_lost_but_what_is_counted(pages):
    found = read(pages)
    kept = "".join(paragraph.words for paragraph in found.paragraphs)
    if found.dropped == 0:
        letters = [letter for page in pages for one in page for letter in one.words if letter.isalnum()]
        assert sorted(letter for letter in kept if letter.isalnum()) == sorted(letters)
