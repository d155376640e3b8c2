"""The tags of Parley's pages. What they draw is shown at /style/ and described in docs/design.md.

They read attributes and ask the database nothing: whoever calls them has loaded what they show.
"""

import functools
from datetime import date

from django import template
from django.core.files.storage import storages
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from tracker.web import dates, marks
from tracker.web.flat import flat
from tracker.web.storage import ALL_STYLES, Storage, style_parts
from tracker.web.strips import strip_svg

register = template.Library()
register.simple_tag(flat)


class Kept(template.Node):
    def __init__(self, nodes: template.NodeList):
        self.nodes, self.by_language = nodes, {}

    def render(self, context) -> str:
        language = get_language()
        if language not in self.by_language:
            self.by_language[language] = self.nodes.render(context)
        return self.by_language[language]


@register.tag
def kept(parser, token) -> Kept:
    """{% kept %}...{% endkept %}: the same on every page for everybody; rendered once a process and language."""
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(nodes)


@register.simple_tag
def stylesheets() -> SafeString:
    """What every page is styled by: one file as deployed, its parts in development."""
    names = [ALL_STYLES] if isinstance(storages["staticfiles"], Storage) else style_parts()
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', ((static(name),) for name in names))


STANCE_WORDS = {
    "rejects": gettext_lazy("rejects"),
    "leans_against": gettext_lazy("leans against"),
    "conditional": gettext_lazy("conditional"),
    "leans_for": gettext_lazy("leans for"),
    "accepts": gettext_lazy("accepts"),
    "demands": gettext_lazy("demands"),
    "silence": gettext_lazy("no statement found"),
}
STATUS_WORDS = {
    "suggested": gettext_lazy("suggested"),
    "draft": gettext_lazy("draft"),
    "reviewed": gettext_lazy("reviewed"),
    "published": gettext_lazy("published"),
    "rejected": gettext_lazy("rejected"),
    "disputed": gettext_lazy("disputed"),
    "floated": gettext_lazy("floated"),
    "proposed": gettext_lazy("proposed"),
    "confirmed": gettext_lazy("confirmed"),
    "held": gettext_lazy("held"),
    "read_out": gettext_lazy("read out"),
    "postponed": gettext_lazy("postponed"),
    "cancelled": gettext_lazy("cancelled"),
    "active": gettext_lazy("active"),
    "suspended": gettext_lazy("suspended"),
    "concluded": gettext_lazy("concluded"),
}
STANCE_WITH_WORDS = '<span class="stance stance-{key}">{mark}<span>{label}</span></span>'
STANCE_ALONE = (
    '<span class="stance stance-{key}" title="{label}">{mark}<span class="visually-hidden">{label}</span></span>'
)
INBOX = "intake:inbox"  # for those who code, with what waits in it
# Label, URL name; the tab whose address begins the page's own is the current one.
TABS = (
    (gettext_lazy("Dashboard"), "negotiations:dashboard"),
    (gettext_lazy("Timeline"), "timelines:negotiation"),
    (gettext_lazy("Tracks"), "negotiations:tracks"),
    (gettext_lazy("Issues"), "negotiations:issues"),
    (gettext_lazy("Events"), "events:list"),
    (gettext_lazy("Reports"), "reports:list"),
    (gettext_lazy("Inbox"), INBOX),
    (gettext_lazy("Actors"), "negotiations:actors"),
    (gettext_lazy("Shared"), "sharing:list"),
)


@register.simple_tag
@functools.cache
def icon(name: str) -> SafeString:
    """A Lucide icon, inlined, the size of the text; silent to screen readers, so give its button a name."""
    drawing = lucide(name + "", size=None, aria_hidden="true", focusable="false")
    return mark_safe(drawing.replace("<svg", '<svg class="icon"', 1))


def track_class(track) -> str:
    """As "track-c3": the palette class that sets --track; numbers beyond twelve begin again."""
    return f"track-c{(int(track.colour or 1) - 1) % len(marks.TRACKS) + 1}"


@register.filter
def palette(track) -> str:
    return track_class(track)


@register.simple_tag
def track_shape(track) -> SafeString:
    """The track's shape alone, for places where its name stands beside it."""
    return marks.TRACKS[(int(track.colour or 1) - 1) % len(marks.TRACKS)]


@register.simple_tag
def track_mark(track, link: bool = True) -> SafeString:
    """Shape, colour and short label of a track; a link to its page unless `link=False`."""
    css, shape, label = track_class(track), track_shape(track), track.label
    if link:
        return format_html(
            '<a class="track {}" href="{}" title="{}">{}<span>{}</span></a>',
            css, track.get_absolute_url(), track.name, shape, label,
        )  # fmt: skip
    return format_html('<span class="track {}" title="{}">{}<span>{}</span></span>', css, track.name, shape, label)


@register.simple_tag
def stance(value: str, words: bool = True) -> SafeString:
    """The mark of a stance with its word; `words=False` keeps the word for screen readers and the tooltip."""
    return _stance(value or "silence", STANCE_WITH_WORDS if words else STANCE_ALONE, get_language())


def stances() -> dict[str, SafeString]:
    """The mark of each stance with its word, for rows that show many."""
    return {key: stance(key) for key in STANCE_WORDS}


@functools.cache
def _stance(key: str, pattern: str, language: str) -> SafeString:
    return format_html(pattern, key=key, mark=marks.STANCES[key], label=STANCE_WORDS[key])


@register.simple_tag
def status(value: str) -> SafeString:
    """The small-caps badge of a status of a statement, an event or a track."""
    label = STATUS_WORDS.get(value, value.replace("_", " "))
    shape = marks.STATUSES.get(value, marks.UNKNOWN_STATUS)
    return format_html('<span class="status status-{}">{}<span>{}</span></span>', value, shape, label)


@register.simple_tag
def when(moment) -> SafeString:
    """An uncertain date, rendered with its doubt; the tooltip has the words used, EDTF and reference day."""
    if moment is None:
        return format_html('<span class="when muted">{}</span>', _("date unknown"))
    if moment.is_exact_day:
        return format_html('<time class="when" datetime="{}">{}</time>', moment.edtf, str(moment))
    notes = [moment.edtf]
    if moment.words:
        notes.insert(0, _("as written: “%(words)s”") % {"words": moment.words})
    if moment.reference:
        notes.append(_("reckoned from %(day)s") % {"day": dates.day_words(moment.reference)})
    return format_html('<span class="when when-vague" title="{}">{}</span>', " · ".join(notes), str(moment))


@register.simple_tag
def day(value: date) -> SafeString:
    """A certain day: "12 Jan 2022"; of a moment, the day in the reader's zone."""
    found = dates.day_of(value)
    return SafeString("") if found is None else _day(found, get_language())


@functools.lru_cache(4096)
def _day(found: date, language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), dates.day_words(found))


@register.simple_tag
def instant(moment) -> SafeString:
    """A moment in the reader's zone: "12 Jan 2022, 14:05 GMT+3"."""
    if moment is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), dates.instant_words(moment))


@register.simple_tag
def countdown(moment, now=None) -> SafeString:
    """As "in 3 days", "tomorrow", "2 days ago": from `now` (default: this moment), in the reader's zone."""
    target = dates.day_of(moment)
    if target is None:
        return SafeString("")
    days = (target - dates.day_of(now or timezone.now())).days
    soon = " countdown-soon" if 0 <= days <= 1 else ""
    return format_html('<span class="countdown{}">{}</span>', soon, dates.countdown_words(days))


@register.simple_tag
def strip(values, label: str = "") -> SafeString:
    """A strip of daily counts, oldest first."""
    total = sum(values)
    text = label or _("%(total)s statements in %(days)s days") % {"total": total, "days": len(values)}
    return strip_svg(values, text)


@register.simple_tag
def basis(statement) -> SafeString:
    """On which terms the speaker is quoted: on record, on background, anonymous, from a document."""
    css = "badge" if statement.basis in ("on_record", "document") else "badge badge-warn"
    return format_html('<span class="{}">{}</span>', css, statement.get_basis_display())


@register.inclusion_tag("_components/quote.html")
def quote(statement, size: str = "", source: bool = True, links: bool = True) -> dict:
    """The quotation of a statement: words, speaker with the role of that day, basis, relay, source.

    size: "", "small" or "large". source=False where the report is named already; links=False where its
    reader may not open the actors' pages. Wants `Statement.objects.with_sources()`.
    """
    return {"statement": statement, "size": size, "source": source, "links": links}


@register.inclusion_tag("_components/pager.html", takes_context=True)
def pager(context, page) -> dict:
    """Links to the pages of a paginator's `page`, other filters kept; nothing when there is only one."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": list(numbers),
        "gap": page.paginator.ELLIPSIS,
    }


@register.simple_tag(takes_context=True)
def context_tabs(context, negotiation, waiting: str | None = None) -> SafeString:
    """The tabs of a negotiation; the current one is found from the address of the page. The day a page is read as of
    goes with the reader from tab to tab. `waiting`: how much in the inbox needs a look; None: there is no inbox tab."""
    path = context["request"].path
    day = context.get("public_by")
    as_of = f"?public_by={day.isoformat()}" if day else ""
    rows = []
    for position, (label, name) in enumerate(TABS):
        if name == INBOX and waiting is None:
            continue
        url = reverse(name, kwargs={"slug": negotiation.slug})
        here = path == url if position == 0 else path.startswith(url)
        is_inbox = name == INBOX
        address = url if is_inbox else url + as_of
        count = _waiting(waiting) if is_inbox else ""
        rows.append((address, mark_safe(' aria-current="page"') if here else "", label, count))
    return format_html_join("", '<a href="{}"{}>{}{}</a>', rows)


def _waiting(count: str | None) -> SafeString | str:
    if not count or count == "0":
        return ""
    words = _("need a look")
    return format_html(' <span class="tab-count">{}<span class="visually-hidden"> {}</span></span>', count, words)
