"""HTML (or JSON) that was written before and still is what would be written now, and rows that were read before.

1. A key holds everything that the HTML depends on: the edition of what is kept in the database, the address, the reader's
   language, zone and role, and what its view adds. So nothing is ever thrown away for being outdated; it is not asked for any more.
2. Whether the reader may see it is not decided here: views ask before they call.
3. Each web process keeps its own, the least used forgotten first. What tells the time ("in 3 days") is at most LONGEST old.
"""

import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language

from .edition import edition

LONGEST = 300.0  # seconds
SAFE = {"GET", "HEAD"}
TOKEN = "the-token-of-whoever-reads-it"  # stands in a kept page for what guards this reader's forms


Row = TypeVar("Row")


class Shelf:
    """At most `most` characters of HTML, or bytes; safe for threads."""

    def __init__(self, most: int):
        self._most, self._size = most, 0
        self._kept: OrderedDict[tuple, tuple[float, str | bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple, *, now: float) -> Any:
        """As it was put; None where nothing is, or nothing so young."""
        with self._lock:
            since, html = self._kept.get(key, (0.0, None))
            if html is None or now - since > LONGEST:
                return None
            self._kept.move_to_end(key)
            return html

    def put(self, key: tuple, html: str | bytes, *, now: float) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = (now, html)
            self._size += len(html)
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple) -> None:
        _since, html = self._kept.pop(key, (0.0, ""))
        self._size -= len(html)


_shelf = Shelf(settings.KEPT_HTML)


def kept(request: HttpRequest, *parts, make: Callable[[], str]) -> str:
    """What `make` writes for this address; `parts`: what it depends on besides (see 1. above). Pages of share links are always
    made: what they show depends on the link."""
    if not _may_keep(request):
        return make()
    zone = timezone.get_current_timezone_name()
    key = (
        _edition(request),
        request.build_absolute_uri(),
        request.user.role,
        get_language(),
        zone,
        timezone.localdate(),
        *parts,
    )
    html = _shelf.get(key, now=time.monotonic())
    if html is None:
        html = make()
        _shelf.put(key, html, now=time.monotonic())
    return html


def recalled(request: HttpRequest, *parts, make: Callable[[], Row]) -> Row:
    """The row (with others that came along) that `make` reads for this reader; `parts`: what it is asked by. Each reader is given
    objects of their own. What `make` raises, it raises for each."""
    if not _may_keep(request):
        return make()
    user = request.user
    key = (_edition(request), "row", user.pk, user.is_active, getattr(user, "role", None), *parts)
    pickled = _shelf.get(key, now=time.monotonic())
    if pickled is None:
        row = make()
        _shelf.put(key, pickle.dumps(row), now=time.monotonic())
        return row
    return pickle.loads(pickled)


def _may_keep(request: HttpRequest) -> bool:
    # Within a transaction one sees one's own edits, under a number that others' may yet be given.
    return bool(settings.KEPT_HTML) and not connection.in_atomic_block and not getattr(request.user, "share_link", None)


def _edition(request: HttpRequest) -> int:
    """Read before what is kept under it: were it read after, an edit in between would be kept out for good. A request that only
    reads asks once."""
    if request.method not in SAFE:
        return edition()
    if not hasattr(request, "_edition"):
        request._edition = edition()
    return request._edition


def kept_page(request: HttpRequest, *parts, make: Callable[[dict], str]) -> HttpResponse:
    """The whole page that `make` writes, with layout, given what to put into its context. Kept for each person who only reads; the
    layout of those who code counts what waits in the inbox, and one that brings a message does so once."""

    def written() -> str:
        return make({"csrf_token": TOKEN})

    user = request.user
    is_own = getattr(user, "may_code", False) or getattr(user, "share_link", None) or len(get_messages(request))
    html = written() if is_own else kept(request, "page", user.pk, str(user), user.email, *parts, make=written)
    return HttpResponse(html.replace(TOKEN, get_token(request)) if TOKEN in html else html)
