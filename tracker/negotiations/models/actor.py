"""Who takes part and who is quoted."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tracker.history.editable import Editable
from tracker.history.tracking import tracked
from tracker.lib.dates import UncertainDateField, uncertain_date_constraints

from .fields import Named, aliases_field


class Kind(models.TextChoices):
    STATE = "state", "State"
    ORGANISATION = "organisation", "International organisation"
    BODY = "body", "Body of a state or organisation"
    PERSON = "person", "Person"
    GROUP = "group", "Group"
    UNNAMED = "unnamed", "Unnamed source"


class ActorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The registry of actors is common to all negotiations; a share link's reader sees those of its statements
        through these, never the registry."""
        return self if user.is_authenticated else self.none()

    def editable_by(self, user):
        return self if getattr(user, "may_code", False) else self.none()

    def parties(self):
        """Those who hold positions of their own."""
        return self.filter(kind__in=[Kind.STATE, Kind.ORGANISATION])


@tracked
class Actor(Named, Editable):
    """A state, an organisation, a body, a person, a group or an unnamed source."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    aliases = aliases_field("Other spellings and names used in reports.")
    distinction = models.CharField(
        max_length=120, blank=True, help_text="What tells this actor from another of the same name."
    )
    wikidata_id = models.CharField("Wikidata", max_length=16, blank=True)
    iso_code = models.CharField("ISO 3166 code", max_length=2, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    note = models.TextField(blank=True)

    objects = ActorQuerySet.as_manager()
    history_parts = ("roles",)

    class Meta(Editable.Meta):
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="actor_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="actor_has_name"),
            models.UniqueConstraint(
                fields=["name", "distinction"],
                name="actor_name_unique",
                violation_error_message="There is an actor of this name. If this is another one, say what tells them apart.",
            ),
            models.UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id=""),
                name="actor_wikidata_unique",
                violation_error_message="Another actor has this Wikidata number.",
            ),
            models.CheckConstraint(
                condition=Q(wikidata_id="") | Q(wikidata_id__regex=r"^Q[1-9][0-9]*$"),
                name="actor_wikidata_shape",
                violation_error_message="A Wikidata number is a Q and digits, for instance Q159.",
            ),
            models.UniqueConstraint(
                fields=["iso_code"],
                condition=~Q(iso_code=""),
                name="actor_iso_unique",
                violation_error_message="Another state has this ISO 3166 code.",
            ),
            models.CheckConstraint(
                condition=Q(iso_code="") | (Q(iso_code__regex=r"^[A-Z]{2}$") & Q(kind=Kind.STATE)),
                name="actor_iso_of_states",
                violation_error_message="An ISO 3166 code is two capital letters, and only states have one.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="actor_not_own_parent",
                violation_error_message="An actor cannot belong to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.distinction})" if self.distinction else self.name

    def get_absolute_url(self) -> str:
        return reverse("negotiations:actor_anywhere", args=[self.pk])

    @cached_property
    def family(self) -> set[int]:
        """Ids of itself, of what is below it, and of all who ever held a role in any of these."""
        below = Q(parent=self) | Q(parent__parent=self)
        office = Q(roles__organisation=self) | Q(roles__organisation__parent=self)
        office |= Q(roles__organisation__parent__parent=self)
        return {self.pk, *Actor.objects.filter(below | office).order_by().values_list("pk", flat=True)}

    def role_on(self, day: date | None) -> "Role | None":
        """The role held on that day (the latest begun, if several); none is made up where the days are unknown."""
        held = [role for role in self.roles.all() if role.held_on(day)]
        return max(held, key=lambda role: (role.started_earliest is not None, role.started_earliest), default=None)

    def party_on(self, day: date | None) -> "Actor | None":
        """The state or organisation this actor speaks for on that day: itself, its role's organisation's, or its parent's."""
        role = self.role_on(day) if self.kind == Kind.PERSON else None
        above = role.organisation if role else self.parent
        if self.kind in (Kind.STATE, Kind.ORGANISATION):
            return self
        return above.party_on(day) if above else None


@tracked
class Role(Editable):
    """A post that a person holds in an organisation, from a day to a day (Popolo's membership)."""

    person = models.ForeignKey(Actor, models.CASCADE, related_name="roles")
    post = models.CharField(max_length=160)
    organisation = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="posts")
    started = UncertainDateField("from", blank=True)
    ended = UncertainDateField("until", blank=True)
    source = models.URLField(max_length=600, blank=True)

    class Meta(Editable.Meta):
        ordering = ["started_earliest", "post"]
        constraints = [
            models.CheckConstraint(condition=~Q(post=""), name="role_has_post"),
            models.CheckConstraint(
                condition=~Q(person=F("organisation")),
                name="role_elsewhere",
                violation_error_message="A person cannot be the organisation of their own role.",
            ),
            models.CheckConstraint(
                condition=Q(started_earliest=None) | Q(ended_latest=None) | Q(started_earliest__lte=F("ended_latest")),
                name="role_ends_after_start",
                violation_error_message="A role cannot end before it begins.",
            ),
            *uncertain_date_constraints("role", "started"),
            *uncertain_date_constraints("role", "ended"),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation.label}" if self.organisation else self.post

    def held_on(self, day: date | None) -> bool:
        """Whether the role may have been held on `day`. An unknown start or end is open; no day means now unknown."""
        if day is None:
            return self.ended is None
        begun = self.started_earliest is None or self.started_earliest.date() <= day
        return begun and (self.ended_latest is None or self.ended_latest.date() >= day)
