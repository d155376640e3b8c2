"""A narrow row for each thing a timeline shows: what it is filtered, counted, sorted and drawn by.

Written by the database alone, in the transaction of the edit (store/README.md); editorial tables hold the truth. Only
what is published is here. Who may see it is decided by the negotiation, so every query starts with one that its reader
sees: `Entry.objects.of(negotiation)`.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from tracker.negotiations.models import Negotiation
from tracker.reports.models import Outlet, Report
from tracker.statements.models import Act, Basis, Certainty, Form, Stance

NOTHING = Q(kind=-1)  # unlike none(), it can be written as SQL by those who build on the rows
KEY_STEP = 10**15  # so that a key can be read, and is exact in JavaScript


class EntryKind(models.IntegerChoices):
    """In the order within a day: what happened, what was tabled, what was said."""

    EVENT = 0, "Event"
    PROPOSAL = 1, "Proposal"
    STATEMENT = 2, "Statement"


class Code:
    """A word of a vocabulary as a small number, its place in the vocabulary from 1; 0 stands for none."""

    ACT, FORM, BASIS, CERTAINTY, STANCE = (tuple(one.values) for one in (Act, Form, Basis, Certainty, Stance))
    STEP = 16  # `takes` holds issue * STEP + stance

    @staticmethod
    def of(vocabulary: tuple[str, ...], word: str) -> int:
        return vocabulary.index(word) + 1 if word else 0

    @staticmethod
    def word(vocabulary: tuple[str, ...], code: int) -> str:
        return vocabulary[code - 1] if code else ""

    @classmethod
    def taking(cls, issue: int, stance: str) -> int:
        """For `takes`: this stance on this issue by one and the same position."""
        return issue * cls.STEP + cls.of(cls.STANCE, stance)


class EntryQuerySet(models.QuerySet):
    def of(self, negotiation):
        """Of one negotiation: the caller made sure that the reader sees it."""
        return self.filter(negotiation=negotiation)

    def on(self, track):
        return self.filter(tracks__contains=[track.pk])

    def between(self, first, last):
        """What may lie in these days, both included; either may be None."""
        rows = self.filter(last__gte=first) if first else self
        return rows.filter(first__lte=last) if last else rows

    def latest_word_first(self):
        """Of what begins on the same day, the last said, and of that the last reported."""
        day = F("first").desc(nulls_last=True)
        return self.order_by(day, F("earliest").desc(), F("public_at").desc(), "-object_id")

    def newest_first(self):
        """The undated last."""
        last = {"nulls_last": True}
        return self.order_by(F("first").desc(**last), F("last").desc(**last), "kind", "object_id")


def _there(model, **options):
    """A reference without a constraint: what it points to is watched by the triggers that keep this table."""
    options = {"related_name": "+", "db_constraint": False, "db_index": False, **options}
    return models.ForeignKey(model, models.DO_NOTHING, **options)


class Narrow(models.Model):
    """`first`, `last`: the days (UTC) between which it lies, both included, null for the undated; `is_vague`: not one
    certain day; `earliest`, `latest`: the same in instants, an open end put at the known bound.

    Lists are sorted and without repeats. `actors`: who speaks, takes part or tables, those for whom they spoke on the
    day, and the holders of positions; `parties`: those of them that are states or organisations; `issues`: with those
    above them. `stances`, `act`, `form`, `basis`, `certainty`: see Code. `public_at`: when the report was published (of
    an event: the first that tells of it; of a proposal: as ProposalQuerySet.public_by has it, null: never by a given day);
    `filed_at`: when it was published here. `weight`: the smaller, the sooner a mark is drawn (0 event, 1 proposal, 3 a
    statement that takes a position, 4 another).
    """

    negotiation = _there(Negotiation)
    kind = models.SmallIntegerField(choices=EntryKind.choices)
    object_id = models.BigIntegerField()
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    is_vague = models.BooleanField()
    earliest = models.DateTimeField(null=True)
    latest = models.DateTimeField(null=True)
    tracks = ArrayField(models.IntegerField())
    actors = ArrayField(models.IntegerField())
    parties = ArrayField(models.IntegerField())
    issues = ArrayField(models.IntegerField())
    stances = ArrayField(models.SmallIntegerField())
    takes = ArrayField(models.IntegerField())
    act = models.SmallIntegerField()
    form = models.SmallIntegerField()
    basis = models.SmallIntegerField()
    certainty = models.SmallIntegerField()
    outlet = _there(Outlet, null=True)
    report = _there(Report, null=True)
    public_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    weight = models.SmallIntegerField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True


# As the lists are read: newest first from the front, oldest first from the back (equals within a day are then sorted).
_NEWEST = [F("first").desc(nulls_last=True), F("last").desc(nulls_last=True), F("kind").asc(), F("object_id").asc()]
# What begins before a range of days may reach into it; of a million statements few do.
_LONG = Q(last__gt=F("first"))
# Events and texts: the lanes show them one by one also from afar.
_MARKED = Q(weight__lte=1)


class Entry(Narrow):
    """A published statement, an event with a published claim, or a proposal. `id` is kind * KEY_STEP + object_id."""

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        indexes = [
            models.Index(F("negotiation"), *_NEWEST, name="entry_newest"),
            models.Index(fields=["negotiation", "last"], condition=_LONG, name="entry_long"),
            GinIndex(fields=["actors", "issues", "takes"], name="entry_lists", fastupdate=False),
            models.Index(fields=["negotiation", "kind", "first"], condition=_MARKED, name="entry_marked"),
            models.Index(fields=["negotiation", "first"], condition=Q(tracks=[]), name="entry_off_track"),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"


class OnTrack(Narrow):
    """An entry once more for each of its tracks: pages and counts of one track without touching Entry."""

    pk = models.CompositePrimaryKey("entry_id", "track_id")
    entry_id = models.BigIntegerField()
    track_id = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(F("track_id"), *_NEWEST, name="on_track_newest"),
            models.Index(fields=["track_id", "last"], condition=_LONG, name="on_track_long"),
            models.Index(fields=["track_id", "kind", "first"], condition=_MARKED, name="on_track_marked"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id} on track {self.track_id}"
