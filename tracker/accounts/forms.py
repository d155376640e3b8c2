"""People's own settings, and those an administrator makes for them."""

import zoneinfo

from django import forms

from .models import Role, User


def time_zones() -> list[tuple[str, str]]:
    return [
        ("UTC", "UTC"),
        *((name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name),
    ]


class MeForm(forms.ModelForm):
    time_zone = forms.ChoiceField(choices=time_zones, help_text="Instants are shown in this zone.")

    class Meta:
        model = User
        fields = ["name", "time_zone"]


class PersonForm(forms.ModelForm):
    """A person as an administrator adds or changes them."""

    class Meta:
        model = User
        fields = ["name", "email", "role", "is_active"]

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self):
        """An administrator does not lock themselves out: somebody must be left who can let people in."""
        cleaned = super().clean()
        if self.instance.pk == self.by.pk and (
            cleaned.get("role") != Role.ADMINISTRATOR or not cleaned.get("is_active", True)
        ):
            raise forms.ValidationError("You cannot take the administrator's role or the sign-in from yourself.")
        return cleaned
