"""When two people edit one row: the second is shown both texts (409), and keeps what they wrote."""

from dataclasses import dataclass

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker.lib.text import diff
from tracker.web.htmx import template_for

from .editable import Editable
from .models import SetAside

UNSHOWN = {"version", "why", "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Comparison:
    """One field: what the editor wrote, what stands there now, and the difference as (op, text) pieces."""

    label: str
    yours: str
    theirs: str
    pieces: list[tuple[str, str]]

    @property
    def differs(self) -> bool:
        return self.yours != self.theirs


def conflict_response(
    request: HttpRequest, form: forms.ModelForm, current: Editable | None, *, retry_url: str
) -> HttpResponse:
    """Answer 409 with both texts side by side, and keep the editor's in SetAside.

    `form` is bound to what the editor sent; `current` is the row as it stands now, or None if it is gone. From the page
    the editor can put their text over the current one (sent to `retry_url` with the current version) or leave it.
    To be called outside of the transaction that found the conflict.
    """
    yours = _shown(form, form.data)
    model = form._meta.model
    kept = SetAside.objects.create(
        user=request.user,
        model=model._meta.label_lower,
        object_id=form.instance.pk or 0,
        title=str(current or form.instance)[:300],
        fields={label: text for label, text in yours.items() if text},
    )
    context = {
        "current": current,
        "kept": kept,
        "comparisons": _compare(form, yours, current),
        "resend": _resend(request, current),
        "retry_url": retry_url,
        "model_name": model._meta.verbose_name,
    }
    return render(request, template_for(request, "history/conflict.html", "conflict"), context, status=409)


def _shown(form: forms.ModelForm, data) -> dict[str, str]:
    """Field label to the words the editor sent, as a person reads them."""
    shown = {
        str(bound.label): _words(bound.field, bound.field.widget.value_from_datadict(data, form.files, bound.html_name))
        for bound in form
        if bound.name not in UNSHOWN
    }
    return shown | _lists(form)


def _lists(form: forms.ModelForm) -> dict[str, str]:
    """What stands in the lists below a form (`form.lists`, each with its `label`): one row a line."""
    return {
        str(rows.label): "\n".join(filter(None, map(_line, rows.kept_forms)))
        for rows in getattr(form, "lists", {}).values()
    }


def _line(row: forms.ModelForm) -> str:
    shown = [bound for bound in row.visible_fields() if bound.name != DELETION_FIELD_NAME]
    return ", ".join(filter(None, (_words(bound.field, bound.value()) for bound in shown)))


def _compare(form: forms.ModelForm, yours: dict[str, str], current: Editable | None) -> list[Comparison]:
    if current is None:
        return [Comparison(label, text, "", []) for label, text in yours.items() if text]
    fresh = type(form)(instance=current)
    compared = []
    for bound in fresh:
        if bound.name in UNSHOWN or str(bound.label) not in yours:
            continue
        theirs = _words(bound.field, bound.field.prepare_value(bound.initial))
        mine = yours[str(bound.label)]
        compared.append(Comparison(str(bound.label), mine, theirs, diff(theirs, mine)))
    for label, theirs in _lists(fresh).items():
        compared.append(Comparison(label, yours[label], theirs, diff(theirs, yours[label])))
    return compared


def _words(field: forms.Field, value) -> str:
    """A form value as words: the choice's label instead of its key, lists joined."""
    if value is None:
        return ""
    values = value if isinstance(value, list | tuple) else [value]
    if isinstance(field, forms.BooleanField):
        return str(_("yes")) if value in (True, "on", "true", "True") else ""
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(str(found) for found in field.queryset.filter(pk__in=[v for v in values if str(v).isdigit()]))
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}
        return ", ".join(labels.get(str(v), str(v)) for v in values if v != "")
    return ", ".join(str(v) for v in values)


def _resend(request: HttpRequest, current: Editable | None) -> list[tuple[str, str]]:
    """What the editor sent, to be sent again over the row as it is now."""
    if current is None:
        return []
    sent = [(k, v) for k, values in request.POST.lists() for v in values if k not in ("csrfmiddlewaretoken", "version")]
    return [*sent, ("version", str(current.version))]
