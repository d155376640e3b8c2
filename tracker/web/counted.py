"""Counts for pages: exact as far as a reader may care, so that none goes through a million rows."""

from dataclasses import dataclass

from django.db.models import IntegerField, QuerySet, Subquery

MOST = 10_000  # counted one by one; of more it is said that they are more
MOST_EACH = 2_000  # where each row of a list has a count


@dataclass(frozen=True)
class Counted:
    """`is_more`: than `n`."""

    n: int
    is_more: bool = False

    @property
    def words(self) -> str:
        return f"{self.n:,}"

    def __str__(self) -> str:
        """Short, for a cell."""
        return f"{self.words}+" if self.is_more else self.words

    def __bool__(self) -> bool:
        return bool(self.n)


class CountUpTo(Subquery):
    """How many of `rows` (with OuterRef) there are, MOST_EACH and one at most: to annotate with, for `each`."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet):
        super().__init__(rows.order_by().values("pk")[: MOST_EACH + 1])


def each(found: int) -> Counted:
    """Of what CountUpTo found."""
    return _up_to(found, MOST_EACH)


def counted(rows: QuerySet) -> Counted:
    return _up_to(rows.order_by().values("pk")[: MOST + 1].count(), MOST)


def _up_to(found: int, most: int) -> Counted:
    return Counted(min(found, most), found > most)
