"""What an editor wrote while somebody else was quicker: set aside, never lost."""

from django.conf import settings
from django.db import models


class SetAsideQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user).order_by("-created_at")


class SetAside(models.Model):
    """The text of an edit that was refused because the row had changed meanwhile (HTTP 409)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="set_aside")
    model = models.CharField(max_length=100, help_text="app_label.model of the row that was edited")
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    fields = models.JSONField(help_text="Field name to what the editor had written.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="set_aside_by_user")]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """A part of the number of edits (edition.py). As many rows as there ever were edits at the same time, so that
    no edit waits for another's."""

    n = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.n)
