"""Links that show one page to a reader without an account, and selections of a timeline kept under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.negotiations.models import Negotiation, Track
from tracker.negotiations.models.negotiation import InNegotiationQuerySet

# Of a site: scheme, host and perhaps a port, as browsers write it.
ORIGIN = r"https?://[a-z0-9]([a-z0-9.-]{0,120}[a-z0-9])?(:[0-9]{1,5})?"


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
    embed_on = models.CharField(
        max_length=600,
        blank=True,
        help_text="Origins of the sites that may show the page in a frame, with blanks between them; empty: none may.",
    )

    objects = ShareLinkQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"), name="share_token_is_hashed"),
            models.CheckConstraint(condition=~Q(label=""), name="share_has_label"),
            # They stand in a Content-Security-Policy as they are.
            models.CheckConstraint(
                condition=Q(embed_on="") | Q(embed_on__regex=rf"^{ORIGIN}( {ORIGIN})*$"), name="share_embeds_on_origins"
            ),
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


class SavedViewQuerySet(InNegotiationQuerySet):
    def visible_to(self, user):
        """One's own, and those shared by their makers, of the negotiations one sees. The reader of a link has none."""
        if user.pk is None:
            return self.none()
        return super().visible_to(user).filter(Q(made_by=user) | Q(is_shared=True))

    def editable_by(self, user):
        """One's own, whatever the role: a view is a bookmark, not an editorial text."""
        return super().visible_to(user).filter(made_by=user) if user.pk is not None else self.none()


@tracked
class SavedView(Editable):
    """A selection of a negotiation's timeline, or of one `track`'s, under a name.

    `query` is written by tracker.timelines.filters alone, so it holds no parameter but those of a timeline.
    """

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="saved_views")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(gettext_lazy("name"), max_length=80)
    track = models.ForeignKey(Track, models.CASCADE, null=True, blank=True, related_name="saved_views")
    query = models.CharField(
        max_length=2000, blank=True, help_text="Filters, lanes and order, as a query string without its question mark."
    )
    is_shared = models.BooleanField(
        gettext_lazy("shared with everybody who sees this negotiation"),
        default=False,
        help_text=gettext_lazy("They can open it; only you can change it."),
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
            models.CheckConstraint(condition=~Q(query__startswith="?"), name="saved_view_query_is_bare"),
            models.UniqueConstraint(
                "negotiation",
                "made_by",
                Lower("name"),
                name="saved_view_name_once",
                violation_error_message=gettext_lazy("You have a view of this name already."),
            ),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "saved_view_track_same_negotiation",
                wrong="NEW.track_id IS NOT NULL AND NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_track WHERE id = NEW.track_id)",
                message="A view is of a track of its own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The timeline with this selection."""
        names = [self.negotiation.slug, *([self.track.slug] if self.track else [])]
        page = reverse("timelines:track" if self.track else "timelines:negotiation", args=names)
        return f"{page}?{self.query}" if self.query else page
