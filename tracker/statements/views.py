"""Pages to read: statements."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tracker.negotiations.reading import context
from tracker.web.public_by import public_by

from . import citation, queries
from .models import Statement


def statement(request: HttpRequest, slug: str, statement: int) -> HttpResponse:
    asked = public_by(request)
    row = _statement(request, slug, statement, asked.moment)
    page = queries.statement_page(row, user=request.user, public_by=asked.moment)
    cite = citation.in_words(queries.citation_of(row, _site(request)))
    return render(
        request,
        "statements/statement.html",
        context(request, row.negotiation, asked, page=page, statement=row, cite=cite, formats=citation.FORMATS),
    )


def cite(request: HttpRequest, slug: str, statement: int, form: str) -> HttpResponse:
    """The record for reference managers, as a file; `form`: a key of citation.FORMATS."""
    row = _statement(request, slug, statement, public_by(request).moment)
    if form not in citation.FORMATS:
        raise Http404
    write, media_type = citation.FORMATS[form]
    response = HttpResponse(
        write(queries.citation_of(row, _site(request))), content_type=f"{media_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="parley-{row.pk}.{form}"'
    return response


def _statement(request: HttpRequest, slug: str, pk: int, moment) -> Statement:
    """The statement, or 404 where it is unknown, unseen or not public by then."""
    seen = Statement.objects.visible_to(request.user).public_by(moment).with_sources()
    return get_object_or_404(seen, negotiation__slug=slug, pk=pk)


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
