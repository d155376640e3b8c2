"""Making share links."""

from django.utils import timezone

from tracker.negotiations.models import Negotiation

from .models import ShareLink
from .pages import Place
from .tokens import hash_of, new_public_id, new_token


def make_link(
    *, negotiation: Negotiation, place: Place, label: str, expires_at, pinned: bool, embed_on: str = "", by
) -> tuple[ShareLink, str]:
    """Make a link to the page and return it with its token, which is kept nowhere and cannot be shown again."""
    token = new_token()
    link = ShareLink.objects.create(
        negotiation=negotiation,
        made_by=by,
        label=label,
        token_hash=hash_of(token),
        public_id=new_public_id(),
        page=place.page,
        arguments=place.arguments,
        query=place.query,
        expires_at=expires_at,
        pinned_at=timezone.now() if pinned else None,
        embed_on=embed_on,
    )
    return link, token
