"""Who stands where: read from positions, oldest first. No position is silence, which is not a stance."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby

MOST_COLUMNS = 10


@dataclass(frozen=True)
class Shift:
    """A holder took another stance than before; both positions carry their quotes."""

    before: object
    after: object


@dataclass(frozen=True)
class Run:
    """Positions in a row with the same stance, oldest first."""

    positions: tuple

    @property
    def stance(self) -> str:
        return self.positions[0].stance

    @property
    def first(self):
        return self.positions[0]

    @property
    def last(self):
        return self.positions[-1]

    @property
    def is_of_one_day(self) -> bool:
        return str(self.first.statement.said_on) == str(self.last.statement.said_on)


@dataclass(frozen=True)
class Stand:
    """Where `holder` stands on one question: its positions on it, oldest first, at least one."""

    holder: object
    positions: tuple

    @property
    def current(self):
        return self.positions[-1]

    @property
    def stance(self) -> str:
        return self.current.stance

    @property
    def shifts(self) -> list[Shift]:
        """Each change of stance, newest first."""
        pairs = zip(self.positions, self.positions[1:], strict=False)
        return [Shift(before, after) for before, after in pairs if before.stance != after.stance][::-1]

    @property
    def runs(self) -> list[Run]:
        """The way here: one run per stretch of the same stance, oldest first."""
        return [Run(tuple(same)) for _, same in groupby(self.positions, key=lambda position: position.stance)]

    @property
    def earlier(self) -> list:
        """All but the current position, newest first."""
        return list(self.positions[-2::-1])


def stands(positions: Iterable, about: Callable[[object], Hashable]) -> dict[tuple[int, Hashable], Stand]:
    """Stands by (holder's id, what `about` gives for a position); positions for which it gives None are left out."""
    grouped = defaultdict(list)
    for position in sorted(positions, key=lambda position: position.taken_at):
        if (key := about(position)) is not None:
            grouped[position.holder_id, key].append(position)
    return {key: Stand(taken[-1].holder, tuple(taken)) for key, taken in grouped.items()}


def issue_of(position) -> int | None:
    """The issue a position is on: its own, or that of its provision."""
    return position.issue_id or position.provision.issue_id


@dataclass(frozen=True)
class Row:
    """One issue of a matrix; `stands`: one per column, None for silence. `is_heading`: it only has issues below it, on
    which positions are taken instead."""

    issue: object
    stands: list[Stand | None]
    is_heading: bool = False


@dataclass(frozen=True)
class Matrix:
    """Issues by parties. `left_out`: how many more took positions. `compared`: the positions are those of the newest so
    many statements that take any; 0: of all."""

    columns: list
    rows: list[Row]
    left_out: int = 0
    compared: int = 0

    @property
    def holders(self) -> int:
        """How many there are, with those left out."""
        return len(self.columns) + self.left_out

    def __bool__(self) -> bool:
        return bool(self.rows)


def matrix(
    positions: Iterable, columns: Iterable, issues: Iterable, *, keep_silent: bool = False, compared: int = 0
) -> Matrix:
    """Current stands on `issues` by `columns` and by other holders, MOST_COLUMNS in all, those who took most first.

    `keep_silent`: rows for issues on which nobody took a position too.
    """
    found = stands(positions, issue_of)
    asked = {actor.pk: actor for actor in columns}
    holders = asked | {stand.holder.pk: stand.holder for stand in found.values()}
    spoken_on = Counter(pk for pk, _ in found)
    ranked = sorted(holders, key=lambda pk: -spoken_on[pk])
    chosen = set(sorted(ranked, key=lambda pk: pk not in asked)[:MOST_COLUMNS])
    ordered = [pk for pk in ranked if pk in chosen]
    spoken = {issue for _, issue in found}
    shown = [issue for issue in issues if keep_silent or issue.pk in spoken]
    above = {issue.parent_id for issue in shown}
    rows = [
        Row(issue, [found.get((pk, issue.pk)) for pk in ordered], issue.pk in above and issue.pk not in spoken)
        for issue in shown
    ]
    return Matrix([holders[pk] for pk in ordered], rows, len(spoken_on.keys() - chosen), compared)
