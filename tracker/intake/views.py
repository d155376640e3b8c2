"""Entering a report, and putting one right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tracker.history.conflicts import conflict_response
from tracker.history.editable import EditConflict
from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import seen_negotiation
from tracker.reports.models import CameFrom, Report
from tracker.statements.coding.registry import Registry
from tracker.statements.coding.suggest import LOOKED_AT
from tracker.statements.coding.views import coders_only
from tracker.web.names import NewName

from . import readers, sandbox
from .entering import AlreadyFiled, Proposal, enter_report, filed, propose, reference_day
from .forms import NewReportForm, ReportForm, SourceForm
from .record import Failed, Record, Refused
from .revising import save_report
from .zones import OFFERED


@coders_only
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Two steps on one address: `step=read` brings a text or file and is answered by proposals; `step=save` files."""
    negotiation = seen_negotiation(request, slug)
    if request.method != "POST":
        if "by_hand" in request.GET:
            return _to_settle(request, negotiation, NewReportForm(registry=Registry(negotiation)))
        return _to_read(request, negotiation, SourceForm(initial={"reference_day": reference_day(negotiation)}))
    return _save(request, negotiation) if request.POST.get("step") == "save" else _read(request, negotiation)


def _read(request: HttpRequest, negotiation: Negotiation) -> HttpResponse:
    form = SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _to_read(request, negotiation, form, status=422)
    given, upload = form.cleaned_data, form.cleaned_data["file"]
    try:
        record = _record(given, upload)
    except (Refused, Failed) as error:
        form.add_error("file" if upload else "text", error.reason)
        return _to_read(request, negotiation, form, status=422)
    if report := filed(negotiation, record.text):
        return _to_read(request, negotiation, form, already=report, status=422)
    registry = Registry(negotiation)
    came_from = CameFrom.FILE if upload else CameFrom.PASTE
    proposal = propose(record, registry, came_from=came_from, file_name=upload.name if upload else "")
    filled = NewReportForm(initial=proposal.initial, registry=registry, taken_from=proposal.taken_from)
    return _to_settle(request, negotiation, filled, proposal=proposal)


def _record(given: dict, upload) -> Record:
    """Read what was given; a file goes before the text. Raises Refused, and Failed where reading broke off."""
    helps = {"reference_date": given["reference_day"], "url": given["url"]}
    if upload is None:
        return sandbox.read(given["text"], **helps)
    if upload.size > readers.MOST_BYTES:
        raise Refused(
            f"The file has {upload.size / 1024 / 1024:.1f} MB; files up to {readers.MOST_BYTES // 1024 // 1024} MB can be read."
        )
    return sandbox.read(upload.read(), filename=upload.name, content_type=upload.content_type or "", **helps)


def _save(request: HttpRequest, negotiation: Negotiation) -> HttpResponse:
    form = NewReportForm(request.POST, registry=Registry(negotiation))
    if not form.is_valid():
        return _to_settle(request, negotiation, form, status=422)
    try:
        report = enter_report(form, negotiation=negotiation, by=request.user)
    except AlreadyFiled as already:
        return _to_settle(request, negotiation, form, already=already.report, status=422)
    count = report.statements.waiting().count()
    where = "" if len(form.cleaned_data["text"]) <= LOOKED_AT else f" in its first {LOOKED_AT:,} characters"
    messages.success(request, f"Filed. {count or 'No'} statement{'' if count == 1 else 's'} suggested{where}.")
    return redirect("statements:workbench", slug=negotiation.slug, report=report.pk)


def _to_read(request, negotiation, form: SourceForm, *, already: Report | None = None, status=200) -> HttpResponse:
    context = {"negotiation": negotiation, "form": form, "already": already}
    return render(request, "intake/read.html", context, status=status)


def _to_settle(
    request: HttpRequest,
    negotiation: Negotiation,
    form: NewReportForm,
    *,
    proposal: Proposal | None = None,
    already: Report | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "negotiation": negotiation,
        "form": form,
        "notes": proposal.notes if proposal else [],
        "already": already,
        **_names(form),
    }
    return render(request, "intake/settle.html", context, status=status)


def _names(form: ReportForm) -> dict:
    """The names offered while typing, and whether the outlet would be a new one."""
    value = form["outlet_name"].value()
    is_new = isinstance(value, str) and value and not value.isdigit() and not form.registry.outlets.find(value)
    return {
        "name_lists": [("outlets", list(form.registry.outlets.labels.values())), ("zones", OFFERED)],
        "new_outlet": NewName(value).text if is_new else "",
    }


@coders_only
def edit(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    """A report's particulars and text; a changed text is a new revision."""
    seen = Report.objects.visible_to(request.user).select_related("negotiation", "outlet")
    found = get_object_or_404(seen, negotiation__slug=slug, pk=report)
    form = ReportForm(request.POST or None, instance=found, registry=Registry(found.negotiation))
    if request.method != "POST":
        return _to_edit(request, found, form)
    form.fields["version"].required = True
    if not form.is_valid():
        return _to_edit(request, found, form, status=422)
    try:
        revised = save_report(form, by=request.user)
    except EditConflict as conflict:
        return conflict_response(
            request, form, conflict.current, retry_url=reverse("intake:edit", args=[slug, found.pk])
        )
    except AlreadyFiled as already:
        return _to_edit(request, found, form, already=already.report, status=422)
    if revised.revision is None:
        messages.success(request, "Saved.")
        return redirect(found)
    if revised.lost:
        messages.warning(
            request,
            f"Revision {revised.revision.number} is filed. The words of {revised.lost} statements or claims are not in "
            "it: they need a look.",
        )
    else:
        messages.success(request, f"Revision {revised.revision.number} is filed; every quote was found in it again.")
    return redirect("statements:workbench", slug=slug, report=found.pk)


def _to_edit(request, report: Report, form: ReportForm, *, already: Report | None = None, status=200) -> HttpResponse:
    context = {"negotiation": report.negotiation, "report": report, "form": form, "already": already, **_names(form)}
    return render(request, "intake/edit.html", context, status=status)
