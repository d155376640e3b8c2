"""Making a share link."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone

from .models import ORIGIN
from .pages import EMBEDDABLE, SHAREABLE, Place, place_of

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

    embed_on = forms.CharField(
        required=False,
        max_length=600,
        label="Sites that may embed it",
        help_text="Addresses of sites, as https://example.org, with blanks between them. Empty: none may.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        place = place_of(str(self.data.get("address") or self.initial.get("address", "")))
        if place is None or place.page not in EMBEDDABLE:
            del self.fields["embed_on"]

    def clean_embed_on(self) -> str:
        """Their origins, each once."""
        words = re.split(r"[\s,]+", self.cleaned_data["embed_on"].strip())
        return " ".join(dict.fromkeys(_origin(word) for word in words if word))

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


def _origin(address: str) -> str:
    """Of a site, from any address on it."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.encode("idna").decode().lower()
    except ValueError:  # UnicodeError among them
        host = ""
    origin = f"{parts.scheme}://{host}" if host else ""
    if not re.fullmatch(ORIGIN, origin):
        raise forms.ValidationError(f"“{address[:60]}” is no address of a site; write it like https://example.org.")
    return origin
