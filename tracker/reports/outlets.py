"""Pages of the registry of outlets, common to all negotiations. Researchers keep it."""

import re
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.history.forms import VersionedForm
from tracker.negotiations.setup.editing import add_page, edit_page, remove_page
from tracker.web.names import AliasesField

from .models import Outlet

MOST_OUTLETS = 300
DOMAIN = re.compile(r"(?=.{4,120}$)([^\W_]([\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")


class OutletForm(VersionedForm):
    aliases = AliasesField(
        required=False, label=gettext_lazy("Other names"), help_text=gettext_lazy("As reports use them, one a line.")
    )
    domains = AliasesField(
        required=False,
        label=gettext_lazy("Web domains"),
        help_text=gettext_lazy("One a line, for instance tass.com. Reports from there are its."),
    )

    class Meta:
        model = Outlet
        fields = ("name", "short_name", "aliases", "domains", "reliability", "reliability_note")
        widgets = {"reliability_note": forms.Textarea(attrs={"rows": 3})}
        labels = {"reliability_note": gettext_lazy("Why")}
        error_messages = {"name": {"unique": gettext_lazy("There is an outlet of this name.")}}

    def clean_domains(self) -> list[str]:
        domains = list(dict.fromkeys(map(_domain, self.cleaned_data["domains"])))
        if wrong := next((one for one in domains if not DOMAIN.fullmatch(one)), None):
            raise ValidationError(_("“%(text)s” is no web domain; write it like tass.com.") % {"text": wrong})
        other = Outlet.objects.filter(domains__overlap=domains).exclude(pk=self.instance.pk).first()
        if other:
            taken = next(one for one in domains if one in other.domains)
            raise ValidationError(_("%(domain)s belongs to %(outlet)s.") % {"domain": taken, "outlet": other})
        return domains


def _domain(text: str) -> str:
    """The host of what was typed, which may be a whole address."""
    host = urlsplit(text if "//" in text else f"//{text}").netloc.lower()
    return host.rpartition("@")[2].partition(":")[0].removeprefix("www.")


def outlets(request: HttpRequest) -> HttpResponse:
    """The registry, found by `?q=` in names, aliases and domains."""
    _for_researchers(request)
    query = request.GET.get("q", "").strip()[:100]
    rows = Outlet.objects.visible_to(request.user)
    if query:
        found = Q(name__icontains=query) | Q(short_name__icontains=query)
        rows = rows.filter(found | Q(aliases__icontains=query) | Q(domains__icontains=query))
    rows = list(rows[: MOST_OUTLETS + 1])
    context = {"outlets": rows[:MOST_OUTLETS], "too_many": len(rows) > MOST_OUTLETS, "query": query}
    return render(request, "reports/outlets.html", context)


def new(request: HttpRequest) -> HttpResponse:
    _for_researchers(request)
    return add_page(request, OutletForm(request.POST or None), title=_("New outlet"), **_page())


def outlet(request: HttpRequest, pk: int) -> HttpResponse:
    row = _editable(request, pk)
    remove = reverse("reports:outlet_remove", args=[pk])
    return edit_page(request, OutletForm(request.POST or None, instance=row), remove=remove, **_page())


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _editable(request, pk)
    return remove_page(request, row, back=row.get_absolute_url(), after=reverse("reports:outlets"))


def _page() -> dict:
    back = reverse("reports:outlets")
    return {"back": back, "back_words": _("Outlets"), "after": lambda _saved: back}


def _for_researchers(request: HttpRequest) -> None:
    if not request.user.may_code:
        raise PermissionDenied


def _editable(request: HttpRequest, pk: int) -> Outlet:
    _for_researchers(request)
    return get_object_or_404(Outlet.objects.editable_by(request.user), pk=pk)
