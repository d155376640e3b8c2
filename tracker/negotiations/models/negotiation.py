"""The dossier analysts open, and who may see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.tracking import tracked
from tracker.lib.dates import UncertainDateField, uncertain_date_constraints


class Visibility(models.TextChoices):
    PUBLIC = "public", "Public: everybody with an account"
    TEAM = "team", "Team: analysts and above"
    RESTRICTED = "restricted", "Restricted: its members"


class NegotiationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The one rule that decides who sees what; every other table's `visible_to` leads here.

        `user` is a person, an anonymous visitor, or the reader of a share link (which carries `share_link`).
        """
        link = getattr(user, "share_link", None)
        if link is not None:
            return self.filter(pk=link.negotiation_id)
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.may_administer:
            return self
        seen = Q(visibility=Visibility.PUBLIC)  # everybody with an account
        if user.is_team:
            seen |= Q(visibility=Visibility.TEAM)  # analysts and above
        # Members see their restricted negotiations whatever their role.
        seen |= Q(pk__in=Member.objects.filter(user=user).values("negotiation"))
        return self.filter(seen)

    def editable_by(self, user):
        """Researchers and above edit whatever they see; the reader of a share link edits nothing."""
        if getattr(user, "share_link", None) is not None or not getattr(user, "may_code", False):
            return self.none()
        return self.visible_to(user)


@tracked
class Negotiation(Editable):
    """A dossier, for instance "Security guarantees, 2021-22"."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.TEAM)
    started = UncertainDateField("started", blank=True)
    ended = UncertainDateField("ended", blank=True)

    objects = NegotiationQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="negotiation_visibility_known"),
            models.CheckConstraint(condition=~Q(title=""), name="negotiation_has_title"),
            *uncertain_date_constraints("negotiation", "started"),
            *uncertain_date_constraints("negotiation", "ended"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("negotiations:dashboard", args=[self.slug])


@tracked
class Member(models.Model):
    """A person who may see a restricted negotiation."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["negotiation", "user"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.negotiation}"


class Visit(models.Model):
    """When a person last said "seen" of a negotiation; what is new is counted from there. `seen_before` is the visit
    before it, so that the page one looks at keeps showing what was new when it was opened."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    seen_at = models.DateTimeField()
    seen_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["negotiation", "user"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.user} saw {self.negotiation}"


class InNegotiationQuerySet(models.QuerySet):
    """For tables that belong to one negotiation: seen and edited as it is."""

    def visible_to(self, user):
        return self.filter(negotiation__in=Negotiation.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(negotiation__in=Negotiation.objects.editable_by(user))
