"""An id for each request, in every log line and in the answer, and one line per request when it is done."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tracker.runtime.logging import scrub

HEADER = "X-Request-ID"
SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET_PATHS = {"/livez", "/readyz"}

log = structlog.get_logger("parley.request")


class RequestIdMiddleware:
    """Stands first, so that its time is the whole time and its id is in what the others log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = accepted_id(request.headers.get(HEADER, "")) or uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            _log(request, response, milliseconds=(time.perf_counter() - began) * 1000)
        response[HEADER] = request_id
        return response


def accepted_id(offered: str) -> str | None:
    """A caller's own id, if it can do no harm in a header or a log."""
    return offered if SANE_ID.fullmatch(offered) else None


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks: behind the trusted proxy the one it names last, else the socket's."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and forwarded:
        return forwarded.rsplit(",", settings.ALLAUTH_TRUSTED_PROXY_COUNT)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def _log(request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
    write = log.debug if request.path in QUIET_PATHS and response.status_code < 500 else log.info
    write(
        "request",
        method=request.method,
        path=scrub(request.path),
        status=response.status_code,
        ms=round(milliseconds, 1),
        user_id=_known_user_id(request),
        ip=client_address(request),
    )


def _known_user_id(request: HttpRequest) -> int | None:
    """The signed-in user's id, if the request has asked for it; a log line is no reason for a query."""
    return getattr(getattr(request, "_cached_user", None), "pk", None)
