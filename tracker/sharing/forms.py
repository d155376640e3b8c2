"""Making a share link."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from .pages import SHAREABLE, Place, place_of

EXPIRIES = [
    ("7", "in 7 days"),
    ("30", "in 30 days"),
    ("90", "in 90 days"),
    ("365", "in a year"),
    ("", "never"),
]


class ShareForm(forms.Form):
    address = forms.CharField(widget=forms.HiddenInput, max_length=2500)
    label = forms.CharField(max_length=120, help_text="For you: who gets it, or what for.")
    expires = forms.ChoiceField(choices=EXPIRIES, initial="30", required=False, label="Stops working")
    pinned = forms.BooleanField(
        required=False,
        label="Pin to this moment",
        help_text="What is published here later stays out of the shared page.",
    )

    def clean_address(self) -> Place:
        place = place_of(self.cleaned_data["address"])
        if place is None:
            pages = ", ".join(name.lower() for name in SHAREABLE.values())
            raise forms.ValidationError(f"This page cannot be shared. These can: {pages}.")
        return place

    @property
    def expires_at(self):
        days = self.cleaned_data["expires"]
        return timezone.now() + timedelta(days=int(days)) if days else None
