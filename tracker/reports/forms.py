"""Filters of the list of reports."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .models import Outlet, ReportKind


class ReportFilters(forms.Form):
    """Every field may be left empty, which means any. Days are of publication, both included, in UTC."""

    text = forms.CharField(label=_("Words in title or text"), required=False, max_length=200)
    outlet = forms.ModelChoiceField(label=_("Outlet"), queryset=None, required=False, empty_label=_("Any"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *ReportKind.choices])
    since = forms.DateField(label=_("Published from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Published until"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args, negotiation, **kwargs):
        super().__init__(*args, **kwargs)
        of_it = negotiation.reports.filter(outlet=OuterRef("pk"))
        self.fields["outlet"].queryset = Outlet.objects.filter(Exists(of_it))

    def clean(self):
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first one, so no report can match."))
        return given


class CodingFilters(ReportFilters):
    """For those who code: by what is left to do."""

    coding = forms.ChoiceField(
        label=_("Coding"),
        required=False,
        choices=[
            ("", _("Any")),
            ("waiting", _("Suggestions to judge")),
            ("open", _("Drafts to review or publish")),
            ("none", _("Nothing coded yet")),
            ("done", _("All judged")),
        ],
    )
