"""What is in an item: fetched first where it is an address, then read in the sandbox."""

from .. import fetching, sandbox
from ..models import Item, Mapping, Original
from ..models.mapping import headers_hash
from ..record import Columns, Failed, Record, Refused
from ..record_json import from_json


def read(item: Item, *, seconds: float) -> list[Record | Refused | Columns]:
    """The stories of an item, or the columns of a table that nobody has explained yet. Raises Refused and Failed."""
    if item.record and "text" in item.record:
        return [from_json(item.record)]
    found = _read(item, seconds)
    if isinstance(found[0], Columns) and (mapping := _mapping(item, found[0])):
        return _read(item, seconds, mapping=mapping.columns)
    return found


def fetch(item: Item) -> dict:
    """The values of an item whose address was asked: its bytes are kept before they are read. Raises Refused, Failed."""
    fetched = fetching.fetch(item.address)
    if fetched is None:
        raise Failed("The server sent nothing. Try again later.")
    return {
        "original": Original.objects.keep(fetched.data),
        "content_type": fetched.content_type[:200],
        "address": fetched.address[:1000],
    }


def _read(item: Item, seconds: float, **more) -> list[Record | Refused | Columns]:
    return sandbox.read_all(
        bytes(item.original.data),
        seconds=seconds,
        filename=item.name,
        content_type=item.content_type,
        reference_date=item.run.reference_day,
        url=item.address,
        **more,
    )


def _mapping(item: Item, columns: Columns) -> Mapping | None:
    return Mapping.objects.filter(negotiation=item.run.negotiation, headers_hash=headers_hash(columns.headers)).first()
