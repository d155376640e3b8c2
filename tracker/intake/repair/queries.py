"""What the repair queue shows: each row with where its words have probably gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.core.paginator import Page, Paginator

from tracker.events.models import Claim
from tracker.lib import anchors
from tracker.lib.likely import likely_places
from tracker.negotiations.models import Negotiation
from tracker.reports.differences import Stretch, differences
from tracker.reports.models import Revision
from tracker.statements.coding.queries import may_edit
from tracker.statements.models import Statement, Status
from tracker.statements.models.statement import may_move

from ..revising import as_anchor

AT_ONCE = 10  # rows a page; each is looked for in a whole text
MOST_PLACES = 3
AROUND = 90  # characters shown on either side of a place

Spans = tuple[tuple[int, int], ...]
KINDS = {"statement": Statement, "claim": Claim}


@dataclass(frozen=True)
class Place:
    """Where the words may be now: one span for each piece. `changes`: what is different there, word by word; empty
    where the very words stand there, in more places than one."""

    spans: Spans
    before: str
    words: str
    after: str
    changes: list[Stretch]

    @property
    def sent(self) -> str:
        """The spans as a form sends them, "12-40,55-80"."""
        return ",".join(f"{start}-{end}" for start, end in self.spans)


@dataclass(frozen=True)
class Repair:
    """A statement or claim adrift. `words`: as they stood in `old`; `newest`: the revision that does not hold them."""

    kind: str
    row: Statement | Claim
    old: Revision | None
    newest: Revision
    words: str
    before: str
    after: str
    places: list[Place]
    may_edit: bool
    may_retire: bool


def waiting(negotiation: Negotiation) -> int:
    """How many rows stand in the queue."""
    return negotiation.statements.adrift().count() + _claims(negotiation).adrift().count()


def _claims(negotiation: Negotiation):
    return Claim.objects.filter(event__negotiation=negotiation)


def repair_page(negotiation: Negotiation, *, user, page: str = "") -> tuple[Page, list[Repair]]:
    """The rows of a page, report by report; a fixed number of queries."""
    keys = [("statement", *pair) for pair in negotiation.statements.adrift().values_list("report_id", "pk")]
    keys += [("claim", *pair) for pair in _claims(negotiation).adrift().values_list("report_id", "pk")]
    shown = Paginator(sorted(keys, key=lambda key: (key[1], key[0], key[2])), AT_ONCE).get_page(page)
    return shown, list(_repairs(shown.object_list, user))


def _repairs(keys: Sequence[tuple], user):
    statements = Statement.objects.adrift().with_quotes().in_bulk([pk for kind, _, pk in keys if kind == "statement"])
    claims = Claim.objects.adrift().select_related("event__negotiation", "report__outlet", "report__negotiation")
    rows = {"statement": statements, "claim": claims.in_bulk([pk for kind, _, pk in keys if kind == "claim"])}
    found = [(kind, rows[kind][pk]) for kind, _, pk in keys if pk in rows[kind]]
    texts = Revision.objects.in_bulk({row.newest for _, row in found} | {_old(row) for _, row in found} - {None})
    for kind, row in found:
        yield _repair(kind, row, texts, user)


def one_repair(kind: str, row: Statement | Claim, user) -> Repair:
    """`row` came from `adrift()`."""
    return _repair(kind, row, Revision.objects.in_bulk({row.newest, _old(row)} - {None}), user)


def _pieces(row: Statement | Claim) -> list:
    return row.pieces if isinstance(row, Statement) else [row]


def _old(row: Statement | Claim) -> int | None:
    return next((piece.revision_id for piece in _pieces(row)), None)


def _repair(kind: str, row: Statement | Claim, texts: dict[int, Revision], user) -> Repair:
    pieces = _pieces(row)
    old = texts.get(_old(row))
    newest = texts[row.newest]
    before, after = _around(old.text, pieces[0].start, pieces[-1].end) if old else ("", "")
    return Repair(
        kind=kind,
        row=row,
        old=old,
        newest=newest,
        words=" … ".join(piece.exact for piece in pieces),
        before=before,
        after=after,
        places=_places(pieces, newest.text),
        may_edit=may_edit(row, user),
        may_retire=may_move(row.status, Status.REJECTED, user),
    )


def _places(pieces: list, text: str) -> list[Place]:
    """For a single piece up to MOST_PLACES; for several the best of each, or none where one of them is nowhere."""
    found = [_spans(piece, text) for piece in pieces]
    if not found or not all(found):
        return []
    together = [tuple(spans[0] for spans in found)] if len(found) > 1 else [(span,) for span in found[0]]
    return [_place(pieces, spans, text) for spans in together if _in_order(spans)]


def _spans(piece, text: str) -> list[tuple[int, int]]:
    certain = anchors.find(as_anchor(piece), text)
    if certain:
        return [(certain.start, certain.end)]
    exact = anchors.places(piece.exact, text)
    if exact:
        return exact[:MOST_PLACES]
    return [(place.start, place.end) for place in likely_places(piece.exact, text, most=MOST_PLACES)]


def _in_order(spans: Spans) -> bool:
    return all(one[1] <= other[0] for one, other in pairwise(spans))


def _place(pieces: list, spans: Spans, text: str) -> Place:
    was = " … ".join(piece.exact for piece in pieces)
    words = " … ".join(text[start:end] for start, end in spans)
    before, after = _around(text, spans[0][0], spans[-1][1])
    changed = [stretch for paragraph in differences(was, words).paragraphs for stretch in paragraph]
    return Place(spans, before, words, after, changed)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Some whole words on either side, of the same paragraph."""
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    if len(before) == AROUND:
        before = before.partition(" ")[2]
    if len(after) == AROUND:
        after = after.rpartition(" ")[0]
    return before, after
