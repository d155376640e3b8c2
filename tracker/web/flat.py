"""Jinja2, for the parts of pages that are repeated often: the rows of long lists and the answers of filters.

Everything else is a Django template. Why two: docs/decisions/0019-lean-pages.md. The tags of parley.py are here too, as
functions.
"""

import functools

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.web.dates import written


@functools.cache
def environment() -> Environment:
    from tracker.web.templatetags import parley  # whose tag `flat` leads here

    made = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=settings.DEBUG,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(lambda text: _translated(text, get_language()), ngettext, newstyle=True)
    tags = ("icon", "stance", "stances", "when", "day", "track_mark")
    made.globals |= {name: getattr(parley, name) for name in tags} | {"written": written}
    return made


@functools.cache
def _translated(text: str, language: str) -> str:
    """In the current language, which is `language`: the same few texts stand in each row."""
    return gettext(text)


def flat(template: str, **values) -> SafeString:
    return mark_safe(environment().get_template(template).render(values))  # escaped by Jinja2
