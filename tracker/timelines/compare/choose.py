"""What a side may be replaced by: a saved view, another track, actor or issue, other days."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.negotiations.models import Negotiation
from tracker.timelines.facets import Facet
from tracker.timelines.filters import FACETS, Filters, parse
from tracker.timelines.places import as_filters

from .pair import SIDES, Pair

OFFERED = ("track", "actor", "issue", "stance")
VIEW = "view"


@dataclass(frozen=True)
class Group:
    """Options of a select under one heading: (value, label)."""

    label: str
    options: list[tuple[str, str]]


def groups(views: list, facets: list[Facet]) -> list[Group]:
    """`views`: the saved views that the reader sees; `facets`: those of one of the sides, with all their answers."""
    saved = [Group(_("Saved views"), [(f"{VIEW}:{one.pk}", one.name) for one in views])] if views else []
    return saved + [
        Group(facet.label, [(f"{facet.name}:{option.value}", option.label) for option in facet.options])
        for facet in facets
        if facet.name in OFFERED
    ]


class ChooseForm(forms.Form):
    """Replaces one side; what is left empty stays as it was, but for the days."""

    side = forms.ChoiceField(choices=[(side, side) for side in SIDES])
    instead = forms.CharField(required=False, max_length=120)
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)

    def chosen(self, pair: Pair, views) -> Pair:
        """The pair with the side replaced; `views`: a QuerySet of those the reader sees."""
        data = self.cleaned_data
        kind, _colon, value = data["instead"].partition(":")
        filters = pair.of(data["side"])
        if kind == VIEW:
            view = views.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 10 else None
            if view:
                return pair.put(data["side"], as_filters(parse(QueryDict(view.query)), view.track))
        elif kind in OFFERED and value:
            filters = _with_only(filters, kind, value)
        return pair.put(data["side"], filters.between(*_in_order(data["first"], data["last"])))


def _with_only(filters: Filters, facet: str, value: str) -> Filters:
    """As the parser would read it: what is no answer to the facet is left out."""
    asked = QueryDict(mutable=True)
    asked[facet] = value
    values = parse(asked).of(facet)
    return filters.with_only(facet, *values) if values and facet in FACETS else filters


def _in_order(first, last):
    return (last, first) if first and last and first > last else (first, last)


def saved_views(negotiation: Negotiation, user):
    """Of the room above, reached by its manager."""
    return negotiation.saved_views.visible_to(user).select_related("track")
