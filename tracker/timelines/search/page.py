"""The page of a search: what was asked, how much was found of each kind, and twenty rows of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tracker.negotiations.models import Negotiation
from tracker.timelines.models import Found

from .ask import Asked, Meant, ask, words_meant
from .hits import BOUND, Hits, best_first, find
from .names import Names
from .query import parse
from .results import Row, day_of, rows

SIZE = 20
KINDS = {
    Found.STATEMENT: ("statements", gettext_lazy("Statements")),
    Found.EVENT: ("events", gettext_lazy("Events")),
    Found.PROPOSAL: ("texts", gettext_lazy("Tabled texts")),
    Found.REPORT: ("reports", gettext_lazy("Reports")),
}
SLUGS = {slug: kind for kind, (slug, _label) in KINDS.items()}


@dataclass(frozen=True)
class Tab:
    """`count`: as text ("1,000+"), "" where it was not counted."""

    label: str
    url: str
    is_current: bool
    count: str = ""


@dataclass(frozen=True)
class SearchPage:
    """`negotiation`: the one searched, None for all the reader sees. `rows`: of the page asked for; `older`, `newer`: the
    addresses of the next page and of the one before; `further`: beyond what is counted. `tabs`: one of each kind."""

    typed: str
    path: str
    negotiation: Negotiation | None
    asked: Asked | None = None
    kind: Found = Found.STATEMENT
    is_best_first: bool = False
    hits: Hits | None = None
    rows: list[Row] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    meant: tuple[Meant, ...] = ()
    number: int = 1
    older: str = ""
    newer: str = ""
    further: str = ""

    @property
    def count(self) -> str:
        return count_words(self.hits) if self.hits else ""

    @property
    def wants_focus(self) -> bool:
        """The caret goes into the box where nothing is shown yet; else single keys stay those of the page."""
        return not self.typed

    @property
    def kind_slug(self) -> str:
        return KINDS[self.kind][0]

    @property
    def order_urls(self) -> dict[str, str]:
        at = {"q": self.typed, "kind": self.kind_slug}
        return {"newest": address(self.path, **at), "best": address(self.path, **at, order="best")}

    @property
    def counts_url(self) -> str:
        """The tabs once more, with the counts of the other kinds."""
        return address(
            self.path, q=self.typed, kind=self.kind_slug, order="best" if self.is_best_first else "", counts="all"
        )

    @property
    def on_timeline(self) -> str:
        """The same words on the timeline, where one negotiation is searched."""
        if self.negotiation is None or self.kind == Found.REPORT:
            return ""
        return address(reverse("timelines:negotiation", args=[self.negotiation.slug]), q=self.typed)


def typed_in(params: QueryDict) -> str:
    return " ".join(params.get("q", "").replace("\x00", " ").split())


def search_page(
    path: str, params: QueryDict, *, user, negotiations: Sequence[Negotiation], negotiation: Negotiation | None = None
) -> SearchPage:
    """`negotiations`: those to search, all seen by `user`; `negotiation`: the only one, if it is one's own page."""
    typed = typed_in(params)
    if not typed:
        return SearchPage("", path, negotiation)
    names = Names(negotiations)
    asked = ask(parse(typed), negotiations, names)
    kind, hits = _found(asked, params.get("kind", ""))
    best = params.get("order") == "best"
    keys = best_first(asked, hits) if best else hits.keys
    number = _number(params.get("page", ""), len(keys))
    at = {"q": typed, "kind": KINDS[kind][0], "order": "best" if best else ""}
    shown = keys[(number - 1) * SIZE : number * SIZE]
    is_last = number * SIZE >= len(keys)
    return SearchPage(
        typed=typed, path=path, negotiation=negotiation, asked=asked, kind=kind, is_best_first=best, hits=hits,
        rows=rows(shown, kind, {one.pk: one for one in negotiations}, user, asked.text),
        tabs=tabs(asked, path, typed, hits, best=best, all_counts="counts" in params),
        meant=asked.meant or (() if hits else words_meant(asked.query, names)),
        number=number,
        older="" if is_last else address(path, **at, page=str(number + 1)),
        newer=address(path, **at, page=str(number - 1) if number > 2 else "") if number > 1 else "",
        further=_further(path, at, hits) if is_last and hits.is_more and not best else "",
    )  # fmt: skip


def _found(asked: Asked, wanted: str) -> tuple[Found, Hits]:
    """Of the kind asked for; where none is, the first kind of which there is something."""
    if wanted in SLUGS:
        return SLUGS[wanted], find(asked, SLUGS[wanted])
    for kind in KINDS:
        hits = find(asked, kind)
        if hits:
            return kind, hits
    return Found.STATEMENT, Hits(Found.STATEMENT)


def tabs(asked: Asked, path: str, typed: str, hits: Hits, *, best: bool, all_counts: bool) -> list[Tab]:
    """Counting the other kinds takes as long as finding them: asked for once the page stands."""
    built = []
    for kind, (slug, label) in KINDS.items():
        count = ""
        if kind == hits.kind:
            count = count_words(hits)
        elif all_counts and (kind != Found.REPORT or asked.by_words_only):
            count = count_words(find(asked, kind))
        url = address(path, q=typed, kind=slug, order="best" if best else "")
        built.append(Tab(str(label), url, kind == hits.kind, count))
    return built


def count_words(hits: Hits) -> str:
    return f"{BOUND:,}+" if hits.is_more else f"{len(hits):,}"


def address(path: str, **params: str) -> str:
    query = QueryDict(mutable=True)
    for name, value in params.items():
        if value:
            query[name] = value
    return f"{path}?{query.urlencode()}"


def _number(asked: str, found: int) -> int:
    last = max(1, -(-found // SIZE))
    return min(int(asked), last) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 and int(asked) else 1


def _further(path: str, at: dict[str, str], hits: Hits) -> str:
    """The same search from the last day on that was counted, so that nothing is left out; a day of more than BOUND is left
    behind."""
    newest, last = day_of(hits.keys[0]), day_of(hits.keys[-1])
    if last is None or newest is None:
        return ""
    until = last if newest == last else last + timedelta(days=1)
    return address(path, **{**at, "q": f"{at['q']} before:{until.isoformat()}"})
