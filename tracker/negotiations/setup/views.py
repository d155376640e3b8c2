"""Pages on which a team starts and furnishes a dossier. Researchers enter tracks, issues and actors; the negotiation
itself and who may see it are for reviewers."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.history.conflicts import conflict_response
from tracker.history.editable import EditConflict
from tracker.negotiations.models import Actor, Issue, Member, Negotiation, Track, Visibility
from tracker.negotiations.reading import seen_negotiation

from .forms import ActorForm, IssueForm, MembersForm, NegotiationForm, TrackForm

MOST_ACTORS = 300


@dataclass(frozen=True)
class Noun:
    """`title` of a new one; `words`: what its list is called."""

    model: type
    form: type
    title: str
    words: str


NOUNS = {
    "tracks": Noun(Track, TrackForm, gettext_lazy("New track"), gettext_lazy("Tracks")),
    "issues": Noun(Issue, IssueForm, gettext_lazy("New issue"), gettext_lazy("Issues")),
    "actors": Noun(Actor, ActorForm, gettext_lazy("New actor"), gettext_lazy("Actors")),
}


def new(request: HttpRequest) -> HttpResponse:
    if not request.user.may_code:
        raise PermissionDenied
    form = NegotiationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            negotiation = form.save()
            if negotiation.visibility == Visibility.RESTRICTED:
                # Else nobody but administrators could see what was just made.
                Member.objects.create(negotiation=negotiation, user=request.user)
        messages.success(
            request, _("“%(title)s” is open. Its tracks, issues and actors come next.") % {"title": negotiation}
        )
        return redirect("negotiations:setup", slug=negotiation.slug)
    return _form_page(request, form, title=_("New negotiation"))


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything a dossier is furnished with; actors of the whole registry, found by `?q=`."""
    negotiation, query = _editable(request, slug), request.GET.get("q", "").strip()[:100]
    actors = Actor.objects.visible_to(request.user).select_related("parent")
    if query:
        actors = actors.filter(Q(name__icontains=query) | Q(short_name__icontains=query))
    found = list(actors[: MOST_ACTORS + 1])
    context = {
        "negotiation": negotiation,
        "tracks": negotiation.tracks.select_related("parent").prefetch_related("parties__actor"),
        "issues": negotiation.issues.select_related("parent"),
        "actors": found[:MOST_ACTORS],
        "too_many": len(found) > MOST_ACTORS,
        "query": query,
    }
    return render(request, "negotiations/setup/overview.html", context)


def negotiation(request: HttpRequest, slug: str) -> HttpResponse:
    row = _editable(request, slug, reviewers=True)
    return _edit(request, row, NegotiationForm, back=lambda saved: redirect("negotiations:setup", slug=saved.slug))


def members(request: HttpRequest, slug: str) -> HttpResponse:
    row = _editable(request, slug, reviewers=True)
    form = MembersForm(request.POST or None, negotiation=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Members saved."))
        return redirect("negotiations:setup", slug=slug)
    return _form_page(request, form, row, title=_("Members"))


def add(request: HttpRequest, slug: str, noun: str) -> HttpResponse:
    row, kind = _editable(request, slug), _noun(noun)
    form = _form(kind, row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
        messages.success(request, _("“%(name)s” saved.") % {"name": saved})
        return redirect("negotiations:setup", slug=slug)
    return _form_page(request, form, row, title=kind.title)


def edit(request: HttpRequest, slug: str, noun: str, pk: int) -> HttpResponse:
    row, kind = _editable(request, slug), _noun(noun)
    rows = kind.model.objects.editable_by(request.user)
    standing = get_object_or_404(rows if kind.model is Actor else rows.filter(negotiation=row), pk=pk)

    def form(*args, instance):
        return _form(kind, row, *args, instance=instance)

    return _edit(request, standing, form, row, back=lambda _saved: redirect("negotiations:setup", slug=slug))


def _edit(request: HttpRequest, standing, form_class, negotiation: Negotiation | None = None, *, back) -> HttpResponse:
    """Show the row in its form; save it unless somebody else did meanwhile."""
    title, negotiation = str(standing), negotiation or Negotiation.objects.get(pk=standing.pk)
    form = form_class(request.POST or None, instance=standing)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, negotiation, title=title, standing=standing)
    try:
        with transaction.atomic():
            type(standing).lock_at(standing.pk, form.cleaned_data["version"] or 0)
            saved = form.save()
    except EditConflict as conflict:
        if conflict.current is not None:
            conflict.current.negotiation = negotiation
        return conflict_response(request, form, conflict.current, retry_url=request.path)
    messages.success(request, _("“%(name)s” saved.") % {"name": saved})
    return back(saved)


def _form(kind: Noun, negotiation: Negotiation, *args, **kwargs):
    if kind.model is not Actor:
        kwargs["negotiation"] = negotiation
    return kind.form(*args, **kwargs)


def _form_page(request: HttpRequest, form, negotiation=None, *, title, standing=None) -> HttpResponse:
    context = {"form": form, "negotiation": negotiation, "title": title, "standing": standing}
    context["label"] = standing._meta.label_lower if standing else ""
    status = 422 if form.is_bound else 200
    return render(request, "negotiations/setup/form.html", context, status=status)


def _editable(request: HttpRequest, slug: str, *, reviewers: bool = False) -> Negotiation:
    """404 where it is unseen, 403 where this person may read it but not change it."""
    negotiation = seen_negotiation(request, slug)
    may = request.user.may_publish if reviewers else request.user.may_code
    if not may or not Negotiation.objects.editable_by(request.user).filter(pk=negotiation.pk).exists():
        raise PermissionDenied
    return negotiation


def _noun(noun: str) -> Noun:
    if noun not in NOUNS:
        raise Http404
    return NOUNS[noun]
