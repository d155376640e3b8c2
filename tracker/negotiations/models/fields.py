"""Columns that several nouns share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


def aliases_field(help_text: str) -> ArrayField:
    """Other names by which reports call a thing; matching ignores case."""
    return ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text=help_text)
