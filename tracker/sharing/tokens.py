"""The secret in a share link's address: shown once, kept as its hash, exchanged for a cookie at first use."""

import hashlib
import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .models import ShareLink

TOKEN_BYTES = 32
COOKIE_DAYS = 30


def new_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_public_id() -> str:
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """SHA-256 (hex). Plain hashing serves here: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def remember(response: HttpResponse, request: HttpRequest, link: ShareLink) -> None:
    """Let this browser open the link without its token, at the link's own address only."""
    response.set_cookie(
        _cookie(link.public_id),
        signing.dumps(link.token_hash, salt=_salt(link.public_id)),
        max_age=COOKIE_DAYS * 24 * 3600,
        path=reverse("sharing:page", args=[link.public_id]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def is_remembered(request: HttpRequest, link: ShareLink) -> bool:
    """Whether this browser came by the link's token."""
    try:
        seen = signing.loads(
            request.COOKIES.get(_cookie(link.public_id), ""),
            salt=_salt(link.public_id),
            max_age=COOKIE_DAYS * 24 * 3600,
        )
    except signing.BadSignature:
        return False
    return secrets.compare_digest(seen, link.token_hash)


def _cookie(public_id: str) -> str:
    return f"share-{public_id}"


def _salt(public_id: str) -> str:
    return f"parley.share.{public_id}"
