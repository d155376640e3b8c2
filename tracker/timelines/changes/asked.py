"""Since when, and which of its two times makes something new."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Q
from django.utils.translation import gettext_lazy

from tracker.web.public_by import parse as read_day

PUBLIC, FILED = "public", "filed"
BY = {PUBLIC: gettext_lazy("Public since then"), FILED: gettext_lazy("Published here since then")}


@dataclass(frozen=True)
class Asked:
    """`day`: None where none was asked for, or `error` says why it is none. `by` PUBLIC: what its source published since
    then, by FILED: what was published here."""

    day: date | None
    by: str = PUBLIC
    words: str = ""
    error: str = ""

    @property
    def moment(self) -> datetime:
        """When the day begins (UTC)."""
        return datetime.combine(self.day or date.max, time.min, UTC)

    @property
    def entries(self) -> Q:
        """Of rows of Entry."""
        return Q(public_at__gte=self.moment) if self.by == PUBLIC else Q(filed_at__gte=self.moment)

    @property
    def claims(self) -> Q:
        return Q(report__published_at__gte=self.moment) if self.by == PUBLIC else Q(status_changed_at__gte=self.moment)

    def is_new(self, claim) -> bool:
        """The same of one claim."""
        at = claim.report.published_at if self.by == PUBLIC else claim.status_changed_at
        return bool(at and at >= self.moment)

    def parameters(self, **other: str) -> dict[str, str]:
        """For addresses; what is as always is left out."""
        asked = {"since": self.day.isoformat() if self.day else "", "by": self.by} | other
        return asked | {"by": "" if asked["by"] == PUBLIC else asked["by"]}


def read(params) -> Asked:
    found = read_day(params.get("since", ""))
    by = params.get("by", "")
    return Asked(found.day, by if by in BY else PUBLIC, found.words, found.error)
