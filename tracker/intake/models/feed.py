"""Feeds that are subscribed to, and how the last look at each went."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.tracking import tracked
from tracker.negotiations.models import Negotiation
from tracker.negotiations.models.negotiation import InNegotiationQuerySet
from tracker.reports.models import Outlet

LEAST_MINUTES, MOST_MINUTES = 5, 7 * 24 * 60


class FeedQuerySet(InNegotiationQuerySet):
    def due(self, at):
        """Active ones whose next look is due at `at` (aware)."""
        return self.filter(Q(state=None) | Q(state__next_look_at__lte=at), is_active=True)


@tracked
class Feed(Editable):
    """A subscription: where to look, how often, for which negotiation, and who looks through what comes."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="feeds")
    address = models.URLField("address", max_length=1000)
    title = models.CharField(max_length=200)
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, null=True, blank=True, related_name="feeds", help_text="Empty: as each story says."
    )
    every_minutes = models.PositiveIntegerField("minutes between looks", default=30)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="feeds",
        help_text="Who looks through what comes.",
    )  # fmt: skip
    follows_links = models.BooleanField(
        "fetch each story's own page", default=False, help_text="For feeds that carry only the openings of stories."
    )
    is_active = models.BooleanField("polled", default=True)

    objects = FeedQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "address"],
                name="feed_once",
                violation_error_message="This negotiation is subscribed to that feed already.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="feed_has_title"),
            models.CheckConstraint(
                condition=Q(every_minutes__gte=LEAST_MINUTES) & Q(every_minutes__lte=MOST_MINUTES),
                name="feed_interval_sensible",
                violation_error_message=f"Between {LEAST_MINUTES} minutes and a week ({MOST_MINUTES:,} minutes).",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("intake:feed", args=[self.negotiation.slug, self.pk])

    @property
    def interval(self) -> timedelta:
        return timedelta(minutes=self.every_minutes)


class FeedState(models.Model):
    """How looking went; apart from Feed, whose history is of what people decide."""

    feed = models.OneToOneField(Feed, models.CASCADE, primary_key=True, related_name="state")
    next_look_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True, help_text="The last look that brought an answer.")
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    problem = models.CharField(max_length=500, blank=True, help_text="Why the last look failed, for people.")

    class Meta:
        indexes = [models.Index(fields=["next_look_at"], name="feed_next_look")]

    def __str__(self) -> str:
        return f"State of {self.feed}"
