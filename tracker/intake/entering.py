"""A report on its way in: what Parley proposes of it, and filing what a person settled on."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from tracker.lib.attribution import Suggestion
from tracker.lib.text import content_hash
from tracker.negotiations.models import Negotiation
from tracker.reports.models import Outlet, Report, Revision
from tracker.statements.coding.registry import Registry
from tracker.statements.coding.suggest import suggest_first
from tracker.web.names import NewName

from .forms import TAKEN, NewReportForm, ReportForm, as_words, published
from .record import Record, Source
from .runs import likeness

HALF_A_YEAR = timedelta(days=183)
TURNS = 0x7075726E  # tells these advisory locks from others
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
    outlet = outlet_of(record, registry)
    if isinstance(outlet, Outlet) and "outlet" not in taken:
        taken["outlet"] = Source("domain of the address", site(record.url))
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


def outlet_of(record: Record, registry: Registry) -> Model | str:
    """The outlet on file, else the name as found."""
    named = registry.outlets.find(record.outlet) if record.outlet else []
    if len(named) == 1:
        return named[0]
    host = site(record.url)
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
    report = form.save(commit=False)
    report.negotiation, report.entered_by = negotiation, by
    report.taken_from = form.cleaned_data["taken_from"]
    given = {name: form.cleaned_data[name] for name in ("text", "came_from", "file_name")}
    with transaction.atomic():
        report.outlet = chosen_outlet(form)
        return file_report(report, registry=form.registry, **given)


@transaction.atomic
def file_report(
    report: Report, *, text: str, came_from: str, file_name: str = "", registry: Registry | None = None
) -> Report:
    """File a complete report that is not saved yet, in its turn. Raises AlreadyFiled."""
    turn(report.negotiation)
    if other := filed(report.negotiation, text):
        raise AlreadyFiled(other)
    write_report(report, text=text, came_from=came_from, file_name=file_name, registry=registry)
    return report


def write_report(
    report: Report,
    *,
    text: str,
    came_from: str,
    file_name: str = "",
    digest: bytes | None = None,
    found: list[Suggestion] | None = None,
    registry: Registry | None = None,
) -> Revision:
    """The one way to write a report: its row, its text, what that is known again by, and suggested statements.

    To be called in a transaction that has its `turn` and knows that the text is not on file. `digest` is that of
    likeness.digest_of, `found` what the engine proposes, where they are known.
    """
    report.save()
    revision = Revision.objects.create(
        report=report, text=text, content_hash=content_hash(text), came_from=came_from, file_name=file_name
    )
    likeness.remember(revision, digest)
    suggest_first(report, revision, registry, found)
    return revision


def turn(negotiation: Negotiation) -> None:
    """Wait until nobody else is filing in the negotiation; to be called in a transaction, at whose end the next may.

    So that of two that come in at once the second sees the first: the same text is filed once, a likeness is seen.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURNS, negotiation.pk % 2**31])


def chosen_outlet(form: ReportForm) -> Outlet:
    """The outlet chosen, entered if it is new."""
    chosen = form.cleaned_data["outlet_name"]
    if not isinstance(chosen, NewName):
        return chosen
    return outlet_called(chosen.text, form.cleaned_data["url"])


def outlet_called(name: str, url: str) -> Outlet:
    """The outlet of that name, entered with the domain of `url` if it is new."""
    host = site(url)
    return Outlet.objects.get_or_create(name=name, defaults={"domains": [host] if host else []})[0]


def site(url: str) -> str:
    """The host of an address without "www.", "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")[:120]
    except ValueError:
        return ""
