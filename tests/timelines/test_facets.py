"""Counts of entries read in Python equal what one would count by choosing each answer in turn; the counts from the
tables are compared with these (test_counts.py)."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.timelines.entries import Entry, Span, Taken
from tracker.timelines.facets import select
from tracker.timelines.filters import FACETS, PLAIN, Filters

FIRST = date(2022, 1, 1)
ANSWERS = {
    "kind": ["statement", "event", "proposal"],
    "track": ["osce", "nrc", "ssd"],
    "actor": ["1", "2", "3"],
    "party": ["1", "2"],
    "issue": ["missiles", "enlargement", "forces"],
    "stance": ["rejects", "accepts", "demands"],
    "act": ["demand", "offer"],
    "form": ["direct", "indirect"],
    "basis": ["on_record", "background"],
    "outlet": ["7", "8"],
    "certainty": ["certain", "doubtful"],
}


def some(facet: str, most: int = 3):
    return st.frozensets(st.sampled_from(ANSWERS[facet]), max_size=most)


@st.composite
def spans(draw):
    if draw(st.integers(0, 9)) == 0:
        return None
    begin = FIRST + timedelta(days=draw(st.integers(0, 20)))
    length = draw(st.sampled_from([0, 0, 0, 5]))
    return Span(begin, begin + timedelta(days=length), bool(length))


positions = st.builds(Taken, issues=some("issue", 2), stance=st.sampled_from([*ANSWERS["stance"], ""]))


@st.composite
def entries(draw):
    facets = {"kind": frozenset({draw(st.sampled_from(ANSWERS["kind"]))}), "track": draw(some("track"))}
    facets |= {name: draw(some(name)) for name in ("actor", "party")}
    facets |= {name: draw(some(name, 1)) for name in ("act", "form", "basis", "outlet", "certainty")}
    taken = tuple(draw(st.lists(positions, max_size=3)))
    kind = next(iter(facets["kind"]))
    return Entry(kind, draw(st.integers(1, 10**6)), draw(spans()), facets, taken, draw(st.booleans()))


@st.composite
def asked(draw):
    chosen = {facet: draw(st.just(frozenset()) | some(facet)) for facet in FACETS}
    days = sorted(FIRST + timedelta(days=n) for n in draw(st.lists(st.integers(0, 25), min_size=2, max_size=2)))
    first, last = draw(st.sampled_from([(None, None), tuple(days), (days[0], None), (None, days[1])]))
    return Filters(chosen, draw(st.sampled_from(["", "word"])), first, last)


def fits(entry: Entry, filters: Filters) -> bool:
    """The rule written once more, without the counting."""
    for facet in PLAIN:
        if filters.of(facet) and not filters.of(facet) & entry.facets[facet]:
            return False
    if filters.of("issue") or filters.of("stance"):
        issue, stance = filters.of("issue"), filters.of("stance")
        if not any((not issue or issue & t.issues) and (not stance or t.stance in stance) for t in entry.taken):
            return False
    if filters.text and not entry.says:
        return False
    if filters.first or filters.last:
        if entry.span is None:
            return False
        day = entry.span.first
        days = [day + timedelta(days=n) for n in range((entry.span.last - day).days + 1)]
        return any((filters.first or date.min) <= one <= (filters.last or date.max) for one in days)
    return True


@settings(max_examples=300)
@given(st.lists(entries(), max_size=12), asked())
def test_the_selection_is_what_fits(rows, filters):
    selection = select(rows, filters)
    assert selection.entries == [entry for entry in rows if fits(entry, filters)]
    assert selection.any_day == [entry for entry in rows if fits(entry, filters.without("dates"))]


@settings(max_examples=300)
@given(st.lists(entries(), max_size=12), asked())
def test_each_count_is_what_choosing_that_answer_alone_would_show(rows, filters):
    counts = select(rows, filters).counts
    for facet, answers in ANSWERS.items():
        for answer in answers:
            alone = filters.with_only(facet, answer)
            assert counts[facet][answer] == sum(fits(entry, alone) for entry in rows), (facet, answer)


@given(st.lists(entries(), max_size=12), asked())
def test_what_loosening_one_filter_would_bring(rows, filters):
    selection = select(rows, filters)
    for name in [*FACETS, "text", "dates"]:
        more = sum(fits(entry, filters.without(name)) for entry in rows) - len(selection.entries)
        assert selection.without[name] == more
