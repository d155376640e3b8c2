"""Which words of a text a request means."""

import re

from django.http import QueryDict

from tracker.lib.anchors import places

SPANS = re.compile(r"\d{1,9}-\d{1,9}(?: \d{1,9}-\d{1,9}){0,19}", re.ASCII)


class SeveralPlaces(Exception):
    def __init__(self, places: list[tuple[int, int]]):
        self.places = places

    def choices(self, text: str) -> list[tuple]:
        """The first twenty: start, end, what stands before, the words, what stands after."""
        return [(a, b, text[max(0, a - 60) : a], text[a:b], text[b : b + 60]) for a, b in self.places[:20]]


def selection(sent: QueryDict, text: str) -> tuple[int, int]:
    """Start and end of the words that are meant. Raises ValueError with words for a person, or SeveralPlaces."""
    if quote := sent.get("quote", "").strip():
        found = places(quote, text)
        if not found:
            raise ValueError("These words do not stand in the text. Copy them from it exactly.")
        if len(found) > 1:
            raise SeveralPlaces(found)
        return found[0]
    try:
        start, end = int(sent.get("start", "")), int(sent.get("end", ""))
    except ValueError:
        raise ValueError("Select some words of the text, or paste them.") from None
    exact = sent.get("exact")
    if exact is not None and text[start:end] != exact.replace("\r\n", "\n"):
        raise ValueError("The text on the page is not the newest any more. Load the page again.")
    return start, end


def spans_of(sent: QueryDict) -> list[tuple[int, int]]:
    """The pieces of `spans`, as in "12-40 56-80"; none where it is not sent or no such thing."""
    spans = sent.get("spans", "")
    if not SPANS.fullmatch(spans):
        return []
    return [(int(start), int(end)) for start, end in (one.split("-") for one in spans.split())]
