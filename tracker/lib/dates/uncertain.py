"""The value: words as found, EDTF, bounds, and the day the words were resolved against."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .bounds import Bounds, bounds, normalise
from .render import render


@dataclass(frozen=True)
class UncertainDate:
    """A date as exact as its source: `edtf` (ISO 8601-2), the `words` it was given in, and the `reference` day.

    Raises BadDate for an unreadable `edtf`. Two are equal when all three parts are.

    >>> str(UncertainDate("2022-01-01~/2022-01-10~"))
    'early January 2022'
    """

    edtf: str
    words: str = ""
    reference: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "edtf", normalise(self.edtf))
        _ = self.bounds  # refuse what cannot be read here, not when it is first shown

    @property
    def bounds(self) -> Bounds:
        return bounds(self.edtf)

    @property
    def earliest(self) -> datetime | None:
        """The first instant it can mean (UTC); None when its beginning is open or unknown."""
        return self.bounds[0]

    @property
    def latest(self) -> datetime | None:
        """The last instant it can mean (UTC); None when its end is open or unknown."""
        return self.bounds[1]

    @property
    def is_approximate(self) -> bool:
        return any(mark in self.edtf for mark in "~?%X")

    @property
    def is_exact_day(self) -> bool:
        """Whether it is one day, or a moment of one, without doubt."""
        early, late = self.bounds
        return not self.is_approximate and early is not None and late is not None and late - early < timedelta(days=1)

    def __str__(self) -> str:
        """In English, keeping the doubt: "about 12 Jan 2022", "early January 2022"."""
        return render(self.edtf)
