"""Links that the rules offer to a coder: what each one is, and taking it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from tracker.negotiations.models import Actor, Issue, Provision, Track

from ..models import Position, Stance, Statement, Status, TrackLink
from ..models.statement import NotAllowed
from .actions import holder_of, touch

KEYS = 9  # offers of a card that have a key
MODELS = {"actor": Actor, "speaker": Actor, "track": Track, "issue": Issue, "provision": Provision}
POSITION = "position"  # an issue or a provision with its stance (positions.py)
CLAIMS = ("date", "event")  # taken by a claim about an event, in the form of claims


@dataclass(frozen=True)
class Offer:
    """One entry of `Statement.offered`. `key` is a row's, or an EDTF date's; `words` of the text speak for it; `reason`
    says how. Of `judged` offers for that reason `accepted` were taken before. `number`: the key that takes it, 0 for none."""

    kind: str
    key: object
    label: str
    words: str
    reason: str = ""
    accepted: int = 0
    judged: int = 0
    number: int = 0
    stance: str = ""
    condition: str = ""

    @property
    def about(self) -> tuple[str, object]:
        """The kind and key of the row that it links to."""
        if self.kind != POSITION:
            return self.kind, self.key
        kind, number, _stance = str(self.key).split(":")
        return kind, int(number)

    @property
    def can_be_taken(self) -> bool:
        return self.about[0] in MODELS or self.opens_claim

    @property
    def asks_stance(self) -> bool:
        return self.kind in ("issue", "provision")

    @property
    def opens_claim(self) -> bool:
        return self.kind in CLAIMS

    @property
    def is_taken_at_once(self) -> bool:
        return self.kind in ("actor", "speaker", "track", POSITION)


def read(entry: dict) -> Offer:
    """An entry as the rules wrote it: {kind, key, label, words, reason, accepted, judged}, or {issue | date, word}."""
    if "kind" not in entry:
        kind = next((kind for kind in ("issue", "date") if kind in entry), "")
        key = entry.get(kind, "")
        return Offer(kind, key, str(key) if kind == "date" else "", str(entry.get("word", "")))
    words = {name: str(entry.get(name) or "") for name in ("kind", "label", "words", "reason", "stance", "condition")}
    return Offer(**words, key=entry.get("key"), accepted=entry.get("accepted") or 0, judged=entry.get("judged") or 0)


def labels_of(statements: Iterable[Statement]) -> dict[tuple[str, object], str]:
    """The names of rows that entries give only by their keys: (kind, key) to label, one query for each kind."""
    bare: dict[str, set] = {}
    for statement in statements:
        for offer in map(read, statement.offered):
            if offer.kind in MODELS and not offer.label:
                bare.setdefault(offer.kind, set()).add(offer.key)
    return {
        (kind, row.pk): getattr(row, "label", str(row))
        for kind, keys in bare.items()
        for row in MODELS[kind]._default_manager.filter(pk__in=keys)
    }


def offers_of(statement: Statement, labels: dict[tuple[str, object], str]) -> list[Offer]:
    """What is offered and not taken yet, the first KEYS of those that can be taken numbered. Entries whose row is gone
    are left out, kinds that are not known are shown and cannot be taken."""
    taken = _taken(statement)
    found, number = [], 0
    for offer in map(read, statement.offered):
        label = offer.label or labels.get((offer.kind, offer.key), "")
        if not label or offer.about in taken:
            continue
        number += offer.can_be_taken
        found.append(replace(offer, label=label, number=number if offer.can_be_taken and number <= KEYS else 0))
    return found


def _taken(statement: Statement) -> set[tuple[str, object]]:
    positions = statement.positions.all()
    return {
        *(("issue", position.issue_id) for position in positions),
        *(("provision", position.provision_id) for position in positions),
        *(("track", link.track_id) for link in statement.track_links.all()),
        ("speaker", statement.speaker_id),
        ("actor", statement.speaker_id),
    }


def offered(statement: Statement, kind: str, key: str) -> Offer:
    """The entry of that kind and key. Raises NotAllowed where there is none: only what is offered is taken by a key."""
    found = next((one for one in map(read, statement.offered) if (one.kind, str(one.key)) == (kind, key)), None)
    if found is None:
        raise NotAllowed("That is not offered any more. Load the page again.")
    return found


@transaction.atomic
def take(*, statement: Statement, offer: Offer, stance: str = "", by) -> None:
    """Link the statement to what is offered; who links a suggestion takes it on as a draft. Raises NotAllowed where it
    cannot be, IntegrityError where the database refuses."""
    kind, key = offer.about
    if kind not in MODELS or not MODELS[kind]._default_manager.filter(pk=key).exists():
        raise NotAllowed("That cannot be taken by a key.")
    if offer.kind == POSITION:
        _take_position(statement, offer, offer.stance, offer.condition)
    elif offer.asks_stance:
        if stance == Stance.CONDITIONAL:
            raise NotAllowed("A conditional stance needs its condition in words: take it in the form.")
        _take_position(statement, offer, stance)
    elif offer.kind == "track":
        reason = (offer.words or offer.reason or offer.label)[:300]
        TrackLink.objects.get_or_create(statement=statement, track_id=offer.key, defaults={"reason": reason})
    else:
        Statement.objects.filter(pk=statement.pk).update(speaker_id=offer.key)
    take_on(statement, by=by)


def _take_position(statement: Statement, offer: Offer, stance: str, condition: str = "") -> None:
    if stance not in Stance.values:
        raise NotAllowed("Say which stance.")
    holder = holder_of(statement)
    if holder is None:
        raise NotAllowed("Held by whom? The statement has no speaker to take it from: edit it first.")
    kind, key = offer.about
    Position.objects.update_or_create(
        statement=statement,
        holder=holder,
        **{f"{kind}_id": key},
        defaults={"stance": stance, "condition": condition},
    )


def take_on(statement: Statement, *, by) -> None:
    """Note that its parts were edited; a suggestion becomes `by`'s draft."""
    waiting = Statement.objects.filter(pk=statement.pk, status=Status.SUGGESTED)
    waiting.update(status=Status.DRAFT, coded_by=by)
    touch(statement)
