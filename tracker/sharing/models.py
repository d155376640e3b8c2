"""Links that show one page to a reader without an account."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from tracker.history.editable import Editable
from tracker.history.tracking import tracked
from tracker.negotiations.models import Negotiation
from tracker.negotiations.models.negotiation import InNegotiationQuerySet


class ShareLinkQuerySet(InNegotiationQuerySet):
    def visible_to(self, user):
        """Links tell what their makers look at: the maker sees their own, reviewers and above those of the negotiation."""
        if not getattr(user, "is_team", False):
            return self.none()
        seen = super().visible_to(user)
        return seen if user.may_publish else seen.filter(made_by=user)

    def editable_by(self, user):
        return self.visible_to(user)

    def open_at(self, moment):
        """Neither revoked nor expired at `moment` (aware)."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=moment), revoked_at=None)


@tracked
class ShareLink(Editable):
    """A page with its filters, as its maker may see it and only its published matter.

    The token (256 bits) is shown once, when the link is made; the table keeps its SHA-256. `public_id` names the link
    in addresses after the token has been exchanged for a cookie, and opens nothing by itself.
    """

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="share_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="share_links")
    label = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    public_id = models.CharField(max_length=22, unique=True)
    page = models.CharField(max_length=60, help_text="Name of the shared page's address, for instance timelines:track.")
    arguments = models.JSONField(
        default=dict, blank=True, help_text="What the page's address carries besides the filters."
    )
    query = models.CharField(max_length=2000, blank=True, help_text="The filters, as a query string.")
    expires_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(
        null=True, blank=True, help_text="Shows only what had been published here by this moment."
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"), name="share_token_is_hashed"),
            models.CheckConstraint(condition=~Q(label=""), name="share_has_label"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("sharing:list", args=[self.negotiation.slug])

    def is_open(self, moment) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)

    def revoke(self) -> None:
        """Close the link, from the next request on. Revoking twice keeps the first moment."""
        ShareLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())


class Opening(models.Model):
    """A share link was opened. Apart from the link, so that counting does not count as an edit."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["link", "-at"], name="opening_newest")]

    def __str__(self) -> str:
        return f"{self.link} at {self.at}"


class Guess(models.Model):
    """How many wrong tokens came from an address in a minute."""

    address = models.CharField(max_length=64)
    minute = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "guesses"
        constraints = [models.UniqueConstraint(fields=["address", "minute"], name="guess_counted_once")]

    def __str__(self) -> str:
        return f"{self.number} from {self.address}"
