"""What the things are called that entries are counted by, as values: a page names a hundred of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.negotiations.models import Negotiation
from tracker.runtime.planned import planned

from .entries import PARTIES


@dataclass(frozen=True, slots=True)
class IssueName:
    pk: int
    slug: str
    name: str
    short_name: str
    parent_id: int | None

    @property
    def label(self) -> str:
        return self.short_name or self.name

    def __str__(self) -> str:
        return self.name


def issue_names(negotiation: Negotiation) -> dict[int, IssueName]:
    """By id, in their order; one query."""
    rows = planned(ISSUES, [negotiation.pk])
    return {row[0]: IssueName(*row) for row in rows}


def in_tree(rows: Iterable) -> list:
    """One (an issue, a track) before those below it."""
    below: dict[int | None, list] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    return [one for top in below.get(None, ()) for one in (top, *below.get(top.pk, ()))]


def actors_and_outlets(actors: Iterable[int], outlets: Iterable[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The short names by id: actors, parties before persons; outlets; both from A to Z. One query."""
    rows = planned(ACTORS_AND_OUTLETS, {"actors": list(actors), "outlets": list(outlets), "parties": list(PARTIES)})
    rows.sort(key=lambda row: (row[0], row[1], row[2].casefold()))
    return (
        {pk: name for is_outlet, _is_person, name, pk in rows if not is_outlet},
        {pk: name for is_outlet, _is_person, name, pk in rows if is_outlet},
    )


ISSUES = """
SELECT id, slug, name, short_name, parent_id FROM negotiations_issue WHERE negotiation_id = %s::bigint ORDER BY "order", name
"""
ACTORS_AND_OUTLETS = """
SELECT false, kind <> ALL (%(parties)s::text[]), COALESCE(NULLIF(short_name, ''), name), id
  FROM negotiations_actor WHERE id = ANY (%(actors)s::bigint[])
UNION ALL
SELECT true, false, COALESCE(NULLIF(short_name, ''), name), id
  FROM reports_outlet WHERE id = ANY (%(outlets)s::bigint[])
"""
