"""What happened, and who says so."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from tracker.events.state import OVERRULING, TOOK_PLACE, State, derive
from tracker.history.editable import Editable
from tracker.history.guard import guard, stamp
from tracker.history.tracking import tracked
from tracker.lib.dates import UncertainDateField, uncertain_date_constraints
from tracker.negotiations.models import Actor, Negotiation, Proposal, Role, Track
from tracker.negotiations.models.negotiation import InNegotiationQuerySet
from tracker.reports.models import Report
from tracker.statements.models import AnchorFields, Statement, Status
from tracker.statements.models.adrift import missing_from_field, missing_from_guard, newest_revision
from tracker.statements.models.anchor import anchor_rules
from tracker.statements.models.statement import MOVES, NotAllowed, may_move


class EventKind(models.TextChoices):
    MEETING = "meeting", "Meeting"
    CALL = "call", "Call"
    LETTER = "letter", "Letter"
    HANDED_OVER = "handed_over", "Document handed over"
    PUBLISHED = "published", "Document published"
    APPOINTMENT = "appointment", "Appointment"
    DEADLINE = "deadline", "Deadline"
    OTHER = "other", "Other"


class EventQuerySet(InNegotiationQuerySet):
    def with_claims(self, *, public_by=None, user=None):
        """Those that a published claim tells of, each with these claims as `known_claims` and so with a `state`.

        Two queries, however many. `public_by`: only claims of reports published by that moment; `user`: matters for
        the reader of a pinned share link. Annotated with `starts` and `ends`, the bounds of the event's date.
        """
        known = Claim.objects.published().public_by(public_by).pinned(user)
        return self.filter(Exists(known.filter(event=OuterRef("pk"))))._with(known)

    def with_any_claims(self, *, public_by=None, user=None):
        """As `with_claims`, and those that no such claim tells of: for those who code."""
        return self._with(Claim.objects.published().public_by(public_by).pinned(user))

    def _with(self, known):
        dated = known.filter(event=OuterRef("pk")).exclude(when="").weightiest_first()
        return self.annotate(
            starts=Subquery(dated.values(begin=Coalesce("when_earliest", "when_latest"))[:1]),
            ends=Subquery(dated.values(finish=Coalesce("when_latest", "when_earliest"))[:1]),
        ).prefetch_related(
            Prefetch("claims", known.select_related("report__outlet", "report__negotiation"), to_attr="known_claims")
        )

    def on(self, track):
        return self.filter(track_links__track=track)

    def with_participant(self, actor):
        """In which the actor takes part, or a body or person below it, or somebody who held a role in it on the day;
        after `with_claims`."""
        office = Q(organisation=actor) | Q(organisation__parent=actor) | Q(organisation__parent__parent=actor)
        in_office = Role.objects.filter(
            office,
            Q(started_earliest=None) | Q(started_earliest__lte=OuterRef("event_ends")),
            Q(ended_latest=None) | Q(ended_latest__gte=OuterRef("event_starts")),
            person=OuterRef("actor"),
        )
        own = Q(actor=actor) | Q(actor__parent=actor) | Q(actor__parent__parent=actor)
        seats = Participant.objects.annotate(event_starts=OuterRef("starts"), event_ends=OuterRef("ends"))
        return self.filter(Exists(seats.filter(own | Exists(in_office), event=OuterRef("pk"))))

    def in_time_order(self):
        """Earliest first, undated last; after `with_claims`."""
        return self.order_by(F("starts").asc(nulls_last=True), "pk")

    def latest_first(self):
        """Latest first, undated last; after `with_claims`."""
        return self.order_by(F("starts").desc(nulls_last=True), "-pk")


@tracked
class Event(Editable):
    """Something that happened or was to happen. When, where and how far it got is what its claims say."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    title = models.CharField(max_length=240)
    summary = models.TextField(blank=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="events")

    objects = EventQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "event_proposal_same_negotiation",
                wrong="NEW.proposal_id IS NOT NULL AND NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_proposal WHERE id = NEW.proposal_id)",
                message="An event is about a proposal of its own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.negotiation.slug, self.pk])

    @cached_property
    def state(self) -> State:
        """What its published claims say together; of those `with_claims` brought, if it did."""
        if not hasattr(self, "known_claims"):
            self.known_claims = list(self.claims.published().select_related("report__outlet", "report__negotiation"))
        return derive(self.known_claims)


@tracked
class EventTrack(models.Model):
    """An event stands on a track."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="track_links")
    track = models.ForeignKey(Track, models.PROTECT, related_name="event_links")

    class Meta:
        ordering = ["track__order", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "track"], name="event_track_once")]
        triggers = [
            guard(
                "event_track_same_negotiation",
                wrong="(SELECT negotiation_id FROM events_event WHERE id = NEW.event_id) IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_track WHERE id = NEW.track_id)",
                message="An event stands on tracks of its own negotiation.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} on {self.track}"


@tracked
class Participant(Editable):
    """An actor who takes part in an event, and as what."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="participations")
    part = models.CharField(max_length=120, blank=True, help_text="For instance: chair, head of delegation, host.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Editable.Meta):
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "actor"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.actor}, {self.part}" if self.part else str(self.actor)


class Step(models.TextChoices):
    """A meeting's life, in order."""

    FLOATED = "floated", "Floated"
    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"
    HELD = "held", "Held"
    READ_OUT = "read_out", "Read out"


class Aspect(models.TextChoices):
    """What else a claim can be about, beyond when and where."""

    DURATION = "duration", "How long"
    INITIATIVE = "initiative", "Who asked for it"
    RECIPIENT = "recipient", "To whom"
    COUNT = "count", "How many"
    OTHER = "other", "Other"


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        seen = self.filter(event__negotiation__in=Negotiation.objects.visible_to(user))
        return seen if getattr(user, "may_code", False) else seen.published().pinned(user)

    def pinned(self, user):
        """For the reader of a pinned share link: only what had been published here by the moment of the pin."""
        link = getattr(user, "share_link", None)
        return self.filter(status_changed_at__lte=link.pinned_at) if link and link.pinned_at else self

    def editable_by(self, user):
        return self.filter(event__negotiation__in=Negotiation.objects.editable_by(user))

    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def public_by(self, moment):
        """In a report published by `moment` (aware); None means any."""
        return self if moment is None else self.filter(report__published_at__lte=moment)

    def adrift(self):
        """Coded ones whose words are not in the newest revision of their report, and of which nobody has said so yet.
        Annotated with `newest`, the number of that revision's row."""
        coded = self.exclude(status__in=[Status.SUGGESTED, Status.REJECTED])
        return coded.annotate(newest=newest_revision()).exclude(revision=F("newest")).exclude(missing_from=F("newest"))

    def for_bench(self, user) -> list:
        """For those who code, in the order of the text: each with the `moves` this person may make."""
        rows = list(self.select_related("event__negotiation", "report__negotiation").order_by("start", "pk"))
        for claim in rows:
            claim.moves = {to for to in MOVES[claim.status] if may_move(claim.status, to, user)}
            claim.is_editable = claim.may_edit(user)
        return rows

    def weightiest_first(self):
        """By how much a claim counts for the event's date: the SQL twin of the rule in state.py."""
        took_place = Q(step__in=TOOK_PLACE)
        tier = Case(
            When(took_place, then=0),
            When(step__in=OVERRULING, then=1),
            When(step=Step.PROPOSED, then=2),
            default=3,
        )
        width = Case(When(took_place, then=F("when_latest") - F("when_earliest")))
        return self.order_by(tier, width.asc(nulls_last=True), "-report__published_at", "pk")


_constraints, _triggers = anchor_rules("claim")


@tracked
class Claim(AnchorFields, Editable):
    """What one report says about an event, anchored in its words: the step in its life, when, where, and one other
    aspect in words."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="claims")
    report = models.ForeignKey(Report, models.PROTECT, related_name="claims")
    statement = models.ForeignKey(Statement, models.SET_NULL, null=True, blank=True, related_name="claims")
    step = models.CharField(max_length=10, choices=Step.choices)
    when = UncertainDateField("when", blank=True)
    place = models.CharField(max_length=160, blank=True)
    aspect = models.CharField(max_length=10, choices=Aspect.choices, blank=True)
    value = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    note = models.CharField(max_length=300, blank=True)
    missing_from = missing_from_field()
    status_changed_at = models.DateTimeField(null=True, editable=False, help_text="Set by the database.")

    objects = ClaimQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["report__published_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="claim_step_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="claim_status_known"),
            models.CheckConstraint(condition=Q(aspect="") | Q(aspect__in=Aspect.values), name="claim_aspect_known"),
            models.CheckConstraint(
                condition=Q(aspect="", value="") | (~Q(aspect="") & ~Q(value="")),
                name="claim_aspect_with_value",
                violation_error_message="Give both what else the claim is about and what it says, or neither.",
            ),
            *_constraints,
            *uncertain_date_constraints("claim", "when"),
        ]
        triggers = [
            *Editable.Meta.triggers,
            *_triggers,
            stamp("status_changed_at", when_changes="status"),
            missing_from_guard("claim"),
            guard(
                "claim_in_own_report",
                wrong="(SELECT report_id FROM reports_revision WHERE id = NEW.revision_id) IS DISTINCT FROM NEW.report_id",
                message="A claim is anchored in a revision of its own report.",
            ),
            guard(
                "claim_same_negotiation",
                wrong="(SELECT negotiation_id FROM events_event WHERE id = NEW.event_id) IS DISTINCT FROM"
                " (SELECT negotiation_id FROM reports_report WHERE id = NEW.report_id)",
                message="A claim is about an event of its report''s negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.event}"

    def may_edit(self, user) -> bool:
        """Researchers edit what is not published; what is, reviewers edit."""
        return user.may_publish if self.status in (Status.PUBLISHED, Status.REVIEWED) else user.may_code

    def move(self, status: str, *, by) -> None:
        """Judge it, by the same rules as a statement. Raises NotAllowed."""
        if not may_move(self.status, status, by):
            raise NotAllowed(f"A {self.get_status_display().lower()} claim cannot be made that by you.")
        self.status = status
        self.save()


@tracked
class Verdict(models.Model):
    """What a person decided on a claim that rules suggested: the `claim` made of it, or none, where it was rejected.

    Suggestions themselves are read from the text whenever they are shown, and kept nowhere, so that no event exists of
    which nobody has said that it does. `key` knows one again by its kind, its step and its words, in any revision.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="verdicts")
    key = models.CharField(max_length=32)
    exact = models.TextField()
    reason = models.CharField(max_length=400)
    claim = models.OneToOneField(Claim, models.CASCADE, null=True, blank=True, related_name="verdict")
    new_event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="verdict_once",
                violation_error_message="Somebody has decided on this suggestion already.",
            ),
            models.CheckConstraint(
                condition=Q(new_event=None) | Q(claim__isnull=False), name="verdict_event_with_claim"
            ),
        ]
        triggers = [
            guard(
                "verdict_in_own_report",
                wrong="NEW.claim_id IS NOT NULL AND"
                " (SELECT report_id FROM events_claim WHERE id = NEW.claim_id) IS DISTINCT FROM NEW.report_id",
                message="A suggestion becomes a claim of its own report.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim or 'rejected'}: {self.exact[:60]}"
