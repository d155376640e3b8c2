"""What is argued about: a tree two levels deep."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked

from .fields import Named, aliases_field
from .negotiation import InNegotiationQuerySet, Negotiation


@tracked
class Issue(Named, Editable):
    """A question between the parties, for instance "NATO enlargement"."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="issues")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, blank=True)
    aliases = aliases_field("Words by which reports call this issue.")
    summary = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = InNegotiationQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "slug"],
                name="issue_slug_unique",
                violation_error_message="This name in addresses is taken; write another.",
            ),
            models.UniqueConstraint(
                fields=["negotiation", "name"],
                name="issue_name_unique",
                violation_error_message="There is an issue of this name.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="issue_not_own_parent",
                violation_error_message="An issue cannot stand below itself.",
            ),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "issue_parent_same_negotiation",
                wrong="NEW.parent_id IS NOT NULL AND NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_issue WHERE id = NEW.parent_id)",
                message="An issue and the issue above it belong to one negotiation.",
            ),
            guard(
                "issue_two_levels",
                wrong="NEW.parent_id IS NOT NULL AND ("
                "EXISTS (SELECT 1 FROM negotiations_issue WHERE id = NEW.parent_id AND parent_id IS NOT NULL)"
                " OR EXISTS (SELECT 1 FROM negotiations_issue WHERE parent_id = NEW.id))",
                message="Issues are two levels deep: one below another, no further.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("negotiations:issue", args=[self.negotiation.slug, self.slug])
