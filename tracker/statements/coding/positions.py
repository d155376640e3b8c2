"""Positions that the rules offer on a suggested statement.

An entry of `Statement.offered`: {kind: "position", key, label, stance, condition, words, rule, reason}. `key` is
"issue:12:rejects" or "provision:7:demands": what it is about, and the stance. `words` name the matter, `reason` says in words
how the stance was read. Nothing is a position before a person takes it (offers.py); its holder is then the party that the
speaker speaks for. By `rule` it is counted how often such a reading was right (learned.py).
"""

from collections.abc import Sequence

import structlog

from tracker.lib.attribution import KnownName, Suggestion
from tracker.lib.attribution.matters import Matters
from tracker.lib.attribution.stances import Stances, Stand, languages
from tracker.negotiations.models import Issue, Provision

from ..models import Stance
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
            "rule": f"{stand.stance} by {'name' if stand.by_name else 'word'}",
            "reason": f"{stand.reason}{f'; only if “{stand.condition}”' if stand.condition else ''}"[:300],
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
