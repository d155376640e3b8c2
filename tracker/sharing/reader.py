"""The reader of a share link, where pages expect a person."""

from dataclasses import dataclass
from typing import ClassVar

from .models import ShareLink


@dataclass(frozen=True)
class ShareReader:
    """Sees the published matter of the link's negotiation and may change nothing.

    Pages ask `visible_to(user)`; the rule for negotiations answers with the link's one.
    """

    share_link: ShareLink

    pk: ClassVar[None] = None
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_team: ClassVar[bool] = False
    may_code: ClassVar[bool] = False
    may_publish: ClassVar[bool] = False
    may_administer: ClassVar[bool] = False
    time_zone: ClassVar[str] = "UTC"

    def __str__(self) -> str:
        return "Reader of a shared page"
