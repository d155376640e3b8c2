"""Pages on which a team starts and furnishes a dossier. Researchers enter tracks, issues, tabled texts and actors; the
negotiation itself and who may see it are for reviewers."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.history.editable import Editable
from tracker.negotiations.models import Actor, Issue, Member, Negotiation, Proposal, Track, Version, Visibility
from tracker.negotiations.reading import seen_negotiation

from .editing import add_page, edit_page, form_page, remove_page
from .forms import ActorForm, IssueForm, MembersForm, NegotiationForm, ProposalForm, TrackForm, VersionForm

MOST_ACTORS = 300


@dataclass(frozen=True)
class Noun:
    """`title` of a new one; `of`: what leads from a row to its negotiation, "" where it belongs to none."""

    model: type[Editable]
    form: type
    title: str
    of: str = "negotiation"

    def rows(self, user, negotiation: Negotiation) -> models.QuerySet:
        rows = self.model.objects.editable_by(user)
        return rows.filter(**{self.of: negotiation}) if self.of else rows


NOUNS = {
    "tracks": Noun(Track, TrackForm, gettext_lazy("New track")),
    "issues": Noun(Issue, IssueForm, gettext_lazy("New issue")),
    "actors": Noun(Actor, ActorForm, gettext_lazy("New actor"), of=""),
    "proposals": Noun(Proposal, ProposalForm, gettext_lazy("New tabled text")),
    "versions": Noun(Version, VersionForm, gettext_lazy("New version"), of="proposal__negotiation"),
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
    return form_page(request, form, title=_("New negotiation"), back=reverse("negotiations:home"))


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
        "proposals": negotiation.proposals.select_related("tabled_by").annotate(version_count=Count("versions")),
        "actors": found[:MOST_ACTORS],
        "too_many": len(found) > MOST_ACTORS,
        "query": query,
    }
    return render(request, "negotiations/setup/overview.html", context)


def negotiation(request: HttpRequest, slug: str) -> HttpResponse:
    row = _editable(request, slug, reviewers=True)
    page = {"negotiation": Negotiation.objects.get(pk=row.pk), "back": _setup(row)}  # its title as it stands
    return edit_page(request, NegotiationForm(request.POST or None, instance=row), after=_setup, **page)


def members(request: HttpRequest, slug: str) -> HttpResponse:
    row = _editable(request, slug, reviewers=True)
    form = MembersForm(request.POST or None, negotiation=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Members saved."))
        return redirect("negotiations:setup", slug=slug)
    return form_page(request, form, negotiation=row, title=_("Members"), back=_setup(row))


def add(request: HttpRequest, slug: str, noun: str) -> HttpResponse:
    row, kind = _editable(request, slug), _noun(noun)
    if kind.model is Version:
        raise Http404  # a version is entered from the page of its text
    more = {"negotiation": row} if kind.of else {}

    def after(saved) -> str:
        # A text is of little use without its articles: on to its versions.
        return _edit_address(row, noun, saved) if kind.model is Proposal else _setup(row)

    form = kind.form(request.POST or None, **more)
    return add_page(request, form, after=after, title=kind.title, back=_setup(row), negotiation=row)


def add_version(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _editable(request, slug)
    proposal = get_object_or_404(NOUNS["proposals"].rows(request.user, row), pk=pk)
    back = _edit_address(row, "proposals", proposal)
    form = VersionForm(request.POST or None, proposal=proposal)
    page = {"title": _("New version of “%(text)s”") % {"text": proposal.label}, "back": back, "negotiation": row}
    return add_page(request, form, after=lambda _saved: back, **page)


def edit(request: HttpRequest, slug: str, noun: str, pk: int) -> HttpResponse:
    row, kind = _editable(request, slug), _noun(noun)
    standing = get_object_or_404(kind.rows(request.user, row), pk=pk)
    back = _back(row, standing)
    page = {"back": back, "negotiation": row, "remove": reverse("negotiations:setup_remove", args=[slug, noun, pk])}
    if kind.model is Version:
        page["back_words"] = standing.proposal.label
    if kind.model is Proposal:
        page["versions"] = standing.versions.annotate(article_count=Count("provisions"))
    form = kind.form(request.POST or None, instance=standing)
    return edit_page(request, form, after=lambda _saved: back, **page)


def remove(request: HttpRequest, slug: str, noun: str, pk: int) -> HttpResponse:
    row, kind = _editable(request, slug), _noun(noun)
    standing = get_object_or_404(kind.rows(request.user, row), pk=pk)
    back = _edit_address(row, noun, standing)
    return remove_page(request, standing, back=back, after=_back(row, standing), negotiation=row)


def _setup(negotiation: Negotiation) -> str:
    return reverse("negotiations:setup", args=[negotiation.slug])


def _edit_address(negotiation: Negotiation, noun: str, row: Editable) -> str:
    return reverse("negotiations:setup_edit", args=[negotiation.slug, noun, row.pk])


def _back(negotiation: Negotiation, row: Editable) -> str:
    """The page from which the row's form was opened."""
    return _edit_address(negotiation, "proposals", row.proposal) if isinstance(row, Version) else _setup(negotiation)


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
