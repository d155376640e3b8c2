"""Columns that several nouns share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


def aliases_field(help_text: str) -> ArrayField:
    """Other names by which reports call a thing; matching ignores case."""
    return ArrayField(models.CharField(max_length=200), default=list, blank=True, help_text=help_text)


class Named:
    """What a reader and a coder call a row: for models with name, short_name and aliases."""

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def names(self) -> list[str]:
        """Every name a report may use, longest first."""
        return sorted({self.name, self.short_name, *self.aliases} - {""}, key=len, reverse=True)
