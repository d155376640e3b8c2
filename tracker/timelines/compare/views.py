"""The page that compares two selections, and choosing what to compare with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracker.negotiations.reading import seen_negotiation

from .choose import ChooseForm, saved_views
from .page import comparison
from .pair import read


def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """`?side=` with it: a form was sent that replaces a side; the answer leads to the address that says so."""
    negotiation, pair = seen_negotiation(request, slug), read(request.GET)
    form = ChooseForm(request.GET) if "side" in request.GET else None
    if form and form.is_valid():
        return redirect(request.path + form.chosen(pair, saved_views(negotiation, request.user)).address())
    page = comparison(negotiation, pair, user=request.user)
    context = {"negotiation": negotiation, "page": page, "form": form}
    return render(request, "timelines/compare.html", context, status=422 if form else 200)
