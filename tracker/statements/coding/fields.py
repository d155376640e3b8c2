"""Form fields in which a name is typed, and becomes the row of that name."""

from dataclasses import dataclass

from django import forms
from django.db import models

from .registry import Listing


@dataclass(frozen=True)
class NewName:
    """A name that nobody goes by yet; the form decides whether a row is made for it."""

    text: str


class NameField(forms.CharField):
    """Takes a name or alias; gives the row, None when empty, or a NewName.

    `bind(listing)` must be called before use. The browser offers the names of `<datalist id="...">`.
    """

    def __init__(self, *, datalist: str, what: str, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.what = what
        self.widget.attrs |= {"list": datalist, "autocomplete": "off", "spellcheck": "false"}
        self.listing: Listing | None = None

    def bind(self, listing: Listing) -> None:
        self.listing = listing

    def prepare_value(self, value):
        return self.listing.label(value) if isinstance(value, models.Model | int) else value

    def clean(self, value) -> models.Model | NewName | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.listing.find(text)
        if len(found) > 1:
            names = ", ".join(sorted(self.listing.label(row) for row in found))
            raise forms.ValidationError(f"Several are called “{text}”: {names}. Write one of these.")
        return found[0] if found else NewName(text)

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def refuse_new(form: forms.BaseForm, name: str, hint: str = "") -> None:
    """Turn a NewName left in `name` into an error a person can act on."""
    value = form.cleaned_data.get(name)
    if isinstance(value, NewName):
        form.add_error(name, f"No {form.fields[name].what} is called “{value.text}”. {hint}".strip())
