"""Tabled texts, their versions and their articles."""

from django.db import models
from django.db.models import Min, Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.lib.dates import UncertainDateField, uncertain_date_constraints

from .actor import Actor
from .fields import aliases_field
from .issue import Issue
from .negotiation import InNegotiationQuerySet, Negotiation
from .track import Track


class ProposalQuerySet(InNegotiationQuerySet):
    def public_by(self, moment):
        """Whose first published claim was public by `moment` (aware); of those nobody claims anything about, tabled by
        then. None means any."""
        if moment is None:
            return self
        told = Min("events__claims__report__published_at", filter=Q(events__claims__status="published"))
        return self.alias(first_told=told).filter(
            Q(first_told__lte=moment) | Q(first_told=None) & (Q(tabled_on="") | Q(tabled_on_earliest__lte=moment))
        )


@tracked
class Proposal(Editable):
    """A text one party put to others."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="proposals")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=240)
    short_title = models.CharField(max_length=60, blank=True)
    aliases = aliases_field("Names by which reports call this text.")
    summary = models.TextField(blank=True)
    tabled_by = models.ForeignKey(Actor, models.PROTECT, related_name="tabled")
    tabled_on = UncertainDateField("tabled on", blank=True)
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="proposals")
    source = models.URLField(max_length=600, blank=True)

    objects = ProposalQuerySet.as_manager()
    history_parts = ("addressees",)

    class Meta(Editable.Meta):
        ordering = ["tabled_on_earliest", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "slug"],
                name="proposal_slug_unique",
                violation_error_message="This name in addresses is taken; write another.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_title"),
            *uncertain_date_constraints("proposal", "tabled_on"),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "proposal_track_same_negotiation",
                wrong="NEW.track_id IS NOT NULL AND NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_track WHERE id = NEW.track_id)",
                message="A proposal is tabled on a track of its own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("negotiations:proposal", args=[self.negotiation.slug, self.slug])

    @property
    def label(self) -> str:
        return self.short_title or self.title


@tracked
class Addressee(models.Model):
    """An actor to whom a proposal was put."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="addressees")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="addressed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "actor"], name="addressee_once")]

    def __str__(self) -> str:
        return f"{self.proposal} to {self.actor}"


class VersionQuerySet(models.QuerySet):
    """Seen and edited as its proposal is."""

    def visible_to(self, user):
        return self.filter(proposal__in=Proposal.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(proposal__in=Proposal.objects.editable_by(user))


@tracked
class Version(Editable):
    """One state of a proposal's text."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=120, blank=True)
    dated = UncertainDateField("dated", blank=True)
    note = models.TextField(blank=True)
    source = models.URLField(max_length=600, blank=True)

    objects = VersionQuerySet.as_manager()
    history_parts = ("provisions",)

    class Meta(Editable.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"],
                name="version_number_unique",
                violation_error_message="There is a version of this number.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="version_number_from_one",
                violation_error_message="Versions are numbered from 1.",
            ),
            *uncertain_date_constraints("version", "dated"),
        ]

    def __str__(self) -> str:
        return self.label or f"Version {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.proposal.get_absolute_url()}?version={self.number}"


@tracked
class Provision(Editable):
    """An article of a version, with the issue it is about."""

    of_version = models.ForeignKey(Version, models.CASCADE, related_name="provisions")
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True, help_text="Summary in our own words, or the text where it may be shown.")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="provisions")
    order = models.PositiveSmallIntegerField(default=0)
    from_memory = models.BooleanField(default=False, help_text="Not checked against a stored source yet.")

    class Meta(Editable.Meta):
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_version", "number"],
                name="provision_number_unique",
                violation_error_message="There is an article of this number.",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="provision_has_number"),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "provision_issue_same_negotiation",
                wrong="NEW.issue_id IS NOT NULL AND (SELECT negotiation_id FROM negotiations_issue WHERE id = NEW.issue_id)"
                " IS DISTINCT FROM (SELECT p.negotiation_id FROM negotiations_version v"
                " JOIN negotiations_proposal p ON p.id = v.proposal_id WHERE v.id = NEW.of_version_id)",
                message="A provision is about an issue of its own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"Article {self.number}" if self.number.isdigit() else self.number
