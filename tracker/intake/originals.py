"""Whether what was received still is what was received."""

import hashlib
from collections.abc import Iterator

from django.db import DatabaseError, transaction

from .models import Original


def damaged() -> Iterator[tuple[Original, str]]:
    """Each Original whose bytes are not those it was received with, and what is wrong with it. One at a time is in
    memory; one that the database cannot read ends nothing."""
    for row in Original.objects.defer("data").order_by("pk").iterator(chunk_size=500):
        if problem := _problem(row):
            yield row, problem


def _problem(row: Original) -> str:
    try:
        with transaction.atomic():
            data = bytes(Original.objects.values_list("data", flat=True).get(pk=row.pk))
    except DatabaseError as error:
        return f"cannot be read: {' '.join(str(error).split())[:200]}"
    if len(data) != row.size:
        return f"{len(data):,} bytes instead of {row.size:,}"
    return "" if hashlib.sha256(data).hexdigest() == row.sha256 else "other bytes than were received"
