"""The demo dossier as the engine sees a negotiation: names, matters and places of statements. No database."""

from functools import cached_property

from tracker.intake.demo import dossier
from tracker.lib.attribution import Known, KnownName
from tracker.lib.attribution.matters import Matters


def names(row: dict, title: str = "name") -> tuple[str, ...]:
    """The name first, as the registry gives them."""
    short = row.get(title.replace("name", "short_name").replace("title", "short_title"), "")
    return tuple(dict.fromkeys(name for name in (row[title], short, *row.get("aliases", [])) if name))


class Registry:
    def __init__(self):
        self.dossier = dossier.read()

    @cached_property
    def known(self) -> Known:
        files = self.dossier
        heads = {row.get("parent") for row in files.issues.values()}
        return Known(
            actors=[KnownName(key, names(row), row["kind"]) for key, row in files.actors.items()],
            tracks=[KnownName(key, names(row)) for key, row in files.tracks.items()],
            issues=[KnownName(key, names(row)) for key, row in files.issues.items() if key not in heads],
        )

    @cached_property
    def matters(self) -> Matters:
        provisions = [
            KnownName(f"{key}/{row['number']}", provision_names(row["number"], names(text, "title")))
            for key, text in self.dossier.proposals.items()
            for row in text.get("provision", [])
        ]
        return Matters(self.known.issues, provisions, [*self.known.actors, *self.known.tracks])

    @cached_property
    def places(self) -> dict[str, list]:
        """Of each report the spans of its statements, in the order of the file."""
        return {
            key: [dossier.spans(row["quote"], report["text"]) for row in report["statement"]]
            for key, report in self.dossier.reports.items()
        }


def provision_names(number: str, proposals: tuple[str, ...]) -> tuple[str, ...]:
    """What reports call it: "Article 4 of the draft treaty"."""
    own = number if number[:1].isalpha() else f"Article {number}"
    return tuple(f"{own} of {article}{name}" for name in proposals for article in ("the ", ""))
