"""Starting a run: what is handed in becomes items, its bytes are kept, and the workers are woken, all or nothing."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction

from tracker.lib.text import content_hash, one_line
from tracker.negotiations.models import Negotiation

from .. import entering
from ..models import Item, ItemStatus, Original, Run
from ..readers import MOST_BYTES
from ..record import Record
from ..record_json import as_json
from .tasks import wake

LONGEST_ADDRESS = 1000
AT_ONCE = 200  # rows in one INSERT


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in; `name` may hold the folders it lay in."""

    name: str
    data: bytes
    content_type: str = ""


@dataclass(frozen=True)
class Read:
    """A story that was read already, and the row, or the bytes, it was read from."""

    record: Record
    original: Original | bytes | None = None


def start_run(
    *,
    negotiation: Negotiation,
    by,
    label: str,
    files: Iterable[Upload] = (),
    addresses: Iterable[str] | str = (),
    records: Iterable[Read] = (),
    feed=None,
    reference_day=None,
) -> Run:
    """Make a run of all that is given, each an item, and wake the workers.

    `by` is None for what nobody asked for (a feed's stories). `addresses` may be one text with an address a line:
    repetitions are dropped, and what is no address becomes an item that is refused with the reason.
    """
    with transaction.atomic():
        run = Run.objects.create(
            negotiation=negotiation,
            started_by=by,
            label=one_line(label)[:200],
            feed=feed,
            reference_day=reference_day or entering.reference_day(negotiation),
        )
        found = [*_of_files(list(files)), *map(_of_address, _lines(addresses)), *_of_records(list(records))]
        for number, item in enumerate(found, start=1):
            item.run, item.number = run, number
        Item.objects.bulk_create(found, batch_size=AT_ONCE)
        wake()
    return run


def keep_all(pieces: Iterable[bytes]) -> dict[str, int]:
    """Keep each of `pieces`; {SHA-256 (hex): key of its Original}. Safe while others keep the same ones."""
    known = {hashlib.sha256(data).hexdigest(): data for data in pieces}
    # In the order of their hashes: two runs that keep the same files never wait for each other in a ring.
    hashes = sorted(known)
    for at in range(0, len(hashes), AT_ONCE):
        some = hashes[at : at + AT_ONCE]
        there = set(Original.objects.filter(sha256__in=some).values_list("sha256", flat=True))
        rows = [Original(sha256=one, size=len(known[one]), data=known[one]) for one in some if one not in there]
        Original.objects.bulk_create(rows, ignore_conflicts=True, batch_size=20)
    return dict(Original.objects.filter(sha256__in=hashes).values_list("sha256", "pk"))


def _of_files(files: list[Upload]) -> Iterator[Item]:
    kept = keep_all(upload.data for upload in files if len(upload.data) <= MOST_BYTES)
    for upload in files:
        item = Item(name=_name(upload.name), content_type=upload.content_type[:200])
        if len(upload.data) > MOST_BYTES:
            size, most = len(upload.data) / 1024 / 1024, MOST_BYTES // 1024 // 1024
            item.status = ItemStatus.REFUSED
            item.reason = f"It is {size:.1f} MB long; files up to {most} MB can be read. Take only the report itself."
        else:
            item.original_id = kept[hashlib.sha256(upload.data).hexdigest()]
        yield item


def _of_records(records: list[Read]) -> Iterator[Item]:
    kept = keep_all(read.original for read in records if isinstance(read.original, bytes))
    for read in records:
        item = Item(
            name=_name(read.record.title or read.record.url),
            title=one_line(read.record.title)[:500],
            format=read.record.format[:20],
            record=as_json(read.record),
            content_hash=content_hash(read.record.text),
        )
        if isinstance(read.original, bytes):
            item.original_id = kept[hashlib.sha256(read.original).hexdigest()]
        else:
            item.original = read.original
        yield item


def _lines(addresses: Iterable[str] | str) -> list[str]:
    lines = addresses.splitlines() if isinstance(addresses, str) else addresses
    return list(dict.fromkeys(filter(None, (one_line(line) for line in lines))))


def _of_address(line: str) -> Item:
    address, problem = checked(line)
    if problem:
        return Item(name=_name(line), status=ItemStatus.REFUSED, reason=problem)
    return Item(name=_name(line), address=address, is_slow=True)


def checked(line: str) -> tuple[str, str]:
    """An address as typed: made whole ("https://" put before it), and what is wrong with it, or ""."""
    address = line if "://" in line else f"https://{line}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return address, "This is no web address. Copy it again from the browser."
    if parts.scheme not in ("http", "https"):
        return address, f"Addresses that begin with “{parts.scheme}://” cannot be fetched, only http and https."
    if " " in address or "." not in host.strip("."):
        return address, "This is no web address. Copy it again from the browser."
    if len(address) > LONGEST_ADDRESS:
        return address, f"The address has {len(address):,} characters; up to {LONGEST_ADDRESS:,} can be kept."
    return address, ""


def _name(name: str) -> str:
    return one_line(name)[:500] or "Without a name"
