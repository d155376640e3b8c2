"""Entering a report, and putting one right."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
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
from .fetching import fetch
from .forms import NewReportForm, ReportForm, SourceForm
from .record import Columns, Failed, Record, Refused
from .revising import save_report
from .runs import by_hand
from .runs.starting import Upload, start_run
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
    given, field = form.cleaned_data, form.leading
    try:
        came = _came(given, field)
        found = sandbox.read_all(came.data, **came.helps, reference_date=given["reference_day"])
    except (Refused, Failed) as problem:
        form.add_error(field, problem.reason)
        return _to_read(request, negotiation, form, status=422)
    if len(found) > 1 or isinstance(found[0], Columns):
        return _to_inbox(request, negotiation, came, given)
    record = found[0]
    if isinstance(record, Refused):
        form.add_error(field, record.reason)
        return _to_read(request, negotiation, form, status=422)
    if report := filed(negotiation, record.text):
        return _to_read(request, negotiation, form, already=report, status=422)
    registry = Registry(negotiation)
    proposal = propose(record, registry, came_from=came.came_from, file_name=came.name)
    initial = proposal.initial | {"received": _kept(came, record)}
    filled = NewReportForm(initial=initial, registry=registry, taken_from=proposal.taken_from)
    return _to_settle(request, negotiation, filled, proposal=proposal)


@dataclass(frozen=True)
class Came:
    """What was given, as bytes or typed text. `name`: the file's, or ""."""

    data: bytes | str
    came_from: str
    name: str = ""
    content_type: str = ""
    url: str = ""

    @property
    def helps(self) -> dict:
        return {"filename": self.name, "content_type": self.content_type, "url": self.url}


def _came(given: dict, field: str) -> Came:
    """Take what was given in `field`. Raises Refused and Failed."""
    if field == "url":
        fetched = fetch(given["url"])
        return Came(fetched.data, CameFrom.ADDRESS, content_type=fetched.content_type, url=fetched.address)
    if field == "text":
        return Came(given["text"], CameFrom.PASTE, url=given["url"])
    upload = given["file"]
    if upload.size > readers.MOST_BYTES:
        raise Refused(
            f"The file has {upload.size / 1024 / 1024:.1f} MB; files up to {readers.MOST_BYTES // 1024 // 1024} MB can be read."
        )
    return Came(upload.read(), CameFrom.FILE, upload.name, upload.content_type or "", given["url"])


def _kept(came: Came, record: Record) -> str:
    """The name of what was received, for the form; typed words are kept as the report's text alone."""
    if isinstance(came.data, str):
        return ""
    return by_hand.receive(came.data, format=record.format, content_type=came.content_type)


def _to_inbox(request: HttpRequest, negotiation: Negotiation, came: Came, given: dict) -> HttpResponse:
    """Several stories, or a table: they go in as a run, in which each becomes a report of its own."""
    more: dict = {"addresses": [came.url]}
    if came.came_from != CameFrom.ADDRESS:
        data = came.data.encode() if isinstance(came.data, str) else came.data
        more = {"files": [Upload(came.name or "Pasted text", data, came.content_type)]}
    label = came.name or came.url or "Pasted text"
    run = start_run(negotiation=negotiation, by=request.user, label=label, reference_day=given["reference_day"], **more)
    messages.info(request, "It holds more than one story, so it was brought into the inbox.")
    return redirect(run)


def _save(request: HttpRequest, negotiation: Negotiation) -> HttpResponse:
    form = NewReportForm(request.POST, registry=Registry(negotiation))
    if not form.is_valid():
        return _to_settle(request, negotiation, form, status=422)
    try:
        with transaction.atomic():
            report = enter_report(form, negotiation=negotiation, by=request.user)
            if form.cleaned_data["came_from"] in (CameFrom.ADDRESS, CameFrom.FILE):
                by_hand.note(report, by_hand.received(form.cleaned_data["received"]), by=request.user)
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
        **names_of(form),
    }
    return render(request, "intake/settle.html", context, status=status)


def names_of(form: ReportForm) -> dict:
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
    context = {"negotiation": report.negotiation, "report": report, "form": form, "already": already, **names_of(form)}
    return render(request, "intake/edit.html", context, status=status)
