"""A report on its way in: what Parley proposes of it, and filing what a person settled on."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from tracker.lib.text import content_hash
from tracker.negotiations.models import Negotiation
from tracker.reports.models import Outlet, Report, Revision
from tracker.statements.coding.registry import Registry
from tracker.statements.coding.suggest import suggest_statements
from tracker.web.names import NewName

from .forms import TAKEN, NewReportForm, ReportForm, as_words, published
from .record import Record, Source

HALF_A_YEAR = timedelta(days=183)
AS_READ = ("title", "byline", "dateline_place", "dateline_day", "url", "text")


class AlreadyFiled(Exception):
    """The text stands in the negotiation; `report` is the one that has it."""

    def __init__(self, report: Report):
        self.report = report
        super().__init__(f"This text is filed already: {report}.")


def reference_day(negotiation: Negotiation) -> date | None:
    """The last day that a dateline without a year is taken for: what is entered next is seldom more than half a year
    younger than the newest report here. Without reports it is counted from the beginning of the negotiation; None
    where that is not known either."""
    newest = negotiation.reports.order_by("-published_at").first()
    begun = negotiation.started_earliest.date() if negotiation.started_earliest else None
    known = newest.reference_day if newest else begun
    return min(known + HALF_A_YEAR, timezone.now().date()) if known else None


@dataclass(frozen=True)
class Proposal:
    """What the form starts from: its values, and where each was taken from."""

    initial: dict
    taken_from: dict[str, Source]
    notes: list[str]


def propose(record: Record, registry: Registry, *, came_from: str, file_name: str = "") -> Proposal:
    """The form's values as read. The outlet is one on file where its name, an alias or its domain is known."""
    taken = {name: source for name, source in record.sources.items() if name in TAKEN}
    outlet = _outlet(record, registry)
    if isinstance(outlet, Outlet) and "outlet" not in taken:
        taken["outlet"] = Source("domain of the address", urlsplit(record.url).hostname or "")
    initial = {
        "outlet_name": outlet.pk if isinstance(outlet, Outlet) else outlet,
        **published(record.published_at),
        **{name: getattr(record, name) for name in AS_READ},
        "language": record.language or "en",
        "taken_from": {name: as_words(source) for name, source in taken.items()},
        "came_from": came_from,
        "file_name": file_name[:255],
    }
    return Proposal(initial, taken, record.notes)


def _outlet(record: Record, registry: Registry) -> Model | str:
    """The outlet on file, else the name as found."""
    named = registry.outlets.find(record.outlet) if record.outlet else []
    if len(named) == 1:
        return named[0]
    host = (urlsplit(record.url).hostname or "").removeprefix("www.")
    rows = registry.outlets.rows.values()
    at_home = [o for o in rows if any(host == d or host.endswith(f".{d}") for d in o.domains)] if host else []
    return at_home[0] if len(at_home) == 1 else record.outlet


def filed(negotiation: Negotiation, text: str) -> Report | None:
    """The report of the negotiation that has this text, blanks and kinds of quotation marks apart."""
    found = Revision.objects.filter(negotiation=negotiation, content_hash=content_hash(text))
    revision = found.select_related("report__negotiation", "report__outlet").first()
    return revision.report if revision else None


def enter_report(form: NewReportForm, *, negotiation: Negotiation, by) -> Report:
    """File a report from a valid form, and propose statements in it. Raises AlreadyFiled."""
    text = form.cleaned_data["text"]
    try:
        with transaction.atomic():
            report = form.save(commit=False)
            report.negotiation, report.entered_by = negotiation, by
            report.outlet = chosen_outlet(form)
            report.taken_from = form.cleaned_data["taken_from"]
            report.save()
            Revision.objects.create(
                report=report,
                text=text,
                content_hash=content_hash(text),
                came_from=form.cleaned_data["came_from"],
                file_name=form.cleaned_data["file_name"],
            )
    except IntegrityError:
        # Two people entering one text at once: the later one is led to the earlier one's report.
        if report := filed(negotiation, text):
            raise AlreadyFiled(report) from None
        raise
    suggest_statements(report, by=by)
    return report


def chosen_outlet(form: ReportForm) -> Outlet:
    """The outlet chosen, entered if it is new."""
    chosen = form.cleaned_data["outlet_name"]
    if not isinstance(chosen, NewName):
        return chosen
    host = urlsplit(form.cleaned_data["url"]).hostname
    return Outlet.objects.get_or_create(
        name=chosen.text, defaults={"domains": [host.removeprefix("www.")[:120]] if host else []}
    )[0]
