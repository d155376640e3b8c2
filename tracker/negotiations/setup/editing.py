"""What all pages that edit rows do: show the form, save it unless somebody else was quicker, remove what is unused."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.history.conflicts import conflict_response
from tracker.history.editable import Editable, EditConflict
from tracker.history.removal import refusal, removal


def form_page(request: HttpRequest, form: forms.BaseForm, **page) -> HttpResponse:
    """`page`: title, back (where Cancel leads), and as they are: negotiation, standing (the row), remove (address)."""
    standing = page.get("standing")
    page |= {"form": form, "label": standing._meta.label_lower if standing else ""}
    return render(request, "negotiations/setup/form.html", page, status=422 if form.is_bound else 200)


def add_page(request: HttpRequest, form: forms.ModelForm, *, after: Callable[..., str], **page) -> HttpResponse:
    """Enter a row; `after(row)` is the address that follows."""
    saved = _saved(form) if request.method == "POST" and form.is_valid() else None
    if saved is None:
        return form_page(request, form, **page)
    messages.success(request, _("“%(name)s” saved.") % {"name": saved})
    return redirect(after(saved))


def edit_page(request: HttpRequest, form: forms.ModelForm, *, after: Callable[..., str], **page) -> HttpResponse:
    """Change the row the form was made from; 409 with both texts where somebody else changed it meanwhile."""
    standing = form.instance
    title = page.pop("title", str(standing))
    try:
        saved = _saved(form) if request.method == "POST" and form.is_valid() else None
    except EditConflict as conflict:
        return conflict_response(request, form, conflict.current, retry_url=request.path)
    if saved is None:
        return form_page(request, form, title=title, standing=standing, **page)
    messages.success(request, _("“%(name)s” saved.") % {"name": saved})
    return redirect(after(saved))


def _saved(form: forms.ModelForm) -> models.Model | None:
    """The saved row, or None where the form now says why it cannot be. Raises EditConflict."""
    row = form.instance
    try:
        with transaction.atomic():
            if row.pk:
                type(row).lock_at(row.pk, form.cleaned_data["version"] or 0)
            return form.save()
    except IntegrityError as error:  # rows in use (ProtectedError) among them
        form.add_error(None, refusal(error))
    return None


def remove_page(request: HttpRequest, row: Editable, *, back: str, after: str, **page) -> HttpResponse:
    """Ask first, then remove the row as it was when asked; its history stays. `back`: its form."""
    found = removal(row)
    refused = ""
    if request.method == "POST":
        refused = _removed(row, request.POST.get("version", ""))
        if not refused:
            messages.success(request, _("“%(name)s” removed. Its history is kept.") % {"name": row})
            return redirect(after)
    page |= {"row": row, "removal": found, "refused": refused, "back": back}
    return render(request, "negotiations/setup/remove.html", page, status=409 if refused else 200)


def _removed(row: Editable, version: str) -> str:
    """Remove the row; words where that was refused."""
    try:
        with transaction.atomic():
            type(row).lock_at(row.pk, int(version) if version.isdecimal() else 0).delete()
    except EditConflict:
        return _("Somebody changed it meanwhile. Look at it again before you remove it.")
    except ProtectedError as error:
        return refusal(error)
    return ""
