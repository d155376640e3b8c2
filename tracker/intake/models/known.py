"""By what a story is known again: the name its source gives it, and the likeness of its words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tracker.negotiations.models import Negotiation
from tracker.reports.models import Report, Revision


class Identity(models.Model):
    """What a source calls a report: a feed's guid, a wire's identifier, a page's address.

    `source` says whose names they are: the address of the feed, "page" for an address, the reader's format ("newsml-g2")
    for identifiers that are unique in the world. Two releases may share an address, never an identity. What was last seen
    there tells whether the source has changed something, whatever people have changed here.
    """

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="identities")
    source = models.CharField(max_length=1000)
    identifier = models.CharField(max_length=1000)
    version = models.CharField(max_length=100, blank=True, help_text="The version last seen, as the source counts.")
    title = models.CharField(max_length=500, blank=True, help_text="The title last seen there.")
    content_hash = models.CharField(max_length=64, blank=True, help_text="That of the text last seen there.")
    markup_hash = models.CharField(
        max_length=64, blank=True, help_text="That of its markup, where the source sends it alone."
    )
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "source", "identifier"], name="identity_once"),
            models.CheckConstraint(condition=~Q(identifier=""), name="identity_has_identifier"),
        ]

    def __str__(self) -> str:
        return self.identifier


class Fingerprint(models.Model):
    """MinHash of a revision's words, and its bands: two texts that share a band are probably alike.

    `algorithm` names hash, seed and shingles; fingerprints of another one are made again (tracker.intake.runs.likeness).
    """

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="fingerprint")
    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="+")
    algorithm = models.CharField(max_length=40)
    digest = models.BinaryField()
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["bands"], name="fingerprint_bands")]

    def __str__(self) -> str:
        return f"Fingerprint of {self.revision}"
