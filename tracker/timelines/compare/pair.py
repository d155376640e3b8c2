"""Two sets of filters in one address: `?a=<query of a timeline>&b=<query of a timeline>`."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from tracker.timelines.filters import Filters, parse

LONGEST = 3000  # characters of a side
SIDES = ("a", "b")


@dataclass(frozen=True)
class Pair:
    """`b`: None where nothing has been chosen to compare with. Lanes are the same on both sides."""

    a: Filters
    b: Filters | None

    def address(self) -> str:
        query = QueryDict(mutable=True)
        query["a"] = self.a.address()[1:]
        if self.b is not None:
            query["b"] = self.b.address()[1:]
        return "?" + query.urlencode()

    def of(self, side: str) -> Filters:
        """What stands on a side, or would be changed from."""
        return self.b if side == "b" and self.b is not None else self.a

    def put(self, side: str, filters: Filters) -> "Pair":
        return replace(self, **{side: replace(filters, lanes=self.a.lanes, notes=())})

    def swapped(self) -> "Pair":
        return Pair(self.b, self.a) if self.b is not None else self

    def in_lanes(self, by: str) -> "Pair":
        b = replace(self.b, lanes=by) if self.b is not None else None
        return Pair(replace(self.a, lanes=by), b)

    def between(self, first, last) -> "Pair":
        """Both in these days."""
        return Pair(self.a.between(first, last), self.b.between(first, last) if self.b is not None else None)


def read(params: QueryDict) -> Pair:
    a = _side(params.get("a", ""))
    return Pair(a, replace(_side(params["b"]), lanes=a.lanes) if "b" in params else None)


def _side(query: str) -> Filters:
    return parse(QueryDict(query[:LONGEST].removeprefix("?")))
