"""Naming a selection of a timeline."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.history.forms import VersionedForm
from tracker.sharing.models import SavedView
from tracker.timelines.places import place_of

LONGEST = 2000


class ViewForm(VersionedForm):
    """Renames a view and shares it, where its maker is of the team."""

    class Meta:
        model = SavedView
        fields = ("name", "is_shared")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        if not self.instance.made_by.is_team:
            del self.fields["is_shared"]


class NewViewForm(ViewForm):
    """Keeps the timeline at `address` under a name."""

    address = forms.CharField(
        widget=forms.HiddenInput,
        max_length=LONGEST + 400,
        error_messages={"max_length": gettext_lazy("These filters are too long to be kept.")},
    )

    def __init__(self, *args, kept: str, **kwargs):
        """`kept`: the selection in words."""
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = format_html(_("Of: {}"), kept or _("the whole timeline"))

    def clean_address(self) -> str:
        place = place_of(self.cleaned_data["address"], self.instance.negotiation)
        if place is None:
            raise ValidationError(_("This is no timeline of this negotiation."))
        if len(place.query) > LONGEST:
            raise ValidationError(_("These filters are too long to be kept."))
        self.instance.track, self.instance.query = place.track, place.query
        return place.address
