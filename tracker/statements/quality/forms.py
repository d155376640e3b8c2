"""The period of the page on how well suggestions do."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    """Days on which suggestions were judged, both included, in UTC; empty is open."""

    since = forms.DateField(label=_("Judged from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Judged until"), required=False, widget=forms.DateInput({"type": "date"}))

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("The last day is before the first one, so nothing was judged between them."))
        return given

    def bounds(self) -> dict[str, datetime | None]:
        """`since` (included) and `until` (not included) as instants; None where it is open or could not be read."""
        given = self.cleaned_data if self.is_valid() else {}
        since, until = given.get("since"), given.get("until")
        return {
            "since": datetime.combine(since, time(), UTC) if since else None,
            "until": datetime.combine(until + timedelta(days=1), time(), UTC) if until else None,
        }
