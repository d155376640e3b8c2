"""What a statement is linked to: the chain that relayed it, the tracks it is on, the positions it takes."""

from django.db import models
from django.db.models import Q

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.negotiations.models import Actor, Issue, Provision, Track
from tracker.reports.models import Outlet

from .choices import Stance, Status
from .statement import Statement


@tracked
class Relay(models.Model):
    """One link of the chain from the speaker to the report: official -> agency -> paper. `order` counts from 1."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="relays")
    order = models.PositiveSmallIntegerField(default=1)
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="relayed")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="relayed")
    words = models.CharField(max_length=200, blank=True, help_text="As the report names the relay.")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "order"], name="relay_order_unique"),
            models.CheckConstraint(
                condition=~Q(words="") | Q(actor__isnull=False) | Q(outlet__isnull=False),
                name="relay_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.actor or self.outlet or self.words)


@tracked
class TrackLink(Editable):
    """A statement stands on a track, for a reason: a word of the text, or a note."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="track_links")
    track = models.ForeignKey(Track, models.PROTECT, related_name="statement_links")
    reason = models.CharField(max_length=300)

    class Meta(Editable.Meta):
        ordering = ["track__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "track"],
                name="track_link_once",
                violation_error_message="The statement is on this track already.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="track_link_has_reason",
                violation_error_message="Say why: a word of the text, or a note.",
            ),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "track_link_same_negotiation",
                wrong="(SELECT negotiation_id FROM statements_statement WHERE id = NEW.statement_id) IS DISTINCT FROM"
                " (SELECT negotiation_id FROM negotiations_track WHERE id = NEW.track_id)",
                message="A statement is linked to tracks of its own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.reason}"


# Columns of a position, and of what comes with it, that tell who took which stance and when.
COMPARED = (
    *("statement", "issue", "provision", "holder", "stance", "condition"),
    *("holder__name", "holder__short_name", "holder__kind", "holder__distinction"),
    *("statement__negotiation", "statement__report", "statement__summary"),
    *(f"statement__said_on{part}" for part in ("", "_words", "_earliest", "_latest", "_reference")),
    *("statement__report__published_at", "provision__number", "provision__heading", "provision__issue"),
    *("provision__of_version__number", "provision__of_version__label"),
    *(f"provision__of_version__proposal__{name}" for name in ("slug", "title", "short_title", "negotiation")),
)


class PositionQuerySet(models.QuerySet):
    """Seen as the statements that take them."""

    def visible_to(self, user):
        return self.filter(statement__in=Statement.objects.visible_to(user))

    def published(self):
        return self.filter(statement__status=Status.PUBLISHED)

    def public_by(self, moment):
        """In a report published by `moment` (aware); None means any."""
        return self if moment is None else self.filter(statement__report__published_at__lte=moment)

    def on_issue(self, *issues):
        """On the issues themselves or on a provision about one of them. Those are asked for first, so that what is rare
        is found by its index."""
        articles = list(Provision.objects.filter(issue__in=issues).values_list("pk", flat=True))
        on_issues = Q(issue__in=issues)
        return self.filter(on_issues | Q(provision__in=articles) if articles else on_issues)

    def about(self, provisions):
        """On these provisions or on the issues they are about."""
        issues = [provision.issue_id for provision in provisions if provision.issue_id]
        return self.filter(Q(provision__in=provisions) | Q(issue__in=issues))

    def to_compare(self, issues):
        """Enough to tell who changed what, for thousands at once: without speakers and words. `issues`: all of the
        negotiation, by id, shared by the positions on them, as holders are; one query."""
        holders: dict[int, Actor] = {}
        rows = self.select_related("holder", "statement__report", "provision__of_version__proposal").only(*COMPARED)
        for position in rows:
            position.holder = holders.setdefault(position.holder_id, position.holder)
            if position.issue_id:
                position.issue = issues[position.issue_id]
            yield position


@tracked
class Position(Editable):
    """The stance a statement takes on an issue or on a provision, on behalf of `holder` (a party, as a rule)."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="positions")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="positions")
    provision = models.ForeignKey(Provision, models.PROTECT, null=True, blank=True, related_name="positions")
    holder = models.ForeignKey(Actor, models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=14, choices=Stance.choices)
    condition = models.CharField(max_length=400, blank=True, help_text="The condition in words.")

    objects = PositionQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False, provision=None) | Q(issue=None, provision__isnull=False),
                name="position_on_issue_or_provision",
                violation_error_message="A position is on an issue or on a provision, one of the two.",
            ),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="position_stance_known"),
            models.CheckConstraint(
                condition=~Q(stance=Stance.CONDITIONAL) | ~Q(condition=""),
                name="position_condition_in_words",
                violation_error_message="A conditional position needs its condition in words.",
            ),
            models.UniqueConstraint(
                fields=["statement", "issue", "holder"],
                name="position_on_issue_once",
                condition=Q(issue__isnull=False),
                violation_error_message="This statement has a position of this holder on the issue already.",
            ),
            models.UniqueConstraint(
                fields=["statement", "provision", "holder"],
                name="position_on_provision_once",
                condition=Q(provision__isnull=False),
                violation_error_message="This statement has a position of this holder on the provision already.",
            ),
        ]
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "position_same_negotiation",
                wrong="COALESCE(NEW.issue_id, NEW.provision_id) IS NOT NULL AND"
                " (SELECT negotiation_id FROM statements_statement WHERE id = NEW.statement_id) IS DISTINCT FROM"
                " COALESCE((SELECT negotiation_id FROM negotiations_issue WHERE id = NEW.issue_id),"
                " (SELECT p.negotiation_id FROM negotiations_provision a JOIN negotiations_version v ON v.id = a.of_version_id"
                " JOIN negotiations_proposal p ON p.id = v.proposal_id WHERE a.id = NEW.provision_id))",
                message="A position is on an issue or provision of the statement''s own negotiation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.get_stance_display()} {self.issue or self.provision}"

    @property
    def taken_at(self) -> tuple:
        """For putting positions in the order they were taken: when it was said, else published."""
        published = self.statement.report.published_at
        said = self.statement.said_on_earliest or self.statement.said_on_latest or published
        return said, published, self.pk
