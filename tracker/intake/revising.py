"""A changed text of a report: a new revision, to which the anchors move where their words are found again."""

from dataclasses import asdict, dataclass, fields

from django.db import models, transaction

from tracker.lib import anchors
from tracker.lib.text import content_hash
from tracker.reports.models import CameFrom, Report, Revision
from tracker.statements.coding.registry import Registry
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Anchor, Statement, Status

from .entering import AlreadyFiled, chosen_outlet, filed, turn
from .forms import ReportForm
from .runs import likeness


@dataclass(frozen=True)
class Revised:
    """`revision`: the new one, None when the text has not changed; `lost`: how many statements and claims have words
    that it does not hold, or not for certain."""

    report: Report
    revision: Revision | None = None
    lost: int = 0


def save_report(form: ReportForm, *, by) -> Revised:
    """Save a valid edit form. Raises EditConflict when the report was changed since it was read, AlreadyFiled when the
    new text is that of another report."""
    with transaction.atomic():
        return _save(form)


def _save(form: ReportForm) -> Revised:
    text = form.cleaned_data["text"]
    turn(form.instance.negotiation)
    current = Report.lock_at(form.instance.pk, form.cleaned_data["version"]).current
    report = form.save(commit=False)
    report.outlet = chosen_outlet(form)
    report.save()
    if content_hash(text) == current.content_hash:
        return Revised(report)
    return add_revision(report, text, came_from=CameFrom.PASTE, registry=form.registry)


@transaction.atomic
def add_revision(
    report: Report, text: str, *, came_from: str, title: str = "", file_name: str = "", registry: Registry | None = None
) -> Revised:
    """A new revision of a report, with the anchors of what was coded; suggestions nobody has judged are made anew.

    `title` is the one it came with, where that is not the report's. The text may be one the report had before (its
    title changed, or it was changed back). Raises AlreadyFiled when it is that of another report.
    """
    turn(report.negotiation)
    list(Report.objects.select_for_update().filter(pk=report.pk))
    other = filed(report.negotiation, text)
    if other and other.pk != report.pk:
        raise AlreadyFiled(other)
    revision = Revision.objects.create(
        report=report,
        number=report.revisions.latest("number").number + 1,
        text=text,
        content_hash=content_hash(text),
        came_from=came_from,
        file_name=file_name,
        title=title,
        repeats=other is not None,
    )
    likeness.remember(revision)
    statements = report.statements.exclude(status=Status.SUGGESTED).prefetch_related("anchors")
    moved = [_carry_statement(statement, revision) for statement in statements]
    moved += [carry_claim(claim, revision) for claim in report.claims.all()]
    suggest_statements(report, revision=revision, registry=registry)
    return Revised(report, revision, moved.count(False))


def _carry_statement(statement: Statement, revision: Revision) -> bool:
    """All pieces or none: half a statement would be other words than were coded."""
    found = [anchors.find(as_anchor(piece), revision.text) for piece in statement.pieces]
    if not found or None in found or len({one.start for one in found}) < len(found):
        return False
    for anchor in found:
        Anchor.objects.create(statement=statement, revision=revision, **asdict(anchor))
    return True


def carry_claim(claim: models.Model, revision: Revision) -> bool:
    """Move a claim's anchor to where its words stand in `revision`; False where they do not, or not for certain."""
    found = anchors.find(as_anchor(claim), revision.text)
    if found is None:
        return False
    for name, value in asdict(found).items():
        setattr(claim, name, value)
    claim.revision = revision
    claim.save()
    return True


def as_anchor(row: models.Model) -> anchors.Anchor:
    """The anchor in a row with AnchorFields."""
    return anchors.Anchor(**{field.name: getattr(row, field.name) for field in fields(anchors.Anchor)})
