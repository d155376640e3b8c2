from django import template
from django.utils.safestring import SafeString

from tracker.timelines.timeline import Row, TimelinePage
from tracker.web.flat import flat

register = template.Library()
TEMPLATES = {"event": "timelines/_event.html", "proposal": "timelines/_proposal.html"}


@register.simple_tag(takes_context=True)
def entries_of(context, page: TimelinePage) -> SafeString:
    """The list of a timeline. Its statements are many and written by Jinja2, events and tabled texts by Django."""

    def thing(row: Row) -> SafeString:
        with context.push(row=row):
            return context.template.engine.get_template(TEMPLATES[row.entry.kind]).render(context)

    return flat("timelines/_entries.jinja", months=page.months, at=page.at, badges=page.badges, thing=thing)
