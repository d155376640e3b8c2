"""Reading the files of the demo dossier. Pure: no database, no Django."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).parent / "dossier"
BETWEEN = " … "  # in a quote: everything from the words before it to the words after it
BYLINE = "Parley desk summary"
NOON = time(12, tzinfo=UTC)


class BadQuote(ValueError):
    """A quote that does not stand in its text, or not only once."""


@dataclass(frozen=True)
class Dossier:
    """The files as read: each table by key, in the order of the files. Rows are as the README of the folder says."""

    negotiation: dict
    actors: dict[str, dict]
    outlets: dict[str, dict]
    tracks: dict[str, dict]
    issues: dict[str, dict]
    proposals: dict[str, dict]
    reports: dict[str, dict]
    events: dict[str, dict]

    @cached_property
    def statements(self) -> dict[str, dict]:
        """All statements by key; `report` is the key of the report each stands in."""
        return {
            row["key"]: {**row, "report": key} for key, report in self.reports.items() for row in report["statement"]
        }

    @cached_property
    def provisions(self) -> dict[str, dict]:
        """By "proposal/number"."""
        return {
            f"{key}/{row['number']}": row for key, text in self.proposals.items() for row in text.get("provision", [])
        }

    def claims(self) -> Iterator[tuple[str, dict]]:
        """Each claim with the key of its event."""
        return ((key, claim) for key, event in self.events.items() for claim in event["claims"])

    def issue_of(self, on: str) -> str:
        """The issue that a position `on` an issue or a provision is about."""
        return self.provisions[on]["issue"] if on in self.provisions else on

    def party_of(self, actor: str) -> str | None:
        """The state or organisation for which an actor speaks: itself, or that of its last role, or of its parent."""
        row = self.actors[actor]
        if row["kind"] in ("state", "organisation"):
            return actor
        above = row["roles"][-1]["organisation"] if row.get("roles") else row.get("parent")
        return self.party_of(above) if above else None

    def holder(self, statement: dict, position: dict) -> str | None:
        """Whose position it is."""
        named = position.get("holder")
        return named or (self.party_of(statement["speaker"]) if "speaker" in statement else None)


def read(folder: Path = FOLDER) -> Dossier:
    """The dossier in `folder`. Raises tomllib.TOMLDecodeError, naming the file, for what is no TOML."""
    return Dossier(
        negotiation=_toml(folder / "negotiation.toml"),
        actors=_by(_toml(folder / "actors.toml")["actor"], "key"),
        outlets=_by(_toml(folder / "outlets.toml")["outlet"], "key"),
        tracks=_by(_toml(folder / "tracks.toml")["track"], "slug"),
        issues=_by(_toml(folder / "issues.toml")["issue"], "slug"),
        proposals={
            row["key"]: {**row, "slug": path.stem}
            for path in sorted((folder / "proposals").glob("*.toml"))
            for row in [_toml(path)]
        },
        reports={path.stem: _report(_toml(path)) for path in sorted((folder / "reports").glob("*.toml"))},
        events=_by(_toml(folder / "events.toml")["event"], "key"),
    )


def published_at(report: dict) -> datetime:
    """The instant of publication; noon UTC where only the day is known."""
    published = report["published"]
    return published if isinstance(published, datetime) else datetime.combine(published, NOON)


def spans(quote: str | list[str], text: str) -> list[tuple[int, int]]:
    """Where the pieces of a quote stand in `text`, each (start, end) in code points. Raises BadQuote."""
    return [_span(piece, text) for piece in ([quote] if isinstance(quote, str) else quote)]


def _span(piece: str, text: str) -> tuple[int, int]:
    first, _, last = piece.partition(BETWEEN)
    if (found := text.count(first)) != 1:
        raise BadQuote(f"stands {found} times: {first!r}")
    start = text.index(first)
    if not last:
        return start, start + len(first)
    if (found := text.count(last, start)) != 1:
        raise BadQuote(f"its end stands {found} times after its beginning: {last!r}")
    return start, text.index(last, start) + len(last)


def reference(report: dict) -> date:
    """The day against which words such as "Thursday" are resolved."""
    return report["dateline_day"]


def _report(row: dict) -> dict:
    texts = {key: row[key].strip("\n") for key in ("text", "earlier_text") if key in row}
    return {"fact_sources": [], "statement": [], **row, **texts}


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise tomllib.TOMLDecodeError(f"{path}: {problem}") from problem


def _by(rows: list[dict], key: str) -> dict[str, dict]:
    found = {row[key]: row for row in rows}
    if len(found) != len(rows):
        raise ValueError(f"Two rows have the same {key}.")
    return found
