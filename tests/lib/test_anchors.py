"""Anchors: the slice and nothing but the slice, in one text and in the next."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.anchors import CONTEXT, Anchor, find, make, places

ODD = st.text(alphabet=st.sampled_from("ab “”'\n\u0301éЯж🙂👩🏽\u200d\u00a0-—"), max_size=60)


@st.composite
def anchored(draw) -> tuple[str, Anchor]:
    text = draw(ODD.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, make(text, start, draw(st.integers(start + 1, len(text))))


def anchor(text: str, words: str, nth: int = 0) -> Anchor:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return make(text, start, start + len(words))


def test_made_of_text_and_context():
    made = make("🙂 Он сказал: «да», и вышел.", 13, 15)
    assert made == Anchor(13, 15, "«д", "🙂 Он сказал: ", "а», и вышел.")
    long = make("x" * 100 + "word" + "y" * 100, 100, 104)
    assert (long.prefix, long.suffix) == ("x" * CONTEXT, "y" * CONTEXT)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 5), (4, 5)])
def test_outside_of_the_text(start, end):
    with pytest.raises(ValueError, match="4 characters"):
        make("text", start, end)


@given(anchored())
def test_exact_is_the_slice_and_stays_where_nothing_changed(sample):
    text, made = sample
    assert made.exact == text[made.start : made.end]
    assert text[: made.start].endswith(made.prefix)
    assert text[made.end :].startswith(made.suffix)
    assert find(made, text) == made


@given(anchored(), ODD, ODD)
def test_found_again_is_the_same_words_or_none(sample, before, after):
    text, made = sample
    again = find(made, before + text + after)
    if again is not None:
        assert again.exact == (before + text + after)[again.start : again.end]
        assert fold(again.exact) == fold(made.exact)


def fold(text: str) -> str:
    for mark, plain in {"“": '"', "”": '"', "—": "-"}.items():
        text = text.replace(mark, plain)
    return " ".join(text.split())


STORY = "The envoy said talks would go on. The minister said talks would end. “We are ready,” she said."


@pytest.mark.parametrize(
    ("old", "words", "nth", "new", "place"),
    [
        (STORY, "talks would go on", 0, "UPDATED\n\n" + STORY, 24),
        (STORY, "said", 1, "New first line. " + STORY, 16 + 47),
        (STORY, "“We are ready,”", 0, STORY.replace("“", '"').replace("”", '"'), 69),
        (STORY, "talks would end", 0, STORY.replace("talks would end", "talks\nwould  end"), 52),
        ("Да 🙂. Нет 🙂. Да 🙂!", "Да 🙂", 1, "🙂🙂 Да 🙂. Нет 🙂. Да 🙂!", 16),
    ],
)
def test_moves_with_its_words(old, words, nth, new, place):
    made = anchor(old, words, nth)
    again = find(made, new)
    assert again is not None
    assert again.start == place
    assert again.exact == new[again.start : again.end]


@pytest.mark.parametrize(
    ("old", "words", "new"),
    [
        (STORY, "talks would go on", STORY.replace("talks would go on", "talks were off")),
        ("It is no. " * 4, "no", "So. " + "It is no. " * 5),
        (STORY, "said", "He said. They said."),
        ("They said no to it.", "no", "Everybody knows that."),
        ("a yes b", "yes", "yes " * 500),
        (STORY, STORY, ""),
    ],
)
def test_gone_or_in_doubt_is_none(old, words, new):
    assert find(anchor(old, words), new) is None


def test_overlapping_places_are_all_seen():
    assert places("aa", "aaaa") == [(0, 2), (1, 3), (2, 4)]
    assert places("   ", "a   b") == []


@pytest.mark.parametrize("unit", ["a", "a ", "“a” "])
def test_repetition_takes_no_time(unit):
    made = make(unit * 50_000, 0, 20_000)
    began = time.process_time()
    assert find(made, "x" + unit * 50_000) is None
    assert find(make("b" + unit * 10_000, 0, 5000), unit * 50_000) is None
    assert time.process_time() - began < 5
