"""What the pages of intake draw, and the count on the inbox's tab."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tracker.web.templatetags.parley import icon

from ..models import ItemStatus
from ..runs.queries import MOST_COUNTED, waiting

register = template.Library()

# Icon and words of each outcome.
OUTCOMES = {
    ItemStatus.WAITING: ("hourglass", _("waiting")),
    ItemStatus.READING: ("scan-text", _("being read")),
    ItemStatus.OPENED: ("folder-open", _("opened")),
    ItemStatus.NEEDS_LOOK: ("eye", _("needs a look")),
    ItemStatus.FILED: ("file-check", _("filed")),
    ItemStatus.SAME: ("equal", _("same as one on file")),
    ItemStatus.REVISION: ("file-diff", _("revision of one on file")),
    ItemStatus.REFUSED: ("ban", _("refused")),
    ItemStatus.FAILED: ("circle-alert", _("failed")),
    ItemStatus.CANCELLED: ("circle-off", _("cancelled")),
    ItemStatus.UNDONE: ("undo-2", _("undone")),
    ItemStatus.DISMISSED: ("archive", _("set aside")),
}


@register.simple_tag
def outcome(status: str) -> SafeString:
    """An item's outcome as icon and words."""
    name, words = OUTCOMES[ItemStatus(status)]
    return format_html('<span class="outcome outcome-{}">{}<span>{}</span></span>', status, icon(name), words)


# After a number, in a line of several.
SHORT = {
    ItemStatus.NEEDS_LOOK: _("to look at"),
    ItemStatus.SAME: _("on file already"),
    ItemStatus.REVISION: _("revisions"),
}


@register.filter
def outcome_short(status: str) -> str:
    return str(SHORT.get(ItemStatus(status), OUTCOMES[ItemStatus(status)][1]))


@register.simple_tag(takes_context=True)
def inbox_count(context, negotiation) -> str | None:
    """How many things in the inbox need a look, for its tab; None for those who have no inbox."""
    user = context["request"].user
    if not getattr(user, "may_code", False):
        return None
    count = waiting(negotiation).order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
