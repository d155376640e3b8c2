"""Pages by key instead of by number.

However far one reads, the next page costs what the first one did, and no entry is shown twice when something new
arrives meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet


@dataclass(frozen=True)
class Slice:
    """`rows` of one page; `older`: the key with which the next one begins, empty at the end."""

    rows: list
    older: str = ""
    is_first: bool = True

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def newest_first(queryset: QuerySet, field: str, *, after: str = "", size: int = 25) -> Slice:
    """The rows after the one with key `after`, newest `field` (a moment, may be null: those come last) first.

    A key that cannot be read, which only an edited address has, starts from the top.
    """
    # Where there are no nulls it is not asked where they go: an index has but one order.
    is_given = any(one.name == field and not one.null for one in queryset.model._meta.fields)
    ordered = queryset.order_by(F(field).desc() if is_given else F(field).desc(nulls_last=True), "-pk")
    key = _read(after)
    if key:
        ordered = ordered.filter(_beyond(field, *key))
    rows = list(ordered[: size + 1])
    older = _write(getattr(rows[size - 1], field), rows[size - 1].pk) if len(rows) > size else ""
    return Slice(rows[:size], older, is_first=key is None)


def in_order(queryset: QuerySet, field: str = "pk", *, after: str = "", size: int = 50) -> Slice:
    """The rows after the one whose `field`, a whole number and nobody else's, is `after`; smallest first. `older` of the
    Slice is again the key with which the next page begins."""
    ordered = queryset.order_by(field)
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    if key is not None:
        ordered = ordered.filter(**{f"{field}__gt": key})
    rows = list(ordered[: size + 1])
    older = str(getattr(rows[size - 1], field)) if len(rows) > size else ""
    return Slice(rows[:size], older, is_first=key is None)


def _beyond(field: str, moment: datetime | None, pk: int) -> Q:
    if moment is None:
        return Q(**{f"{field}__isnull": True, "pk__lt": pk})
    same = Q(**{field: moment, "pk__lt": pk})
    return same | Q(**{f"{field}__lt": moment}) | Q(**{f"{field}__isnull": True})


def _write(moment: datetime | None, pk: int) -> str:
    return f"{moment.isoformat() if moment else ''}~{pk}"


def _read(key: str) -> tuple[datetime | None, int] | None:
    moment, _, pk = key.partition("~")
    try:
        read = datetime.fromisoformat(moment) if moment else None
        number = int(pk)
    except ValueError:
        return None
    if not 0 < number < 2**63 or (read and read.tzinfo is None):
        return None
    return read, number
