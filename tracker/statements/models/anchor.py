"""Where exactly in a source the words stand (W3C Web Annotation: TextPosition and TextQuote)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.reports.models import Revision

from .statement import Statement

WORDING = "statements_wording"  # of a text: numbers that stand for up to 16 of its runs of three words (migration 0005)
RUNS = ArrayField(models.IntegerField())


class AnchorFields(models.Model):
    """A slice of a revision: `exact` is always equal to `text[start:end]`, which the database checks.

    Offsets count Unicode code points from 0; prefix and suffix are up to 32 characters on either side.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


def anchor_rules(prefix: str) -> tuple[list, list]:
    """The named constraints and triggers of a table with AnchorFields."""
    constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name=f"{prefix}_starts_before_end")]
    triggers = [
        guard(
            f"{prefix}_exact_is_slice",
            wrong='NEW.exact IS DISTINCT FROM (SELECT substr(text, NEW.start + 1, NEW."end" - NEW.start)'
            " FROM reports_revision WHERE id = NEW.revision_id)",
            message="The anchored words are not what stands at that place of the text.",
        )
    ]
    return constraints, triggers


_constraints, _triggers = anchor_rules("anchor")


@tracked
class Anchor(AnchorFields):
    """One piece of a statement's words. A statement split by its attribution has several pieces."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="anchors")

    class Meta:
        ordering = ["start"]
        # Statements of the same words are found by it: a function of the words, so that nothing has to be kept in step.
        indexes = [GinIndex(Func(F("exact"), function=WORDING, output_field=RUNS), name="anchor_wording")]
        constraints = [
            models.UniqueConstraint(fields=["statement", "revision", "start"], name="anchor_piece_once"),
            *_constraints,
        ]
        triggers = [
            *_triggers,
            guard(
                "anchor_in_own_report",
                wrong="(SELECT report_id FROM reports_revision WHERE id = NEW.revision_id) IS DISTINCT FROM"
                " (SELECT report_id FROM statements_statement WHERE id = NEW.statement_id)",
                message="A statement is anchored in a revision of its own report.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}-{self.end} of revision {self.revision_id}"
