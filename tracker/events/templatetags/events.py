from django import template

from tracker.events import queries

register = template.Library()


@register.filter
def aspect_label(dispute) -> str:
    """What a dispute is about: "When", "Where", "How long"."""
    return queries.aspect_label(dispute)


@register.filter
def beside(sides: list, speakers: list) -> list[tuple]:
    """(party, statements) of one row of Readouts."""
    return list(zip(speakers, sides, strict=True))
