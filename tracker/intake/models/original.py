"""What was received, byte for byte. Kept in the database: one backup, and every worker on every machine has it."""

import hashlib

import pgtrigger
from django.db import models
from django.db.models import Q


class OriginalQuerySet(models.QuerySet["Original"]):
    def keep(self, data: bytes) -> "Original":
        """The row with these bytes, made if it is new; safe while others keep the same."""
        made, _ = self.get_or_create(
            sha256=hashlib.sha256(data).hexdigest(), defaults={"data": data, "size": len(data)}
        )
        return made


class Original(models.Model):
    """Bytes as received; never changed. One row however often the same bytes come in."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="SHA-256 (hex) of the bytes.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    data = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)

    objects = OriginalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="original_hash_is_sha256"),
        ]
        triggers = [pgtrigger.Protect(name="original_immutable", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.size:,} bytes, {self.sha256[:12]}"
