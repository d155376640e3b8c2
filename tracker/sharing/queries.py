"""Share links as their list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from .models import ShareLink
from .pages import SHAREABLE


@dataclass(frozen=True)
class LinkRow:
    """A link with the page it shows: its name, its address for those with an account, its filters in words."""

    link: ShareLink
    page: str
    address: str
    filters: str
    is_open: bool


def link_rows(links: Iterable[ShareLink]) -> list[LinkRow]:
    now = timezone.now()
    return [
        LinkRow(
            link=link,
            page=SHAREABLE.get(link.page, link.page),
            address=reverse(link.page, kwargs=link.arguments) + (f"?{link.query}" if link.query else ""),
            filters=", ".join(f"{name}: {value}" for name, values in QueryDict(link.query).lists() for value in values),
            is_open=link.is_open(now),
        )
        for link in links
    ]
