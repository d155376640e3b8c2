"""From what the engine finds in a text to suggested statements."""

from collections import defaultdict
from dataclasses import asdict

from django.db import transaction

from tracker.lib import anchors
from tracker.lib.attribution import Suggestion, suggest
from tracker.lib.dates import UncertainDate
from tracker.reports.models import Report

from ..models import Act, Anchor, Relay, Statement, Status, TrackLink
from .registry import Registry


@transaction.atomic
def suggest_statements(report: Report, *, by=None) -> int:
    """Propose statements in the newest text of `report`; return how many are new.

    Running it again replaces the suggestions nobody has judged, and never touches a statement that somebody has: a
    suggestion at the very place of a judged statement is left out.
    """
    revision = report.revisions.latest("number")
    report.statements.waiting().delete()
    judged = set(Anchor.objects.filter(statement__report=report, revision=revision).values_list("start", "end"))
    found = suggest(
        revision.text,
        reference=report.reference_day,
        known=Registry(report.negotiation).known(),
        language=report.language,
    )
    groups: dict[int, list[Suggestion]] = defaultdict(list)
    for number, one in enumerate(found):
        groups[one.group or -number - 1].append(one)
    fresh = [pieces for pieces in groups.values() if not any((p.start, p.end) in judged for p in pieces)]
    statements = Statement.objects.bulk_create([_statement(report, pieces) for pieces in fresh])
    for statement, pieces in zip(statements, fresh, strict=True):
        _attach(statement, pieces, revision)
    return len(statements)


def _statement(report: Report, pieces: list[Suggestion]) -> Statement:
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
        offered=_offered(pieces),
    )


def _offered(pieces: list[Suggestion]) -> list[dict]:
    """Issues named in the words, and dates with what they mean: offered to the coder, linked by nobody."""
    issues = {link.key: link.words for piece in pieces for link in piece.issues}
    dates = [{"date": found.edtf, "word": found.words} for piece in pieces for _, _, found in piece.dates]
    return [{"issue": key, "word": word} for key, word in issues.items()] + dates


def _attach(statement: Statement, pieces: list[Suggestion], revision) -> None:
    for piece in pieces:
        anchor = anchors.make(revision.text, piece.start, piece.end)
        Anchor.objects.create(statement=statement, revision=revision, **asdict(anchor))
    links = {link.key: link.words for piece in pieces for link in piece.tracks}
    for track, words in links.items():
        TrackLink.objects.create(statement=statement, track_id=track, reason=words[:300])
    if words := pieces[0].relayed_by_words:
        Relay.objects.create(statement=statement, words=words[:200])
