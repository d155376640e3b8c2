"""The field's standard terms for statements. docs/vocabulary.md explains each."""

from django.db import models


class Status(models.TextChoices):
    """Where a coded thing stands on its way to the analysts, who see published ones only."""

    SUGGESTED = "suggested", "Suggested"
    DRAFT = "draft", "Draft"
    REVIEWED = "reviewed", "Reviewed"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"


class Form(models.TextChoices):
    DIRECT = "direct", "Direct speech"
    MIXED = "mixed", "Mixed speech"
    INDIRECT = "indirect", "Indirect speech"


class Basis(models.TextChoices):
    """On which terms the speaker is quoted."""

    ON_RECORD = "on_record", "On record"
    BACKGROUND = "background", "On background"
    ANONYMOUS = "anonymous", "Anonymous"
    DOCUMENT = "document", "From a document"


class Certainty(models.TextChoices):
    """How sure the coder is of the reading."""

    CERTAIN = "certain", "Certain"
    PROBABLE = "probable", "Probable"
    DOUBTFUL = "doubtful", "Doubtful"


class Act(models.TextChoices):
    """What the speaker does by saying it."""

    DEMAND = "demand", "Demands"
    OFFER = "offer", "Offers"
    PROPOSE = "propose", "Proposes"
    REQUEST = "request", "Requests"
    ACCEPT = "accept", "Accepts"
    REJECT = "reject", "Rejects"
    CONDITIONAL = "conditional", "Sets a condition"
    WARN = "warn", "Warns"
    ANNOUNCE = "announce", "Announces"
    ACKNOWLEDGE = "acknowledge", "Acknowledges"
    ACCUSE = "accuse", "Accuses"
    DENY = "deny", "Denies"
    WELCOME = "welcome", "Welcomes"
    STATE = "state", "States"


# CAMEO root codes of the acts that have one (Schrodt, CAMEO codebook 1.1b3, chapter 2; PLOVER keeps these classes).
CAMEO = {
    Act.DEMAND: "10",
    Act.OFFER: "03",
    Act.PROPOSE: "036",
    Act.REQUEST: "02",
    Act.ACCEPT: "05",
    Act.REJECT: "12",
    Act.CONDITIONAL: "03",
    Act.WARN: "13",
    Act.ANNOUNCE: "01",
    Act.ACKNOWLEDGE: "015",
    Act.ACCUSE: "112",
    Act.DENY: "114",
    Act.WELCOME: "051",
    Act.STATE: "01",
}


class Stance(models.TextChoices):
    """Where a party stands on an issue or a provision. No evidence is silence, which is none of these."""

    REJECTS = "rejects", "Rejects"
    LEANS_AGAINST = "leans_against", "Leans against"
    CONDITIONAL = "conditional", "Conditional"
    LEANS_FOR = "leans_for", "Leans for"
    ACCEPTS = "accepts", "Accepts"
    DEMANDS = "demands", "Demands"
