"""What a statement may be linked to, as it is kept in `Statement.offered` and shown beside the statement.

`offered` is a list of {kind, key, label, words, rule, reason}:

    kind    speaker, track, issue, provision, event or date
    key     the row's key; of a date its EDTF
    label   what the row was called when it was offered
    words   what in the text speaks for it
    rule    how it was found (tracker/lib/attribution/linking/linker.py lists them); its record is counted by this
    reason  why, for people

All that was found is kept there, what was proposed with the statement (the speaker of a post, named tracks) as well as what was
only offered, so that it can be counted later what became of it. An offer is open while the statement does not have what it offers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.lib.attribution import Offer as Found

from ..models import Statement
from .learned import Record, Records
from .registry import Registry

MOST = 12  # kept of one statement


@dataclass(frozen=True)
class Offer:
    """One offer as it is shown. `accepted` of `judged` times what its rule found was kept before."""

    kind: str
    key: int | str
    label: str
    words: str
    rule: str
    reason: str
    accepted: int = 0
    judged: int = 0

    @property
    def record(self) -> Record:
        return Record(self.accepted, 0, self.judged - self.accepted)


def as_json(found: Iterable[Found], registry: Registry) -> list[dict]:
    """For `Statement.offered`: each once, with its label."""
    listings = {
        "speaker": registry.actors,
        "track": registry.tracks,
        "issue": registry.issues,
        "provision": registry.provisions,
    }
    kept: dict[tuple, dict] = {}
    for one in found:
        label = listings[one.kind].label(one.key) if one.kind in listings else registry.events.get(one.key, str(one.key))
        values = {"kind": one.kind, "key": one.key, "label": label, "words": one.words[:200], "rule": one.rule}
        kept.setdefault((one.kind, one.key), {**values, "reason": one.reason[:300]})
    return list(kept.values())[:MOST]


def offers(statement: Statement, records: Records) -> list[Offer]:
    """All that was found for it, with the record of each rule. Asks nothing of the database."""
    found = []
    for one in statement.offered:
        if "rule" in one:
            record = records.of_offer(one["kind"], one["rule"])
            found.append(Offer(**one, accepted=record.accepted, judged=record.judged))
    return found


def open_offers(statement: Statement, records: Records) -> list[Offer]:
    """Those that the statement does not have yet. Its tracks, positions (with their provisions) and claims are looked at as loaded."""
    positions = list(statement.positions.all())
    taken = {("speaker", statement.speaker_id)}
    taken |= {("track", link.track_id) for link in statement.track_links.all()}
    taken |= {("issue", position.issue_id or position.provision.issue_id) for position in positions}
    taken |= {("provision", position.provision_id) for position in positions}
    taken |= {("event", claim.event_id) for claim in statement.claims.all()}
    return [offer for offer in offers(statement, records) if (offer.kind, offer.key) not in taken]
