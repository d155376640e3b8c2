"""Teaching the rules from the workbench: the form, what it does at once, and what it may do elsewhere."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from tracker.lib.attribution import forms_of
from tracker.negotiations.models import Actor, Issue, Track
from tracker.reports.models import Report
from tracker.web.htmx import template_for
from tracker.web.names import unknown

from ..models import Anchor, LexiconWord, WordKind
from ..models.statement import NotAllowed
from ..tasks import start_again
from . import lessons
from .answers import coders_only, report_of
from .judging import number
from .registry import Registry
from .suggest import suggest_statements
from .views import bench_page

NAMES = [
    ("actor", gettext_lazy("A name of an actor")),
    ("track", gettext_lazy("A name of a track")),
    ("issue", gettext_lazy("A name of an issue")),
]
LISTS = {"actor": "actors", "track": "tracks", "issue": "issues"}


class TeachForm(forms.Form):
    """Words of a text and what they are; `name`: of whom or what on file they are a name."""

    words = forms.CharField(max_length=200, label="These words")
    what = forms.ChoiceField(choices=[*NAMES, *WordKind.choices], label="are", initial="actor")
    name = forms.CharField(
        max_length=300, required=False, label="of", widget=forms.TextInput({"list": "actors", "autocomplete": "off"})
    )
    inflected = forms.CharField(
        max_length=200, required=False, label="Its forms",
        help_text="Of a verb: base, third person, past, -ing. Guessed where this is empty.",
    )  # fmt: skip
    at = forms.IntegerField(required=False, widget=forms.HiddenInput)  # where in the text the coder was

    def __init__(self, *args, registry: Registry, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.registry, self.language = registry, language
        self.row: Actor | Track | Issue | None = None

    def clean(self):
        cleaned = super().clean()
        what, name = cleaned.get("what"), cleaned.get("name", "")
        if what in LISTS:
            found = getattr(self.registry, LISTS[what]).find(name)
            self.row = found[0] if len(found) == 1 else None
            if len(found) > 1:
                self.add_error("name", f"Several are called “{name}”. Write more of the name.")
            elif not found:
                self.add_error("name", unknown(what, name) if name else "Of whom, or of what?")
        return cleaned

    def teach(self, *, by) -> str:
        """Do it, and say what was done. Raises NotAllowed."""
        sent = self.cleaned_data
        if self.row is not None:
            fresh = lessons.add_alias(row=self.row, alias=sent["words"])
            words = {"words": sent["words"], "name": str(self.row)}
            text = (
                _("“%(words)s” is now a name of %(name)s.") if fresh else _("%(name)s is called “%(words)s” already.")
            )
            return text % words
        word = lessons.add_word(
            language=self.language, kind=sent["what"], words=sent["words"], forms=sent["inflected"], by=by
        )
        return _("Taught: %(forms)s.") % {"forms": word.forms}


@coders_only
def teach(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """The form, begun with the `words` of the address or the speaker's of `statement`; and teaching, which takes effect at
    once on the suggestions of the report that wait."""
    found = report_of(request, slug, report)
    registry = Registry(found.negotiation)
    form = TeachForm(
        request.POST or None, initial=_begun(request, found), registry=registry, language=found.language
    )  # fmt: skip
    if request.method != "POST":
        return _form(request, found, form)
    if not form.is_valid():
        return _form(request, found, form, status=422)
    try:
        said = form.teach(by=request.user)
    except NotAllowed as error:
        form.add_error("words", str(error))
        return _form(request, found, form, status=422)
    count = suggest_statements(found, by=request.user)
    waits = ngettext("%(n)s suggestion waits here.", "%(n)s suggestions wait here.", count) % {"n": count}
    return _back(request, found, form.cleaned_data.get("at"), f"{said} {waits}")


def _begun(request: HttpRequest, report: Report) -> dict:
    """What the form holds at first."""
    words = " ".join(request.GET.get("words", "").split())[:200]
    statement = report.statements.select_related("speaker").filter(pk=number(request.GET.get("statement"))).first()
    at = statement.pieces[0].start if statement and statement.pieces else None
    if words and words.islower() and " " not in words:
        return {"words": words, "what": WordKind.CLAUSE, "inflected": forms_of(words, report.language), "at": at}
    speaker = statement.speaker if statement else None
    return {
        "words": words or (statement.speaker_words if statement else ""),
        "what": "actor",
        "name": str(speaker) if speaker and not words else "",
        "at": at,
    }


def _form(request: HttpRequest, report: Report, form: TeachForm, *, status: int = 200) -> HttpResponse:
    context = {
        "negotiation": report.negotiation,
        "report": report,
        "form": form,
        "taught": LexiconWord.objects.filter(language=report.language).select_related("added_by"),
        "elsewhere": lessons.waiting_reports(report.negotiation, but=report).count(),
        "name_lists": [] if request.htmx else form.registry.lists(),
    }
    return render(request, template_for(request, "statements/teach.html", "teach"), context, status=status)


def _back(request: HttpRequest, report: Report, at: int | None, said: str) -> HttpResponse:
    """The workbench, at the statement that begins where the coder was."""
    waits = lessons.waiting_reports(report.negotiation, but=report).count()
    if request.htmx:
        here = Anchor.objects.filter(statement__report=report, start=at).order_by("statement__status")
        current = here.values_list("statement", flat=True).first()
        response = bench_page(request, report, said=said, elsewhere=waits, current=current)
        return reswap(retarget(response, "#bench"), "outerHTML")
    messages.success(request, said)
    return redirect("statements:teach", slug=report.negotiation.slug, report=report.pk)


@require_POST
@coders_only
def elsewhere(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """Suggest anew in the other reports of the negotiation in which suggestions wait; a job does it."""
    found = report_of(request, slug, report)
    start_again(found.negotiation_id)
    messages.success(request, _("The other reports in which suggestions wait are gone through in the background."))
    return redirect("statements:workbench", slug=slug, report=report)


@require_POST
@coders_only
def forget(request: HttpRequest, slug: str, report: int, word: int) -> HttpResponse:
    """Take a taught word out again; its history stays."""
    found = report_of(request, slug, report)
    gone = get_object_or_404(LexiconWord.objects.editable_by(request.user), pk=word)
    gone.delete()
    suggest_statements(found, by=request.user)
    messages.success(request, _("Forgotten: %(forms)s.") % {"forms": gone.forms})
    return redirect("statements:teach", slug=slug, report=report)
