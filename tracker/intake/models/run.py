"""Import runs: what was handed in at once, and what became of each thing in it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.urls import reverse

from tracker.negotiations.models import Negotiation
from tracker.negotiations.models.negotiation import InNegotiationQuerySet
from tracker.reports.models import Report, Revision

from .feed import Feed
from .original import Original


class ItemStatus(models.TextChoices):
    WAITING = "waiting", "Waiting"
    READING = "reading", "Reading"
    OPENED = "opened", "Opened"  # a file of several stories: each became an item of its own
    NEEDS_LOOK = "needs_look", "Needs a look"
    FILED = "filed", "Filed"
    SAME = "same", "Same as one on file"
    REVISION = "revision", "Revision of one on file"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    UNDONE = "undone", "Undone"
    DISMISSED = "dismissed", "Set aside"  # a person looked and did not want it


UNFINISHED = (ItemStatus.WAITING, ItemStatus.READING)


class RunQuerySet(InNegotiationQuerySet):
    def visible_to(self, user):
        """Runs are the coders' business: nobody else sees them."""
        return super().visible_to(user) if getattr(user, "may_code", False) else self.none()

    def counted(self):
        """Each with `total` and `n_<status>` for every status."""
        counts = {f"n_{status}": Count("items", Q(items__status=status)) for status in ItemStatus.values}
        return self.annotate(total=Count("items"), **counts)


class Run(models.Model):
    """Files, addresses or a feed's new stories that came in together."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="import_runs")
    label = models.CharField(max_length=200)
    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, blank=True, related_name="runs")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reference_day = models.DateField(null=True, blank=True, help_text="Decides the year of datelines that have none.")
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(label=""), name="run_has_label")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("intake:run", args=[self.negotiation.slug, self.pk])


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(run__in=Run.objects.visible_to(user))

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def due(self):
        """Those of which a worker may take one now."""
        return self.unfinished().filter(Q(not_before=None) | Q(not_before__lte=Now()))

    def need_a_look(self):
        return self.filter(status=ItemStatus.NEEDS_LOOK)


class Item(models.Model):
    """One file, address or story of a run, and what became of it.

    `record` is what was read (tracker.intake.record, as JSON) until it is filed; `alike` the reports it resembles:
    [{report, relation, likeness}]. `reason` says for people why it stands where it stands, and what can be done.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(help_text="Its place in the run, from 1.")
    status = models.CharField(max_length=10, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    name = models.CharField(max_length=500, help_text="The file's name, the address, or the story's title.")
    address = models.CharField(max_length=1000, blank=True, help_text="Where it is to be, or was, fetched from.")
    original = models.ForeignKey(Original, models.PROTECT, null=True, blank=True, related_name="items")
    content_type = models.CharField(max_length=200, blank=True)
    part_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    format = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500, blank=True)
    record = models.JSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, help_text="That of the text that was read.")
    alike = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="import_items")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="import_items")
    attempts = models.PositiveSmallIntegerField(default=0)
    is_slow = models.BooleanField(
        default=False, help_text="Waits behind the others: is to be fetched, or broke off its first, short reading."
    )
    not_before = models.DateTimeField(null=True, blank=True, help_text="Its server asks to be left alone until then.")
    changed_at = models.DateTimeField(auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["is_slow", "id"], name="item_next", condition=Q(status__in=["waiting", "reading"])),
            models.Index(fields=["run", "status"], name="item_of_run"),
            models.Index(
                fields=["content_hash"],
                name="item_put_by",
                condition=Q(status__in=["needs_look", "dismissed", "undone"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="item_number_once"),
            models.CheckConstraint(condition=Q(status__in=ItemStatus.values), name="item_status_known"),
            models.CheckConstraint(
                condition=Q(original__isnull=False) | ~Q(address="") | Q(record__isnull=False) | ~Q(status="waiting"),
                name="item_has_something_to_read",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["refused", "failed", "needs_look"]) | ~Q(reason=""), name="item_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        return reverse("intake:item", args=[self.run.negotiation.slug, self.pk])
