"""What is wrong with a dossier, in words; nothing when all is well. Pure: no database.

The vocabulary is the database's own and refused there; here stand the rules that tie the files together, and what the
demo promises: how much there is, every row of the matrix, no speech put into a real person's mouth.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from tracker.lib.dates import BadDate, UncertainDate

from .dossier import BadQuote, Dossier, spans

AT_LEAST = {"reports": 42, "statements": 165, "speakers": 40, "tracks": 5, "events": 45, "disputed": 8, "moves": 4}
WORDS = range(90, 221)  # of a report
RUSSIA, US, OTHERS = "russia", "us", "others"
EVERYBODY = frozenset({RUSSIA, US, OTHERS})
# Who has a publicly reported position on what; the others are silent.
MATRIX = {
    "enlargement": EVERYBODY,
    "bucharest": {RUSSIA},
    "line-1997": EVERYBODY,
    "presence": EVERYBODY,
    "missiles": EVERYBODY,
    "nuclear": {RUSSIA, OTHERS},
    "bombers-ships": {RUSSIA, OTHERS},
    "aegis": EVERYBODY,
    "exercises": EVERYBODY,
    "hotlines": EVERYBODY,
    "indivisible": EVERYBODY,
    "build-up": EVERYBODY,
    "form": EVERYBODY,
    "minsk": EVERYBODY,
}
# Words that the sources give as said, and single terms: all that may stand in quotation marks.
REPORTED = {
    "from tomorrow", "as soon as early January", "early next year", "soon", "next week", "open door", "in two weeks",
    "written follow-up", "Not true.", "48 hours", "within the coming days", "later this week",
}  # fmt: skip
ARTICLES = {"d1": 8, "d2": 9}


def problems(dossier: Dossier) -> Iterator[str]:
    """Everything that is wrong, one sentence each. Where keys lead nowhere the rest is not looked at."""
    if unknown := list(_unknown_keys(dossier)):
        yield from unknown
        return
    yield from _quotes(dossier)
    yield from _dates(dossier)
    yield from _reports(dossier)
    yield from _reasons(dossier)
    yield from _positions(dossier)
    yield from _too_little(dossier)


def counts(dossier: Dossier) -> dict[str, int]:
    """How much there is of what the demo promises."""
    published = [row for row in dossier.statements.values() if row.get("status", "published") == "published"]
    return {
        "reports": len(dossier.reports),
        "statements": len(published),
        "speakers": len({row["speaker"] for row in published if "speaker" in row}),
        "tracks": len({track for row in published for track in row["tracks"]}),
        "events": len(dossier.events),
        "claims": sum(1 for _ in dossier.claims()),
        "disputed": sum(_disputed(event["claims"]) for event in dossier.events.values()),
        "moves": _moves(dossier),
    }


def from_memory(dossier: Dossier) -> list[str]:
    """Keys of the statements and provisions that nobody has checked against a stored page."""
    rows = [*dossier.statements.items(), *dossier.provisions.items()]
    return [key for key, row in rows if row.get("from_memory")]


def _unknown_keys(dossier: Dossier) -> Iterator[str]:
    for where, kind, key in _references(dossier):
        if key not in getattr(dossier, kind):
            yield f"{where}: there is no {key!r} among the {kind}."
    for key, row in dossier.statements.items():
        for relay in row.get("relayed_by", []):
            if relay not in dossier.actors and relay not in dossier.outlets:
                yield f"{key}: nobody is called {relay!r}."
    if sum(len(report["statement"]) for report in dossier.reports.values()) != len(dossier.statements):
        yield "Two statements have the same key."


def _references(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """(where, table, key) for each reference from one row to another."""
    for key, row in dossier.actors.items():
        yield from ((key, "actors", above) for above in [row.get("parent")] if above)
        yield from ((key, "actors", role["organisation"]) for role in row.get("roles", []))
    for kind in ("tracks", "issues"):
        for key, row in getattr(dossier, kind).items():
            yield from ((key, kind, above) for above in [row.get("parent")] if above)
    for key, row in dossier.tracks.items():
        for party in row["parties"]:
            yield from ((key, "actors", party[field]) for field in ("actor", "head") if field in party)
    for key, row in dossier.proposals.items():
        yield key, "tracks", row["track"]
        yield from ((key, "actors", actor) for actor in [row["tabled_by"], *row["addressees"]])
        yield from ((key, "issues", provision["issue"]) for provision in row.get("provision", []))
    for key, row in dossier.reports.items():
        yield key, "outlets", row["outlet"]
    for key, row in dossier.statements.items():
        yield from (
            (key, "actors", position["holder"]) for position in row.get("positions", []) if "holder" in position
        )
        yield from ((key, "actors", row[field]) for field in ("speaker", "addressee") if field in row)
        yield from ((key, "tracks", track) for track in row["tracks"])
        yield from ((key, "statements", answered) for answered in [row.get("answers")] if answered)
    for key, row in dossier.events.items():
        yield from ((key, "tracks", track) for track in row["tracks"])
        yield from ((key, "actors", actor) for actor in row["participants"])
        yield from ((key, "proposals", text) for text in [row.get("proposal")] if text)
        yield from ((key, "statements", claim["statement"]) for claim in row["claims"] if "statement" in claim)
        yield from ((key, "reports", claim["report"]) for claim in row["claims"])


def _quotes(dossier: Dossier) -> Iterator[str]:
    quoted = [(key, row["report"], row["quote"]) for key, row in dossier.statements.items()]
    quoted += [(key, claim["report"], claim["quote"]) for key, claim in dossier.claims()]
    for key, report, quote in quoted:
        try:
            spans(quote, dossier.reports[report]["text"])
        except BadQuote as problem:
            yield f"{key} in {report}: the quote {problem}"
    for key, claim in dossier.claims():
        source = dossier.statements.get(claim.get("statement", ""))
        if source and source["report"] != claim["report"]:
            yield f"{key}: the claim of {claim['report']} rests on a statement of {source['report']}."


def _dates(dossier: Dossier) -> Iterator[str]:
    dated = [(key, row["said_on"]) for key, row in dossier.statements.items() if "said_on" in row]
    dated += [(key, claim["when"]) for key, claim in dossier.claims() if "when" in claim]
    dated += [(key, status["since"]) for key, row in dossier.tracks.items() for status in row["statuses"]]
    dated += [(key, row["tabled_on"]) for key, row in dossier.proposals.items()]
    for key, edtf in dated:
        try:
            UncertainDate(edtf)
        except BadDate as problem:
            yield f"{key}: {edtf!r} is no date. {problem}"


def _reports(dossier: Dossier) -> Iterator[str]:
    for key, report in dossier.reports.items():
        if (words := len(report["text"].split())) not in WORDS:
            yield f"{key}: the text has {words} words."
        if not report["source_url"].startswith(("http://", "https://")):
            yield f"{key}: the facts have no address."
        if "desk summary" not in report["text"].splitlines()[0]:
            yield f"{key}: the dateline does not say that it is a desk summary."
        for said in re.findall(r'"([^"]*)"', report["text"]):
            if said not in REPORTED:
                yield f"{key}: {said!r} stands in quotation marks, but is not among the reported words."
    for key, row in dossier.statements.items():
        if row.get("from_memory") and "(from memory)" not in dossier.reports[row["report"]]["text"]:
            yield f"{key}: it is from memory, and its text does not say so."


def _reasons(dossier: Dossier) -> Iterator[str]:
    for key, row in dossier.statements.items():
        text = dossier.reports[row["report"]]["text"].casefold()
        for track, reason in row["tracks"].items():
            if reason.casefold() not in text:
                yield f"{key}: {reason!r}, the reason for {track}, does not stand in the text."
        if row.get("speaker_words") and row["speaker_words"].casefold() not in text:
            yield f"{key}: {row['speaker_words']!r} does not stand in the text."


def _positions(dossier: Dossier) -> Iterator[str]:
    for key, row in dossier.statements.items():
        for position in row.get("positions", []):
            if position["on"] not in dossier.issues and position["on"] not in dossier.provisions:
                yield f"{key}: {position['on']!r} is neither an issue nor a provision."
            elif dossier.holder(row, position) is None:
                yield f"{key}: nobody holds the position on {position['on']}."
            if (position["stance"] == "conditional") != ("condition" in position):
                yield f"{key}: a condition belongs to a conditional position, and only there."
    taken = _stances(dossier)
    for issue, expected in MATRIX.items():
        spoken = {holder if holder in (RUSSIA, US) else OTHERS for holder, about in taken if about == issue}
        if spoken != expected:
            yield f"{issue}: positions of {sorted(spoken)}, expected of {sorted(expected)}."


def _too_little(dossier: Dossier) -> Iterator[str]:
    there = counts(dossier)
    for what, wanted in AT_LEAST.items():
        if there[what] < wanted:
            yield f"There are {there[what]} {what}, fewer than {wanted}."
    for proposal, articles in ARTICLES.items():
        if [row["number"] for row in dossier.proposals[proposal]["provision"]] != [str(n + 1) for n in range(articles)]:
            yield f"{proposal}: not all of its {articles} articles are there, in order."


def _stances(dossier: Dossier) -> dict[tuple[str, str], list[str]]:
    """Stances by (holder, issue), oldest report first."""
    taken = defaultdict(list)
    for row in dossier.statements.values():
        for position in row.get("positions", []):
            if holder := dossier.holder(row, position):
                taken[holder, dossier.issue_of(position["on"])].append(position["stance"])
    return taken


def _moves(dossier: Dossier) -> int:
    """On how many issues a holder changed its stance."""
    return sum(any(a != b for a, b in pairwise(stances)) for stances in _stances(dossier).values())


def _disputed(claims: list[dict]) -> bool:
    """Whether two claims cannot both be right, as tracker/events/state.py derives it, counted roughly: of those that say
    the event took place, else of the last step, two differ in one aspect or in the days."""
    took_place = [claim for claim in claims if claim["step"] in ("held", "read_out")]
    settled = took_place or [claim for claim in claims if claim["step"] == claims[-1]["step"]]
    values = defaultdict(set)
    for claim in settled:
        if claim.get("aspect", "other") != "other":
            values[claim["aspect"]].add(claim["value"])
    days = [UncertainDate(claim["when"]) for claim in settled if "when" in claim]
    apart = any(a.latest and b.earliest and a.latest < b.earliest for a in days for b in days)
    return apart or any(len(said) > 1 for said in values.values())
