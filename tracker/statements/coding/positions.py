"""Positions that the rules offer on a suggested statement, and taking one.

An entry of `Statement.offered`: {kind: "position", key, label, stance, condition, words, reason}. `key` is
"issue:12:rejects" or "provision:7:demands": what it is about, and the stance. `words` name the matter, `reason` says in words
how the stance was read. Nothing is a position before a person takes it; its holder is then the party the speaker speaks for.
"""

from collections.abc import Sequence

import structlog
from django.db import transaction

from tracker.lib.attribution import KnownName, Suggestion
from tracker.lib.attribution.matters import Matters
from tracker.lib.attribution.stances import Stances, Stand, languages
from tracker.negotiations.models import Issue, Provision

from ..models import Position, Stance, Statement, Status
from ..models.statement import NotAllowed
from .actions import _holder, touch
from .registry import Registry

log = structlog.get_logger("parley.coding")

KIND = "position"


class Offered:
    """Offers positions on the statements suggested in one text."""

    def __init__(self, text: str, registry: Registry, language: str):
        self.registry = registry
        self.stances = Stances(text, matters(registry, language), language) if language in languages() else None

    def on(self, pieces: Sequence[Suggestion]) -> list[dict]:
        """Entries for the statement that consists of `pieces`; none where the rules fail."""
        if self.stances is None:
            return []
        first = pieces[0]
        cue = (first.cue.start, first.cue.end) if first.cue else None
        try:
            found = self.stances.of([(piece.start, piece.end) for piece in pieces], cue, first.act or "")
        except Exception:
            log.exception("no positions offered")
            return []
        return [self._entry(stand) for stand in found]

    def _entry(self, stand: Stand) -> dict:
        rows = self.registry.issues if stand.kind == "issue" else self.registry.provisions
        return {
            "kind": KIND,
            "key": f"{stand.kind}:{stand.key}:{stand.stance}",
            "label": f"{Stance(stand.stance).label}: {rows.label(rows.rows[stand.key])}",
            "stance": stand.stance,
            "condition": stand.condition[:400],
            "words": stand.words[:200],
            "reason": stand.reason[:300],
        }


def matters(registry: Registry, language: str) -> Matters:
    """Issues by the names they go by, those above others left out, and provisions by what reports call them; made once."""
    known = registry.known()
    if ("matters", language) not in known.indexes:
        heads = {row.parent_id for row in registry.issues.rows.values()}
        issues = [row for row in registry.issues.rows.values() if row.pk not in heads]
        known.indexes["matters", language] = Matters(
            [KnownName(row.pk, _names(row)) for row in issues],
            [KnownName(row.pk, _provision_names(row)) for row in registry.provisions.rows.values()],
            [*known.actors, *known.tracks],
            language,
        )
    return known.indexes["matters", language]


def _names(issue: Issue) -> tuple[str, ...]:
    """Its name first: it says what is asked for."""
    return tuple(name for name in (issue.name, issue.short_name, *issue.aliases) if name)


def _provision_names(provision: Provision) -> tuple[str, ...]:
    """ "Article 4 of the draft treaty"."""
    own = provision.number if provision.number[:1].isalpha() else f"Article {provision.number}"
    text = provision.of_version.proposal
    names = dict.fromkeys([text.title, text.label, *text.aliases])
    return tuple(f"{own} of {the}{name}" for name in names for the in ("the ", ""))


@transaction.atomic
def take_position(*, statement: Statement, key: str, by) -> Position:
    """The offered position of that key, held by the party the statement's speaker speaks for; who takes one of a suggestion
    takes the statement on as a draft. Raises NotAllowed where it is not offered or nobody holds it."""
    entry = next((one for one in statement.offered if (one.get("kind"), one.get("key")) == (KIND, key)), None)
    if entry is None:
        raise NotAllowed("That is not offered any more. Load the page again.")
    holder = _holder(statement)
    if holder is None:
        raise NotAllowed("Held by whom? The statement has no speaker to take it from: edit it first.")
    matter, number, stance = key.split(":")
    if not {"issue": Issue, "provision": Provision}[matter]._default_manager.filter(pk=number).exists():
        raise NotAllowed("That is not on file any more.")
    position, _made = Position.objects.update_or_create(
        statement=statement,
        holder=holder,
        **{f"{matter}_id": int(number)},
        defaults={"stance": stance, "condition": entry["condition"]},
    )
    if statement.status == Status.SUGGESTED:
        statement.move(Status.DRAFT, by=by)
    else:
        touch(statement)
    return position
