from hypothesis import given
from hypothesis import strategies as st

from tracker.reports import differences as module
from tracker.reports.differences import differences


def told(old, new):
    return [[(s.kind, s.text) for s in paragraph] for paragraph in differences(old, new).paragraphs]


def test_the_changed_words_are_told_from_the_rest():
    assert told("Talks open on Monday.", "Talks open on Tuesday.") == [
        [("same", "Talks open on "), ("old", "Monday."), ("new", "Tuesday.")]
    ]


def test_paragraphs_that_did_not_change_are_left_out():
    old = "First.\nSecond stays.\nThird."
    assert told(old, "First.\nSecond stays.\nThird and more.") == [[("old", "Third."), ("new", "Third and more.")]]


def test_added_and_dropped_paragraphs():
    assert told("One.\n", "One.\nTwo.\n") == [[("new", "Two.\n")]]
    assert told("One.\nTwo.\n", "One.\n") == [[("old", "Two.\n")]]


def test_equal_texts_have_no_difference():
    assert told("Same.", "Same.") == []


def test_texts_too_long_to_compare_are_not_compared(monkeypatch):
    monkeypatch.setattr(module, "MOST_PARAGRAPHS", 3)
    found = differences("a\n" * 4, "b\n" * 4)
    assert found.is_too_long
    assert found.paragraphs == []


def test_a_long_paragraph_is_shown_whole(monkeypatch):
    monkeypatch.setattr(module, "MOST_WORDS", 3)
    assert told("a b c d", "a b c e") == [[("old", "a b c d"), ("new", "a b c e")]]


@given(st.text(max_size=80), st.text(max_size=80))
def test_new_and_old_texts_of_changed_paragraphs_can_be_put_together_again(old, new):
    for paragraph in differences(old, new).paragraphs:
        before = "".join(s.text for s in paragraph if s.kind != "new")
        after = "".join(s.text for s in paragraph if s.kind != "old")
        assert before in old
        assert after in new
