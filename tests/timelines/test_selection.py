"""Selection, in SQL, lets in what the reading in Python lets in, under any filters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.scene import FIRST
from tests.timelines.material import many_statements
from tests.timelines.reading import read
from tracker.lib.dates import UncertainDate
from tracker.sharing.reader import ShareReader
from tracker.timelines.entries import RANK
from tracker.timelines.facets import select
from tracker.timelines.filters import FACETS, Filters, parse
from tracker.timelines.selection import Selection

pytestmark = pytest.mark.django_db
DATES = ["2022-01-05~/2022-01-12~", "2022-01", "../2022-01-20", "2022-01-02/..", "2021-12-30/2022-01-04"]


@pytest.fixture
def talks(scene):
    """Much of everything: several speakers, issues below issues, uncertain and open dates, events without a date."""
    for number in range(1, 6):
        scene.add(number)
    many_statements(scene, 40)
    below = make.IssueFactory(negotiation=scene.negotiation, parent=scene.issue, slug="below")
    scene.role.ended = UncertainDate("2022-01-20")
    scene.role.save()
    for number, words in enumerate(DATES):
        statement = make.StatementFactory(
            report=scene.reports[number], said_on=UncertainDate(words), tracks=[scene.other], act="warn"
        )
        make.PositionFactory(statement=statement, issue=below, holder=scene.silent, stance="demands")
        make.PositionFactory(statement=statement, issue=scene.issue, holder=scene.silent, stance="rejects")
    undated = make.EventFactory(negotiation=scene.negotiation, title="A meeting without a day")
    make.ClaimFactory(event=undated, report=scene.reports[3], when=None)
    make.StatementFactory(report=scene.reports[0], certainty="doubtful")
    return scene


def answers(entries) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {facet: {"unknown"} for facet in FACETS}
    for entry in entries:
        for facet, values in entry.facets.items():
            found[facet] |= values
        for taken in entry.taken:
            found["issue"] |= taken.issues
            found["stance"] |= {taken.stance} - {""}
    unknown = {"actor": "999999999999", "party": "77777", "outlet": "88888"}
    return {
        facet: sorted(values - {"unknown"} | ({unknown[facet]} if facet in unknown else set()))
        + (["nowhere"] if facet in ("track", "issue") else [])
        for facet, values in found.items()
    }


@st.composite
def filters_of(draw, values: dict[str, list[str]]) -> Filters:
    facets = draw(st.lists(st.sampled_from(list(FACETS)), max_size=3, unique=True))
    chosen = {f: draw(st.frozensets(st.sampled_from(values[f]), min_size=1, max_size=3)) for f in facets if values[f]}
    days = sorted(FIRST.date() + timedelta(days=draw(st.integers(-10, 45))) for _ in range(2))
    first, last = draw(st.sampled_from([(None, None), tuple(days), (days[0], None), (None, days[1])]))
    text = draw(st.sampled_from(["", "", "", "channels", "meeting", "the draft", "nothing like it"]))
    return Filters(chosen, text, first, last, draw(st.booleans()))


def keys(rows):
    return sorted((row.kind, row.object_id) for row in rows)


def oracle(entries):
    return sorted((RANK[entry.kind], entry.pk) for entry in entries)


def let_in(selection, **leave_out):
    events = [(0, e.pk) for e in select(selection.derived_events, selection.filters).entries]
    return sorted(keys(selection.rows(**leave_out)) + events)


READERS = {
    "now": lambda scene: {},
    "public by": lambda scene: {"public_by": datetime(2022, 1, 5, 23, 59, tzinfo=UTC)},
    "pinned": lambda scene: {"user": _pinned(scene)},
}


def _pinned(scene):
    middle = scene.statements[2]
    type(middle).objects.filter(pk=middle.pk).update(status="draft")
    type(middle).objects.filter(pk=middle.pk).update(status="published")
    middle.refresh_from_db()
    moment = middle.status_changed_at - timedelta(microseconds=1)
    return ShareReader(make.ShareLinkFactory(negotiation=scene.negotiation, pinned_at=moment))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("on_track", [False, True])
def test_rows_are_those_that_python_lets_in(reader, on_track, talks, analyst):
    asked = {"user": analyst, **READERS[reader](talks)}
    track = talks.other if on_track else None
    everything = {}
    for text in ("", "channels", "meeting", "the draft", "nothing like it"):
        rows = read(talks.negotiation, **asked, words=text.split()).entries
        everything[text] = [e for e in rows if not track or track.slug in e.facets["track"]]
    assert everything[""]

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(filters_of(answers(everything[""])))
    def holds(filters):
        selection = Selection(talks.negotiation, filters, track=track, **asked)
        expected = select(everything[filters.text], filters)
        assert let_in(selection) == oracle(expected.entries)
        if not selection.is_as_of:
            assert keys(selection.rows(leave_out={"dates"})) == oracle(expected.any_day)

    holds()


def test_which_selections_have_kept_counts(talks, analyst):
    for query, kept in [
        ("", True),
        ("from=2022-01-03", True),
        ("track=council&to=2022-01-09", True),
        ("track=council&track=dialogue", False),
        ("track=nowhere", False),
        ("act=warn", False),
        ("q=word", False),
        ("party=3", False),
    ]:
        filters = parse(QueryDict(query))
        assert Selection(talks.negotiation, filters, user=analyst).has_kept_counts == kept, query
    earlier = datetime.combine(date(2022, 1, 5), datetime.min.time(), UTC)
    assert not Selection(talks.negotiation, Filters(), user=analyst, public_by=earlier).has_kept_counts
    assert not Selection(talks.negotiation, Filters(), user=_pinned(talks)).has_kept_counts


def test_one_track_is_read_from_the_rows_of_that_track(talks, analyst):
    for query, table in [("", "timelines_entry"), ("track=council", "timelines_ontrack")]:
        sql = str(Selection(talks.negotiation, parse(QueryDict(query)), user=analyst).rows().query)
        assert f'FROM "{table}"' in sql
    unknown = Selection(talks.negotiation, parse(QueryDict("track=nowhere")), user=analyst)
    assert not unknown.rows().exists()
