"""The channels on which parties talk."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.lib.dates import UncertainDateField, uncertain_date_constraints

from .actor import Actor
from .fields import Named, aliases_field
from .negotiation import InNegotiationQuerySet, Negotiation

PALETTE = 12  # track colours in static/css/tokens.css


class TrackKind(models.TextChoices):
    BILATERAL = "bilateral", "Bilateral"
    NATO_RUSSIA_COUNCIL = "nato_russia_council", "NATO-Russia Council"
    OSCE = "osce", "OSCE"
    OTHER_MULTILATERAL = "other_multilateral", "Other multilateral"
    SHUTTLE = "shuttle", "Shuttle diplomacy"
    CORRESPONDENCE = "correspondence", "Correspondence"
    TRACK_TWO = "track_two", "Track two"


@tracked
class Track(Named, Editable):
    """A channel inside one negotiation. `colour` is a place in the palette, 1 to 12; its mark goes with it."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="tracks")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=24, choices=TrackKind.choices)
    aliases = aliases_field("Names by which reports call this track.")
    summary = models.TextField(blank=True)
    colour = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(PALETTE)])
    order = models.PositiveSmallIntegerField(default=0)

    objects = InNegotiationQuerySet.as_manager()
    history_parts = ("parties", "statuses")

    class Meta(Editable.Meta):
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "slug"],
                name="track_slug_unique",
                violation_error_message="This name in addresses is taken; write another.",
            ),
            models.UniqueConstraint(
                fields=["negotiation", "name"],
                name="track_name_unique",
                violation_error_message="There is a track of this name.",
            ),
            models.CheckConstraint(condition=Q(kind__in=TrackKind.values), name="track_kind_known"),
            models.CheckConstraint(condition=Q(colour__gte=1) & Q(colour__lte=PALETTE), name="track_colour_in_palette"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="track_not_own_parent",
                violation_error_message="A track cannot stand below itself.",
            ),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "track_parent_same_negotiation",
                wrong="NEW.parent_id IS NOT NULL AND NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_track WHERE id = NEW.parent_id)",
                message="A track and the track above it belong to one negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("negotiations:track", args=[self.negotiation.slug, self.slug])


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    CONCLUDED = "concluded", "Concluded"


@tracked
class TrackStatus(Editable):
    """A track's status from a day on; the track's status on a day is the latest that began by then."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=12, choices=Status.choices)
    since = UncertainDateField("since")
    note = models.CharField(max_length=300, blank=True)

    class Meta(Editable.Meta):
        ordering = ["since_earliest", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="track_status_known"),
            models.CheckConstraint(condition=~Q(since=""), name="track_status_dated"),
            *uncertain_date_constraints("track_status", "since"),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.status} since {self.since}"


class Part(models.TextChoices):
    PARTY = "party", "Party"
    CHAIR = "chair", "Chair"
    HOST = "host", "Host"
    MEDIATOR = "mediator", "Mediator"
    OBSERVER = "observer", "Observer"


@tracked
class Party(Editable):
    """An actor's part on a track, and who leads its delegation."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="parties")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="parties")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.PARTY)
    head = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="heads", verbose_name="head of delegation"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Editable.Meta):
        ordering = ["order", "id"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["track", "actor", "part"], name="party_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="party_part_known"),
            models.CheckConstraint(
                condition=Q(head=None) | ~Q(head=F("actor")),
                name="party_head_is_somebody_else",
                violation_error_message="The head of a delegation is a person, not the party itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} ({self.get_part_display()})"
