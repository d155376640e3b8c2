"""From what the engine finds in a text to suggested statements."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date

import structlog
from django.db import transaction

from tracker.lib import anchors
from tracker.lib.attribution import Suggestion, suggest
from tracker.lib.dates import UncertainDate
from tracker.reports.models import Report, Revision

from ..models import Act, Anchor, Relay, Statement, Status, TrackLink
from .found import as_json
from .positions import Offered
from .registry import Registry

log = structlog.get_logger("parley.coding")

LOOKED_AT = 200_000  # characters of a text
MOST = 500  # suggestions that wait at a time: as many as a page can show; judging them makes room for the next


@transaction.atomic
def suggest_statements(
    report: Report, *, by=None, revision: Revision | None = None, registry: Registry | None = None
) -> int:
    """Propose statements in the newest text of `report`; return how many are new.

    Running it again replaces the suggestions nobody has judged, and never touches a statement that somebody has: a
    suggestion at the very place of a judged statement is left out. Of a long text the first LOOKED_AT characters
    are looked at, and MOST suggestions made at a time. `revision` is the newest, `registry` that of the negotiation,
    where they are known.
    """
    revision = revision or report.revisions.latest("number")
    report.statements.waiting().delete()
    judged = set(Anchor.objects.filter(statement__report=report, revision=revision).values_list("start", "end"))
    registry = registry or Registry(report.negotiation)
    found = proposed(revision.text, day=report.reference_day, language=report.language, registry=registry)
    return _keep(found, report, revision, registry, judged)


def suggest_first(
    report: Report, revision: Revision, registry: Registry | None = None, found: list[Suggestion] | None = None
) -> int:
    """As `suggest_statements`, in a report of which nothing is coded yet; to be called in a transaction. `found` is what
    `proposed` gave for it, where it was asked before."""
    registry = registry or Registry(report.negotiation)
    if found is None:
        found = proposed(revision.text, day=report.reference_day, language=report.language, registry=registry)
    return _keep(found, report, revision, registry, set())


def _keep(
    found: list[Suggestion], report: Report, revision: Revision, registry: Registry, judged: set[tuple[int, int]]
) -> int:
    groups: dict[int, list[Suggestion]] = defaultdict(list)
    for number, one in enumerate(found):
        groups[one.group or -number - 1].append(one)
    fresh = [pieces for pieces in groups.values() if not any((p.start, p.end) in judged for p in pieces)][:MOST]
    positions = Offered(revision.text[:LOOKED_AT], registry, report.language)
    statements = Statement.objects.bulk_create([_statement(report, pieces, registry, positions) for pieces in fresh])
    made = list(zip(statements, fresh, strict=True))
    Anchor.objects.bulk_create([anchor for one in made for anchor in _anchors(*one, revision)])
    TrackLink.objects.bulk_create([link for one in made for link in _track_links(*one)])
    Relay.objects.bulk_create([relay for one in made for relay in _relays(*one, registry)])
    return len(statements)


def proposed(text: str, *, day: date, language: str, registry: Registry) -> list[Suggestion]:
    """What the engine proposes for a text; no row is written. A text on which it fails is a report all the same, only
    without suggestions."""
    try:
        text = text[:LOOKED_AT]
        found = suggest(text, reference=day, known=registry.known(), language=language)
        return registry.linker.link(found, text, day)
    except Exception:
        log.exception("nothing suggested")
        return []


def _statement(report: Report, pieces: list[Suggestion], registry: Registry, positions: Offered) -> Statement:
    first = pieces[0]
    return Statement(
        negotiation=report.negotiation,
        report=report,
        status=Status.SUGGESTED,
        form=first.form,
        speaker_id=first.speaker,
        speaker_words=first.speaker_words[:300],
        basis=first.basis,
        addressee_words=first.addressee_words[:300],
        act=first.act if first.act in Act.values else Act.STATE,
        said_on=first.said_on or UncertainDate(str(report.reference_day)),
        rule=first.rule[:80],
        reason=first.reason[:400],
        offered=[*positions.on(pieces), *as_json([offer for piece in pieces for offer in piece.offers], registry)],
    )


def _anchors(statement: Statement, pieces: list[Suggestion], revision: Revision) -> list[Anchor]:
    places = [anchors.make(revision.text, piece.start, piece.end) for piece in pieces]
    return [Anchor(statement=statement, revision=revision, **asdict(place)) for place in places]


def _track_links(statement: Statement, pieces: list[Suggestion]) -> list[TrackLink]:
    reasons = {link.key: link.words for piece in pieces for link in piece.tracks}
    return [TrackLink(statement=statement, track_id=key, reason=words[:300]) for key, words in reasons.items()]


def _relays(statement: Statement, pieces: list[Suggestion], registry: Registry) -> list[Relay]:
    words = pieces[0].relayed_by_words
    return [Relay(statement=statement, **registry.relayed_by(words[:200]))] if words else []
