"""The demo dossier as the engine sees a negotiation: names, matters and places of statements. No database."""

from datetime import date, timedelta
from functools import cached_property

from tracker.intake.demo import dossier
from tracker.lib.attribution import Known, KnownName
from tracker.lib.attribution.happenings import Happenings, KnownEvent
from tracker.lib.attribution.matters import Matters
from tracker.lib.dates import UncertainDate


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

    def in_time_order(self) -> list[tuple[str, dict]]:
        return sorted(self.dossier.reports.items(), key=lambda row: dossier.published_at(row[1]))

    def claims_of(self, report: str):
        """(key of the event, claim) of one report."""
        return [(event, claim) for event, claim in self.dossier.claims() if claim["report"] == report]

    def told_before(self, report: dict) -> set[str]:
        """The events of which a report published earlier tells."""
        return {event for event, claim in self.dossier.claims() if self._is_before(claim, report)}

    def _is_before(self, claim: dict, report: dict) -> bool:
        earlier = self.dossier.reports[claim["report"]]
        return dossier.published_at(earlier) < dossier.published_at(report)

    def happenings_before(self, report: dict) -> Happenings:
        """These events with what was told of them until then."""
        events = [self._known_event(event, report) for event in sorted(self.told_before(report))]
        return Happenings(events, [*self.known.actors, *self.known.tracks])

    def _known_event(self, key: str, report: dict) -> KnownEvent:
        row = self.dossier.events[key]
        told = [claim for claim in row["claims"] if self._is_before(claim, report)]
        last = max(told, key=lambda claim: dossier.published_at(self.dossier.reports[claim["report"]]))
        days = [
            UncertainDate(claim["when"]) for claim in told if "when" in claim and claim["step"] in ("held", "read_out")
        ]
        days = days or [UncertainDate(claim["when"]) for claim in told if "when" in claim][-1:]
        first = min((day.earliest for day in days if day.earliest), default=None)
        end = max((day.latest for day in days if day.latest), default=None)
        return KnownEvent(
            key=key,
            kind=row["kind"],
            title=row["title"],
            first=first.date() if first else None,
            last=end.date() if end else None,
            took_place=any(claim["step"] in ("held", "read_out") for claim in told),
            place=last.get("place", ""),
            people=frozenset(one for one in row["participants"] if self._is_person(one)),
            others=frozenset(
                part
                for one in row["participants"]
                for part in (one, self.dossier.party_of(one))
                if part and not self._is_person(part)
            ),
            tracks=frozenset(row["tracks"]),
        )

    def _is_person(self, actor: str) -> bool:
        return self.dossier.actors[actor]["kind"] == "person"

    def days(self, event: str) -> set[date]:
        """All days that any claim gives for it, up to a month each."""
        whens = [claim["when"] for claim in self.dossier.events[event]["claims"] if "when" in claim]
        return {day for when in whens for day in days_between(UncertainDate(when))}


def days_between(when: UncertainDate) -> set[date]:
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return {one.date() for one in (first, last) if one}
    return {first.date() + timedelta(days=n) for n in range(min(31, (last - first).days + 1))}


def provision_names(number: str, proposals: tuple[str, ...]) -> tuple[str, ...]:
    """What reports call it: "Article 4 of the draft treaty"."""
    own = number if number[:1].isalpha() else f"Article {number}"
    return tuple(f"{own} of {article}{name}" for name in proposals for article in ("the ", ""))
