"""What linking found for a statement, as it is kept in `Statement.offered`: a list of {kind, key, label, words, rule, reason}.

    kind    speaker, track, issue, provision, event or date
    key     the row's key; of a date its EDTF
    label   what the row was called when it was found
    words   what in the text speaks for it
    rule    how it was found (tracker/lib/attribution/linking/linker.py lists them); its record is counted by kind and rule
    reason  why, for people

All that was found is kept there, what was proposed with the statement (the speaker of a post, tracks by name) as well as what was only
offered, so that it can be counted later what became of it. An entry is open while the statement does not have what it names. How often
its rule was right is not kept: `learned.note` adds it, as `accepted` and `judged`, for the page.
"""

from collections.abc import Iterable
from typing import cast

from tracker.lib.attribution import Offer

from .registry import Registry

MOST = 12  # kept of one statement


def as_json(found: Iterable[Offer], registry: Registry) -> list[dict]:
    """For `Statement.offered`: each once, with its label."""
    listings = {
        "speaker": registry.actors,
        "track": registry.tracks,
        "issue": registry.issues,
        "provision": registry.provisions,
    }
    kept: dict[tuple, dict] = {}
    for one in found:
        if one.kind in listings:
            label = listings[one.kind].label(one.key)
        else:
            label = registry.events.get(cast(int, one.key), "") if one.kind == "event" else str(one.key)
        values = {"kind": one.kind, "key": one.key, "label": label, "words": one.words[:200], "rule": one.rule}
        kept.setdefault((one.kind, one.key), {**values, "reason": one.reason[:300]})
    return list(kept.values())[:MOST]
