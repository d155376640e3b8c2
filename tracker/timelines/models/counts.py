"""Counts of entries kept by day and by month, so that no page counts a million rows.

An entry is counted at its earliest day, the undated at UNDATED. What begins earlier and reaches into a range of days is
not in the counts of these days: `Entry`'s and `OnTrack`'s rows with `last` after `first` have it.
"""

from datetime import date

from django.db import models

from tracker.negotiations.models import Negotiation

UNDATED = date.min


class Facet(models.IntegerChoices):
    """What is counted. Values are ids of tracks, actors, issues and outlets, and codes (models.entry.Code, EntryKind)."""

    ALL = 0, "All"  # its one value is 0
    TRACK = 1, "Track"
    ACTOR = 2, "Actor"
    ISSUE = 3, "Issue"
    STANCE = 4, "Stance"
    ACT = 5, "Act"
    FORM = 6, "Form"
    BASIS = 7, "Basis"
    KIND = 8, "Kind"
    PARTY = 9, "Party"
    OUTLET = 10, "Outlet"
    CERTAINTY = 11, "Certainty"


class CountQuerySet(models.QuerySet):
    def of(self, negotiation):
        """Of one negotiation: the caller made sure that the reader sees it."""
        return self.filter(negotiation=negotiation)


class DayCount(models.Model):
    """How many entries of a kind begin on a day (UTC), for ALL, TRACK, ACTOR and ISSUE. Rows of none are not kept."""

    pk = models.CompositePrimaryKey("negotiation", "facet", "value", "day", "kind")
    negotiation = models.ForeignKey(
        Negotiation, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    facet = models.SmallIntegerField(choices=Facet.choices)
    value = models.IntegerField()
    day = models.DateField()
    kind = models.SmallIntegerField()
    n = models.IntegerField()

    objects = CountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_facet_display()} {self.value} on {self.day}: {self.n}"


class MonthCount(models.Model):
    """How many entries begin in a month (its first day), of the whole negotiation (`track` 0) or of one track. TRACK is
    counted for the whole only. Rows of none are not kept."""

    pk = models.CompositePrimaryKey("negotiation", "track", "facet", "value", "month")
    negotiation = models.ForeignKey(
        Negotiation, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    track = models.IntegerField()
    facet = models.SmallIntegerField(choices=Facet.choices)
    value = models.IntegerField()
    month = models.DateField()
    n = models.IntegerField()

    objects = CountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_facet_display()} {self.value} in {self.month:%Y-%m}: {self.n}"


class TotalCount(models.Model):
    """MonthCount's rows of all months together, the undated among them."""

    pk = models.CompositePrimaryKey("negotiation", "track", "facet", "value")
    negotiation = models.ForeignKey(
        Negotiation, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    track = models.IntegerField()
    facet = models.SmallIntegerField(choices=Facet.choices)
    value = models.IntegerField()
    n = models.IntegerField()

    objects = CountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_facet_display()} {self.value}: {self.n}"
