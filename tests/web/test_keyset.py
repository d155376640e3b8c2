from datetime import UTC, datetime

import pytest

from tests.factories import ReportFactory, StatementFactory
from tracker.lib.dates import UncertainDate
from tracker.reports.models import Report
from tracker.statements.models import Statement
from tracker.web.keyset import in_order, newest_first


def pages(size):
    key, seen = "", []
    while True:
        part = newest_first(Statement.objects.all(), "said_on_earliest", after=key, size=size)
        seen.append([row.pk for row in part])
        if not part.older:
            return seen
        key = part.older


@pytest.mark.django_db
def test_pages_hold_every_row_once_newest_first_and_undated_last():
    report = ReportFactory()
    days = ["2022-01-10", "2022-01-12", "2022-01-10", "2022-01-11", "2022-01-10"]
    rows = [StatementFactory(report=report, said_on=UncertainDate(day)) for day in days]
    undated = [StatementFactory(report=report, said_on=None, status="draft") for _ in range(3)]
    expected = [rows[1], rows[3], rows[4], rows[2], rows[0], *reversed(undated)]
    for size in (1, 2, 3, 8, 20):
        found = pages(size)
        assert [pk for page in found for pk in page] == [row.pk for row in expected]
        assert all(len(page) <= size for page in found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["", "nonsense", "~", "2022-01-10~x", "~99999999999999999999999", "2022-01-10T00:00:00~3", "~-1"]
)
def test_a_key_that_cannot_be_read_starts_from_the_top(key):
    row = StatementFactory()
    part = newest_first(Statement.objects.all(), "said_on_earliest", after=key)
    assert [found.pk for found in part] == [row.pk]
    assert part.is_first


@pytest.mark.django_db
def test_what_arrives_meanwhile_shifts_no_page():
    report = ReportFactory()
    for _ in range(4):
        StatementFactory(report=report, said_on=UncertainDate("2022-01-10"))
    first = newest_first(Statement.objects.all(), "said_on_earliest", size=2)
    StatementFactory(report=report, said_on=UncertainDate("2022-02-01"))
    second = newest_first(Statement.objects.all(), "said_on_earliest", after=first.older, size=2)
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert second.rows[0].said_on_earliest == datetime(2022, 1, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_in_the_order_of_a_number():
    rows = [ReportFactory() for _ in range(5)]
    key, seen = "", []
    while True:
        part = in_order(Report.objects.all(), after=key, size=2)
        seen.append([row.pk for row in part])
        if not part.older:
            break
        key = part.older
    assert seen == [[rows[0].pk, rows[1].pk], [rows[2].pk, rows[3].pk], [rows[4].pk]]
    for nonsense in ("x", "-1", "²", "9" * 30):
        assert in_order(Report.objects.all(), after=nonsense).is_first
