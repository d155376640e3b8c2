"""Words of reporting that researchers taught this installation, beside those of tracker/lib/attribution/lexicons."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.history.editable import Editable
from tracker.history.tracking import tracked
from tracker.lib.attribution import Taught


class WordKind(models.TextChoices):
    """What the rules do with a word; the values are those of tracker.lib.attribution.taught."""

    VERB = "verb", "Reporting verb, as in “she opined that …”"
    CLAUSE = "clause", "Reporting verb that needs no “that”, as “said”"
    PERSON = "person", "Reporting verb with a listener, as “told reporters”"
    NOUN = "noun", "Reporting noun, as in “his claim that …”"


class LexiconWordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rules are common to all negotiations; the team may know them."""
        return self if getattr(user, "is_team", False) else self.none()

    def editable_by(self, user):
        return self if getattr(user, "may_code", False) else self.none()

    def taught(self) -> tuple[Taught, ...]:
        """As the engine takes them, in a fixed order."""
        return tuple(Taught(*row) for row in self.order_by("pk").values_list("language", "kind", "forms"))


@tracked
class LexiconWord(Editable):
    """A verb or noun of reporting. `forms`: as the lexicon files write it (base, third person, past, -ing form; "/" between
    alternatives, "-" for none), or one noun."""

    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=WordKind.choices)
    forms = models.CharField(max_length=200, help_text="Base, third person, past and -ing form; or one noun.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = LexiconWordQuerySet.as_manager()

    class Meta(Editable.Meta):
        ordering = ["language", "kind", "forms"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=WordKind.values), name="lexicon_word_kind_known"),
            models.CheckConstraint(condition=~Q(forms=""), name="lexicon_word_is_there"),
            models.UniqueConstraint(
                fields=["language", "kind", "forms"],
                name="lexicon_word_once",
                violation_error_message="That word is known already.",
            ),
        ]

    def __str__(self) -> str:
        return self.forms
