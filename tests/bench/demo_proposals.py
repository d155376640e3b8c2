"""Positions and claims proposed from the demo dossier's texts, against those coded in it by hand:
python -m tests.bench.demo_proposals [list]

Positions are asked for twice: of the statements as a person marked them, and of those the engine suggests (a suggestion
belongs to the statement with which it shares the most text). A position counts where statement, issue or provision and
stance are those of the dossier.

Claims are asked for as they would be on the bench, report by report in the order of publication: known are the events of
which an earlier report tells, with the days and places it gave; an event nobody told of yet must come as a new one of the
right kind. With "list" what was missed and what is wrong is printed.
"""

import sys
from collections import Counter, defaultdict

from tests.bench.demo_dossier import Registry
from tracker.lib.attribution import suggest
from tracker.lib.attribution.stances import Stances

LANGUAGE = "en"


def positions(registry: Registry, *, suggested: bool, verbose: bool) -> None:
    """Print how the positions of the dossier were met."""
    coded, met, about, proposed = 0, 0, 0, 0
    stances: Counter = Counter()
    for key, report in registry.dossier.reports.items():
        reader = Stances(report["text"], registry.matters, LANGUAGE)
        rows = report["statement"]
        found = _of_suggestions(registry, key, reader) if suggested else _of_statements(registry, key, reader)
        for number, row in enumerate([*rows, None]):
            here = found.get(number, set())
            mine = {(one["on"], one["stance"]) for one in row.get("positions", [])} if row else set()
            coded, proposed, met = coded + len(mine), proposed + len(here), met + len(mine & here)
            meant, given = dict(mine), dict(here)
            about += len(meant.keys() & given.keys())
            stances.update((meant[on], given[on]) for on in meant.keys() & given.keys())
            if verbose and mine != here:
                print(f"  {row and row['key']}: missed {sorted(mine - here)}, not coded {sorted(here - mine)}")
    title = "of suggested statements" if suggested else "of statements as coded"
    print(f"positions {title}: {coded} coded; on {about} of these something is proposed, {met} rightly", end="")
    print(f" ({met / coded:.0%}); {proposed} proposed, {proposed - met} not coded ({(proposed - met) / proposed:.0%})")
    print("  stance coded -> proposed:", ", ".join(f"{a} -> {b} {n}" for (a, b), n in sorted(stances.items())))


def _of_statements(registry: Registry, key: str, reader: Stances) -> dict[int, set]:
    return {n: {(s.key, s.stance) for s in reader.of(spans, None, registry.dossier.reports[key]["statement"][n].get("act",""))} for n, spans in enumerate(registry.places[key])}


def _of_suggestions(registry: Registry, key: str, reader: Stances) -> dict[int, set]:
    """By the number of the statement it belongs to; -1 becomes the row behind the last, for those that belong to none."""
    found: dict[int, set] = defaultdict(set)
    report = registry.dossier.reports[key]
    places = registry.places[key]
    for one in suggest(report["text"], reference=report["dateline_day"], known=registry.known, language=LANGUAGE):
        shared = [sum(max(0, min(b, one.end) - max(a, one.start)) for a, b in spans) for spans in places]
        most = max(shared, default=0)
        number = shared.index(most) if most else len(places)
        cue = (one.cue.start, one.cue.end) if one.cue else None
        found[number] |= {(s.key, s.stance) for s in reader.of([(one.start, one.end)], cue, one.act or "")}
    return found


def main(arguments: list[str]) -> None:
    registry, verbose = Registry(), "list" in arguments
    positions(registry, suggested=False, verbose=verbose)
    positions(registry, suggested=True, verbose=False)


if __name__ == "__main__":
    main(sys.argv[1:])
