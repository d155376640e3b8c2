"""A negotiation's reports as JSON that Parley reads again (tracker.intake.readers.own): docs/tables.md has its fields."""

from collections.abc import Iterator
from typing import Any

from tracker.negotiations.models import Negotiation
from tracker.reports.models import Report, Revision
from tracker.statements.coding.registry import Registry
from tracker.statements.models import Position, Statement, Status

from .readers.own import KIND, VERSION

Json = dict[str, Any]


def export(negotiation: Negotiation, *, everything: bool = False) -> Json:
    """All reports with their newest text and published statements; `everything`: with drafts and reviewed ones too."""
    registry = Registry(negotiation)
    return {
        "format": KIND,
        "version": VERSION,
        "negotiation": {"title": negotiation.title, "slug": negotiation.slug},
        "reports": [_report(report, registry, everything) for report in _reports(negotiation)],
    }


def _reports(negotiation: Negotiation) -> Iterator[Report]:
    reports = negotiation.reports.select_related("outlet").prefetch_related("revisions")
    return reports.order_by("published_at", "pk").iterator(chunk_size=200)


def _report(report: Report, registry: Registry, everything: bool) -> Json:
    first, newest = min(report.revisions.all(), key=lambda one: one.number), report.current
    statements = report.statements.with_sources().select_related("coded_by")
    if everything:
        statements = statements.exclude(status__in=[Status.SUGGESTED, Status.REJECTED])
    else:
        statements = statements.published()
    return _filled(
        identifier=f"sha256:{first.content_hash}",  # what the report was first; its later texts are revisions of it
        revision=newest.number,
        title=report.title,
        outlet=report.outlet.name,
        byline=report.byline,
        dateline_place=report.dateline_place,
        dateline_day=report.dateline_day.isoformat() if report.dateline_day else "",
        published_at=report.published_at.isoformat(),
        language=report.language,
        kind=report.kind,
        url=report.url,
        credibility=report.credibility,
        note=report.note,
        fact_sources=report.fact_sources,
        text=newest.text,
        statements=[_statement(one, newest, registry) for one in statements],
    )


def _statement(statement: Statement, newest: Revision, registry: Registry) -> Json:
    """Anchored in the newest text; of one whose words are gone from it the pieces have no place."""
    pieces = [
        {"exact": one.exact} | ({"start": one.start, "end": one.end} if one.revision_id == newest.pk else {})
        for one in statement.pieces
    ]
    said_on = statement.said_on
    return _filled(
        pieces=pieces,
        form=statement.form,
        speaker=registry.actors.label(statement.speaker),
        speaker_words=statement.speaker_words,
        basis=statement.basis,
        addressee=registry.actors.label(statement.addressee),
        addressee_words=statement.addressee_words,
        venue=statement.venue,
        said_on=_filled(
            edtf=said_on.edtf,
            words=said_on.words,
            reference=said_on.reference.isoformat() if said_on.reference else "",
        )
        if said_on
        else {},
        summary=statement.summary,
        act=statement.act,
        certainty=statement.certainty,
        original_text=statement.original_text,
        translation=statement.translation,
        relays=[str(relay) for relay in statement.relays.all()],
        tracks=[{"name": link.track.name, "reason": link.reason} for link in statement.track_links.all()],
        positions=[_position(one, registry) for one in statement.positions.all()],
        coder=statement.coded_by.name if statement.coded_by else "",
        status=statement.status,
    )


def _position(position: Position, registry: Registry) -> Json:
    return _filled(
        on=registry.matters.label(position.issue or position.provision),
        holder=registry.actors.label(position.holder),
        stance=position.stance,
        condition=position.condition,
    )


def _filled(**values: Any) -> Json:
    """Without what is empty."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}
