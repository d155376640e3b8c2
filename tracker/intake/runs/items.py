"""One thing that came in: looked at beside its original, and decided."""

import re
from urllib.parse import quote

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.history.models import SetAside
from tracker.reports.models import Report
from tracker.statements.coding.registry import Registry
from tracker.statements.coding.views import coders_only
from tracker.web.htmx import template_for

from ..forms import NewReportForm
from ..models import Item, ItemStatus, Mapping
from ..models.mapping import headers_hash
from ..views import names_of
from . import decide as deciding
from .forms import MappingForm
from .looking import Look, look_at, raw_text
from .queries import following, parts, waiting


def _item(request: HttpRequest, slug: str, item: int, *more: str) -> Item:
    seen = Item.objects.visible_to(request.user).select_related("run__negotiation", "run__feed", *more)
    return get_object_or_404(seen, run__negotiation__slug=slug, pk=item)


@coders_only
def item(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    found = _item(request, slug, item, "original", "report__outlet", "revision", "part_of")
    look = look_at(found, found.run.negotiation, compare=request.GET.get("with", ""))
    if look.columns and found.status in deciding.TO_DECIDE:
        return _to_map(request, look)
    return _to_item(request, look)


def _to_item(request: HttpRequest, look: Look, *, status: int = 200) -> HttpResponse:
    found, negotiation = look.item, look.item.run.negotiation
    context = {
        "negotiation": negotiation,
        "item": found,
        "look": look,
        "form": look.form,
        "next": following(found, negotiation),
        "left": waiting(negotiation).order_by().count(),
        "raw": "" if look.record else raw_text(found.original, found),
        "parts": parts(found) if found.status == ItemStatus.OPENED else [],
        "may_retry": found.status in deciding.TO_RETRY,
        **(names_of(look.form) if look.form else {}),
    }
    return render(request, template_for(request, "intake/runs/item.html", "alike"), context, status=status)


@require_POST
@coders_only
def decide(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """File it as its own, as a revision, hold it for the same as one on file, or set it aside; then on to the next."""
    found = _item(request, slug, item, "original", "part_of")
    choose = DECISIONS.get(request.POST.get("decision", ""))
    if choose is None:
        messages.error(request, _("Say what is to become of it."))
        return redirect(found)
    try:
        return choose(request, found)
    except deciding.NotNow as late:
        if "text" in request.POST:
            _keep(request, found)
        messages.warning(request, str(late))
        return redirect(found)


def _dismiss(request: HttpRequest, found: Item) -> HttpResponse:
    deciding.dismiss(found, by=request.user)
    return _onward(request, found, _("Set aside"))


def _same(request: HttpRequest, found: Item) -> HttpResponse:
    report = _report(request, found)
    deciding.same_as(found, report, by=request.user)
    return _onward(request, found, _("Held for the same as"), report)


def _revision(request: HttpRequest, found: Item) -> HttpResponse:
    report = _report(request, found)
    done = deciding.file_as_revision(found, report, by=request.user)
    return _onward(request, found, _("Filed as a revision of"), report, note=done.reason)


def _file(request: HttpRequest, found: Item) -> HttpResponse:
    negotiation = found.run.negotiation
    form = NewReportForm(request.POST, registry=Registry(negotiation))
    if not form.is_valid():
        look = look_at(found, negotiation, compare=request.POST.get("report", ""), form=form)
        if look.form is None:
            raise deciding.NotNow(found, _("That has been decided meanwhile."))
        return _to_item(request, look, status=422)
    done = deciding.file_as_new(found, by=request.user, form=form)
    words = _("Filed") if done.status == ItemStatus.FILED else _("Its text is on file already, as")
    return _onward(request, found, words, done.report)


DECISIONS = {"file": _file, "revision": _revision, "same": _same, "dismiss": _dismiss}


def _report(request: HttpRequest, found: Item) -> Report:
    """The report that was named; 404 for one of another negotiation."""
    number = request.POST.get("report", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    seen = Report.objects.visible_to(request.user).select_related("negotiation", "outlet")
    return get_object_or_404(seen, negotiation=found.run.negotiation_id, pk=int(number))


def _keep(request: HttpRequest, found: Item) -> None:
    """Somebody else was quicker: what was typed here is kept under "Set aside"."""
    form = NewReportForm(request.POST, registry=Registry(found.run.negotiation))
    shown = {str(field.label): str(field.value() or "") for field in (*form.particulars, form["text"])}
    SetAside.objects.create(
        user=request.user,
        model=Item._meta.label_lower,
        object_id=found.pk,
        title=str(found)[:300],
        fields={label: words for label, words in shown.items() if words},
    )
    messages.info(
        request,
        format_html(_('What you wrote is kept under <a href="{}">Set aside</a>.'), reverse("history:set_aside")),
    )


def _onward(
    request: HttpRequest, done: Item, words: str, report: Report | None = None, *, note: str = ""
) -> HttpResponse:
    """Say what was done, with the way back to it, and go on to the next thing that needs a look."""
    address, name = (report.get_absolute_url(), report.title) if report else (done.get_absolute_url(), str(done))
    messages.success(request, format_html('{}: <a href="{}">{}</a>. {}', words, address, name[:160], note))
    after = following(done, done.run.negotiation)
    slug = done.run.negotiation.slug
    return redirect("intake:item", slug=slug, item=after.pk) if after else redirect("intake:inbox", slug=slug)


@require_POST
@coders_only
def retry(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    found = _item(request, slug, item)
    try:
        deciding.retry(found, by=request.user)
    except deciding.NotNow as late:
        messages.warning(request, str(late))
    else:
        messages.success(request, _("It is read again."))
    return redirect("intake:run", slug=slug, run=found.run_id)


@coders_only
def map_columns(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """Which column of a table holds what; remembered for every table with the same headers."""
    found = _item(request, slug, item, "original", "part_of")
    look = look_at(found, found.run.negotiation)
    if look.columns is None or found.status not in deciding.TO_DECIDE:
        return redirect(found)
    if request.method != "POST":
        return _to_map(request, look)
    form = _mapping_form(look, request.POST)
    if not form.is_valid():
        return _to_map(request, look, form=form, status=422)
    try:
        deciding.map_columns(found, form.columns(), by=request.user)
    except deciding.NotNow as late:
        messages.warning(request, str(late))
    else:
        messages.success(request, _("The columns are kept for tables with the same headers; the table is read now."))
    return redirect("intake:run", slug=slug, run=found.run_id)


def _mapping_form(look: Look, sent=None) -> MappingForm:
    columns, negotiation = look.columns, look.item.run.negotiation
    known = Mapping.objects.filter(negotiation=negotiation, headers_hash=headers_hash(columns.headers)).first()
    initial = known.columns if known else columns.proposed
    return MappingForm(sent, headers=columns.headers, rows=columns.rows, initial=initial)


def _to_map(request: HttpRequest, look: Look, *, form: MappingForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "negotiation": look.item.run.negotiation,
        "item": look.item,
        "look": look,
        "form": form or _mapping_form(look),
        "next": following(look.item, look.item.run.negotiation),
    }
    return render(request, "intake/runs/map.html", context, status=status)


@coders_only
@csp_update({"sandbox": True})
def original(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """The bytes as received, to be kept and never shown: what came in from outside may be a page with scripts."""
    found = _item(request, slug, item, "original")
    if found.original is None:
        raise Http404
    answer = HttpResponse(bytes(found.original.data), content_type="application/octet-stream")
    answer["Content-Disposition"] = _attachment(found)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _attachment(found: Item) -> str:
    """A name that is safe on every disk, the real one beside it."""
    name = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", "-", found.name.rsplit("/", 1)[-1]).strip(". -")[-120:] or "original"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
