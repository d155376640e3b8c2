"""The table of words. Rows are written by the database alone, partitions too: decision 0021."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Answers(models.Lookup):
    """`words__answers=tsquery`: a question as the database writes it, its stems made already (search/ask.py)."""

    lookup_name = "answers"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        words, values = self.process_lhs(compiler, connection)
        return f"{words} @@ %s::tsquery", [*values, self.rhs]


SearchVectorField.register_lookup(Answers)


class Found(models.IntegerChoices):
    """What a row is the words of: an Entry of that kind, or a report."""

    EVENT = 0, "Event"
    PROPOSAL = 1, "Tabled text"
    STATEMENT = 2, "Statement"
    REPORT = 3, "Report"


class Words(models.Model):
    """`id`: kind * 10^15 + the number of the row, as Entry has it. `quarter`: year * 4 + 0 to 3, that of `first`; 0 for the
    undated. `first`, `last`: the days (UTC) between which it lies; of a report, the day it was published."""

    pk = models.CompositePrimaryKey("id", "quarter")
    quarter = models.SmallIntegerField()
    kind = models.SmallIntegerField(choices=Found.choices)
    id = models.BigIntegerField()
    negotiation_id = models.BigIntegerField()
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    words = SearchVectorField()

    class Meta:
        db_table = "timelines_words"

    def __str__(self) -> str:
        return f"Words of {self.get_kind_display().lower()} {self.id % 10**15}"
