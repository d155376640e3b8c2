"""What the read side ought to hold, read by other code: tests.timelines.reading for the rows, plain loops for the counts."""

from collections import Counter

from tests.timelines import reading
from tracker.accounts.models import Role, User
from tracker.negotiations.models import Actor, Issue, Kind, Track
from tracker.statements.models import Statement
from tracker.timelines import entries
from tracker.timelines.models import Code, DayCount, Entry, EntryKind, Facet, MonthCount, OnTrack, TotalCount
from tracker.timelines.models.counts import UNDATED

SHOWN = (
    "first",
    "last",
    "is_vague",
    "tracks",
    "actors",
    "parties",
    "issues",
    "stances",
    "takes",
    "act",
    "form",
    "basis",
)


def ought(negotiation) -> dict[tuple[int, int], dict]:
    """The rows of Entry as the Python reading has them, by (kind, object's id)."""
    everybody = User(role=Role.ADMINISTRATOR, is_active=True)
    dossier = reading.read(negotiation, user=everybody)
    ids = {
        "track": dict(Track.objects.filter(negotiation=negotiation).values_list("slug", "pk")),
        "issue": dict(Issue.objects.filter(negotiation=negotiation).values_list("slug", "pk")),
    }
    parties = set(Actor.objects.filter(kind__in=[Kind.STATE, Kind.ORGANISATION]).values_list("pk", flat=True))
    return {(entries.RANK[one.kind], one.pk): _row(one, ids, parties) for one in dossier.entries}


def _row(one: entries.Entry, ids: dict, parties: set[int]) -> dict:
    when = one.span
    actors = sorted(int(pk) for pk in one.facets["actor"])
    codes = {
        name: max((Code.of(vocabulary, word) for word in one.facets.get(name, ())), default=0)
        for name, vocabulary in (("act", Code.ACT), ("form", Code.FORM), ("basis", Code.BASIS))
    }
    said = [taken for taken in one.taken if taken.stance]
    return {
        "first": when and when.first,
        "last": when and when.last,
        "is_vague": bool(when and when.is_vague),
        "tracks": sorted(ids["track"][slug] for slug in one.facets["track"]),
        "actors": actors,
        "parties": [pk for pk in actors if pk in parties],
        "issues": sorted({ids["issue"][slug] for taken in one.taken for slug in taken.issues}),
        "stances": sorted({Code.of(Code.STANCE, taken.stance) for taken in said}),
        "takes": sorted({Code.taking(ids["issue"][slug], taken.stance) for taken in said for slug in taken.issues}),
        **codes,
    }


def counted(rows) -> tuple[Counter, Counter]:
    """What DayCount and MonthCount ought to hold for the rows of Entry of one negotiation."""
    days, months = Counter(), Counter()
    for row in rows:
        day = row.first or UNDATED
        for facet, value in _values(row):
            if facet <= Facet.ISSUE:
                days[facet, value, day, row.kind] += 1
            for track in [0, *row.tracks]:
                if facet != Facet.TRACK or track == 0:
                    months[track, facet, value, day.replace(day=1)] += 1
    return days, months


def _values(row):
    yield Facet.ALL, 0
    yield Facet.KIND, row.kind
    for facet, values in (
        (Facet.TRACK, row.tracks),
        (Facet.ACTOR, row.actors),
        (Facet.PARTY, row.parties),
        (Facet.ISSUE, row.issues),
        (Facet.STANCE, row.stances),
    ):
        yield from ((facet, value) for value in values)
    for facet, value in (
        (Facet.ACT, row.act),
        (Facet.FORM, row.form),
        (Facet.BASIS, row.basis),
        (Facet.CERTAINTY, row.certainty),
        (Facet.OUTLET, row.outlet_id),
    ):
        if value:
            yield facet, value


def assert_equal(negotiation) -> None:
    """Everything kept of the negotiation is what the other reading gives."""
    rows = list(Entry.objects.of(negotiation))
    kept = {(row.kind, row.object_id): {name: getattr(row, name) for name in SHOWN} for row in rows}
    assert kept == ought(negotiation)
    assert all(row.pk == row.kind * 10**15 + row.object_id for row in rows)
    _assert_columns_of_statements(rows)
    columns = [field.attname for field in Entry._meta.fields if field.name != "id"]
    expected = {(row.pk, track): [getattr(row, name) for name in columns] for row in rows for track in row.tracks}
    on_track = {
        (row.entry_id, row.track_id): [getattr(row, name) for name in columns]
        for row in OnTrack.objects.of(negotiation)
    }
    assert on_track == expected
    days, months = counted(rows)
    assert {(c.facet, c.value, c.day, c.kind): c.n for c in DayCount.objects.of(negotiation)} == days
    assert {(c.track, c.facet, c.value, c.month): c.n for c in MonthCount.objects.of(negotiation)} == months
    totals = Counter()
    for (track, facet, value, _month), n in months.items():
        totals[track, facet, value] += n
    assert {(c.track, c.facet, c.value): c.n for c in TotalCount.objects.of(negotiation)} == totals


def _assert_columns_of_statements(rows) -> None:
    told = {row.object_id: row for row in rows if row.kind == EntryKind.STATEMENT}
    for statement in Statement.objects.filter(pk__in=told).select_related("report"):
        row, report = told[statement.pk], statement.report
        assert (row.report_id, row.outlet_id, row.public_at) == (report.pk, report.outlet_id, report.published_at)
        assert row.filed_at == statement.status_changed_at
        assert row.certainty == Code.of(Code.CERTAINTY, statement.certainty)
        assert row.earliest == (statement.said_on_earliest or statement.said_on_latest)
        assert row.latest == (statement.said_on_latest or statement.said_on_earliest)
