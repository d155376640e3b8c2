"""The ways from a page to sharing it, and from a timeline to keeping its selection."""

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from tracker.sharing.pages import place_of
from tracker.timelines.compare.pair import Pair
from tracker.timelines.places import as_filters

register = template.Library()


@register.simple_tag(takes_context=True)
def share_address(context, negotiation) -> str:
    """Where this page, with its filters, is shared; "" where it cannot be, or not by this reader."""
    request = context["request"]
    if not getattr(request.user, "is_team", False) or place_of(request.get_full_path()) is None:
        return ""
    return f"{reverse('sharing:new', args=[negotiation.slug])}?{urlencode({'address': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def timeline_here(context, filters) -> str:
    """The timeline of the page under these filters, as the parameter `address`."""
    return urlencode({"address": context["request"].path + filters.address()})


@register.simple_tag
def compare_address(page) -> str:
    """Where the selection of a timeline's page is compared with another."""
    pair = Pair(as_filters(page.filters, page.track), None)
    return reverse("timelines:compare", args=[page.negotiation.slug]) + pair.address()
