"""Text at the door, hashes, languages and differences."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.text import BadText, TextTooLong, content_hash, detect_language, diff, normalise, one_line


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("\ufeffa", "a"),
        ("one\x0ctwo\x85three\u2028four", "one\ntwo\nthree\nfour"),
        ("a  \t\n\n  b \u00a0", "a\n\n  b"),
        ("e\u0301", "é"),
        ("\n\n a\n\n", " a"),
        ("a\u202eb\u2066c\u061cd", "abcd"),
        ("a\x07b\x9fc", "abc"),
        ("“Quotes” and 🙂 stay", "“Quotes” and 🙂 stay"),
    ],
)
def test_one_form(raw, text):
    assert normalise(raw).text == text


def test_what_was_taken_out_is_said():
    notes = normalise("a\u202eb\x07").notes
    assert [note.split()[0] for note in notes] == ["1", "1"]
    assert "direction" in notes[0]
    assert normalise("plain").notes == []


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "no text"),
        (" \n\t\ufeff", "no text"),
        ("a\x00b", "NUL"),
        ("a\ud800b", "surrogate"),
        ("a" + "\u0301\u0323" * 200_000, "accents"),
    ],
)
def test_refused_in_words_and_soon(raw, says):
    began = time.process_time()
    with pytest.raises(BadText, match=says):
        normalise(raw)
    assert time.process_time() - began < 2


def test_too_long():
    assert len(normalise("a" * 5_000_000).text) == 5_000_000
    with pytest.raises(TextTooLong, match="5,000,001"):
        normalise("a" * 5_000_001)


@pytest.mark.parametrize("unit", [" ", "\n", " \n", "é ", "\u202e\x07a", "\t\r"])
def test_a_million_characters_in_seconds(unit):
    began = time.process_time()
    normalise(unit * (1_000_000 // len(unit)) + "x")
    assert time.process_time() - began < 3


@given(st.text())
def test_a_second_pass_changes_nothing(raw):
    try:
        text = normalise(raw).text
    except BadText:
        return
    assert normalise(text).text == text
    assert normalise(text).notes == []
    assert unicodedata.is_normalized("NFC", text)


def test_titles_are_one_line():
    assert one_line(" A\n\ttitle \u202e\x07 of\u00a0two ") == "A title of two"


def test_same_text_again():
    assert content_hash("A “quote”\n\nand  more\n") == content_hash('A "quote" and more')
    assert content_hash("cafe\u0301") == content_hash("café")
    assert content_hash("Talks") != content_hash("talks")
    assert content_hash("1.5") != content_hash("15")
    assert len(content_hash("")) == 64


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoys of both sides said on Monday that the talks would go on.", "en"),
        ("Министр заявил, что переговоры будут продолжены на следующей неделе.", "ru"),
        ("Die Ministerin sagte, dass die Gespräche nächste Woche weitergehen.", "de"),
        ("Le ministre a déclaré que les pourparlers reprendraient la semaine prochaine.", "fr"),
        ("Talks", None),
        ("12 345 678 910 --- ??? 11 12 13 14 15 16", None),
        ("", None),
    ],
)
def test_language(text, language):
    assert detect_language(text) == language


def test_differences_word_by_word():
    assert diff("Talks began on Monday.\nAll well.", "Talks began on Friday.\nAll well.") == [
        ("equal", "Talks began on "),
        ("delete", "Monday"),
        ("insert", "Friday"),
        ("equal", ".\nAll well."),
    ]
    assert diff("", "") == []
    assert diff("a", "a") == [("equal", "a")]
    assert diff("", "new") == [("insert", "new")]
    assert diff("old", "") == [("delete", "old")]


WORDS = st.lists(st.sampled_from(["a ", "b", " ", "\n", "c.", "Я ", "🙂", "\r\n", "\u2028"]) | st.text(max_size=3)).map(
    "".join
)


@given(WORDS, WORDS)
def test_differences_hold_both_texts(old, new):
    pieces = diff(old, new)
    assert "".join(text for op, text in pieces if op != "insert") == old
    assert "".join(text for op, text in pieces if op != "delete") == new
    assert all(text for _, text in pieces)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 50_000, "b a " * 50_000),
        ("a\n" * 100_000, "a\n\n" * 70_000),
        (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
    ],
)
def test_dear_differences_are_cut_short(old, new):
    began = time.process_time()
    pieces = diff(old, new)
    assert time.process_time() - began < 5
    assert "".join(text for op, text in pieces if op != "delete") == new
