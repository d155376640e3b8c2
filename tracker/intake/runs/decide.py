"""What people decide about the items of a run. Each is one transaction, and the history says who and why."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from tracker.reports.models import Report
from tracker.statements.coding.registry import Registry

from ..entering import AlreadyFiled, enter_report, filed, turn
from ..forms import NewReportForm
from ..models import Item, ItemStatus, Mapping
from ..models.mapping import headers_hash
from ..record import Record
from ..record_json import from_json
from . import ends, filing, naming
from .particulars import Incomplete, complete
from .tasks import wake

TO_DECIDE = (ItemStatus.NEEDS_LOOK, ItemStatus.DISMISSED)
TO_RETRY = (ItemStatus.FAILED, ItemStatus.REFUSED, ItemStatus.CANCELLED, ItemStatus.UNDONE)

__all__ = [
    "Incomplete",
    "NotNow",
    "dismiss",
    "file_as_new",
    "file_as_revision",
    "map_columns",
    "retry",
    "same_as",
]


class NotNow(Exception):
    """This cannot be done with the item as it stands; the message is for people. `item` is it, as it stands now."""

    def __init__(self, item: Item, message: str):
        super().__init__(message)
        self.item = item


def file_as_new(item: Item, *, by, form: NewReportForm | None = None) -> Item:
    """File an item as a report of its own, however much it resembles others: as `form` (valid) says, else as it was
    read. Where its text is on file by now, it becomes the same as that. Raises Incomplete, NotNow."""
    with _deciding(item, by, "Filed as a report of its own", TO_DECIDE) as held:
        record = record_of(held)
        turn(held.run.negotiation)
        try:
            return _ended(held, _filed(held, record, by, form), record, by)
        except AlreadyFiled as already:
            same = filing.Outcome(ItemStatus.SAME, f"The same as “{already.report}”.", already.report)
            return _ended(held, same, record, by)


def _filed(item: Item, record: Record, by, form: NewReportForm | None) -> filing.Outcome:
    name = naming.name_of(record, item)
    if naming.known(item.run.negotiation, name):
        name = None  # stays that of the report it leads to
    if form is None:
        if other := filed(item.run.negotiation, record.text):
            raise AlreadyFiled(other)
        report = complete(record, item=item, registry=Registry(item.run.negotiation))
        report.entered_by = by
        return filing.file_new(record, report, item=item, name=name)
    report = enter_report(form, negotiation=item.run.negotiation, by=by)
    naming.remember(name, report, record)
    return filing.Outcome(ItemStatus.FILED, "", report, report.current)


def file_as_revision(item: Item, report: Report, *, by) -> Item:
    """Add an item to `report` as its newest revision; its source's name leads there from now on. Raises NotNow."""
    with _deciding(item, by, "Filed as a new version of this report", TO_DECIDE) as held:
        record = record_of(held)
        name = naming.named(record, held)
        try:
            return _ended(held, filing.revise(record, report, item=held, known=name), record, by)
        except AlreadyFiled as already:
            raise NotNow(held, f"Its text is that of “{already.report}”.") from None


def same_as(item: Item, report: Report, *, by) -> Item:
    """Say that an item is a report that is on file; nothing of it is filed. Raises NotNow."""
    with _deciding(item, by, "Found to be the same", TO_DECIDE) as held:
        record = record_of(held)
        naming.remember(naming.named(record, held), report, record)
        reason = f"The same as “{report}”, as {by} found."
        return _ended(held, filing.Outcome(ItemStatus.SAME, reason, report), record, by)


def dismiss(item: Item, *, by) -> Item:
    """Set an item aside. Raises NotNow."""
    with _deciding(item, by, "Set aside", (*TO_DECIDE, ItemStatus.REFUSED, ItemStatus.FAILED)) as held:
        ends.write(held, {"status": ItemStatus.DISMISSED, "reason": f"Set aside by {by}."})
    return _fresh(item)


def map_columns(item: Item, columns: dict[str, str], *, by) -> Item:
    """Say what the columns of an item's table hold, {field: header}, for it and all tables like it. Raises NotNow."""
    with _deciding(item, by, "Said what the columns hold", TO_DECIDE) as held:
        if not held.record or "columns" not in held.record:
            raise NotNow(held, "This is no table.")
        headers = held.record["columns"]["headers"]
        Mapping.objects.update_or_create(
            negotiation=held.run.negotiation,
            headers_hash=headers_hash(headers),
            defaults={"headers": [header[:300] for header in headers], "columns": columns},
        )
        _wait_again(held, record=None)
    return _fresh(item)


def retry(item: Item, *, by) -> Item:
    """Read an item once more. Raises NotNow where there is nothing to read."""
    with _deciding(item, by, "Tried again", TO_RETRY) as held:
        if held.record is None and (held.part_of_id or not (held.original_id or held.address)):
            raise NotNow(held, "Nothing is left to be read of it. Import it again.")
        _wait_again(held)
    return _fresh(item)


def record_of(item: Item) -> Record:
    """What was read of an item that waits for a decision. Raises NotNow."""
    if not item.record or "text" not in item.record:
        raise NotNow(item, "No report was read from it.")
    return from_json(item.record)


@contextmanager
def _deciding(item: Item, by, why: str, statuses: tuple[ItemStatus, ...]) -> Iterator[Item]:
    """The item, locked, if it has one of `statuses` still: of two people who decide at once the second is told."""
    with pghistory.context(user=by.pk, why=why, run=item.run_id, item=item.pk), transaction.atomic():
        rows = Item.objects.select_for_update(of=("self",)).select_related("run__negotiation", "run__feed__outlet")
        held = rows.get(pk=item.pk)
        if held.status not in statuses:
            raise NotNow(held, f"That has been decided meanwhile: {held.get_status_display().lower()}.")
        yield held


def _ended(item: Item, outcome: filing.Outcome, record: Record, by) -> Item:
    ends.write(item, ends.outcome(outcome, record, by=by))
    return _fresh(item)


def _wait_again(item: Item, **values) -> None:
    to_fetch = item.original_id is None and item.record is None
    values |= {
        "status": ItemStatus.WAITING,
        "reason": "",
        "attempts": 0,
        "is_slow": to_fetch,
        "alike": [],
        "not_before": None,
    }
    ends.write(item, values)
    if item.run.cancelled_at:
        type(item.run).objects.filter(pk=item.run_id).update(cancelled_at=None)
    wake()


def _fresh(item: Item) -> Item:
    return Item.objects.select_related("run__negotiation", "report", "revision").get(pk=item.pk)
