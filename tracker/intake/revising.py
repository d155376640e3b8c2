"""A changed text of a report: a new revision, to which the anchors move where their words are found again."""

from dataclasses import asdict, dataclass, fields

from django.db import IntegrityError, models, transaction

from tracker.lib import anchors
from tracker.lib.text import content_hash
from tracker.reports.models import CameFrom, Report, Revision
from tracker.statements.coding.suggest import suggest_statements
from tracker.statements.models import Anchor, Statement, Status

from .entering import AlreadyFiled, chosen_outlet, filed
from .forms import ReportForm


@dataclass(frozen=True)
class Revised:
    """`revision`: the new one, None when the text has not changed; `lost`: how many statements and claims have words
    that it does not hold, or not for certain."""

    report: Report
    revision: Revision | None = None
    lost: int = 0


def save_report(form: ReportForm, *, by) -> Revised:
    """Save a valid edit form. Raises EditConflict when the report was changed since it was read, AlreadyFiled when the
    new text is that of another revision."""
    try:
        revised = _save(form)
    except IntegrityError:
        if other := filed(form.instance.negotiation, form.cleaned_data["text"]):
            raise AlreadyFiled(other) from None
        raise
    if revised.revision:
        suggest_statements(revised.report, by=by)  # unjudged suggestions are made anew in the new text
    return revised


@transaction.atomic
def _save(form: ReportForm) -> Revised:
    text = form.cleaned_data["text"]
    current = Report.lock_at(form.instance.pk, form.cleaned_data["version"]).current
    report = form.save(commit=False)
    report.outlet = chosen_outlet(form)
    report.save()
    return Revised(report) if content_hash(text) == current.content_hash else _revise(report, current, text)


def _revise(report: Report, current: Revision, text: str) -> Revised:
    revision = Revision.objects.create(
        report=report,
        number=current.number + 1,
        text=text,
        content_hash=content_hash(text),
        came_from=CameFrom.PASTE,
    )
    statements = report.statements.exclude(status=Status.SUGGESTED).prefetch_related("anchors")
    moved = [_carry_statement(statement, revision) for statement in statements]
    moved += [_carry_claim(claim, revision) for claim in report.claims.all()]
    return Revised(report, revision, moved.count(False))


def _carry_statement(statement: Statement, revision: Revision) -> bool:
    """All pieces or none: half a statement would be other words than were coded."""
    found = [anchors.find(as_anchor(piece), revision.text) for piece in statement.pieces]
    if not found or None in found or len({one.start for one in found}) < len(found):
        return False
    for anchor in found:
        Anchor.objects.create(statement=statement, revision=revision, **asdict(anchor))
    return True


def _carry_claim(claim: models.Model, revision: Revision) -> bool:
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
