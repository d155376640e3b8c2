"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address, as the one trusted proxy in front of Parley reports it, if there is one.

    Behind a proxy only the last entry of X-Forwarded-For counts: the ones before it are the visitor's own words.
    """
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")
