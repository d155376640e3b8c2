"""Where words that are gone have probably gone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.likely import likely_places

TEXT = (
    "The envoy said the draft was a basis for work. The draft was no surprise at all to the others.\n"
    '"We will meet again in Luzern before the end of April," she told reporters. '
    "The talks would open on Monday, said the office of the mediator."
)


@pytest.mark.parametrize(
    ("quote", "first"),
    [
        ("a basis for work", "a basis for work"),
        ("The draft was a surprise to the others", "The draft was no surprise at all to the others"),
        (
            '"We will meet again in Basel before the end of March,"',
            '"We will meet again in Luzern before the end of April,"',
        ),
        ("The talks will open on Tuesday.", "The talks would open on Monday"),
    ],
)
def test_the_best_place_comes_first(quote, first):
    best = likely_places(quote, TEXT)[0]
    assert TEXT[best.start : best.end].rstrip(",.") == first.rstrip(",.")


@pytest.mark.parametrize("quote", ["nothing of the kind was ever agreed by anyone", "", " ... ", "Ruritania"])
def test_nothing_like_it_gives_nothing(quote):
    assert likely_places(quote, TEXT) == []


def test_several_places_do_not_overlap():
    text = "\n".join(f"The {n} side would open its talks in Geneva on Monday." for n in ("first", "second", "third"))
    found = likely_places("The other side will open its talks in Geneva on Monday", text)
    assert len(found) == 3
    spans = sorted((one.start, one.end) for one in found)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text(alphabet='ab “".,\n', max_size=60), st.text(alphabet='ab “".,\n', max_size=200))
def test_places_are_in_the_text(quote, text):
    for place in likely_places(quote, text):
        assert 0 <= place.start < place.end <= len(text)
        assert 0 < place.likeness <= 1


def test_long_texts_are_looked_through():
    text = "word " * 200_000 + "the harbour was closed on Sunday by order of the mayor " + "word " * 200_000
    (best, *_) = likely_places("the harbour was opened on Sunday by order of the mayor", text)
    assert text[best.start : best.end] == "the harbour was closed on Sunday by order of the mayor"
