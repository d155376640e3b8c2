"""The filters that are on, each as something one can take away."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.web.dates import day_words

from .facets import Facet
from .filters import Filters


@dataclass(frozen=True)
class Chip:
    """`label: value`; `url` is the page without it."""

    label: str
    value: str
    url: str


def chips(facets: list[Facet], filters: Filters) -> list[Chip]:
    shown = [Chip(facet.label, option.label, option.url) for facet in facets for option in facet.chosen]
    if filters.text:
        shown.append(Chip(_("Text"), filters.text, filters.without("text").address()))
    if filters.first or filters.last:
        shown.append(Chip(_("Days"), days_words(filters), filters.without("dates").address()))
    return shown


def days_words(filters: Filters) -> str:
    first = day_words(filters.first) if filters.first else ""
    last = day_words(filters.last) if filters.last else ""
    if first and last:
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(day)s") % {"day": first} if first else _("until %(day)s") % {"day": last}
