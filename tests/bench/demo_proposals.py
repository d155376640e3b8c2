"""Positions and claims proposed from the demo dossier's texts, against those coded in it by hand:
python -m tests.bench.demo_proposals [list]

Positions are asked for twice: of the statements as a person marked them, and of those the engine suggests (a suggestion
belongs to the statement with which it shares the most text). A position counts where statement, issue or provision and
stance are those of the dossier.

Claims are asked for as they would be on the bench, report by report in the order of publication: known are the events of
which an earlier report tells, with the days and places it gave; an event nobody told of yet must come as a new one of the
right kind. With "list" what was missed and what is wrong is printed; with "speed" the processor time of all texts is, as a
share of that of suggesting statements.
"""

import sys
import time
from collections import Counter, defaultdict

from tests.bench.demo_dossier import Registry, days_between
from tracker.lib.attribution import suggest
from tracker.lib.attribution.claims import Claims, ProposedClaim
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
    return {
        n: {
            (s.key, s.stance)
            for s in reader.of(spans, None, registry.dossier.reports[key]["statement"][n].get("act", ""))
        }
        for n, spans in enumerate(registry.places[key])
    }


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


def claims(registry: Registry, *, verbose: bool) -> None:
    """Print how the claims of the dossier were met."""
    counts: Counter = Counter()
    for key, report in registry.in_time_order():
        reader = Claims(registry.known, registry.happenings_before(report), LANGUAGE)
        found = reader.of(report["text"], report["dateline_day"], readout=report.get("kind") == "readout")
        coded = list(registry.claims_of(key))
        counts["coded"] += len(coded)
        counts["proposed"] += len(found)
        new = {event for event, _ in coded} - registry.told_before(report)
        used: set[int] = set()
        for event, claim in coded:
            fits = [n for n, one in enumerate(found) if _same_event(registry, event, event in new, one)]
            steps = [n for n in fits if found[n].step == claim["step"]]
            days = [n for n in steps if _day(found[n]) == claim.get("when", "")]
            used |= set(fits)
            counts["event"] += bool(fits)
            counts["event and step"] += bool(steps)
            counts["all"] += bool(days)
            counts["new events"] += event in new
            counts["of new events, all"] += event in new and bool(days)
            if verbose and not days:
                print(f"  {key}: missed {event} {claim['step']} {claim.get('when', '-')}: {claim['quote'][:90]}")
        counts["of no coded event"] += len(found) - len(used)
        for n, one in enumerate(found):
            if verbose and n not in used:
                print(
                    f"  {key}: not coded {one.kind} {one.step} {_day(one)} {one.event}: {report['text'][one.start : one.end][:110]} [{one.reason}]"
                )
    print(
        f"claims: {counts['coded']} coded; the event is proposed for {counts['event']}, with its step for"
        f" {counts['event and step']}, and with its day for {counts['all']} ({counts['all'] / counts['coded']:.0%});"
        f" of {counts['new events']} about an event not told of before, {counts['of new events, all']}"
    )
    print(
        f"  {counts['proposed']} proposed, {counts['of no coded event']} about no event that the report was coded for"
        f" ({counts['of no coded event'] / counts['proposed']:.0%})"
    )


def _same_event(registry: Registry, event: str, is_new: bool, one: ProposedClaim) -> bool:
    """Is it about this event: that very one, or, of one not yet on file, a new one of its kind?"""
    if not is_new:
        return one.event == event
    kind = registry.dossier.events[event]["kind"]
    return one.event is None and one.kind == kind and bool(registry.days(event) & _days(one) or one.when is None)


def _day(one: ProposedClaim) -> str:
    return one.when.edtf if one.when else ""


def _days(one: ProposedClaim) -> set:
    return days_between(one.when) if one.when else set()


def named(registry: Registry) -> int:
    """Of how many positions the issue or provision is named in the words of the statement: what rules could find at best."""
    count = 0
    for key, report in registry.dossier.reports.items():
        mentions = registry.matters.find(report["text"])
        for row, spans in zip(report["statement"], registry.places[key], strict=True):
            inside = [one for one in mentions if any(a <= one.start and one.end <= b for a, b in spans)]
            keys = {key for one in inside for _, key in one.keys}
            count += sum(one["on"] in keys for one in row.get("positions", []))
    return count


def speed(registry: Registry, rounds: int = 5) -> None:
    """Print what positions and claims add to suggesting statements, text by text as on filing."""
    reader = Claims(registry.known, registry.happenings_before(registry.in_time_order()[-1][1]), LANGUAGE)
    spent: Counter = Counter()

    def timed(name: str, work, *given, **more):
        started = time.process_time()
        answer = work(*given, **more)
        spent[name] += time.process_time() - started
        return answer

    def stands(text: str, rows: list) -> None:
        stances = Stances(text, registry.matters, LANGUAGE)
        for one in rows:
            stances.of([(one.start, one.end)], act=one.act or "")

    for number in range(rounds + 1):
        if number == 1:
            spent.clear()  # the first round reads the word lists
        for report in registry.dossier.reports.values():
            text, day = report["text"], report["dateline_day"]
            rows = timed("statements", suggest, text, reference=day, known=registry.known)
            timed("positions", stands, text, rows)
            timed("claims", reader.of, text, day)
    words = rounds * sum(len(report["text"].split()) for report in registry.dossier.reports.values())
    base = spent["statements"]
    print(f"statements {base / words * 600 * 1000:.2f} ms for 600 words;", end="")
    print(f" positions +{spent['positions'] / base:.0%}, claims +{spent['claims'] / base:.0%}")


def main(arguments: list[str]) -> None:
    registry, verbose = Registry(), "list" in arguments
    if "speed" in arguments:
        return speed(registry)
    if "claims" not in arguments:
        print(f"positions whose issue or provision is named in their statement: {named(registry)}")
        positions(registry, suggested=False, verbose=verbose)
        positions(registry, suggested=True, verbose=False)
    claims(registry, verbose=verbose)


if __name__ == "__main__":
    main(sys.argv[1:])
