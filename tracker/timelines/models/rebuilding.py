"""How far a rebuild has got, so that one that was interrupted goes on where it stood."""

from django.db import models

from tracker.negotiations.models import Negotiation


class Rebuilding(models.Model):
    """A negotiation whose rows are being rebuilt: of `kind` (EntryKind) all objects up to `upto` are done."""

    negotiation = models.OneToOneField(
        Negotiation, models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False
    )
    kind = models.SmallIntegerField(default=0)
    upto = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.negotiation}: kind {self.kind} up to {self.upto}"
