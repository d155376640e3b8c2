"""Items that were read, and what is kept of them."""

from datetime import UTC, datetime

from factory import LazyAttribute, LazyFunction, Sequence

from tracker.intake.models import ItemStatus, Original
from tracker.intake.record import Columns, Record, Source
from tracker.intake.record_json import as_json

from . import ItemFactory, RunFactory

TEXT = (
    "LUZERN, March 3. /Example Wire/. The mediators would meet both sides again as soon as early April, "
    "a senior delegation official said at a briefing on Wednesday.\n"
    '"We are prepared to go on in several rooms at once," the official said.'
)


def story(number: int = 0, **values) -> dict:
    """A Record as JSON, of a story whose words are its own."""
    record = Record(
        text=f"{TEXT}\nThe round had the number {number}.",
        title=f"Mediators to meet both sides again ({number})",
        outlet="Example Wire",
        dateline_place="Luzern",
        published_at=datetime(2021, 3, 3, 18, 4, tzinfo=UTC),
        language="en",
        format="text",
        sources={"dateline_place": Source("dateline, first line", "LUZERN", (0, 6))},
    )
    for name, value in values.items():
        setattr(record, name, value)
    return as_json(record)


def table(**values) -> dict:
    """What is kept of a table until somebody says what its columns hold."""
    columns = {
        "headers": ["Headline", "Body", "Paper"],
        "rows": [["Boats return", "The boats came back to the harbour.", "Example Wire"]],
        "proposed": {"title": "Headline"},
    }
    return {"columns": as_json(Columns(**columns | values))}


class LookFactory(ItemFactory):
    """A story that needs a look."""

    name = Sequence(lambda n: f"story-{n}.txt")
    title = LazyAttribute(lambda row: (row.record or {}).get("title", ""))
    format = "text"
    status = ItemStatus.NEEDS_LOOK
    reason = "The hour of publication was not found."
    original = LazyFunction(lambda: Original.objects.keep(TEXT.encode()))
    record = Sequence(story)


def fill_inbox(negotiation) -> None:
    """A run with something of each kind, beside the reports that are there."""
    reports = list(negotiation.reports.prefetch_related("revisions")[:2])
    run = RunFactory(negotiation=negotiation, label="Files of the morning")
    alike = [{"report": one.pk, "relation": "update of", "likeness": 0.9} for one in reports]
    text = f"{reports[0].current.text}\n\nThe two sides will meet again." if reports else TEXT
    LookFactory(run=run)
    LookFactory(run=run, alike=alike, record=story(text=text, notes=["2 control characters were taken out"]))
    LookFactory(run=run, record=table(), name="boats.csv", title="", format="table", reason="It is a table.")
    for status in (one for one in ItemStatus.values if one != ItemStatus.NEEDS_LOOK):
        report = reports[0] if reports and status in ("filed", "same", "revision") else None
        revision = report.current if report else None
        LookFactory(run=run, status=status, record=None, title=f"Was {status}", report=report, revision=revision)
