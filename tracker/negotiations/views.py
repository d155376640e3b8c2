"""Pages to read: tracks, actors, issues and proposals of a negotiation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tracker.web.htmx import template_for
from tracker.web.public_by import public_by

from . import queries
from .models import Actor, Issue, Proposal, Track
from .reading import context, seen_negotiation


def tracks(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    rows = queries.tracks_overview(negotiation, user=request.user, public_by=asked.moment)
    return render(request, "negotiations/tracks.html", context(request, negotiation, asked, rows=rows))


def track(request: HttpRequest, slug: str, track: str) -> HttpResponse:
    seen = Track.objects.visible_to(request.user).select_related("negotiation", "parent")
    row, asked = get_object_or_404(seen, negotiation__slug=slug, slug=track), public_by(request)
    page = queries.track_page(row, user=request.user, public_by=asked.moment, after=request.GET.get("after", ""))
    template = template_for(request, "negotiations/track.html", "statements")
    return render(request, template, context(request, row.negotiation, asked, page=page, track=row))


def issues(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    overview = queries.issues_overview(negotiation, user=request.user, public_by=asked.moment)
    return render(request, "negotiations/issues.html", context(request, negotiation, asked, overview=overview))


def issue(request: HttpRequest, slug: str, issue: str) -> HttpResponse:
    seen = Issue.objects.visible_to(request.user).select_related("negotiation", "parent")
    row, asked = get_object_or_404(seen, negotiation__slug=slug, slug=issue), public_by(request)
    page = queries.issue_page(row, user=request.user, public_by=asked.moment)
    return render(request, "negotiations/issue.html", context(request, row.negotiation, asked, page=page, issue=row))


def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    rows = queries.proposals_overview(negotiation, public_by=asked.moment)
    return render(request, "negotiations/proposals.html", context(request, negotiation, asked, rows=rows))


def proposal(request: HttpRequest, slug: str, proposal: str) -> HttpResponse:
    asked = public_by(request)
    seen = Proposal.objects.visible_to(request.user).public_by(asked.moment)
    row = get_object_or_404(
        seen.select_related("negotiation", "tabled_by", "track__negotiation"), negotiation__slug=slug, slug=proposal
    )
    version = request.GET.get("version", "")
    page = queries.proposal_page(row, user=request.user, public_by=asked.moment, version=version)
    return render(
        request, "negotiations/proposal.html", context(request, row.negotiation, asked, page=page, proposal=row)
    )


def actors(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    groups = queries.actors_overview(negotiation, user=request.user, public_by=asked.moment)
    return render(request, "negotiations/actors.html", context(request, negotiation, asked, groups=groups))


def actor(request: HttpRequest, slug: str, actor: int) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    row = get_object_or_404(Actor.objects.visible_to(request.user).select_related("parent"), pk=actor)
    get_object_or_404(queries.negotiations_of(row, request.user), pk=negotiation.pk)
    page = queries.actor_page(
        negotiation, row, user=request.user, public_by=asked.moment, after=request.GET.get("after", "")
    )
    template = template_for(request, "negotiations/actor.html", "statements")
    return render(request, template, context(request, negotiation, asked, page=page, actor=row))


def actor_anywhere(request: HttpRequest, actor: int) -> HttpResponse:
    """Leads to the actor's page in the one negotiation it takes part in, or lists several."""
    row = get_object_or_404(Actor.objects.visible_to(request.user), pk=actor)
    found = list(queries.negotiations_of(row, request.user))
    if len(found) == 1:
        return redirect("negotiations:actor", slug=found[0].slug, actor=row.pk)
    return render(request, "negotiations/actor_anywhere.html", {"actor": row, "negotiations": found})
