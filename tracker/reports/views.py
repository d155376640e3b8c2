"""Pages to read: reports."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tracker.history.kept import kept, kept_page, recalled
from tracker.negotiations.reading import context, seen_negotiation
from tracker.web.htmx import template_for
from tracker.web.public_by import public_by

from . import queries
from .forms import CodingFilters, ReportFilters
from .models import Report


def reports(request: HttpRequest, slug: str) -> HttpResponse:
    negotiation, asked = seen_negotiation(request, slug), public_by(request)
    may_code = getattr(request.user, "may_code", False)
    form = (CodingFilters if may_code else ReportFilters)(request.GET, negotiation=negotiation)
    filters = form.cleaned_data if form.is_valid() else {}
    found = queries.report_list(
        negotiation, filters, user=request.user, public_by=asked.moment, after=request.GET.get("after", "")
    )
    return render(
        request,
        template_for(request, "reports/list.html", "entries"),
        context(request, negotiation, asked, form=form, found=found, is_filtered=any(filters.values())),
    )


def report(request: HttpRequest, slug: str, report: int) -> HttpResponse:
    asked = public_by(request)

    def seen() -> Report:
        rows = Report.objects.visible_to(request.user).public_by(asked.moment).select_related("negotiation", "outlet")
        return get_object_or_404(rows, negotiation__slug=slug, pk=report)

    row = recalled(request, "report", slug, report, asked.moment, make=seen)
    page_context = context(request, row.negotiation, asked, report=row)

    def make() -> SafeString:
        page = queries.report_page(
            row,
            user=request.user,
            public_by=asked.moment,
            revision=request.GET.get("revision", ""),
            changes="changes" in request.GET,
        )
        return render_to_string("reports/report.html#body", {**page_context, "page": page}, request)

    def whole(own: dict) -> str:
        # A form of those who edit carries their own token.
        body = make() if page_context["may_edit"] else kept(request, make=make)
        return render_to_string("reports/report.html", {**page_context, **own, "body": body}, request)

    try:
        return kept_page(request, make=whole)
    except Report.DoesNotExist:
        raise Http404 from None
