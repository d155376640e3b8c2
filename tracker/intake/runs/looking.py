"""What the page of one item shows: what was received, what was read of it, and what it resembles."""

from dataclasses import dataclass, field

from tracker.lib.segments import segments
from tracker.negotiations.models import Negotiation
from tracker.reports.differences import Difference, differences
from tracker.reports.models import Report
from tracker.statements.coding.registry import Registry

from .. import readers
from ..entering import Proposal, propose
from ..forms import TAKEN, NewReportForm
from ..models import Item, Original
from ..readers import encoding
from ..record import Columns, Record, Refused
from ..record_json import NoRecord, from_json
from . import naming
from .decide import TO_DECIDE

MOST_ALIKE = 9  # reports offered as what it may be
MOST_RAW = 20_000  # characters shown of an original
# Formats whose bytes are a text that a person can read as it came.
TEXTS = {
    "text",
    "anpa",
    "iptc7901",
    "nitf",
    "newsml-1",
    "newsml-g2",
    "ninjs",
    "table",
    "dna",
    "own",
    "eml",
    "mhtml",
    "html",
    "rss",
    "atom",
    "rdf",
    "cdf",
    "",
}


@dataclass(frozen=True)
class Marked:
    """A stretch of the text as read; `name`: the field that was taken from it, "" for none; `is_first` of its field."""

    text: str
    name: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class Alike:
    """A report on file that the item resembles; `likeness` in per cent."""

    report: Report
    relation: str
    likeness: int


@dataclass
class Look:
    """`record` and `form` where there is a story to be settled; `columns` where there is a table to be explained."""

    item: Item
    record: Record | None = None
    columns: Columns | None = None
    form: NewReportForm | None = None
    proposal: Proposal | None = None
    alike: list[Alike] = field(default_factory=list)
    chosen: Alike | None = None
    difference: Difference | None = None

    @property
    def text(self) -> list[Marked]:
        return marked(self.record) if self.record else []

    @property
    def format_name(self) -> str:
        return format_name(self.item.format)


def look_at(item: Item, negotiation: Negotiation, *, compare: str = "", form: NewReportForm | None = None) -> Look:
    """Everything about an item; `compare`: the number of the report to compare it with, `form`: what was sent."""
    found = read_of(item)
    if isinstance(found, Columns):
        return Look(item, columns=found)
    look = Look(item, record=found)
    if found is None or item.status not in TO_DECIDE:
        return look
    registry = form.registry if form else Registry(negotiation)
    look.proposal = propose(found, registry, came_from=naming.came_from(item), file_name=naming.file_name(item))
    look.form = form or proposed_form(look.proposal, found, registry)
    look.alike = alike(item, negotiation)
    look.chosen = next((one for one in look.alike if str(one.report.pk) == compare), next(iter(look.alike), None))
    if look.chosen:
        look.difference = differences(look.chosen.report.current.text, found.text)
    return look


def read_of(item: Item) -> Record | Columns | None:
    """What was read of the item, as far as it is kept."""
    try:
        if item.record and "columns" in item.record:
            return from_json(item.record["columns"], Columns)
        return from_json(item.record) if item.record else None
    except NoRecord:
        return None


def proposed_form(proposal: Proposal, record: Record, registry: Registry) -> NewReportForm:
    initial = proposal.initial | ({"kind": record.kind} if record.kind else {})
    return NewReportForm(initial=initial, registry=registry, taken_from=proposal.taken_from)


def alike(item: Item, negotiation: Negotiation) -> list[Alike]:
    """The reports it resembles that are still there, the likest first as they were found."""
    told = {one["report"]: one for one in item.alike[:MOST_ALIKE] if isinstance(one, dict) and "report" in one}
    rows = Report.objects.filter(negotiation=negotiation, pk__in=told).select_related("negotiation", "outlet")
    found = {report.pk: report for report in rows.prefetch_related("revisions")}
    return [
        Alike(found[pk], one.get("relation", ""), round(100 * one.get("likeness", 0)))
        for pk, one in told.items()
        if pk in found
    ]


def marked(record: Record) -> list[Marked]:
    """The text cut where fields were taken from it."""
    spans = [(*source.span, name) for name, source in record.sources.items() if source.span and name in TAKEN]
    return [
        Marked(
            piece.text, str(piece.ids[0]) if piece.ids else "", bool(piece.starts and piece.starts[0] == piece.ids[0])
        )
        for piece in segments(record.text, spans)
    ]


def raw_text(original: Original | None, item: Item) -> str:
    """The beginning of the original where it is a text; "" where it is none."""
    if original is None or item.format not in TEXTS:
        return ""
    try:
        text, _, _ = encoding.decode(bytes(original.data), content_type=item.content_type)
    except Refused:
        return ""
    return text[:MOST_RAW]


def format_name(short: str) -> str:
    """What a person calls such a file."""
    return next((reader.NAME for reader in readers.READERS if short == reader.FORMAT), short)
