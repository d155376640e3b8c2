"""What the columns of a table hold, said once and remembered for every table with the same headers."""

import hashlib

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tracker.history.editable import Editable
from tracker.history.tracking import tracked
from tracker.negotiations.models import Negotiation
from tracker.negotiations.models.negotiation import InNegotiationQuerySet


def headers_hash(headers: list[str]) -> str:
    """By which tables of one kind are told: their headers in order, case and blanks apart."""
    folded = "\x1f".join(" ".join(header.split()).casefold() for header in headers)
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


@tracked
class Mapping(Editable):
    """`columns` is {field of Record or Coded: header}."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="table_mappings")
    headers_hash = models.CharField(max_length=64)
    headers = ArrayField(models.CharField(max_length=300))
    columns = models.JSONField(default=dict)

    objects = InNegotiationQuerySet.as_manager()

    class Meta(Editable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "headers_hash"], name="mapping_once"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.headers)[:80]
