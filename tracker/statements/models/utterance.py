"""One utterance that several reports tell of."""

from django.db import models

from tracker.history.editable import Editable
from tracker.history.guard import guard
from tracker.history.tracking import tracked
from tracker.negotiations.models import Negotiation

from .statement import Statement


@tracked
class Utterance(Editable):
    """What was said once. Its tellings are the statements, of different reports as a rule, that report it: a set, so that
    two statements told to be the same as a third are the same as each other, whoever said so in which order."""

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="utterances")

    def __str__(self) -> str:
        return f"Utterance {self.pk}"


@tracked
class Telling(Editable):
    """That a statement reports an utterance. A statement reports one at most."""

    statement = models.OneToOneField(Statement, models.CASCADE, related_name="telling")
    utterance = models.ForeignKey(Utterance, models.CASCADE, related_name="tellings")

    class Meta(Editable.Meta):
        triggers = [
            *Editable.Meta.triggers,
            guard(
                "telling_same_negotiation",
                wrong="(SELECT negotiation_id FROM statements_statement WHERE id = NEW.statement_id) IS DISTINCT FROM"
                " (SELECT negotiation_id FROM statements_utterance WHERE id = NEW.utterance_id)",
                message="Statements of different negotiations are not told to be the same utterance.",
            ),
        ]

    def __str__(self) -> str:
        return f"Statement {self.statement_id} tells of utterance {self.utterance_id}"
