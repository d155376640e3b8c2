"""A corpus of the benches' generator (tracks, issues, actors, events, reports, statements as CSV) as one negotiation.

What the generator does not say is filled in the same way each time: stances -2 to 2 become rejects, leans against,
conditional, leans for, accepts, held by the speaker's party on each issue of the statement; a claim in a report of the
day or the next dates each event. Ids are the generator's, so that what a bench asks for is the same thing here.

By COPY, with the triggers of the six large tables off: no history and no guards for their rows, which are right by the
way they are made; the read side is rebuilt at the end instead of row by row. One transaction, all of it or nothing.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from tracker.events.models import Claim, Event, EventTrack
from tracker.lib import anchors
from tracker.lib.dates import UncertainDate
from tracker.lib.dates.bounds import bounds
from tracker.lib.text import content_hash
from tracker.negotiations.models import Actor, Issue, Negotiation, Role, Track
from tracker.reports.models import Outlet, Report, Revision
from tracker.statements.models import Anchor, Position, Statement, TrackLink

from .copying import copy

SLUG, TITLE = "bench", "Bench corpus"
FILES = ("tracks", "issues", "actors", "events", "reports", "statements")
BIG = (Report, Revision, Statement, Anchor, TrackLink, Position)
SMALL = (Negotiation, Track, Issue, Actor, Role, Outlet, Event, EventTrack, Claim)
STANCES = {"-2": "rejects", "-1": "leans_against", "0": "conditional", "1": "leans_for", "2": "accepts"}
ACTS = {"-2": "reject", "-1": "warn", "0": "conditional", "1": "welcome", "2": "accept"}
EVENT_KINDS = {"round": "meeting", "summit": "meeting", "deadline": "deadline", "signature": "published"}
BATCH = 2000  # reports
NOON = time(12, tzinfo=UTC)


class CannotLoad(Exception):
    """The message says what is in the way."""


def load(folder: Path) -> Iterator[str]:
    """Load the corpus of a folder; says in words how far it has got."""
    _refuse(folder)
    with transaction.atomic():
        negotiation = _loaded_small(folder)
        yield "tracks, issues, actors and outlets loaded"
        with _triggers_off():
            for reports in _loaded_reports(folder, negotiation):
                yield f"{reports} reports with their statements loaded"
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else each event's report is looked for among all
            _load_events(folder, negotiation)
            for statement in connection.ops.sequence_reset_sql(no_style(), [*SMALL, *BIG]):
                cursor.execute(statement)
    yield "events loaded"


def _refuse(folder: Path) -> None:
    if missing := [name for name in FILES if not (folder / f"{name}.csv").exists()]:
        raise CannotLoad(f"{folder} is no corpus of gen.py: there is no {missing[0]}.csv in it.")
    if full := [model._meta.verbose_name_plural for model in (*SMALL, *BIG) if model.objects.exists()]:
        raise CannotLoad(
            f"The corpus keeps its own ids, which takes a database without negotiations: here are {full[0]} already. "
            "Name an empty data folder with PARLEY_DATA, or a new database with DATABASE_URL."
        )


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _loaded_small(folder: Path) -> Negotiation:
    negotiation = Negotiation.objects.create(slug=SLUG, title=TITLE)
    named = [(int(row["id"]), row["slug"], row["name"]) for row in _rows(folder, "tracks")]
    Track.objects.bulk_create(
        Track(id=pk, negotiation=negotiation, slug=slug, name=name, kind="other_multilateral", colour=pk, order=pk)
        for pk, slug, name in named
    )
    named = [(int(row["id"]), row["slug"], row["name"]) for row in _rows(folder, "issues")]
    Issue.objects.bulk_create(
        Issue(id=pk, negotiation=negotiation, slug=slug, name=name, order=pk) for pk, slug, name in named
    )
    _load_actors(list(_rows(folder, "actors")))
    sources = sorted({row["source"] for row in _rows(folder, "reports")})
    Outlet.objects.bulk_create(Outlet(id=pk, name=name) for pk, name in enumerate(sources, start=1))
    return negotiation


def _load_actors(persons: list[dict[str, str]]) -> None:
    """The persons under their ids, their parties after them; each person holds a post in the party, for ever."""
    Actor.objects.bulk_create(Actor(id=int(row["id"]), kind="person", name=row["name"]) for row in persons)
    parties = sorted({row["party"] for row in persons})
    made = Actor.objects.bulk_create(
        Actor(id=len(persons) + place, kind="organisation" if " " in name else "state", name=name)
        for place, name in enumerate(parties, start=1)
    )
    party = {actor.name: actor for actor in made}
    Role.objects.bulk_create(
        Role(person_id=int(row["id"]), post=row["role"], organisation=party[row["party"]]) for row in persons
    )


@contextmanager
def _triggers_off() -> Iterator[None]:
    """Without the triggers of the large tables; foreign keys are checked, after each COPY."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in BIG]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _loaded_reports(folder: Path, negotiation: Negotiation) -> Iterator[int]:
    outlets = dict(Outlet.objects.values_list("name", "id"))
    held_by = dict(Role.objects.values_list("person_id", "organisation_id"))
    told = _rows(folder, "statements")
    waiting = next(told, None)
    numbers = {"position": 0, "link": 0}
    done = 0
    reports = _rows(folder, "reports")
    while batch := list(islice(reports, BATCH)):
        last = int(batch[-1]["id"])
        said = []
        while waiting is not None and int(waiting["report_id"]) <= last:
            said.append(waiting)
            waiting = next(told, None)
        _copy_reports(batch, outlets, negotiation)
        _copy_statements(said, {row["id"]: row for row in batch}, negotiation)
        _copy_links(said, held_by, numbers)
        done += len(batch)
        yield done


def _copy_reports(batch: list[dict], outlets: dict[str, int], negotiation: Negotiation) -> None:
    common = {"negotiation_id": negotiation.pk}
    copy(
        Report,
        ("id", "outlet_id", "title", "url", "published_at"),
        ((row["id"], outlets[row["source"]], row["title"], row["url"], _noon(row["published_on"])) for row in batch),
        created_at=timezone.now(),
        **common,
    )
    copy(
        Revision,
        ("id", "report_id", "text", "content_hash", "title"),
        ((row["id"], row["id"], row["body"], content_hash(row["body"]), row["title"]) for row in batch),
        fetched_at=timezone.now(),
        came_from="file",
        **common,
    )


def _copy_statements(said: list[dict], reports: dict[str, dict], negotiation: Negotiation) -> None:
    dated = ("said_on", "said_on_earliest", "said_on_latest")
    copy(
        Statement,
        ("id", "report_id", "speaker_id", "act", "summary", *dated, "status_changed_at"),
        (
            (
                *(row["id"], row["report_id"], row["actor_id"], ACTS[row["stance"]], row["quote"][:120]),
                *(row["said_on"], *bounds(row["said_on"])),
                _noon(reports[row["report_id"]]["published_on"]) + timedelta(hours=1),
            )
            for row in said
        ),
        negotiation_id=negotiation.pk,
        status="published",
        created_at=timezone.now(),
    )
    pieces = (_anchor(row, reports[row["report_id"]]["body"]) for row in said)
    copy(Anchor, ("id", "statement_id", "revision_id", "start", "end", "exact", "prefix", "suffix"), pieces)


def _anchor(row: dict, body: str) -> tuple:
    start = body.index(row["quote"])
    piece = anchors.make(body, start, start + len(row["quote"]))
    return row["id"], row["id"], row["report_id"], piece.start, piece.end, piece.exact, piece.prefix, piece.suffix


def _copy_links(said: list[dict], held_by: dict[int, int], numbers: dict[str, int]) -> None:
    now = timezone.now()
    links = ((row["id"], track) for row in said for track in _ids(row["track_ids"]))
    copy(
        TrackLink,
        ("id", "statement_id", "track_id"),
        _numbered(links, numbers, "link"),
        reason="The corpus says so.",
        created_at=now,
    )
    positions = (
        (
            row["id"],
            issue,
            held_by[int(row["actor_id"])],
            STANCES[row["stance"]],
            "if asked" if row["stance"] == "0" else "",
        )
        for row in said
        for issue in _ids(row["issue_ids"])
    )
    columns = ("id", "statement_id", "issue_id", "holder_id", "stance", "condition")
    copy(Position, columns, _numbered(positions, numbers, "position"), created_at=now)


def _numbered(rows: Iterable[tuple], numbers: dict[str, int], name: str) -> Iterator[tuple]:
    for row in rows:
        numbers[name] += 1
        yield numbers[name], *row


def _ids(array: str) -> list[str]:
    return array.strip("{}").split(",")


@lru_cache(maxsize=4096)
def _noon(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), NOON)


def _load_events(folder: Path, negotiation: Negotiation) -> None:
    """Each with a claim that it was held, anchored in the first words of the next report."""
    rows = list(_rows(folder, "events"))
    Event.objects.bulk_create(
        Event(
            id=int(row["id"]),
            negotiation=negotiation,
            kind=EVENT_KINDS.get(row["kind"], "other"),
            title=row["title"][:240],
        )
        for row in rows
    )
    EventTrack.objects.bulk_create(EventTrack(event_id=int(row["id"]), track_id=int(row["track_id"])) for row in rows)
    Claim.objects.bulk_create(_claim(row, negotiation) for row in rows)


def _claim(row: dict, negotiation: Negotiation) -> Claim:
    reports = Report.objects.filter(negotiation=negotiation)
    later = reports.filter(published_at__gte=_noon(row["date"])).order_by("published_at", "pk").first()
    report = later or reports.latest("published_at", "pk")
    revision = report.revisions.get()
    piece = anchors.make(revision.text, 0, len(revision.text.split(".")[0]))
    return Claim(
        event_id=int(row["id"]),
        report=report,
        revision=revision,
        step="held",
        status="published",
        when=UncertainDate(row["date"]),
        **vars(piece),
    )
