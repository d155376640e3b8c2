"""What judged statements teach about the next ones. Made anew from them by a job (coding/learned.py), so nobody edits it."""

from django.db import models
from django.db.models import F, Q

from tracker.lib.attribution.linking import Lesson as Taught
from tracker.negotiations.models import Issue, Negotiation, Track


class LessonQuerySet(models.QuerySet):
    def of(self, negotiation) -> list[Taught]:
        """As the linking takes them; one query."""
        rows = self.filter(negotiation=negotiation).values_list("phrase", "track", "issue", "led", "seen")
        return [
            Taught(phrase, ("track", track) if track else ("issue", issue), led, seen)
            for phrase, track, issue, led, seen in rows
        ]


class Lesson(models.Model):
    """Statements with this phrase (or, "by 12", of actor 12) led to the track or issue in `led` of `seen` cases."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="lessons")
    phrase = models.CharField(max_length=200)
    track = models.ForeignKey(Track, models.CASCADE, null=True, related_name="lessons")
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, related_name="lessons")
    led = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-led", "phrase"]
        constraints = [
            models.CheckConstraint(
                condition=Q(track__isnull=False, issue=None) | Q(track=None, issue__isnull=False),
                name="lesson_on_track_or_issue",
            ),
            models.CheckConstraint(condition=Q(led__lte=F("seen")), name="lesson_led_of_seen"),
        ]

    def __str__(self) -> str:
        return f"“{self.phrase}”: {self.track or self.issue} in {self.led} of {self.seen}"


class RuleRecord(models.Model):
    """What became of the latest that a rule proposed (`kind` empty), or found for statements as a link of this kind: accepted as it
    was, accepted after a correction, or rejected."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="rule_records")
    kind = models.CharField(max_length=12, blank=True)
    rule = models.CharField(max_length=80)
    accepted = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["kind", "rule"]
        constraints = [models.UniqueConstraint(fields=["negotiation", "kind", "rule"], name="rule_record_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}: {self.accepted}, {self.corrected}, {self.rejected}".strip()
