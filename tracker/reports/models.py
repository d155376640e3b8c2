"""What was published: outlets, reports and the exact texts."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.negotiations.models import Negotiation
from tracker.negotiations.models.fields import Named, aliases_field
from tracker.negotiations.models.negotiation import InNegotiationQuerySet


class Reliability(models.TextChoices):
    """The Admiralty scale for sources."""

    A = "A", "A: completely reliable"
    B = "B", "B: usually reliable"
    C = "C", "C: fairly reliable"
    D = "D", "D: not usually reliable"
    E = "E", "E: unreliable"
    F = "F", "F: cannot be judged"


class Credibility(models.IntegerChoices):
    """The Admiralty scale for what a report says."""

    CONFIRMED = 1, "1: confirmed by others"
    PROBABLE = 2, "2: probably true"
    POSSIBLE = 3, "3: possibly true"
    DOUBTFUL = 4, "4: doubtful"
    IMPROBABLE = 5, "5: improbable"
    UNJUDGED = 6, "6: cannot be judged"


class OutletQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Outlets are common to all negotiations."""
        return self if user.is_authenticated else self.none()

    def editable_by(self, user):
        return self if getattr(user, "may_code", False) else self.none()


@tracked
class Outlet(Named, Editable):
    """Who publishes reports."""

    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=60, blank=True)
    aliases = aliases_field("Names by which datelines and other reports call it.")
    domains = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        help_text="Web domains, for instance tass.com.",
    )
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    reliability_note = models.TextField(blank=True)

    objects = OutletQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="outlet_has_name"),
            models.CheckConstraint(condition=Q(reliability__in=Reliability.values), name="outlet_reliability_on_scale"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:outlet", args=[self.pk])


class ReportKind(models.TextChoices):
    NEWS = "news", "News"
    READOUT = "readout", "Readout"
    TRANSCRIPT = "transcript", "Transcript"
    OFFICIAL_STATEMENT = "official_statement", "Official statement"
    COMMUNIQUE = "communique", "Communiqué"


class ReportQuerySet(InNegotiationQuerySet):
    def visible_to(self, user):
        """The reports of the negotiations a person sees. The reader of a share link sees those from which something is
        published here (by the moment of the pin, where there is one), not what waits to be coded."""
        seen = super().visible_to(user)
        link = getattr(user, "share_link", None)
        if link is None:
            return seen
        read = Q(statements__status="published")
        if link.pinned_at:
            read &= Q(statements__status_changed_at__lte=link.pinned_at)
        return seen.filter(pk__in=self.model.objects.filter(read).values("pk"))

    def public_by(self, moment):
        """Published by `moment` (aware); None means whatever is filed."""
        return self if moment is None else self.filter(published_at__lte=moment)


@tracked
class Report(Editable):
    """One published text in one negotiation. Its words lie in its revisions; the newest is what is read."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="reports")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="reports")
    title = models.CharField(max_length=400)
    url = models.URLField("address", max_length=1000, blank=True)
    published_at = models.DateTimeField(help_text="When it was public, with its time zone.")
    dateline_place = models.CharField(max_length=120, blank=True)
    dateline_day = models.DateField(null=True, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en", help_text="ISO 639-1")
    kind = models.CharField(max_length=20, choices=ReportKind.choices, default=ReportKind.NEWS)
    credibility = models.PositiveSmallIntegerField(choices=Credibility.choices, default=Credibility.UNJUDGED)
    note = models.TextField(blank=True)
    fact_sources = models.JSONField(
        default=list, blank=True, help_text="Addresses where the facts of a summary were read."
    )
    taken_from = models.JSONField(
        default=dict,
        blank=True,
        help_text="Field to the words of the source from which Parley proposed its value.",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="entered_reports"
    )

    objects = ReportQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["negotiation", "-published_at"], name="report_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="report_has_title"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(credibility__gte=1) & Q(credibility__lte=6), name="report_credibility_on_scale"
            ),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "report_stays_in_negotiation",
                operation=pgtrigger.Update,
                wrong="NEW.negotiation_id IS DISTINCT FROM OLD.negotiation_id",
                message="A report stays in the negotiation it was entered in.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.negotiation.slug, self.pk])

    @property
    def reference_day(self):
        """The day against which words such as "Thursday" are resolved: the dateline's, else the day of publication."""
        return self.dateline_day or self.published_at.date()

    @property
    def current(self) -> "Revision":
        """The newest revision. Uses what `prefetch_related("revisions")` brought."""
        return max(self.revisions.all(), key=lambda revision: revision.number)


class CameFrom(models.TextChoices):
    PASTE = "paste", "Pasted"
    FILE = "file", "File"
    FORM = "form", "Typed"
    ADDRESS = "address", "Fetched"
    FEED = "feed", "Feed"
    DEMO = "demo", "Demo dossier"


class RevisionQuerySet(models.QuerySet):
    def pinned(self, user):
        """For the reader of a pinned share link: only what had been taken in by the moment of the pin."""
        link = getattr(user, "share_link", None)
        return self.filter(fetched_at__lte=link.pinned_at) if link and link.pinned_at else self


@tracked
class Revision(models.Model):
    """The exact text as imported; never changed. Offsets into `text` count Unicode code points from 0."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="revisions")
    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveIntegerField(default=1)
    text = models.TextField()
    content_hash = models.CharField(max_length=64, help_text="SHA-256 (hex) of the normalised text, tracker.lib.text.")
    fetched_at = models.DateTimeField(auto_now_add=True)
    came_from = models.CharField(max_length=8, choices=CameFrom.choices, default=CameFrom.PASTE)
    file_name = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=400, blank=True, help_text="The report's title as of this revision.")
    repeats = models.BooleanField(
        default=False, help_text="An earlier revision has this text: the title changed, or the text was changed back."
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="revision_number_unique"),
            models.UniqueConstraint(
                fields=["negotiation", "content_hash"],
                condition=Q(repeats=False),
                name="revision_text_once",
                violation_error_message="This text is filed already.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="revision_has_text"),
            models.CheckConstraint(condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="revision_hash_is_sha256"),
            models.CheckConstraint(condition=Q(came_from__in=CameFrom.values), name="revision_origin_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="revision_immutable", operation=pgtrigger.Update),
            guard(
                "revision_negotiation_is_reports",
                operation=pgtrigger.Insert,
                wrong="NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM reports_report WHERE id = NEW.report_id)",
                message="A revision belongs to the negotiation of its report.",
            ),
            guard(
                "revision_repeats_its_own",
                operation=pgtrigger.Insert,
                wrong="NEW.repeats AND NOT EXISTS (SELECT FROM reports_revision"
                " WHERE report_id = NEW.report_id AND content_hash = NEW.content_hash)",
                message="Only a text of the same report can be repeated.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, revision {self.number}"

    def save(self, *args, **kwargs) -> None:
        self.negotiation_id = self.report.negotiation_id
        self.title = self.title or self.report.title
        super().save(*args, **kwargs)
