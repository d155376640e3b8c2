"""What becomes of a record that was read: the one place that decides it.

1. Its source names it as one on file (Identity): nothing new there -> SAME; a changed text or title -> REVISION.
2. Its text is on file: SAME.
3. Something that a report must have is missing, or it is embargoed: NEEDS_LOOK.
4. It resembles a report on file: NEEDS_LOOK, with how; two stories that one feed tells apart are two.
5. Else FILED, with suggested statements.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC

from django.utils import timezone

from tracker.lib.attribution import Suggestion
from tracker.lib.text import content_hash
from tracker.reports.models import Report, Revision
from tracker.statements.coding.registry import Registry
from tracker.statements.coding.suggest import proposed

from ..coded import add_coded
from ..entering import AlreadyFiled, filed, turn, write_report
from ..models import Identity, Item, ItemStatus
from ..record import Record
from ..revising import add_revision
from . import likeness, naming
from .particulars import Incomplete, complete, language_of


@dataclass(frozen=True)
class Outcome:
    """`status` and the rest are what the item gets; `alike` as in Item."""

    status: ItemStatus
    reason: str = ""
    report: Report | None = None
    revision: Revision | None = None
    alike: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class Ready:
    """What can be said of a text without looking at what is on file: its digest, and what the engine proposes."""

    digest: bytes
    found: list[Suggestion]


def prepare(record: Record, *, item: Item, registry: Registry) -> Ready | None:
    """The dear part, before the turn of this negotiation; None where it is probably not needed."""
    negotiation = item.run.negotiation
    day = record.dateline_day or (record.published_at and record.published_at.astimezone(UTC).date())
    if day is None or naming.known(negotiation, naming.name_of(record, item)) or filed(negotiation, record.text):
        return None
    found = proposed(record.text, day=day, language=language_of(record), registry=registry)
    return Ready(likeness.digest_of(record.text), found)


def file(record: Record, *, item: Item, registry: Registry | None = None, ready: Ready | None = None) -> Outcome:
    """Decide, and file where nothing speaks against it; to be called in the transaction that ends the item."""
    turn(item.run.negotiation)
    outcome = _decided(record, item, registry or Registry(item.run.negotiation), ready)
    if outcome.status == ItemStatus.NEEDS_LOOK and (before := _put_by(record, item, ItemStatus.NEEDS_LOOK)):
        return Outcome(ItemStatus.DISMISSED, f"The same text waits for a look already: “{before}” in “{before.run}”.")
    return outcome


def _decided(record: Record, item: Item, registry: Registry, ready: Ready | None) -> Outcome:
    negotiation = item.run.negotiation
    name = naming.name_of(record, item)
    if known := naming.known(negotiation, name):
        if not (naming.has_changed(record, known) and naming.is_second(known)):
            return _known(record, known, item, registry)
        name = known
    if report := filed(negotiation, record.text):
        naming.remember(name, report, record)
        return Outcome(ItemStatus.SAME, _same_as(report), report)
    # A feed brings again and again what people have decided about once.
    if item.run.feed_id and (before := _put_by(record, item, ItemStatus.DISMISSED, ItemStatus.UNDONE)):
        return Outcome(ItemStatus.DISMISSED, f"Set aside before: “{before}” in “{before.run}”.")
    return _new(record, name, item, registry, ready)


def _known(record: Record, known: Identity, item: Item, registry: Registry) -> Outcome:
    """The source has this story on file: what has it changed since it was last seen?"""
    report = known.report
    if naming.is_older(record, known):
        reason = f"An older version ({record.version}) of a report that is on file as version {known.version}."
        return Outcome(ItemStatus.SAME, reason, report)
    if not (naming.has_changed(record, known) or naming.only_markup_changed(record, known)):
        naming.remember(known, report, record)
        return Outcome(ItemStatus.SAME, _same_as(report), report)
    if reason := _embargo(record):
        return Outcome(ItemStatus.NEEDS_LOOK, reason, alike=[_as(report, "update of", record)])
    if naming.is_address(known) and not _resembles(record, report):
        reason = f"Another text stands at the address of “{report}”. Is it a new version of it, or another report?"
        return Outcome(ItemStatus.NEEDS_LOOK, reason, alike=[_as(report, "another text at the same address", record)])
    try:
        return revise(record, report, item=item, known=known, registry=registry)
    except AlreadyFiled as already:
        reason = f"A new version of “{report}”, but its text is that of “{already.report}”."
        return Outcome(ItemStatus.NEEDS_LOOK, reason, alike=[_as(already.report, "same text", record)])


def _new(record: Record, name: Identity | None, item: Item, registry: Registry, ready: Ready | None) -> Outcome:
    if reason := _embargo(record):
        return Outcome(ItemStatus.NEEDS_LOOK, reason)
    digest = ready.digest if ready else likeness.digest_of(record.text)
    found = ready.found if ready else None
    try:
        report = complete(record, item=item, registry=registry)
    except Incomplete as problem:
        alike = likeness.alike(item.run.negotiation, digest, title=record.title)
        return Outcome(ItemStatus.NEEDS_LOOK, str(problem), alike=[one.as_json() for one in alike])
    alike = likeness.alike(item.run.negotiation, digest, title=report.title, outlet=report.outlet)
    shown = [one.as_json() for one in alike]
    if held := [one for one in alike if not naming.are_told_apart(name, one.report)]:
        return Outcome(ItemStatus.NEEDS_LOOK, _resemblance(held[0]), alike=shown)
    outcome = file_new(record, report, item=item, name=name, digest=digest, found=found, registry=registry)
    return replace(outcome, alike=shown)


def file_new(
    record: Record,
    report: Report,
    *,
    item: Item,
    name: Identity | None = None,
    digest: bytes | None = None,
    found: list[Suggestion] | None = None,
    registry: Registry | None = None,
) -> Outcome:
    """File a complete `report` of a record whose text is not on file; to be called in its turn."""
    revision = write_report(
        report,
        text=record.text,
        came_from=naming.came_from(item),
        file_name=naming.file_name(item),
        digest=digest,
        found=found,
        registry=registry,
    )
    naming.remember(name, report, record)
    return Outcome(ItemStatus.FILED, " ".join(record.notes), report, revision)


def revise(
    record: Record, report: Report, *, item: Item, known: Identity | None = None, registry: Registry | None = None
) -> Outcome:
    """Add a record to `report` as its newest revision. Raises AlreadyFiled when its text is that of another report.

    The report takes the new title over where it had the one that its source last gave; a title that a person wrote stays.
    """
    title = record.title[:400] or report.title
    before, old_text = (known.title if known else "") or report.title, report.current.content_hash
    if title != report.title and report.title == before[:400]:
        report.title = title
        report.save(update_fields=["title"])
    revised = add_revision(
        report,
        record.text,
        came_from=naming.came_from(item),
        title=title,
        file_name=naming.file_name(item),
        registry=registry,
    )
    naming.remember(known or naming.name_of(record, item), report, record)
    words = []
    if title != before[:400]:
        words.append(f"The title was “{before}”.")
    if revised.revision.content_hash == old_text:
        words.append(
            "The text is the same." if words else "The words are the same; only the markup around them changed."
        )
    if revised.lost:
        words.append(f"{revised.lost} statements or claims have words that are not in it: they need a look.")
    return Outcome(ItemStatus.REVISION, " ".join(words), report, revised.revision)


def with_coded(outcome: Outcome, record: Record, *, by, registry: Registry | None = None) -> Outcome:
    """Make drafts of the statements that came with a record, in the report that it became or is; what of them could not
    be kept is told in the reason."""
    report = outcome.report
    if report is None or not record.statements or outcome.status == ItemStatus.NEEDS_LOOK:
        return outcome
    revision = outcome.revision or report.current
    added = add_coded(report, revision, record.statements, by=by, registry=registry)
    counted = f"{len(added.made)} of {len(record.statements)} statements came with it" if added.made else ""
    words = [outcome.reason, f"{counted}." if counted else "", *added.notes]
    return replace(outcome, reason=" ".join(filter(None, words)))


def _put_by(record: Record, item: Item, *statuses: ItemStatus) -> Item | None:
    """Another item of the negotiation with this very text and one of `statuses`."""
    before = Item.objects.filter(
        run__negotiation=item.run.negotiation, content_hash=content_hash(record.text), status__in=statuses
    )
    return before.exclude(pk=item.pk).select_related("run").first()


def _embargo(record: Record) -> str:
    until = record.embargoed_until
    if until is None or until <= timezone.now():
        return ""
    return f"It is embargoed until {until:%d %b %Y, %H:%M %Z}. File it when it is public."


def _same_as(report: Report) -> str:
    return f"The same as “{report}”."


def _resembles(record: Record, report: Report) -> bool:
    return _likeness(record, report) >= likeness.ALSO


def _likeness(record: Record, report: Report) -> float:
    return likeness.likeness(likeness.digest_of(record.text), likeness.digest_of(report.current.text))


def _as(report: Report, relation: str, record: Record) -> dict:
    return {"report": report.pk, "relation": relation, "likeness": round(_likeness(record, report), 2)}


def _resemblance(one: likeness.Likeness) -> str:
    words = {
        "same text": "Almost the same text as",
        "update of": "Perhaps an update of",
        "also reports": "Much of it stands in",
    }[one.relation]
    return f"{words} “{one.report}” ({one.likeness:.0%} alike). Is it a new version of it, the same, or another report?"
