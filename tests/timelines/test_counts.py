"""Counts from the tables, kept ones and rows', are those of the reading in Python, under any filters."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from tests.timelines.reading import read
from tests.timelines.test_selection import READERS, answers, filters_of, talks  # noqa: F401 (a fixture)
from tracker.timelines import counts as counting
from tracker.timelines.counts import by_month, counts_of
from tracker.timelines.facets import select
from tracker.timelines.filters import FACETS, Filters
from tracker.timelines.selection import Selection

pytestmark = pytest.mark.django_db


def expected(entries, filters):
    found = select(entries, filters)
    months = Counter(entry.span.first.replace(day=1) if entry.span else None for entry in found.entries)
    return {
        "found": len(found.entries),
        "total": len(entries),
        "facets": {name: +found.counts[name] for name in FACETS},
        "without": Counter() if found.entries else +found.without,
        "outside": sum(map(filters.may_lie_outside, found.entries)),
        "months": months,
    }


def counted(selection, months):
    got, filters = counts_of(selection), selection.filters
    assert not got.is_bounded
    return {
        "found": got.found,
        "total": got.total,
        "facets": {name: +got.facets[name] for name in FACETS},
        "without": +got.without,
        "outside": got.may_lie_outside,
        "months": +by_month(selection, months, select(selection.derived_events, filters).entries),
    }


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("on_track", [False, True])
def test_everything_counted_is_what_python_counts(reader, on_track, talks, analyst):  # noqa: F811
    asked = {"user": analyst, **READERS[reader](talks)}
    track = talks.other if on_track else None
    everything = {}
    for text in ("", "channels", "meeting", "the draft", "nothing like it"):
        rows = read(talks.negotiation, **asked, words=text.split()).entries
        everything[text] = [e for e in rows if not track or track.slug in e.facets["track"]]

    compared = []

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(filters_of(answers(everything[""])))
    def holds(filters):
        for one in (filters, filters.between(None, None), Filters().between(filters.first, filters.last)):
            if one in compared:  # without days, or of nothing but them, many are the same
                continue
            compared.append(one)
            ought = expected(everything[one.text], one)
            got = counted(Selection(talks.negotiation, one, track=track, **asked), set(ought["months"]))
            if track:
                ought["facets"].pop("track"), got["facets"].pop("track")
            if reader == "pinned":  # nothing of what the link leaves out
                ought |= {"total": ought["found"], "without": got["without"]}
                assert not +got["without"]
            assert got == ought

    holds()


def test_above_the_bound_it_is_said_that_there_are_more(talks, analyst, monkeypatch):  # noqa: F811
    monkeypatch.setattr(counting, "BOUND", 5)
    got = counts_of(Selection(talks.negotiation, Filters().with_only("kind", "statement"), user=analyst))
    assert got.is_bounded
    assert got.found == 6
    kept = counts_of(Selection(talks.negotiation, Filters(), user=analyst))
    assert not kept.is_bounded
    assert kept.found == kept.total > 6
