"""Addresses of what stands in one negotiation, for lists that write hundreds of them: reversed once, then filled in."""

from collections.abc import Callable

from django.urls import reverse

from tracker.negotiations.models import Negotiation

NAMES = {
    "statement": "statements:statement",
    "report": "reports:report",
    "actor": "negotiations:actor",
    "issue": "negotiations:issue",
    "proposal": "negotiations:proposal",
    "track": "negotiations:track",
}


class Addresses:
    """As `at.report(7)`, `at.track("osce")`."""

    statement: Callable[[int], str]
    report: Callable[[int], str]
    actor: Callable[[int], str]
    issue: Callable[[str], str]
    proposal: Callable[[str], str]
    track: Callable[[str], str]

    def __init__(self, negotiation: Negotiation):
        for short, name in NAMES.items():
            setattr(self, short, _maker(reverse(name, args=[negotiation.slug, "0"])))


def _maker(pattern: str) -> Callable[[int | str], str]:
    before, _zero, behind = pattern.rpartition("/0/")
    return lambda key: f"{before}/{key}/{behind}"
