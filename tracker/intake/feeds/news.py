"""What of a feed's stories is new: not on file under their names as they are, and not brought in before."""

from collections.abc import Iterable

from django.utils import timezone

from tracker.lib.text import content_hash

from ..models import Feed, Identity, Item, Run
from ..record import Record, Refused
from ..runs import naming

LONGEST_ADDRESS = 1000


def new_records(feed: Feed, records: Iterable[Record]) -> list[Record]:
    """Those that are not on file, or whose text or title is another than the feed last gave."""
    named = [(naming.name_of(record, _item(feed)), record) for record in records]
    known = _known(feed, [name for name, _ in named if name])
    before = _brought(feed, [record for _, record in named])
    found = []
    for name, record in named:
        on_file = known.get((name.source, name.identifier)) if name else None
        is_new = naming.has_changed(record, on_file) if on_file else _key(record) not in before
        if is_new:
            before.add(_key(record))  # some feeds hold a story twice
            found.append(record)
    return found


def new_addresses(feed: Feed, found: Iterable[Record | Refused]) -> list[str]:
    """Of a feed that is only followed: the pages that were not fetched yet, or not since their entry was changed."""
    at = {one.url: getattr(one, "updated_at", None) for one in found if one.url and len(one.url) <= LONGEST_ADDRESS}
    items = Item.objects.filter(run__feed=feed, address__in=at).order_by("changed_at")
    fetched = dict(items.values_list("address", "changed_at"))
    now = timezone.now()
    return [url for url, changed in at.items() if url not in fetched or (changed and fetched[url] < changed <= now)]


def _item(feed: Feed) -> Item:
    return Item(run=Run(negotiation=feed.negotiation, feed=feed))


def _known(feed: Feed, names: list[Identity]) -> dict[tuple[str, str], Identity]:
    rows = Identity.objects.filter(
        negotiation=feed.negotiation,
        source__in={name.source for name in names},
        identifier__in={name.identifier for name in names},
    )
    return {(row.source, row.identifier): row for row in rows}


def _brought(feed: Feed, records: list[Record]) -> set[tuple[str, str]]:
    """Text and title of what came from this feed before, whatever became of it: set aside, refused, waiting, the same as
    another."""
    hashes = {content_hash(record.text) for record in records}
    rows = Item.objects.filter(run__feed=feed, content_hash__in=hashes)
    return set(rows.values_list("content_hash", "title"))


def _key(record: Record) -> tuple[str, str]:
    return content_hash(record.text), record.title[:500]
