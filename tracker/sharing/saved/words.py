"""Saved views as their list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from tracker.negotiations.models import Negotiation
from tracker.sharing.models import SavedView
from tracker.timelines.filters import Filters, parse
from tracker.timelines.naming import Naming, Words


@dataclass(frozen=True)
class ViewRow:
    """A view with its address and its filters in words."""

    view: SavedView
    address: str
    words: list[Words]


def view_rows(negotiation: Negotiation, views: Iterable[SavedView]) -> list[ViewRow]:
    """Five queries at most; `views` with their tracks."""
    views = list(views)
    for view in views:
        view.negotiation = negotiation
    filters = [filters_of(view) for view in views]
    naming = Naming(negotiation, filters)
    return [
        ViewRow(view, view.get_absolute_url(), naming.of(asked, view.track))
        for view, asked in zip(views, filters, strict=True)
    ]


def filters_of(view: SavedView) -> Filters:
    return parse(QueryDict(view.query))
