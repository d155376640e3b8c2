"""A query and the registry put together: what the database is asked.

Words become stems (`timelines_asked` in SQL), names of field words become the lexemes that rows of `Words` carry beside
their words, days become bounds. A name that is nobody's is met by nothing, so that a search is never wider than it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from tracker.negotiations.models import Negotiation

from .names import Names, Offer
from .query import Query, Word

LEXEME = {"by": "~a", "on": "~i", "track": "~t", "outlet": "~o"}
MOST_MISTYPED = 3  # words compared with the names of the registry
SHORTEST = 4  # letters of a word that may be a mistyped name
NOTHING = "'~nothing'"  # a lexeme that no row has


@dataclass(frozen=True)
class Meant:
    """For a name that is nobody's, as `typed`: those it may mean, each with the query that says so."""

    typed: str
    offers: list[tuple[Offer, str]]


@dataclass(frozen=True)
class Asked:
    """`query`: as typed. `text`: a tsquery of the words alone, for ranking and marking, "" without any; `wanted`: of words
    and fields together, "" where nothing is asked for. `first` and `last`: what ends before `first` or begins after `last` is
    left out. `quarters`: those that rows have, newest first. `notes`: in words, what was not used."""

    negotiations: tuple[int, ...]
    query: Query
    text: str
    wanted: str
    quarters: tuple[int, ...]
    first: date | None = None
    last: date | None = None
    notes: tuple[str, ...] = ()
    meant: tuple[Meant, ...] = ()

    @property
    def by_words_only(self) -> bool:
        """Reports are found by words, outlet and day: they have no speaker, issue or track of their own."""
        return not self.query.fields("by", "on", "track")


def ask(query: Query, negotiations: Sequence[Negotiation], names: Names | None = None) -> Asked:
    """`negotiations`: those to search, all seen by the reader. One query, and one for each kind of name."""
    names = names or Names(negotiations)
    terms, quarters = _compiled(query)
    notes = [*query.notes]
    ignored = [item.text for item, term in zip(query.texts, terms, strict=True) if not term]
    if ignored:
        notes.append(_("Too common to look for, and left out: %(words)s.") % {"words": ", ".join(ignored)})
    written = [
        ("!" if item.is_not else "") + f"({term})" for item, term in zip(query.texts, terms, strict=True) if term
    ]
    fields, meant = _named(query, names)
    is_asked = any(not part.startswith("!") for part in (*written, *fields))
    wanted = " & ".join([*written, *fields]) if is_asked else ""
    before, after = query.fields("before"), query.fields("after")
    return Asked(
        negotiations=tuple(negotiation.pk for negotiation in negotiations),
        query=query,
        text=" & ".join(part for part in written if not part.startswith("!")),
        wanted=wanted,
        quarters=quarters,
        first=max((day.last for day in after if day.last), default=None),
        last=min((day.first for day in before if day.first), default=None),
        notes=tuple(notes),
        meant=meant,
    )


def _compiled(query: Query) -> tuple[list[str], tuple[int, ...]]:
    """The tsquery of each word and phrase, "" for one of stop words only; and the quarters there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ARRAY(SELECT timelines_asked(word)::text FROM unnest(%s::text[]) WITH ORDINALITY AS t (word, n) ORDER BY n),"
            " ARRAY(SELECT substring(relname FROM '[0-9]+$')::int FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = 'timelines_words'::regclass ORDER BY 1 DESC)",
            [[item.text for item in query.texts]],
        )
        terms, quarters = cursor.fetchone()
    return terms, tuple(quarters)


def _named(query: Query, names: Names) -> tuple[list[str], tuple[Meant, ...]]:
    """The tsquery of each field word that names something; and what those may mean that name nothing."""
    parts, meant = [], []
    for field in query.fields(*LEXEME):
        rows = names.find(field.name, field.value)
        lexemes = " | ".join(f"'{LEXEME[field.name]}{row.pk}'" for row in rows)
        if not rows:
            meant.append(Meant(str(field), _offers(query, field, names, field.name, field.value)))
        if rows or not field.is_not:
            parts.append(f"{'!' * field.is_not}({lexemes or NOTHING})")
    return parts, tuple(meant)


def words_meant(query: Query, names: Names) -> tuple[Meant, ...]:
    """For a search that found nothing: the words that are almost somebody's name."""
    words = [item for item in query.texts if isinstance(item, Word) and not item.is_not and len(item.text) >= SHORTEST]
    meant = [Meant(word.text, _offers(query, word, names, "by", word.text)) for word in words[:MOST_MISTYPED]]
    return tuple(one for one in meant if one.offers)


def _offers(query: Query, item, names: Names, field: str, value: str) -> list[tuple[Offer, str]]:
    return [(offer, str(query.with_name(item, field, offer.value))) for offer in names.alike(field, value)]
