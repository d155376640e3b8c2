"""Who said what: an attributed utterance found in one report."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse

from tracker.accounts.models import Role as AccountRole
from tracker.history.editable import Editable
from tracker.history.guard import guard, stamp
from tracker.history.tracking import tracked
from tracker.lib.dates import UncertainDateField, uncertain_date_constraints
from tracker.lib.quotes import unquoted
from tracker.negotiations.models import Actor, Negotiation, Role
from tracker.negotiations.models.negotiation import InNegotiationQuerySet
from tracker.reports.models import Report, Revision

from .adrift import missing_from_field, missing_from_guard, newest_revision
from .choices import Act, Basis, Certainty, Form, Status

# From a status to those it may get next, and the role that may do it.
MOVES: dict[str, dict[str, AccountRole]] = {
    Status.SUGGESTED: {
        Status.DRAFT: AccountRole.RESEARCHER,
        Status.REJECTED: AccountRole.RESEARCHER,
        Status.PUBLISHED: AccountRole.REVIEWER,
    },
    Status.DRAFT: {
        Status.REVIEWED: AccountRole.REVIEWER,
        Status.PUBLISHED: AccountRole.REVIEWER,
        Status.REJECTED: AccountRole.RESEARCHER,
        Status.SUGGESTED: AccountRole.RESEARCHER,
    },
    Status.REVIEWED: {
        Status.PUBLISHED: AccountRole.REVIEWER,
        Status.DRAFT: AccountRole.REVIEWER,
        Status.REJECTED: AccountRole.REVIEWER,
    },
    Status.PUBLISHED: {
        Status.DRAFT: AccountRole.REVIEWER,
        Status.REJECTED: AccountRole.REVIEWER,
        Status.REVIEWED: AccountRole.REVIEWER,
    },
    Status.REJECTED: {Status.DRAFT: AccountRole.RESEARCHER, Status.SUGGESTED: AccountRole.RESEARCHER},
}

CODED_ELSEWHERE = ("dna", "table", "own")  # `rule` of statements that came with their report (tracker.intake.coded)
_NEWEST = [F("said_on_earliest").desc(nulls_last=True), F("id").desc()]


class NotAllowed(Exception):
    """That judgement is not this person's to make, or not the next step."""


def may_move(before: str, after: str, by) -> bool:
    """Whether `by` may take a coded thing from one status to another."""
    needed = MOVES[before].get(after)
    return needed is not None and by.is_at_least(needed)


class StatementQuerySet(InNegotiationQuerySet):
    def visible_to(self, user):
        """Published statements of the negotiations a person sees; researchers and above see every status."""
        seen = super().visible_to(user)
        return seen if getattr(user, "may_code", False) else seen.published().pinned(user)

    def pinned(self, user):
        """For the reader of a pinned share link: only what had been published here by the moment of the pin."""
        link = getattr(user, "share_link", None)
        return self.filter(status_changed_at__lte=link.pinned_at) if link and link.pinned_at else self

    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def waiting(self):
        """Suggestions that nobody has judged yet."""
        return self.filter(status=Status.SUGGESTED)

    def adrift(self):
        """Coded ones whose words are not in the newest revision of their report, and of which nobody has said so yet.
        Annotated with `newest`, the number of that revision's row."""
        from .anchor import Anchor  # which imports this module

        return (
            self.exclude(status__in=[Status.SUGGESTED, Status.REJECTED])
            .filter(Exists(Revision.objects.filter(report=OuterRef("report"), number__gt=1)))
            .annotate(newest=newest_revision())
            .filter(~Exists(Anchor.objects.filter(statement=OuterRef("pk"), revision_id=OuterRef("newest"))))
            .exclude(missing_from=F("newest"))
        )

    def public_by(self, moment):
        """In a report published by `moment` (aware); None means any."""
        return self if moment is None else self.filter(report__published_at__lte=moment)

    def on(self, track):
        return self.filter(track_links__track=track)

    def by(self, actor):
        return self.filter(speaker=actor)

    def newest_first(self):
        """The undated last: the order of the indexes below."""
        return self.order_by(*_NEWEST)

    def with_quotes(self):
        """What a quote block shows, in four queries however many statements."""
        from .links import Relay  # which imports this module

        return self.select_related(
            "negotiation", "report__outlet", "report__negotiation", "speaker__parent", "addressee"
        ).prefetch_related(
            "anchors",
            Prefetch("relays", Relay.objects.select_related("actor", "outlet")),
            Prefetch("speaker__roles", Role.objects.select_related("organisation__parent__parent")),
        )

    def with_sources(self):
        """And the tracks it stands on and the positions it takes; six queries."""
        from .links import Position, TrackLink

        positions = Position.objects.select_related("issue", "provision__of_version__proposal", "holder")
        return self.with_quotes().prefetch_related(
            Prefetch("track_links", TrackLink.objects.select_related("track__negotiation")),
            Prefetch("positions", positions),
        )

    def as_values(self) -> list:
        """As tracker.statements.rows.Said, in the order of entry: for long lists; two queries."""
        from tracker.statements.rows import said  # which imports the choices of this package

        keys = list(self.order_by("pk").values_list("pk", flat=True))
        found = said(keys)
        return [found[key] for key in keys if key in found]

    def newest_positions(self, most: int, among=None):
        """The positions that the newest `most` of these statements take which take any, and whether older ones do too.
        `among`: a function from positions to those of them that matter.

        The ids are asked for first: joined in one statement, the planner goes through every position there is.
        """
        from .links import Position

        positions = among(Position.objects.all()) if among else Position.objects.all()
        taking = self.filter(Exists(positions.filter(statement=OuterRef("pk"))))
        newest = list(taking.newest_first().values_list("pk", flat=True)[: most + 1])
        return positions.filter(statement__in=newest[:most]), len(newest) > most

    def said_for(self, actor):
        """By the actor, a body or person below it, or somebody who held a role in it on the day (never a later one).
        All who come into question are given too, so that theirs are found by the index of speakers."""
        own = Q(speaker=actor) | Q(speaker__parent=actor) | Q(speaker__parent__parent=actor)
        office = Q(organisation=actor) | Q(organisation__parent=actor) | Q(organisation__parent__parent=actor)
        held = Role.objects.filter(
            office,
            Q(started_earliest=None) | Q(started_earliest__lte=OuterRef("said_on_latest")),
            Q(ended_latest=None) | Q(ended_latest__gte=OuterRef("said_on_earliest")),
            person=OuterRef("speaker"),
        )
        return self.filter(own | Exists(held), speaker__in=actor.family)


@tracked
class Statement(Editable):
    """An attributed utterance. Its words are its anchors' slices of the report's revision."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="statements", editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="statements")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.DIRECT)
    original_text = models.TextField(blank=True, help_text="The words in the original language, where they are known.")
    translation = models.TextField(blank=True)

    speaker = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="statements", db_index=False
    )  # statement_of_speaker begins with it
    speaker_words = models.CharField(
        "words used for the speaker", max_length=300, blank=True, help_text="As the report puts it."
    )
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.ON_RECORD)
    addressee = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="statements_received")
    addressee_words = models.CharField(max_length=300, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    said_on = UncertainDateField("said on", blank=True)
    summary = models.CharField("summary in one line", max_length=300, blank=True)
    act = models.CharField(max_length=12, choices=Act.choices, default=Act.STATE)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.CERTAIN)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answered_by")

    missing_from = missing_from_field()
    rule = models.CharField(max_length=80, blank=True, help_text="The rule that proposed it.")
    reason = models.CharField(max_length=400, blank=True, help_text="Why the rule proposed it, in words.")
    offered = models.JSONField(
        default=list, blank=True, editable=False, help_text="What it may be linked to, as found: coding/found.py."
    )
    coded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="coded")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reviewed"
    )
    edited_at = models.DateTimeField(
        null=True, editable=False, help_text="When the statement or a part of it (tracks, positions, words) was edited."
    )
    status_changed_at = models.DateTimeField(null=True, editable=False, help_text="Set by the database.")

    objects = StatementQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(F("negotiation"), F("status"), *_NEWEST, name="statement_newest"),
            models.Index(F("speaker"), F("negotiation"), F("status"), *_NEWEST, name="statement_of_speaker"),
            models.Index(fields=["report", "status"], name="statement_of_report"),
            models.Index(
                fields=["negotiation", "-status_changed_at"],
                condition=~Q(rule="") & ~Q(status=Status.SUGGESTED),
                name="statement_judged",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="statement_status_known"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="statement_form_known"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="statement_basis_known"),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="statement_act_known"),
            models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="statement_certainty_known"),
            models.CheckConstraint(condition=Q(answers=None) | ~Q(answers=F("id")), name="statement_answers_another"),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(speaker__isnull=False) | ~Q(speaker_words=""),
                name="statement_published_is_attributed",
                violation_error_message="Before it is published a statement needs a speaker, or the words used for one.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | ~Q(said_on=""),
                name="statement_published_is_dated",
                violation_error_message="Before it is published a statement needs the day it was said on, however vague.",
            ),
            *uncertain_date_constraints("statement", "said_on"),
        ]
        triggers = [
            *Editable.Meta.triggers,
            stamp("status_changed_at", when_changes="status"),
            guard(
                "statement_negotiation_is_reports",
                wrong="NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM reports_report WHERE id = NEW.report_id)",
                message="A statement belongs to the negotiation of its report.",
            ),
            missing_from_guard("statement"),
            guard(
                "statement_answers_same_negotiation",
                wrong="NEW.answers_id IS NOT NULL AND NEW.negotiation_id IS DISTINCT FROM"
                " (SELECT negotiation_id FROM statements_statement WHERE id = NEW.answers_id)",
                message="A statement answers one of its own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return self.summary or self.quote[:80] or f"Statement {self.pk}"

    def save(self, *args, **kwargs) -> None:
        self.negotiation_id = self.report.negotiation_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("statements:statement", args=[self.negotiation.slug, self.pk])

    def may_move(self, status: str, by) -> bool:
        """Whether `by` may give it that status; MOVES says which ways there are and whose they are."""
        return may_move(self.status, status, by)

    def move(self, status: str, *, by) -> None:
        """Judge it: accept a suggestion, publish, reject, take back. Raises NotAllowed; IntegrityError where the database
        misses something (a speaker, a day) before publishing."""
        if not self.may_move(status, by):
            raise NotAllowed(
                f"A {self.get_status_display().lower()} statement cannot be made {Status(status).label.lower()} by you."
            )
        self.status = status
        if status == Status.DRAFT and self.coded_by is None:
            self.coded_by = by
        if status in (Status.REVIEWED, Status.PUBLISHED):
            self.reviewed_by = by
        self.save()

    @property
    def quote(self) -> str:
        """The statement's words: its pieces in the newest revision they are anchored in, joined by an ellipsis."""
        return " … ".join(anchor.exact for anchor in self.pieces)

    @property
    def spoken(self) -> str:
        """The words for a page that draws its own quotation marks: direct speech without those of the report."""
        if self.form != Form.DIRECT:
            return self.quote
        return " … ".join(unquoted(anchor.exact) for anchor in self.pieces)

    @property
    def pieces(self) -> list:
        """The anchors in the newest revision that has any, in the order of the text."""
        anchors = list(self.anchors.all())
        newest = max((anchor.revision_id for anchor in anchors), default=None)
        return sorted((a for a in anchors if a.revision_id == newest), key=lambda a: a.start)

    @property
    def shows_reason(self) -> bool:
        """Whether `reason` helps to judge it: of a suggestion, and of a draft that came coded with its report."""
        return self.status == Status.SUGGESTED or (self.status == Status.DRAFT and self.rule in CODED_ELSEWHERE)

    @property
    def speaker_label(self) -> str:
        """How the speaker is called on pages: the actor if named, else the report's words."""
        return self.speaker.name if self.speaker else self.speaker_words or "Speaker not known"

    @property
    def said_day(self):
        """The earliest day it may have been said, for looking up roles; None when unknown."""
        return self.said_on_earliest.date() if self.said_on_earliest else None

    @property
    def speaker_role(self):
        """The role the speaker held on the day of the statement; never a later one."""
        return self.speaker.role_on(self.said_day) if self.speaker else None
