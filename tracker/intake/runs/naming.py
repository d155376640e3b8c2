"""By what name a source has a story, and what it last said of it."""

from urllib.parse import urlsplit

from tracker.lib.text import content_hash
from tracker.negotiations.models import Negotiation
from tracker.reports.models import CameFrom, Report

from ..entering import site
from ..models import Identity, Item
from ..record import Record

PAGE = "page"
FEEDS = {"rss", "atom", "rdf", "cdf", "feed"}  # whose identifiers are their own, not the world's
MOST_MARKUPS = 3
LONGEST = 500  # characters of an identifier; a longer one is kept as its hash


def name_of(record: Record, item: Item) -> Identity | None:
    """The name, not saved: a feed's for its story, a wire's for what it sends, or the address of a page; None without
    any."""
    if record.identifier:
        source = _source(record, item)
        return _name(item, source, record.identifier) if source else None
    address = item.address or record.url
    return _name(item, PAGE, address) if _is_of_a_page(address) and not item.part_of_id else None


def page_name(address: str) -> tuple[str, str]:
    """Source and identifier by which the page at an address is known."""
    return PAGE, _short(address)


def _name(item: Item, source: str, identifier: str) -> Identity:
    return Identity(negotiation=item.run.negotiation, source=source[:1000], identifier=_short(identifier))


def _short(identifier: str) -> str:
    return identifier if len(identifier) <= LONGEST else f"sha256:{content_hash(identifier)}"


def _source(record: Record, item: Item) -> str:
    if item.run.feed_id:
        return item.run.feed.address
    if record.format not in FEEDS:
        return record.format
    # A feed handed in as a file: its names count among the stories of its site.
    host = site(record.url)
    return item.address or (f"{record.format} {host}" if host else "")


def _is_of_a_page(address: str) -> bool:
    """Not of a whole site, whose text is another every day."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.path.strip("/") + parts.query)


def known(negotiation: Negotiation, name: Identity | None) -> Identity | None:
    """What is on file under that name."""
    if name is None:
        return None
    found = Identity.objects.filter(negotiation=negotiation, source=name.source, identifier=name.identifier)
    return found.select_related("report__negotiation", "report__outlet").first()


def named(record: Record, item: Item) -> Identity | None:
    """The name as on file, else one to be kept with a report."""
    name = name_of(record, item)
    return known(item.run.negotiation, name) or name


def remember(name: Identity | None, report: Report, record: Record) -> None:
    """Note which report has that name, and what its source says of it now."""
    if name is None:
        return
    name.report = report
    name.version = record.version[:100] or name.version
    name.title, name.content_hash = record.title[:500], content_hash(record.text)
    name.markup_hash = record.markup_hash
    name.save()


def is_second(name: Identity) -> bool:
    """Whether its report goes by an older name from the same source: one text was published as two stories. When the
    second becomes another, it is a report of its own."""
    older = name.report.identities.filter(source=name.source, pk__lt=name.pk)
    return not is_address(name) and older.exists()


def has_changed(record: Record, name: Identity) -> bool:
    """Whether text or title is another than was last seen under that name."""
    title = record.title[:500]
    return content_hash(record.text) != name.content_hash or bool(title and name.title and title != name.title)


def only_markup_changed(record: Record, name: Identity) -> bool:
    """Whether the same words came in another markup. A source that sends another one every time (a counter, a mark of the
    day) is soon no longer listened to: MOST_MARKUPS such revisions may follow each other."""
    if has_changed(record, name) or not (record.markup_hash and name.markup_hash):
        return False
    if record.markup_hash == name.markup_hash or is_second(name):
        return False
    newest = name.report.revisions.order_by("-number").values_list("content_hash", "title")[: MOST_MARKUPS + 1]
    return len(newest) <= MOST_MARKUPS or len(set(newest)) > 1


def is_older(record: Record, name: Identity) -> bool:
    """Whether its version is one before that on file; only versions counted in numbers can be told."""
    new, old = record.version, name.version
    return new.isdecimal() and old.isdecimal() and int(new) < int(old)


def is_address(name: Identity) -> bool:
    return name.source == PAGE


def are_told_apart(name: Identity | None, report: Report) -> bool:
    """Whether a feed calls the two by different names: then they are two stories, however much they resemble."""
    if name is None or is_address(name) or "//" not in name.source:
        return False
    return report.identities.filter(source=name.source).exclude(identifier=name.identifier).exists()


def came_from(item: Item) -> str:
    if item.run.feed_id:
        return CameFrom.FEED
    return CameFrom.ADDRESS if item.address else CameFrom.FILE


def file_name(item: Item) -> str:
    """The name of the file that was handed in."""
    whole = item.part_of or item
    return "" if whole.address or item.run.feed_id else whole.name[:255]
