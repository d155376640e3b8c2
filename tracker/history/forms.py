"""The base of forms that edit a row."""

from django import forms


class VersionedForm(forms.ModelForm):
    """Carries the version of the row it was filled from, so that an edit in between is found."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else None
