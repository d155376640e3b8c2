from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.segments import Segment, segments


def test_overlapping_spans_are_cut_where_they_meet():
    assert segments("abcdef", [(1, 4, "x"), (3, 5, "y")]) == [
        Segment("a", (), (), 0),
        Segment("bc", ("x",), ("x",), 1),
        Segment("d", ("x", "y"), ("y",), 3),
        Segment("e", ("y",), (), 4),
        Segment("f", (), (), 5),
    ]


def test_a_second_piece_does_not_start_again():
    found = segments("one two three", [(0, 3, 7), (8, 13, 7)])
    assert [(s.text, s.ids, s.starts) for s in found] == [
        ("one", (7,), (7,)),
        (" two ", (), ()),
        ("three", (7,), ()),
    ]


def test_offsets_count_code_points():
    assert segments("😀и́x", [(0, 1, 1)])[0].text == "😀"


def test_nothing_to_cut():
    assert segments("", [(0, 3, 1)]) == []
    assert segments("abc", [(2, 2, 1), (5, 9, 2)]) == [Segment("abc")]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45), st.integers(0, 5)), max_size=12),
)
def test_the_text_survives_and_each_place_has_its_spans(text, spans):
    found = segments(text, spans)
    assert "".join(segment.text for segment in found) == text
    for segment in found:
        for offset in range(segment.start, segment.start + len(segment.text)):
            assert set(segment.ids) == {key for start, end, key in spans if start <= offset < end}
    starts = [key for segment in found for key in segment.starts]
    assert len(starts) == len(set(starts))
