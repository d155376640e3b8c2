"""What keeping the read side costs: python -m tests.bench.read_side [rounds]

On the running database of PARLEY_DATA, filled by `manage.py load_bench` (nothing is kept: each edit is rolled back). Each
edit is made with the read side's triggers, then without them; milliseconds of the clock and of the database
process, medians. Drafts come in as an import files them: what is not published should cost next to nothing.

python -m tests.bench.read_side rebuild: empties the read side of a database that may be spoilt, and fills it again.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

TABLES = ("statements_statement", "statements_tracklink", "statements_position", "events_claim", "reports_report")


def main(rounds: int) -> None:
    django.setup()
    from tracker.timelines.models import Entry

    print(f"{Entry.objects.count()} entries; {rounds} rounds; ms of the clock (of the database process)")
    edits = _edits()
    figures: dict[tuple[str, bool], list[tuple[float, float]]] = {
        (name, on): [] for name in edits for on in (True, False)
    }
    for on in (True, False):  # not in turn: switching a trigger makes the server forget the plans of its functions
        for number in range(rounds + 6):
            for name, edit in edits.items():
                figure = _timed(edit, number, on)
                if number >= 6:  # plans are made and kept by the sixth
                    figures[name, on].append(figure)
    for name in edits:
        with_it, without = (_medians(figures[name, on]) for on in (True, False))
        extra = [a - b for a, b in zip(with_it, without, strict=True)]
        print(
            f"{name:44} {with_it[0]:7.2f} ({with_it[1]:6.2f})  without {without[0]:7.2f} ({without[1]:6.2f})"
            f"  read side {extra[0]:6.2f} ({extra[1]:6.2f})"
        )


def rebuild() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE timelines_entry, timelines_ontrack, timelines_daycount, timelines_monthcount, timelines_totalcount,"
            " timelines_rebuilding"
        )
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    for command in ("rebuild_timelines", "check_timelines"):
        busy, began = _busy(pid), time.perf_counter()
        call_command(command)
        print(f"{command}: {time.perf_counter() - began:.0f} s, {_busy(pid) - busy:.0f} of the database process")


def _medians(figures: list[tuple[float, float]]) -> tuple[float, ...]:
    return tuple(statistics.median(one) * 1000 for one in zip(*figures, strict=True))


def _timed(edit: Callable[[int], None], number: int, with_triggers: bool) -> tuple[float, float]:
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES if not with_triggers else ():
                for operation in ("insert", "update", "delete"):
                    cursor.execute(
                        f"SELECT count(*) FROM pg_trigger WHERE tgname = 'timelines_{operation}'"
                        f" AND tgrelid = '{table}'::regclass"
                    )
                    if cursor.fetchone()[0]:
                        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER timelines_{operation}")
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        busy, began = _busy(pid), time.perf_counter()
        edit(number)
        figure = time.perf_counter() - began, _busy(pid) - busy
        transaction.set_rollback(True)
    return figure


def _busy(pid: int) -> float:
    """Seconds of processor a process of the database has had; the scheduler counts in nanoseconds."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _edits() -> dict[str, Callable[[int], None]]:
    from tracker.events.models import Claim
    from tracker.lib.dates import UncertainDate
    from tracker.reports.models import Report
    from tracker.statements.models import Position, Statement, TrackLink

    highest = Statement.objects.order_by("-pk").values_list("pk", flat=True)[0]
    place = lambda number: highest * 7 // 10 + 97 * number  # noqa: E731

    def statement(number: int) -> Statement:
        return Statement.objects.get(pk=place(number))

    def redate(number: int) -> None:
        one = statement(number)
        one.said_on = UncertainDate("2024-02-29")
        one.save()

    def unpublish(number: int) -> None:
        Statement.objects.filter(pk=place(number)).update(status="draft")

    def link(number: int) -> None:
        track = 1 + number % 12
        TrackLink.objects.filter(statement_id=place(number), track_id=track).delete()
        TrackLink.objects.create(statement_id=place(number), track_id=track, reason="council")

    def stance(number: int) -> None:
        Position.objects.filter(statement_id=place(number)).update(stance="demands")

    def claim(number: int) -> None:
        one = Claim.objects.get(event_id=1 + number)
        one.when = UncertainDate("2024-02-28")
        one.save()

    def report(number: int) -> None:
        Report.objects.filter(pk=place(number) // 10).update(published_at="2024-05-01T12:00Z")

    def summary(number: int) -> None:
        Statement.objects.filter(pk=place(number)).update(summary="In other words.")

    def drafts(number: int) -> None:
        first = statement(number)
        rows = [
            Statement(
                negotiation_id=first.negotiation_id, report_id=first.report_id, status="suggested", speaker_id=1 + n
            )
            for n in range(24)
        ]
        made = Statement.objects.bulk_create(rows)
        TrackLink.objects.bulk_create(TrackLink(statement=one, track_id=1, reason="council") for one in made)

    return {
        "a statement is dated anew": redate,
        "a statement is taken back": unpublish,
        "a track is taken away and linked": link,
        "the stances of a statement change": stance,
        "a claim dates an event anew": claim,
        "a report's 10 statements: public at": report,
        "a published statement's summary (not kept)": summary,
        "24 suggestions with a track each are filed": drafts,
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["rebuild"]:
            rebuild()
        case arguments:
            main(int(arguments[0]) if arguments else 20)
