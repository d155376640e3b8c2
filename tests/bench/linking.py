"""What linking proposes and offers beside what people coded in the demo dossier: python -m tests.bench.linking [misses]

Loads the demo dossier into an embedded database of its own, reads each of its reports as if nothing were coded in it, and compares
the statements found again with the hand-coded ones. Lessons are learned from the other reports only, and events that no other
report tells of are left out. "before" is the engine with names alone, "after" with roles, lessons, texts and events.
`misses` lists the speakers that are wrong or not found.
"""

import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import django


def main(arguments: list[str]) -> None:
    """Make a database of its own and measure in a process that knows no other."""
    from tests.runtime.served import MANAGE, environment, let_others_in

    folder = Path(tempfile.mkdtemp(prefix="parley-bench-"))
    let_others_in(folder)
    own = environment(folder / "data", LOG_LEVEL="WARNING", DJANGO_SETTINGS_MODULE="tracker.settings")

    def manage(*command: str) -> None:
        subprocess.run([sys.executable, str(MANAGE), *command], env=own, stdout=subprocess.DEVNULL, check=True)

    manage("db", "start")
    try:
        manage("migrate")
        manage("load_demo")
        subprocess.run([sys.executable, "-m", "tests.bench.linking", "inside", *arguments], env=own, check=True)
    finally:
        manage("db", "stop")
        shutil.rmtree(folder)


@dataclass
class Score:
    """Proposed, right, and coded by hand, by (kind, rule); rule "" is all of a kind."""

    proposed: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    coded: Counter = field(default_factory=Counter)

    def count(self, kind: str, given: dict, wanted: set) -> None:
        """`given`: key to rule."""
        self.coded[kind, ""] += len(wanted)
        for key, rule in given.items():
            for one in ((kind, ""), (kind, rule)):
                self.proposed[one] += 1
                self.right[one] += key in wanted

    def line(self, one: tuple[str, str]) -> str:
        proposed, right, coded = self.proposed[one], self.right[one], self.coded[one[0], ""]
        precision = f"{right / proposed:6.1%}" if proposed else "     -"
        return f"{proposed:4} proposed, {right:4} right: precision {precision}, of {coded:3} coded {right / max(coded, 1):6.1%}"


def inside(arguments: list[str]) -> None:
    django.setup()
    before, after, found, misses = Score(), Score(), Counter(), []
    for statement, one, plain in _pairs(found):
        wanted = _wanted(statement)
        _judge(before, plain, wanted, names_only=True)
        _judge(after, one, wanted)
        if statement.speaker_id and one.speaker != statement.speaker_id:
            misses.append((str(statement.speaker), one.speaker_words, one.reason))
    print(f"{found['coded']} coded statements, {found['matched']} found again\n")
    for kind in ("speaker", "speaker or offered", "track", "track offered", "issue", "provision", "event"):
        print(f"{kind:20} before  {before.line((kind, ''))}")
        print(f"{'':20} after   {after.line((kind, ''))}")
    print()
    for kind, rule in sorted(after.proposed):
        if rule:
            print(f"{kind:20} {rule:10} {after.line((kind, rule))}")
    for miss in misses if "misses" in arguments else ():
        print(miss)


def _judge(score: Score, one, wanted: dict[str, set], names_only: bool = False) -> None:
    offers = defaultdict(dict)
    for offer in one.offers:
        if not names_only or offer.rule in ("named", "beside"):
            offers[offer.kind][offer.key] = offer.rule
    linked = {link.key for link in one.tracks}
    if wanted["speaker"]:  # of nobody it cannot be told whether the guess is right
        rule = offers["speaker"].get(one.speaker, "name")
        score.count("speaker", {one.speaker: rule} if one.speaker else {}, wanted["speaker"])
        either = offers["speaker"] | ({one.speaker: rule} if one.speaker else {})
        hit = {key: rule for key, rule in either.items() if key in wanted["speaker"]} or dict(list(either.items())[:1])
        score.count("speaker or offered", hit, wanted["speaker"])
    score.count("track", {key: rule for key, rule in offers["track"].items() if key in linked}, wanted["track"])
    score.count("track offered", offers["track"], wanted["track"])
    for kind in ("issue", "provision", "event"):
        score.count(kind, offers[kind], wanted[kind])


def _wanted(statement) -> dict[str, set]:
    positions = list(statement.positions.all())
    return {
        "speaker": {statement.speaker_id} - {None},
        "track": {link.track_id for link in statement.track_links.all()},
        "issue": {one.issue_id or one.provision.issue_id for one in positions},
        "provision": {one.provision_id for one in positions} - {None},
        "event": {claim.event_id for claim in statement.claims.all()},
    }


def _pairs(found: Counter) -> Iterator[tuple]:
    """(coded statement, the suggestion at its place, the same without linking)."""
    from tracker.lib.attribution import suggest
    from tracker.negotiations.models import Negotiation

    negotiation = Negotiation.objects.get()
    rows = negotiation.statements.prefetch_related("anchors", "track_links", "positions__provision", "claims")
    of = defaultdict(list)
    for statement in rows.order_by("pk"):
        of[statement.report_id].append(statement)
    for report in negotiation.reports.order_by("published_at", "pk"):
        text = report.revisions.latest("number").text
        registry, linker = _without(negotiation, report)
        plain = suggest(text, reference=report.reference_day, known=registry.known(), language=report.language)
        linked = linker.link(plain, text, report.reference_day)
        for statement in of[report.pk]:
            found["coded"] += 1
            at = _at(statement.pieces, plain)
            if at is not None:
                found["matched"] += 1
                yield statement, linked[at], replace(plain[at], offers=linked[at].offers)


def _without(negotiation, report):
    """The registry, and a linker that has not seen this report coded."""
    from tracker.lib.attribution.linking import Linker, learn
    from tracker.statements.coding.learned import examples
    from tracker.statements.coding.linking import knowledge
    from tracker.statements.coding.registry import Registry

    registry = Registry(negotiation)
    known = knowledge(negotiation, registry.known(), registry.actors.rows)
    own = set(report.claims.values_list("event_id", flat=True))
    elsewhere = set(
        negotiation.events.filter(claims__report__in=negotiation.reports.exclude(pk=report.pk)).values_list(
            "pk", flat=True
        )
    )
    lessons = learn(one for one in examples(negotiation) if one.report != report.pk)
    occasions = [one for one in known.occasions if one.key in elsewhere or one.key not in own]
    return registry, Linker(replace(known, lessons=lessons, occasions=occasions))


def _at(pieces, found) -> int | None:
    """Which suggestion covers a coded statement best; at least half of the shorter of the two."""

    def shared(one) -> int:
        return sum(max(0, min(one.end, piece.end) - max(one.start, piece.start)) for piece in pieces)

    def likeness(at: int) -> float:
        one = found[at]
        return shared(one) / (max(one.end, pieces[-1].end) - min(one.start, pieces[0].start))

    best = max(range(len(found)), key=likeness, default=None)
    if best is None:
        return None
    shorter = min(found[best].end - found[best].start, sum(piece.end - piece.start for piece in pieces))
    return best if shared(found[best]) >= shorter / 2 else None


if __name__ == "__main__":
    inside(sys.argv[2:]) if sys.argv[1:2] == ["inside"] else main(sys.argv[1:])
