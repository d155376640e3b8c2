"""The page on how well suggestions do, for those who code."""

from contextlib import suppress
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tracker.negotiations.reading import seen_negotiation
from tracker.web.htmx import template_for

from ..coding.views import coders_only
from .forms import PeriodForm
from .queries import LATEST, VERDICTS, examples, quality


@coders_only
def suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of suggestions, in a period; examples of one line where `rule`, `outlet` or `month`, or a `verdict`, is asked for."""
    negotiation = seen_negotiation(request, slug)
    form = PeriodForm(request.GET or None)
    period = form.bounds()
    asked = _asked(request.GET)
    context = {
        "negotiation": negotiation,
        "form": form,
        "page": quality(negotiation, **period),
        "latest": LATEST,
        "verdict": VERDICTS.get(asked.get("verdict", "")),
        "asked": asked,
        "examples": examples(negotiation, **period, **asked) if asked else [],
    }
    return render(request, template_for(request, "statements/quality.html", "counts"), context)


def _asked(sent: QueryDict) -> dict:
    """Which examples; what cannot be read is left out."""
    asked: dict = {}
    if sent.get("verdict") in VERDICTS:
        asked["verdict"] = sent["verdict"]
    if rule := sent.get("rule", "")[:80]:
        asked["rule"] = rule
    if sent.get("outlet", "").isdecimal() and len(sent["outlet"]) < 19:
        asked["outlet"] = int(sent["outlet"])
    with suppress(ValueError):
        asked["month"] = date.fromisoformat(f"{sent.get('month', '')}-01")
    return asked
