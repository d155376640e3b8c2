"""From a record to a report that can be filed, or what is missing for that."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from tracker.lib.text import LANGUAGES, one_line
from tracker.reports.models import Outlet, Report, ReportKind
from tracker.statements.coding.registry import Registry

from ..entering import outlet_called, outlet_of
from ..forms import FIRST_DAY, TAKEN, as_words
from ..models import Item
from ..record import Record

LONGEST_PROPOSED = 120  # characters of a title taken from the text
is_web_address = URLValidator(schemes=["http", "https"])


class Incomplete(ValueError):
    """A report must have something that the record does not say; the message is for people."""


def complete(record: Record, *, item: Item, registry: Registry) -> Report:
    """The report of a record, not saved; an outlet that is not on file is entered. Raises Incomplete."""
    if problems := list(_problems(record, item, registry)):
        raise Incomplete(" ".join(problems))
    title, taken = _title(record)
    run = item.run
    return Report(
        negotiation=run.negotiation,
        outlet=_outlet(record, item, registry),
        title=title,
        url=_url(record.url),
        published_at=record.published_at,
        dateline_place=one_line(record.dateline_place)[:120],
        dateline_day=record.dateline_day,
        byline=one_line(record.byline)[:200],
        language=language_of(record),
        kind=record.kind if record.kind in ReportKind.values else ReportKind.NEWS,
        taken_from={name: as_words(one) for name, one in record.sources.items() if name in TAKEN} | taken,
        entered_by_id=run.started_by_id,
    )


def language_of(record: Record) -> str:
    return record.language if record.language in LANGUAGES else "en"


def _problems(record: Record, item: Item, registry: Registry):
    if record.published_at is None:
        yield "It does not say when it was published."
    elif record.published_at > timezone.now() + timedelta(days=1):
        yield f"It says that it was published on {record.published_at:%d %b %Y}, which is still to come."
    elif record.published_at.date() < FIRST_DAY:
        yield f"It says that it was published in {record.published_at.year}. Is the year right?"
    if _feeds_outlet(item):
        return
    found = outlet_of(record, registry)
    if isinstance(found, Outlet):
        return
    if len(registry.outlets.find(found)) > 1:
        yield f"Several outlets are called “{found}”. Say which one."
    elif not one_line(found):
        yield "It does not say who published it."


def _feeds_outlet(item: Item) -> Outlet | None:
    return item.run.feed.outlet if item.run.feed else None


def _outlet(record: Record, item: Item, registry: Registry) -> Outlet:
    found = _feeds_outlet(item) or outlet_of(record, registry)
    if isinstance(found, Outlet):
        return found
    outlet = outlet_called(one_line(found)[:160], record.url)
    if outlet.pk not in registry.outlets.rows:
        del registry.outlets  # read again when next asked for
    return outlet


def _title(record: Record) -> tuple[str, dict]:
    """The title, else the beginning of the text, with where it was taken from."""
    if title := one_line(record.title)[:400]:
        return title, {}
    words = one_line(record.text[: LONGEST_PROPOSED * 4])
    short = words if len(words) <= LONGEST_PROPOSED else words[:LONGEST_PROPOSED].rsplit(" ", 1)[0] + " …"
    return short, {"title": {"where": "opening of the text; it has no title", "words": short}}


def _url(address: str) -> str:
    """The address where it can be kept as one."""
    try:
        is_web_address(address)
    except ValidationError:
        return ""
    return address if len(address) <= 1000 else ""
