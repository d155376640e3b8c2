"""Which part of a page to answer with."""

from django.http import HttpRequest


def template_for(request: HttpRequest, page: str, fragment: str) -> str:
    """`page`, or `page#fragment` when htmx asked for that part.

    A request that restores history gets the whole page, because htmx puts it in place of everything.
    """
    wants_part = request.htmx and not request.htmx.history_restore_request and not request.htmx.boosted
    return f"{page}#{fragment}" if wants_part else page
