from django import template

from tracker.events import queries
from tracker.events.coding.suggested import Suggestions, suggestions

register = template.Library()


@register.filter
def aspect_label(dispute) -> str:
    """What a dispute is about: "When", "Where", "How long"."""
    return queries.aspect_label(dispute)


@register.filter
def beside(sides: list, speakers: list) -> list[tuple]:
    """(party, statements) of one row of Readouts."""
    return list(zip(speakers, sides, strict=True))


@register.simple_tag
def suggested_claims(report) -> Suggestions:
    """What the rules suggest for the report's list of claims. The list asks for it itself, because the workbench around it
    belongs to the statements, which know of no events; only those who code are shown a workbench."""
    return suggestions(report)
